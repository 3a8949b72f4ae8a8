"""Frames of a video file, through FFmpeg."""

import gc
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from matting_rt.errors import ConfigError, SourceFormatError
from matting_rt.frame import WHOLE, Frame, FrameSize, StreamInfo, TimeRange
from matting_rt.lines import Line, note_once
from matting_rt.media.encodings import PIPE, RawVideo
from matting_rt.media.files import breaks_off, choose_video_stream, limit_frames, list_video_streams, open_media
from matting_rt.media.stream_times import StreamTimes
from matting_rt.sources.base import FrameSource
from matting_rt.sources.deinterlace import Deinterlacer
from matting_rt.sources.losses import Losses
from matting_rt.sources.video_picture import PictureMaker, PictureWish, Reformatters

log = logging.getLogger(__name__)

DEFAULT_RATE_FPS = Fraction(25)
"""Where a container does not say, and of numbered pictures, which never do; FFmpeg's own default."""
MISSING_TAIL_LIMIT_S = 0.5
"""How much earlier than declared a file may end: some recorders round the length they declare."""

SEEK_MARGINS_S = (1.0, 10.0, math.inf)
"""How long before the wanted frame decoding begins, tried in turn: some containers find key frames by the time of
decoding, which is earlier than that of showing, and others find any frame."""
TIME_ROUNDING_S = 6e-4
"""How much earlier than meant a frame may be, because containers round to milliseconds."""

_DURATION_IS_END = ("matroska,webm", "nut")
"""FFmpeg's names of containers that declare when they end; others declare how long they last, from where they start."""


class VideoFileSource(FrameSource):
    """Every frame of one video stream of a file.

    Frames are upright (turned and mirrored as the file says), in square pixels, RGB, deinterlaced. Colours follow
    the file's tags and are brought to BT.709; untagged video is taken as BT.709 from 720 lines on and as BT.601 below;
    of HDR (PQ, HLG) white is at 203 cd/m2, brighter lights are clipped. All frames have the size of the first; where
    the size changes, they are fitted into it between black borders. `pts` are the file's own, so that variable frame
    rates and the offset to the audio survive; they rise strictly: a missing or repeated time is put after the one
    before.

    Damaged frames inside a file are left out or shown as far as they could be decoded, and counted in a note. A file
    that ends before its declared length yields what it holds, and `shortfall` says what is missing.

    Raises:
        ConfigError: from `open`: `size` would stretch the frames.
    """

    def __init__(
        self,
        path: Path | str,
        size: FrameSize | None = None,
        *,
        stream: int | None = None,
        is_strict: bool = False,
        is_deep: bool = False,
        keeps_hdr: bool = False,
        part: TimeRange = WHOLE,
        raw: RawVideo | None = None,
    ) -> None:
        """
        Args:
            size: what frames are resized to; None: as they are.
            stream: of the file's video streams, from 0; None: the default one, of several the largest.
            is_strict: raise SourceFormatError after the last frame of a file that ends early.
            is_deep: frames have deep pictures too, where the file holds more than 8 bits: uint16, or float32 where it
                holds floating point; of BT.709, or light where it says so.
            keeps_hdr: deep pictures of HDR have its own colours, and `info.colours` tells which.
            part: of the file; other frames are left out.
            raw: how raw video on standard input is to be read.
        """
        self._path = Path(path)
        self._wish = PictureWish(size, is_deep, keeps_hdr)
        self._number = stream
        self._is_strict = is_strict
        self._raw = raw
        self._part = part
        self._notes: list[str] = []
        self._reformatters = Reformatters()
        self._shortfall: str | None = None
        self._losses: dict[str, int] = {}
        self._container: InputContainer | None = None
        self._decoder: _Decoder | None = None
        self._info: StreamInfo | None = None

    def open(self) -> None:
        self._container = open_media(self._path, self._raw)
        self._notes.clear()
        if str(self._path) == PIPE and (self._container.streams.audio or self._container.streams.subtitles):
            self._notes.append(Line("standard input is read once: its audio and subtitles are left out"))
        try:
            self._decoder = _Decoder(
                self._path,
                self._container,
                self._number,
                self._wish,
                self._reformatters,
                self._notes,
                self._part,
            )
            self._info = self._decoder.info()
        except BaseException:
            self.close()
            raise

    @property
    def info(self) -> StreamInfo:
        assert self._info is not None, "open() comes first"
        return self._info

    def __iter__(self) -> Iterator[Frame]:
        return self.frames_from(0)

    def frames_from(self, first: int) -> Iterator[Frame]:
        assert self._decoder is not None, "open() comes first"
        decoder = self._decoder
        yield from decoder.frames(first)
        self._shortfall, self._losses = decoder.shortfall(), decoder.losses.counts
        if self._shortfall is not None and self._is_strict:
            raise SourceFormatError(
                "{shortfall}; copy it again, or repair it (for example: ffmpeg -i FILE -c copy REPAIRED.mkv)",
                shortfall=self._shortfall,
            )

    @property
    def notes(self) -> Sequence[str]:
        return self._notes

    @property
    def shortfall(self) -> str | None:
        return self._shortfall

    @property
    def losses(self) -> Mapping[str, int]:
        return self._losses

    def close(self) -> None:
        if self._container is not None:
            self._container.close()
            self._container = self._decoder = None


class _Decoder:
    """One pass over an open container."""

    def __init__(
        self,
        path: Path,
        container: InputContainer,
        number: int | None,
        wish: PictureWish,
        reformatters: Reformatters,
        notes: list[str],
        wanted: TimeRange,
    ) -> None:
        self._path = path
        self._wanted = wanted
        self._container = container
        self._notes = notes
        self._stream = self._choose_stream(number)
        # Frame threads too: five times as fast as slices alone, for some frames of delay, which a file does not mind.
        self._stream.thread_type = "AUTO"
        limit_frames(self._stream, path)
        self._rate_fps = Fraction(self._stream.average_rate or self._stream.guessed_rate or DEFAULT_RATE_FPS)
        self._time_base = Fraction(self._stream.time_base or 1 / self._rate_fps)
        self.losses = Losses()
        self._deinterlacer = Deinterlacer(self._time_base)
        self._frame_count = 0
        self._start_s = (container.start_time or 0) / av.time_base
        duration_s = (container.duration or 0) / av.time_base
        self._end_s = duration_s if container.format.name in _DURATION_IS_END else self._start_s + duration_s
        self._reached_s = self._start_s
        self._reached_bytes = 0
        self._is_tail_damaged = False
        self._has_reached_end = False
        if wanted.start_s:
            self._seek(wanted.start_s)
        self._decoded = self._deinterlace()
        first = next(self._decoded, None)
        if first is None and wanted.start_s:
            raise ConfigError("{path} has no frame at {start_s:g} s or later", path=path, start_s=wanted.start_s)
        if first is None:
            raise SourceFormatError(
                "no frame of {path} can be decoded; the file is damaged; copy it again, or choose another", path=path
            )
        self._first = first
        self._pictures = PictureMaker(path, self._stream, first, wish, reformatters, notes)

    def _choose_stream(self, number: int | None) -> VideoStream:
        stream = choose_video_stream(self._container, self._path, number)
        if stream.codec_context is None:
            raise SourceFormatError(
                "the video in {path} is of a kind that this FFmpeg cannot decode; convert it to H.264 first",
                path=self._path,
            )
        streams = list_video_streams(self._container)
        if len(streams) > 1 and number is None:
            at = streams.index(stream)
            self._note(
                Line(
                    "of its {count} video streams, from 0, number {at} is taken; --stream chooses another",
                    count=len(streams),
                    at=at,
                )
            )
        return stream

    def _seek(self, start_s: float) -> None:
        """Go to a key frame before a time; `_decode` leaves out what comes before it."""
        for margin_s in SEEK_MARGINS_S:
            target = round((self._start_s + max(-1.0, start_s - margin_s)) * av.time_base)
            try:
                self._container.seek(target)
                first = next(self._container.decode(self._stream), None)
                self._container.seek(target)
            except av.FFmpegError as error:
                log.debug("%s is read from its start: %s", self._path, error)
                continue
            if first is not None and first.time is not None and first.time - self._start_s <= start_s:
                return

    def _note(self, line: str) -> None:
        note_once(self._notes, self._path, line)

    def info(self) -> StreamInfo:
        start_s = float((self._stream.start_time or 0) * self._time_base)
        estimate = max(round((self._end_s - start_s) * self._rate_fps), 0)
        count = self._stream.frames or estimate or None
        if self._wanted != WHOLE:
            last_s = self._end_s - self._start_s
            length_s = min(last_s, self._wanted.end_s or last_s) - (self._wanted.start_s or 0.0)
            count = max(1, round(length_s * self._rate_fps)) if count else None
        return StreamInfo(
            size=self._pictures.size,
            rate_fps=self._rate_fps,
            time_base=self._time_base,
            frame_count=count,
            stored_size=self._pictures.stored_size,
            colours=self._pictures.colours,
        )

    def frames(self, first: int) -> Iterator[Frame]:
        """Those from the index `first` on; what is before is decoded, and noted, and no more."""
        step = max(1, round(1 / (self._rate_fps * self._time_base)))
        pts, start, count = 0, 0, 0
        times = StreamTimes(self._time_base)
        decoded: av.VideoFrame | None = self._first
        while decoded is not None:
            if count == 0:
                pts = start = times.follow(decoded.pts or 0, step)
            elif decoded.pts is None:
                pts += step
            else:
                pts = max(times.follow(decoded.pts, step), pts + 1)
            self.losses.show(pts)
            time_s = float((pts - start) * self._time_base)
            if count < first:
                self._pictures.skip(decoded, time_s)
            else:
                image, deep = self._pictures.make(decoded, time_s)
                yield Frame(image=image, index=count, pts=pts, time_base=self._time_base, deep=deep)
            count += 1
            if count % 64 == 0:
                gc.collect()  # frames whose side data was asked for refer to themselves, and hold 3 MB each at 1080p
            decoded = next(self._decoded, None)
        self._frame_count = count
        if times.has_jumped:
            self._note(Line("its times start again in the middle; they are taken to go on"))
        if self.losses.note is not None:
            self._note(self.losses.note)

    def _deinterlace(self) -> Iterator[av.VideoFrame]:
        for frame in self._decode():
            ready = self._deinterlacer.process(frame)
            if self._deinterlacer.is_used:
                self._note(Line("it is interlaced; its frames are deinterlaced"))
            yield from ready
        yield from self._deinterlacer.flush()

    def _decode(self) -> Iterator[av.VideoFrame]:
        """Decode to the end of the file, past whatever cannot be decoded."""
        # All streams are read, because the audio tells too how far the file goes.
        packets = self._container.demux()
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                self._is_tail_damaged = True
                packet = None
            if packet is None:
                break
            if packet.pts is not None and packet.time_base:
                end_s = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                self._reached_s = max(self._reached_s, end_s)
            if packet.stream is not self._stream:
                continue
            if packet.size:
                self._reached_bytes = (packet.pos or 0) + packet.size
                self._is_tail_damaged = packet.is_corrupt
                self.losses.is_damaged |= packet.is_corrupt
            try:
                frames = packet.decode()
            except av.FFmpegError as error:
                log.debug("%s: %s", self._path, error)
                self.losses.undecodable += 1
                continue
            for frame in frames:
                assert isinstance(frame, av.VideoFrame)
                time_s = None if frame.time is None else frame.time - self._start_s + TIME_ROUNDING_S
                if time_s is not None and not self._wanted.has_begun(time_s):
                    continue
                if time_s is not None and self._wanted.has_ended(time_s):
                    self._has_reached_end = True
                    return
                self.losses.incomplete += frame.is_corrupt
                yield frame

    def shortfall(self) -> str | None:
        """What is missing, once all frames were read."""
        if self._has_reached_end:
            return None
        if breaks_off(self._container, self._reached_bytes):
            name = Line("standard input") if str(self._path) == PIPE else self._path
            return Line("{path} breaks off inside a frame; {count} are whole", path=name, count=self._frame_count)
        if not self._is_tail_damaged and self._end_s - self._reached_s <= MISSING_TAIL_LIMIT_S:
            return None
        reached_s, declared_s = (end_s - self._start_s for end_s in (self._reached_s, self._end_s))
        return Line(
            "{path} ends early: it holds {count} frames, {reached_s:.1f} of {declared_s:.1f} seconds",
            path=self._path,
            count=self._frame_count,
            reached_s=reached_s,
            declared_s=declared_s,
        )
