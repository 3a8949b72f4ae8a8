"""Frames of a video file, through FFmpeg."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from matting_rt.errors import ConfigError, SourceFormatError
from matting_rt.frame import Frame, FrameSize, Image, StreamInfo
from matting_rt.lines import Line
from matting_rt.media_files import MAX_FRAME_PIXELS, limit_frames, open_media
from matting_rt.picture_files import check_size
from matting_rt.sources.base import FrameSource

log = logging.getLogger(__name__)

DEFAULT_RATE_FPS = Fraction(25)
"""Where a container does not say; FFmpeg's own default."""
MAX_STRETCH = 0.01
"""How far a size may be from the frames' own aspect ratio, which rounding to whole pixels misses."""
MISSING_TAIL_LIMIT_S = 0.5
"""How much earlier than declared a file may end: some recorders round the length they declare."""

_DURATION_IS_END = ("matroska,webm", "nut")
"""FFmpeg's names of containers that declare when they end; others declare how long they last, from where they start."""
_UNTAGGED_COLORSPACES = (0, 2)
"""AVCOL_SPC_RGB (of RGB frames, where it does not matter) and AVCOL_SPC_UNSPECIFIED; PyAV has no names for them."""
_HDR_TRANSFERS = (ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67)
_HD_LINES = 720


class VideoFileSource(FrameSource):
    """Every frame of the first video stream of a file.

    Frames are upright (turned and mirrored as the file says), in square pixels, 8-bit RGB. Colours follow the file's
    tags; untagged video is taken as BT.709 from 720 lines on and as BT.601 below; HDR (PQ, HLG) is brought to BT.709
    with white at 203 cd/m2, brighter lights clipped. Interlaced video stays interlaced. `pts` are the file's own, so
    that variable frame rates and the offset to the audio survive; they rise strictly: a missing or repeated time is
    put after the one before.

    Damaged frames inside a file are left out or shown as far as they could be decoded, and counted in a warning. A file
    that ends before its declared length yields what it holds, and `shortfall` says what is missing.

    Raises:
        ConfigError: from `open`: `size` would stretch the frames.
    """

    def __init__(self, path: Path | str, size: FrameSize | None = None, *, is_strict: bool = False) -> None:
        """
        Args:
            size: what frames are resized to; None: as they are.
            is_strict: raise SourceFormatError after the last frame of a file that ends early.
        """
        self._path = Path(path)
        self._size = size
        self._is_strict = is_strict
        self._reformatter = VideoReformatter()  # of HDR it has a table that takes seconds: kept when opened again
        self._shortfall: str | None = None
        self._container: InputContainer | None = None
        self._decoder: _Decoder | None = None
        self._info: StreamInfo | None = None

    def open(self) -> None:
        self._container = open_media(self._path)
        try:
            self._decoder = _Decoder(self._path, self._container, self._size, self._reformatter)
            self._info = self._decoder.info()
        except BaseException:
            self.close()
            raise

    @property
    def info(self) -> StreamInfo:
        assert self._info is not None, "open() comes first"
        return self._info

    def __iter__(self) -> Iterator[Frame]:
        assert self._decoder is not None, "open() comes first"
        decoder = self._decoder
        yield from decoder.frames()
        self._shortfall = decoder.shortfall()
        if self._shortfall is not None and self._is_strict:
            raise SourceFormatError(
                "{shortfall}; copy it again, or repair it (for example: ffmpeg -i FILE -c copy REPAIRED.mkv)",
                shortfall=self._shortfall,
            )

    @property
    def shortfall(self) -> str | None:
        return self._shortfall

    def close(self) -> None:
        if self._container is not None:
            self._container.close()
            self._container = self._decoder = None


class _Decoder:
    """One pass over an open container."""

    def __init__(
        self, path: Path, container: InputContainer, size: FrameSize | None, reformatter: VideoReformatter
    ) -> None:
        self._path = path
        self._container = container
        self._stream = self._choose_stream()
        # Frame threads too: five times as fast as slices alone, for some frames of delay, which a file does not mind.
        self._stream.thread_type = "AUTO"
        limit_frames(self._stream, path)
        self._rate_fps = self._stream.average_rate or self._stream.guessed_rate or DEFAULT_RATE_FPS
        self._time_base = self._stream.time_base or 1 / self._rate_fps
        self._damaged_count = 0
        self._frame_count = 0
        self._start_s = (container.start_time or 0) / av.time_base
        duration_s = (container.duration or 0) / av.time_base
        self._end_s = duration_s if container.format.name in _DURATION_IS_END else self._start_s + duration_s
        self._reached_s = self._start_s
        self._is_tail_damaged = False
        self._reformatter = reformatter
        self._decoded = self._decode()
        first = next(self._decoded, None)
        if first is None:
            raise SourceFormatError("no frame of {path} can be decoded; the file is damaged", path=path)
        self._first = first
        self._orientation = _orientation_of(first)
        self._stored_size = _square_pixel_size(self._stream, first)
        check_size(self._stored_size, path, MAX_FRAME_PIXELS)
        self._interpolation: Interpolation | None = None
        if size is not None:
            self._resize(size)

    def _choose_stream(self) -> VideoStream:
        # The picture on the cover of a song is a video stream to FFmpeg.
        streams = [s for s in self._container.streams.video if not s.disposition & Disposition.attached_pic]
        if not streams:
            holds = Line("only audio") if self._container.streams.audio else Line("no video")
            raise SourceFormatError(
                "{path} holds {holds}; give a file with a video stream", path=self._path, holds=holds
            )
        if streams[0].codec_context is None:
            raise SourceFormatError(
                "the video in {path} is of a kind that this FFmpeg cannot decode; convert it to H.264 first",
                path=self._path,
            )
        return streams[0]

    def _resize(self, size: FrameSize) -> None:
        upright = self._orientation.turned(self._stored_size)
        fitting = FrameSize(size.width, max(1, round(size.width * upright.height / upright.width)))
        if abs(fitting.height / size.height - 1) > MAX_STRETCH:
            raise ConfigError(
                "{size} would stretch the frames of {path}, which are {upright}; choose {fitting}",
                size=size,
                path=self._path,
                upright=upright,
                fitting=fitting,
            )
        self._interpolation = Interpolation.AREA if size.width < upright.width else Interpolation.BICUBIC
        self._stored_size = self._orientation.turned(size)

    def info(self) -> StreamInfo:
        start_s = float((self._stream.start_time or 0) * self._time_base)
        estimate = max(round((self._end_s - start_s) * self._rate_fps), 0)
        count = self._stream.frames or estimate or None
        return StreamInfo(
            size=self._orientation.turned(self._stored_size),
            rate_fps=self._rate_fps,
            time_base=self._time_base,
            frame_count=count,
        )

    def frames(self) -> Iterator[Frame]:
        step = max(1, round(1 / (self._rate_fps * self._time_base)))
        pts, count = 0, 0
        decoded: av.VideoFrame | None = self._first
        while decoded is not None:
            if count == 0:
                pts = decoded.pts or 0
            elif decoded.pts is None:
                pts += step
            else:
                pts = max(decoded.pts, pts + 1)
            yield Frame(image=self._to_image(decoded), index=count, pts=pts, time_base=self._time_base)
            count += 1
            decoded = next(self._decoded, None)
        self._frame_count = count
        if self._damaged_count:
            log.warning(
                Line(
                    "{path}: {count} damaged frames were left out or are incomplete",
                    path=self._path,
                    count=self._damaged_count,
                )
            )

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
            if packet.pts is not None and packet.time_base is not None:
                end_s = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                self._reached_s = max(self._reached_s, end_s)
            if packet.stream is not self._stream:
                continue
            if packet.size:
                self._is_tail_damaged = packet.is_corrupt
            try:
                frames = packet.decode()
            except av.FFmpegError as error:
                log.debug("%s: %s", self._path, error)
                self._damaged_count += 1
                continue
            for frame in frames:
                assert isinstance(frame, av.VideoFrame)
                self._damaged_count += frame.is_corrupt
                yield frame

    def shortfall(self) -> str | None:
        """What is missing, once all frames were read."""
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

    def _to_image(self, decoded: av.VideoFrame) -> Image:
        width, height = self._stored_size
        is_untagged = decoded.colorspace in _UNTAGGED_COLORSPACES
        guess = Colorspace.ITU709 if decoded.height >= _HD_LINES else Colorspace.ITU601
        is_hdr = decoded.color_trc in _HDR_TRANSFERS
        rgb = self._reformatter.reformat(
            decoded,
            width=width,
            height=height,
            format="rgb24",
            src_colorspace=guess if is_untagged else None,
            dst_color_trc=ColorTrc.BT709 if is_hdr else None,
            dst_color_primaries=ColorPrimaries.BT709 if is_hdr else None,
            interpolation=self._interpolation,
        )
        image = cast(Image, rgb.to_ndarray())
        return self._orientation.upright(image)


@dataclass(frozen=True, slots=True)
class _Orientation:
    """How a stored picture becomes upright: rows and columns change places, and then either may be reversed."""

    is_transposed: bool = False
    reverses_x: bool = False
    reverses_y: bool = False

    def turned(self, size: FrameSize) -> FrameSize:
        """The size of the upright picture from the stored one's, or the other way round."""
        return FrameSize(size.height, size.width) if self.is_transposed else size

    def upright(self, image: Image) -> Image:
        if self.is_transposed:
            image = image.swapaxes(0, 1)
        return np.ascontiguousarray(image[:: -1 if self.reverses_y else 1, :: -1 if self.reverses_x else 1])


def _orientation_of(frame: av.VideoFrame) -> _Orientation:
    """As the frame's display matrix says, rounded to whole quarter turns.

    A point (x, y) is shown at (a x + c y, b x + d y), where the matrix begins with a, b, 0, c, d.
    """
    matrix: Any = frame.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return _Orientation()
    a, b, _, c, d = (int(number) for number in np.frombuffer(matrix, np.int32, count=5))
    if abs(b) + abs(c) > abs(a) + abs(d):
        return _Orientation(is_transposed=True, reverses_x=c < 0, reverses_y=b < 0)
    return _Orientation(reverses_x=a < 0, reverses_y=d < 0)


def _square_pixel_size(stream: VideoStream, frame: av.VideoFrame) -> FrameSize:
    """Size as stored, before rotation, with pixels made square: plates and backdrops are in square pixels."""
    aspect = stream.sample_aspect_ratio or Fraction(1)
    return FrameSize(round(frame.width * aspect), frame.height)
