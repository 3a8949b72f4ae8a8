"""Matted frames to another program, through standard output."""

import os
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.video.plane import VideoPlane
from av.video.reformatter import Colorspace

from matting_rt.errors import SinkError
from matting_rt.frame import StreamInfo
from matting_rt.lines import Line
from matting_rt.media.encoding_choice import choose_encoding
from matting_rt.media.encodings import PIPE, USUAL, Depth, EncodingWish
from matting_rt.media.files import HD_LINES, left_out
from matting_rt.outputs import COMPOSITE, Output
from matting_rt.sinks.base import EncodingSink, MattedFrame, require_size
from matting_rt.sinks.frame_maker import FrameMaker
from matting_rt.unfinished_file import sink_error

_STDOUT = 1
_CHROMA = {
    ("yuv420p", Depth.EIGHT): "420jpeg XYSCSS=420JPEG",
    ("yuv420p10le", Depth.TEN): "420p10 XYSCSS=420P10",
    ("gray", Depth.EIGHT): "mono",
    ("gray10le", Depth.TEN): "mono10",
}
_UNEVEN = 0.5
"""By how many frames times may drift from an even rate."""


class PipeSink(EncodingSink):
    """One of the pictures of every frame on standard output: YUV4MPEG2, or raw video where there is an alpha.

    Neither knows times: frames are at an even rate for who reads them.
    """

    def __init__(
        self,
        *,
        output: Output = COMPOSITE,
        transparent: bool = False,
        wish: EncodingWish = USUAL,
        keeps_hdr: bool = False,
        carry_from: Path | None = None,
    ) -> None:
        """
        Args:
            keeps_hdr: HDR stays so, where a pipe holds it.
            carry_from: what this file holds beside its pictures is named in a note, because it cannot come along.

        Raises:
            ConfigError: a pipe cannot hold what is asked for.
        """
        super().__init__(
            output,
            choose_encoding(Path(PIPE), wish, output=output, transparent=transparent, keeps_hdr=keeps_hdr),
        )
        self._carry_from = carry_from
        self._stream: BinaryIO | None = None
        self._start_s: Fraction | None = None
        self._count = 0

    def open(self, info: StreamInfo) -> None:
        if info.size is None:
            raise SinkError("a pipe needs frames of one size")
        self._notes = [] if self._carry_from is None else left_out(self._carry_from)
        self._size, self._rate_fps = info.size, info.rate_fps
        encoding = self._encoding
        guessed = Colorspace.ITU601 if info.size.height < HD_LINES else None  # YUV4MPEG2 has no tags
        self._frames = FrameMaker(encoding, info.colours, guessed)
        self._stream = os.fdopen(os.dup(_STDOUT), "wb")
        self._is_raw = encoding.codec.name == "raw"
        if self._is_raw:
            self._notes.append(
                Line(
                    "standard output is raw video: {pixel_format}, {size}, {rate} fps",
                    pixel_format=encoding.pixel_format,
                    size=info.size,
                    rate=info.rate_fps,
                )
            )
        else:
            width, height = info.size
            rate, chroma = info.rate_fps, _CHROMA[encoding.pixel_format, encoding.depth]
            full = "FULL" if encoding.is_grey else "LIMITED"
            head = f"YUV4MPEG2 W{width} H{height} F{rate.numerator}:{rate.denominator} Ip A1:1 C{chroma}"
            self._put(f"{head} XCOLORRANGE={full}\n".encode())

    def write(self, frame: MattedFrame) -> None:
        image = frame.picture(self._output)
        require_size(frame, self._size)
        self._check_time(frame.pts * frame.time_base)
        picture = self._frames.make(image, self._encoding.pixel_format)
        self._put(b"" if self._is_raw else b"FRAME\n", *(_rows_of(plane, picture) for plane in picture.planes))

    def _check_time(self, time_s: Fraction) -> None:
        if self._start_s is None:
            self._start_s = time_s
        drift = abs((time_s - self._start_s) * self._rate_fps - self._count)
        self._count += 1
        if drift > _UNEVEN:
            line = Line("a pipe has no times: frames at uneven ones are read at {rate} fps", rate=self._rate_fps)
            if line not in self._notes:
                self._notes.append(line)

    def finish(self) -> None:
        assert self._stream is not None, "open() comes first"
        try:
            self._stream.close()
        except OSError as error:
            raise self._error(error) from error

    def abort(self) -> None:
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()

    def _put(self, *parts: bytes) -> None:
        assert self._stream is not None, "open() comes first"
        try:
            for part in parts:
                self._stream.write(part)
            self._stream.flush()
        except OSError as error:
            raise self._error(error) from error

    def _error(self, error: OSError) -> SinkError:
        if isinstance(error, BrokenPipeError):
            return SinkError("the program that reads standard output has ended")
        return sink_error(Path(PIPE), error)


def _rows_of(plane: VideoPlane, picture: av.VideoFrame) -> bytes:
    """Its pixels without what lies between two rows."""
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    row_bytes = plane.width * _pixel_bytes(picture)
    return rows[: plane.height, :row_bytes].tobytes()


def _pixel_bytes(picture: av.VideoFrame) -> int:
    """In a row of one plane."""
    components = picture.format.components
    one = 2 if components[0].bits > 8 else 1
    return one * (len(components) if len(picture.planes) == 1 else 1)
