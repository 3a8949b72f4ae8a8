"""What a video file holds beside its pictures, on its way into an output."""

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.stream import Disposition
from av.subtitles.stream import SubtitleStream
from av.video.stream import VideoStream

from matting_rt.frame import WHOLE, TimeRange
from matting_rt.lines import Line
from matting_rt.media.encodings import Container
from matting_rt.media.files import choose_video_stream, open_media, read_tags
from matting_rt.media.stream_times import StreamTimes
from matting_rt.sinks.tracks import (
    CopiedTrack,
    EncodedAudio,
    EncodedSubtitles,
    Packet,
    Track,
    is_copied,
    lasting_tags,
    track_tags,
)

if TYPE_CHECKING:
    from av.container.core import Chapter  # Only in its stubs.

_CONTAINER_TAGS = frozenset({"major_brand", "minor_version", "compatible_brands"})
"""Tags that tell of the container itself."""
_LONGEST_SUBTITLE_S = 60
"""What may still be shown began by then."""
_UNDETERMINED = "und"
"""The language of a track that names none."""


class Companions:
    """Audio, subtitles, attachments, chapters, tags and timecode of a file: all but the pictures.

    Tracks are copied where the output's container holds their codec, else re-encoded; what cannot be kept is told in
    the notes. Times keep their distance to the pictures of the same file: all are moved by `start_s`.
    """

    def __init__(
        self,
        path: Path,
        stream: int | None,
        output: OutputContainer,
        pictures: VideoStream,
        container: Container,
        notes: list[str],
        part: TimeRange = WHOLE,
    ) -> None:
        """Add all to `output`, whose header is not yet written.

        Args:
            stream: which video stream of `path` the pictures were made of, see `choose_video_stream`.
            pictures: the output's video.
            container: what the output is.
            notes: gets a line for everything that is not kept as it is, until `check_tags` has returned.
            part: of `path`; what is not in it is left out.

        Raises:
            SourceError: `path` cannot be read.
            av.FFmpegError: the output does not take them.
        """
        self._notes = notes
        self._path = path
        self._output = output
        assert container.audio is not None
        self._container, self._audio = container, container.audio
        self._input = open_media(path)
        self._cut_s = Fraction(part.start_s or 0).limit_denominator(av.time_base)
        end_s = None if part.end_s is None else Fraction(part.end_s).limit_denominator(av.time_base)
        self._length_s = None if end_s is None else end_s - self._cut_s
        self._tracks: dict[int, Track] = {}
        try:
            for audio in self._input.streams.audio:
                self._add_audio(audio)
            for subtitles in self._input.streams.subtitles:
                self._add_subtitles(subtitles)
            self._add_attachments()
            self._copy_tags(pictures, stream)
        except BaseException:
            self._input.close()
            raise
        self._languages = [(each.type, each.metadata.get("language", _UNDETERMINED)) for each in output.streams]
        self._packets = self._read()
        self._next = next(self._packets, None)

    @property
    def start_s(self) -> Fraction:
        """What is 0 in the output: when the earliest stream of the file starts, video or audio, or what is cut off."""
        return Fraction(self._input.start_time or 0, av.time_base) + self._cut_s

    def write_until(self, time_s: float | None) -> None:
        """Write what belongs before `time_s` of the output, or all that is left. Raises av.FFmpegError."""
        while self._next is not None:
            assert self._next.dts is not None
            if time_s is not None and self._next.dts * self._next.time_base - self.start_s > time_s:
                return
            self._mux(self._next)
            self._next = next(self._packets, None)
        if time_s is None:
            for track in self._tracks.values():
                self._output.mux(track.flush())
            damaged = sum(track.damaged_count for track in self._tracks.values())
            if damaged:
                self._note(Line("{damaged} damaged pieces of audio or subtitles are left out", damaged=damaged))

    def check_tags(self, written: Path) -> None:
        """Note the tags that the output, which is complete, does not hold: only its muxer knows which it writes."""
        with open_media(written) as file:
            holders = [read_tags(file), *(read_tags(stream) for stream in file.streams)]
            kept = {key.lower() for tags in holders for key in tags}
            self._check_languages([tags.get("language", _UNDETERMINED) for tags in holders[1:]])
        lost = sorted(key for key in self._tags if key.lower() not in kept)
        if lost:
            self._note(
                Line(
                    "{container} files cannot hold these tags: {tags}",
                    container=self._container.name,
                    tags=", ".join(lost),
                )
            )

    def _check_languages(self, written: list[str]) -> None:
        """Note which languages the output's muxer did not know, by the streams of the output."""
        for (kind, meant), language in zip(self._languages, written, strict=False):
            if language == _UNDETERMINED != meant:
                self._note(
                    Line(
                        "{container} files cannot hold the language {language} of a track of {kind}",
                        container=self._container.name,
                        language=meant,
                        kind=kind,
                    )
                )

    def close(self) -> None:
        self._input.close()

    def _note(self, line: str) -> None:
        self._notes.append(Line("{path}: {line}", path=self._path, line=line))

    def _add_audio(self, stream: AudioStream) -> None:
        number = self._input.streams.audio.index(stream) + 1
        if getattr(stream, "codec_context", None) is None:  # An unknown codec, whatever PyAV's types say.
            self._note(Line("audio track {number} is of an unknown kind and left out", number=number))
        elif is_copied(stream, self._output.format.name, self._audio):
            self._tracks[stream.index] = CopiedTrack(stream, self._output)
        else:
            track = EncodedAudio(stream, self._output, self._audio.fallback)
            self._tracks[stream.index] = track
            self._note(Line("audio track {number}: {change}", number=number, change=track.change))

    def _add_subtitles(self, stream: SubtitleStream) -> None:
        codec = stream.codec if getattr(stream, "codec_context", None) is not None else None
        if is_copied(stream, self._output.format.name):
            self._tracks[stream.index] = CopiedTrack(stream, self._output)
        elif codec is not None and codec.text_sub:
            self._tracks[stream.index] = EncodedSubtitles(stream, self._output, self._container.subtitle_codec)
            if codec.canonical_name == "ass":
                self._note(Line("subtitles keep their text and lose their fonts and places"))
        else:
            number = self._input.streams.subtitles.index(stream) + 1
            self._note(
                Line(
                    "{container} files cannot hold subtitle track {number}, which is left out",
                    container=self._container.name,
                    number=number,
                )
            )

    def _add_attachments(self) -> None:
        for attachment in self._input.streams.attachments:
            name = read_tags(attachment).get("filename", "attachment")
            if self._output.format.name == "matroska":
                kind = attachment.mimetype or "application/octet-stream"
                self._output.add_attachment(name, kind, attachment.data)
            else:
                self._note(
                    Line(
                        "{container} files cannot hold the attachment {name}, which is left out",
                        container=self._container.name,
                        name=name,
                    )
                )
        if any(stream.disposition & Disposition.attached_pic for stream in self._input.streams.video):
            self._note(Line("the cover picture is left out"))
        for data in self._input.streams.data:
            # Timecodes and chapters are tracks of data too, and written anew by the muxer.
            is_chapters = data.name == "bin_data" and self._input.chapters()
            tags = read_tags(data)
            if not is_chapters and "timecode" not in tags:
                track = tags.get("handler_name") or data.name
                self._note(Line("a track of data ({track}) is left out", track=track))

    def _copy_tags(self, pictures: VideoStream, stream: int | None) -> None:
        tags = lasting_tags(read_tags(self._input))
        self._tags = {key: text for key, text in tags.items() if key.lower() not in _CONTAINER_TAGS}
        holders = [read_tags(held) for held in (self._input, *self._input.streams)]
        if self._input.streams.video:
            source = choose_video_stream(self._input, self._path, stream)
            pictures.metadata.update(track_tags(read_tags(source), self._output.format.name))
            holders.insert(0, read_tags(source))
        timecodes = (text for tags in holders for key, text in tags.items() if key.lower() == "timecode")
        timecode = next(timecodes, None)
        if timecode is not None:
            timecode = self._moved(timecode, pictures)
        if timecode is not None:
            self._tags["timecode"] = timecode
        self._output.metadata.update(self._tags)
        self._output.set_chapters(self._chapters())

    def _moved(self, timecode: str, pictures: VideoStream) -> str | None:
        """Of the first picture that is kept; None, and a note, where frames are dropped from its count."""
        if not self._cut_s:
            return timecode
        rate_fps = pictures.codec_context.framerate
        parts = timecode.split(":")
        if len(parts) != 4 or not all(part.isdecimal() for part in parts) or not rate_fps:
            self._note(Line("its timecode {timecode} is left out: it begins elsewhere", timecode=timecode))
            return None
        base = round(float(rate_fps))
        hours, minutes, seconds, frames = map(int, parts)
        count = ((hours * 60 + minutes) * 60 + seconds) * base + frames + round(self._cut_s * rate_fps)
        seconds, frames = divmod(count, base)
        return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"

    def _chapters(self) -> "list[Chapter]":
        chapters = self._input.chapters()
        for chapter in chapters:
            unit = chapter["time_base"] or Fraction(1, av.time_base)
            shift = round(self.start_s / unit)
            last = None if self._length_s is None else round(self._length_s / unit)
            for edge in ("start", "end"):
                moved = max(0, chapter[edge] - shift)
                chapter[edge] = moved if last is None else min(moved, last)
        return [chapter for chapter in chapters if chapter["end"] > chapter["start"]]

    def _read(self) -> Iterator[Packet]:
        times: dict[int, StreamTimes] = {}
        streams = tuple(stream for stream in self._input.streams if stream.index in self._tracks)
        if self._cut_s > _LONGEST_SUBTITLE_S:
            with suppress(av.FFmpegError):  # then it is read from its start
                self._input.seek(round((self.start_s - _LONGEST_SUBTITLE_S) * av.time_base))
        packets = self._input.demux(streams) if streams else iter(())
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError as error:
                self._note(Line("the audio ends early: {reason}", reason=error.strerror))
                return
            if packet is None:
                return
            if packet.dts is None:
                continue
            follower = times.setdefault(packet.stream.index, StreamTimes(packet.time_base))
            dts = follower.follow(packet.dts, packet.duration or 0)
            if packet.pts is not None:
                packet.pts += dts - packet.dts
            packet.dts = dts
            yield packet

    def _mux(self, packet: Packet) -> None:
        shift = round(self.start_s / packet.time_base)
        is_part = bool(self._cut_s) or self._length_s is not None
        if is_part and (packet.pts is None or not self._is_kept(packet, packet.pts - shift)):
            return
        self._output.mux(self._tracks[packet.stream.index].convert(packet, shift))

    def _is_kept(self, packet: Packet, pts: int) -> bool:
        """Whether a packet is in the part that is written; subtitles that are in it in part are made shorter."""
        last = None if self._length_s is None else round(self._length_s / packet.time_base)
        if last is not None and pts >= last:
            return False
        if pts >= 0 and (last is None or pts + (packet.duration or 0) <= last):
            return True
        if packet.stream.type != "subtitle":
            return pts >= 0
        end = pts + (packet.duration or 0)
        begin, end = max(pts, 0), end if last is None else min(end, last)
        assert packet.pts is not None
        packet.pts = packet.dts = packet.pts - pts + begin
        packet.duration = max(end - begin, 0)
        return end > begin
