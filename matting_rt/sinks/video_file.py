"""Matted frames as a video file, through FFmpeg."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer

from matting_rt.errors import ConfigError, MattingError, SinkError
from matting_rt.frame import WHOLE, StreamInfo, TimeRange
from matting_rt.lines import Line
from matting_rt.media.encoding_choice import choose_encoding
from matting_rt.media.encoding_tables import growing_options
from matting_rt.media.encodings import USUAL, EncodingWish
from matting_rt.outputs import COMPOSITE, Output
from matting_rt.sinks.base import EncodingSink, MattedFrame, SegmentPlace, require_size
from matting_rt.sinks.companions import Companions
from matting_rt.sinks.segments import SegmentedEncoder
from matting_rt.sinks.sound_track import SoundTrack
from matting_rt.sinks.tracks import Packet
from matting_rt.sinks.video_encoder import VideoEncoder
from matting_rt.sound import SoundBlock
from matting_rt.unfinished_file import UnfinishedFile, check_free, prepare_folder, sink_error

log = logging.getLogger(__name__)


class VideoFileSink(EncodingSink):
    """One of the pictures of every frame as a video, with the audio of a file.

    The suffix chooses how they are stored, where nothing is asked for: H.264, in .webm VP9, with alpha ProRes 4444 in
    .mov and VP9 in .webm; see `encodings` and `VideoEncoder`. Frame times are kept, counted from the earliest frame or
    audio of `carry_from`, or from the first frame without one. A frame that is not later than the one before, such as
    one that a live output repeats, is left out: that one is shown the longer.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        output: Output = COMPOSITE,
        transparent: bool = False,
        carry_from: Path | str | None = None,
        carried_stream: int | None = None,
        carried_part: TimeRange = WHOLE,
        overwrite: bool = False,
        wish: EncodingWish = USUAL,
        keeps_hdr: bool = False,
        is_live: bool = False,
        has_sound: bool = False,
        segments: SegmentPlace | None = None,
    ) -> None:
        """
        Args:
            output: which one of the pictures to write.
            transparent: the composite is RGBA (of the other pictures it is known).
            carry_from: the file that the frames came from; all that it holds beside them comes along, see `Companions`.
            carried_stream: which video stream of it they came from, see `choose_video_stream`.
            carried_part: of it, which the frames are of.
            overwrite: replace a file that exists.
            wish: how the pictures are stored.
            keeps_hdr: HDR stays so, and is tagged.
            is_live: nobody can make it once more. It has its name from the first frame on and plays up to its last
                second whenever the program is killed; `abort` leaves it; and `finish` takes a moment, however long the
                video is. Without, an .mp4, .m4v or .mov is written once more at its end, so that it begins to play
                before all of it was downloaded.
            has_sound: what `write_sound` brings goes into a track beside the pictures.
            segments: where what was written before a `cut` stays whatever happens.

        Raises:
            ConfigError: the suffix is not known or cannot hold what is asked for, or the output is the input.
        """
        self._path = Path(path)
        super().__init__(
            output, choose_encoding(self._path, wish, output=output, transparent=transparent, keeps_hdr=keeps_hdr)
        )
        if self._encoding.container.audio is None:
            raise ConfigError(
                "{path} would be one picture; write a place for the number, such as {stem}.%04d{suffix}",
                path=path,
                stem=self._path.stem,
                suffix=self._path.suffix,
            )
        self._container_options = dict(self._encoding.container.options)
        self._is_live, self._has_sound = is_live, has_sound
        if is_live:
            self._container_options |= growing_options(self._encoding.container)
        self._carry_from = Path(carry_from) if carry_from is not None else None
        self._carried_stream = carried_stream
        self._carried_part = carried_part
        self._overwrite = overwrite
        if self._carry_from is not None and self._carry_from.resolve() == self._path.resolve():
            raise ConfigError("{path} is the input; choose another name for the output", path=self._path)
        self._file: UnfinishedFile | None = None
        self._container: OutputContainer | None = None
        self._encoder: VideoEncoder | None = None
        self._segments = segments
        self._segmented: SegmentedEncoder | None = None
        self._companions: Companions | None = None
        self._sound: SoundTrack | None = None
        self._early_sound: list[SoundBlock] = []
        """What was heard before the first frame came."""

    def open(self, info: StreamInfo) -> None:
        if info.size is None:
            raise SinkError("{path} needs frames of one size; write pictures to a directory instead", path=self._path)
        check_free(self._path, overwrite=self._overwrite)
        prepare_folder(self._path.parent)
        self._start_s: Fraction | None = None
        self._last_pts: int | None = None
        self._file = UnfinishedFile(self._path)
        try:
            self._file.create()  # FFmpeg itself would find out at the first packet only
            self._container = av.open(
                str(self._file.path.absolute()),
                "w",
                format=self._encoding.container.name,
                container_options=self._container_options,
            )
            encoder = self._encoder = VideoEncoder(self._container, self._encoding, info)
            if self._segments is not None:
                self._segmented = SegmentedEncoder(self._segments, encoder, self._encoding, info)
            self._notes += [Line("{path}: {line}", path=self._path, line=line) for line in encoder.notes]
            if self._has_sound:
                self._sound = SoundTrack(self._container, self._encoding.container)
            if self._carry_from is not None:
                self._companions = Companions(
                    self._carry_from,
                    self._carried_stream,
                    self._container,
                    encoder.stream,
                    self._encoding.container,
                    self._notes,
                    self._carried_part,
                )
                self._start_s = self._companions.start_s
        except (av.FFmpegError, OSError) as error:
            self.abort()
            raise sink_error(self._path, error) from error
        except BaseException:
            self.abort()
            raise

    def write(self, frame: MattedFrame) -> None:
        assert self._encoder is not None, "open() comes first"
        image = frame.picture(self._output)
        require_size(frame, self._encoder.size)
        if self._last_pts is not None and frame.pts <= self._last_pts:
            log.debug("frame %d is left out: it is not later than the one before", frame.index)
            return
        self._last_pts = frame.pts
        try:
            if self._segmented is not None:
                self._segmented.encode(image, frame.pts)
                return
            if self._start_s is None:
                self._start_s = frame.pts * frame.time_base
                self._begin_live()
            self._mux(self._encoder.encode(image, frame.pts - round(self._start_s / frame.time_base)))
        except (av.FFmpegError, OSError) as error:
            raise sink_error(self._path, error, is_kept=self._is_live) from error

    def write_sound(self, block: SoundBlock) -> None:
        if self._sound is None:
            return
        if self._start_s is None:
            self._early_sound.append(block)
            return
        try:
            self._mux(self._sound.encode(block, float(self._start_s)))
        except (av.FFmpegError, OSError) as error:
            raise sink_error(self._path, error, is_kept=self._is_live) from error

    def _begin_live(self) -> None:
        """With the first frame a recording gets its name, whatever becomes of the program."""
        if not self._is_live:
            return
        assert self._file is not None, "open() comes first"
        assert self._container is not None, "open() comes first"
        check_free(self._path, overwrite=self._overwrite)
        self._container.start_encoding()  # by its name, which it still has
        with suppress(PermissionError):  # Windows renames no open file: there it has its name when it is finished
            self._file.publish_early()
        for block in self._early_sound:
            self.write_sound(block)
        self._early_sound.clear()

    def cut(self) -> None:
        if self._segmented is not None:
            try:
                self._segmented.cut()
            except (av.FFmpegError, OSError) as error:
                raise sink_error(self._path, error) from error

    def complete(self) -> None:
        if self._container is None or self._encoder is None:
            return
        try:
            self._flush()
            if self._companions is not None:
                self._companions.write_until(None)
            self._container.close()  # Writes what players need to find the frames, so it may fail like a write.
            self._container = None
            if self._companions is not None and self._file is not None:
                self._companions.check_tags(self._file.path)
            if self._file is not None and not self._file.is_published:
                check_free(self._path, overwrite=self._overwrite)  # Again: it may have appeared meanwhile.
        except (av.FFmpegError, OSError) as error:
            self.abort()
            raise sink_error(self._path, error, is_kept=self._is_live) from error
        except MattingError:
            self.abort()
            raise
        self._close_companions()

    def finish(self) -> None:
        assert self._file is not None, "open() comes first"
        self.complete()
        try:
            self._file.publish()
        except OSError as error:
            self.abort()
            raise sink_error(self._path, error) from error
        self._file = None

    def abort(self) -> None:
        if self._container is not None:
            if self._file is not None and self._file.is_published:
                with suppress(av.FFmpegError, OSError):  # what the encoders still hold belongs to it
                    self._flush()
            container, self._container = self._container, None
            with suppress(av.FFmpegError, OSError):
                container.close()
        if self._file is not None:
            self._file.discard()
            self._file = None
        if self._segmented is not None:
            self._segmented.abort()
        self._close_companions()

    def _flush(self) -> None:
        """Write what the encoders still hold."""
        assert self._encoder is not None, "open() comes first"
        joined = None if self._segmented is None else self._segmented.packets(self._start_s)
        self._mux(self._encoder.flush() if joined is None else joined)
        if self._sound is not None:
            self._mux(self._sound.flush())

    def _close_companions(self) -> None:
        if self._companions is not None:
            self._companions.close()
            self._companions = None

    def _mux(self, packets: Iterable[Packet]) -> None:
        """Write pictures, and the audio that belongs beside them."""
        assert self._container is not None, "open() comes first"
        for packet in packets:
            if self._companions is not None and packet.dts is not None:
                self._companions.write_until(float(packet.dts * packet.time_base))
            self._container.mux(packet)
