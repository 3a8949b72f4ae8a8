"""Decoded video frames as upright RGB pictures of one size."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize, Image
from matting_rt.lines import Line
from matting_rt.media_files import MAX_FRAME_PIXELS
from matting_rt.picture_files import check_size

MAX_STRETCH = 0.01
"""How far a size may be from the frames' own aspect ratio, which rounding to whole pixels misses."""

_UNTAGGED_COLORSPACES = (0, 2)
"""AVCOL_SPC_RGB (of RGB frames, where it does not matter) and AVCOL_SPC_UNSPECIFIED; PyAV has no names for them."""
_HDR_TRANSFERS: dict[int, str] = {ColorTrc.SMPTE2084: "PQ", ColorTrc.ARIB_STD_B67: "HLG"}
_WIDE_PRIMARIES: dict[int, str] = {
    ColorPrimaries.BT2020: "BT.2020",
    ColorPrimaries.SMPTE431: "P3",
    ColorPrimaries.SMPTE432: "P3",
}
_HD_LINES = 720


class Reformatters:
    """Both steps of converting colours, with their tables: that of HDR takes seconds, and is kept for the next pass."""

    def __init__(self) -> None:
        self.to_rgb = VideoReformatter()
        self.to_bt709 = VideoReformatter()


class PictureMaker:
    """Makes the pictures of a video, which are all of the size that its first frame has upright, in square pixels.

    A frame of another shape is fitted between black borders.
    """

    def __init__(
        self,
        path: Path,
        stream: VideoStream,
        first: av.VideoFrame,
        size: FrameSize | None,
        reformatters: Reformatters,
        notes: list[str],
    ) -> None:
        """
        Args:
            size: what frames are resized to; None: as they are.
            notes: gets a line for everything that is not shown as the file has it.

        Raises:
            ConfigError: `size` would stretch the frames.
            SourceFormatError: they are too large.
        """
        self._path = path
        self._stream = stream
        self._notes = notes
        self._orientation = _orientation_of(first) or _Orientation()
        self._first_geometry = self._geometry_of(first)
        upright = self._upright_size(first)
        check_size(upright, path, MAX_FRAME_PIXELS)
        self._is_resized = size is not None
        self.size = size or upright
        """Of every picture."""
        self.stored_size = self._orientation.turned(FrameSize(first.width, first.height))
        """Of the first frame, upright, with pixels as they are stored."""
        if size is not None:
            fitting = FrameSize(size.width, max(1, round(size.width * upright.height / upright.width)))
            if abs(fitting.height / size.height - 1) > MAX_STRETCH:
                raise ConfigError(
                    "{size} would stretch the frames of {path}, which are {upright}; choose {fitting}",
                    size=size,
                    path=path,
                    upright=upright,
                    fitting=fitting,
                )
        self._reformatters = reformatters

    def make(self, decoded: av.VideoFrame, time_s: float) -> Image:
        """uint8 (H, W, 3) RGB; `time_s` after the first frame."""
        # In some streams only the first frame of many tells how it is turned.
        self._orientation = _orientation_of(decoded) or self._orientation
        if self._geometry_of(decoded) == self._first_geometry:
            return self._convert(decoded, self.size)
        upright = self._upright_size(decoded)
        self._note_change(upright, time_s)
        scale = min(self.size.width / upright.width, self.size.height / upright.height)
        fitted = FrameSize(*(max(1, round(side * scale)) for side in upright))
        left, top = (self.size.width - fitted.width) // 2, (self.size.height - fitted.height) // 2
        image = np.zeros((self.size.height, self.size.width, 3), np.uint8)
        image[top : top + fitted.height, left : left + fitted.width] = self._convert(decoded, fitted)
        return image

    def _convert(self, decoded: av.VideoFrame, size: FrameSize) -> Image:
        width, height = self._orientation.turned(size)
        is_untagged = decoded.colorspace in _UNTAGGED_COLORSPACES
        guess = Colorspace.ITU709 if decoded.height >= _HD_LINES else Colorspace.ITU601
        interpolation = None
        if self._is_resized or decoded.height != height:
            interpolation = Interpolation.AREA if height < decoded.height else Interpolation.BICUBIC
        changes_gamut = self._note_gamut(decoded)
        rgb = self._reformatters.to_rgb.reformat(
            decoded,
            width=width,
            height=height,
            # swscale gets the colours of another gamut right from RGB only: from YUV a channel may be 20 levels off.
            format="gbrp16le" if changes_gamut else "rgb24",
            src_colorspace=guess if is_untagged else None,
            interpolation=interpolation,
        )
        if changes_gamut:
            rgb = self._reformatters.to_bt709.reformat(
                rgb, format="rgb24", dst_color_trc=ColorTrc.BT709, dst_color_primaries=ColorPrimaries.BT709
            )
        return self._orientation.upright(cast(Image, rgb.to_ndarray()))

    def _upright_size(self, frame: av.VideoFrame) -> FrameSize:
        # In square pixels, as plates and backdrops are.
        aspect = self._stream.sample_aspect_ratio or Fraction(1)
        return self._orientation.turned(FrameSize(round(frame.width * aspect), frame.height))

    def _geometry_of(self, frame: av.VideoFrame) -> "tuple[int, int, _Orientation]":
        return frame.width, frame.height, self._orientation

    def _note_change(self, upright: FrameSize, time_s: float) -> None:
        if not any("change their size" in line for line in self._notes):
            self._notes.append(
                Line(
                    "{path}: frames change their size to {upright} at {time_s:.1f} s; such frames are fitted "
                    "into {size} between black borders",
                    path=self._path,
                    upright=upright,
                    time_s=time_s,
                    size=self.size,
                )
            )

    def _note_gamut(self, decoded: av.VideoFrame) -> bool:
        """Whether colours are other ones than BT.709 and must be converted."""
        transfer = _HDR_TRANSFERS.get(decoded.color_trc)
        primaries = _WIDE_PRIMARIES.get(decoded.color_primaries)
        if transfer is not None:
            line = Line(
                "HDR ({transfer}) is brought to BT.709: what is brighter than white is clipped", transfer=transfer
            )
        elif primaries is not None:
            line = Line("{primaries} is brought to BT.709: colours beyond it are clipped", primaries=primaries)
        else:
            return False
        line = Line("{path}: {line}", path=self._path, line=line)
        if line not in self._notes:
            self._notes.append(line)
        return True


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


def _orientation_of(frame: av.VideoFrame) -> _Orientation | None:
    """As the frame's display matrix says, rounded to whole quarter turns; None where it has none.

    A point (x, y) is shown at (a x + c y, b x + d y), where the matrix begins with a, b, 0, c, d.
    """
    matrix: Any = frame.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return None
    a, b, _, c, d = (int(number) for number in np.frombuffer(matrix, np.int32, count=5))
    if abs(b) + abs(c) > abs(a) + abs(d):
        return _Orientation(is_transposed=True, reverses_x=c < 0, reverses_y=b < 0)
    return _Orientation(reverses_x=a < 0, reverses_y=d < 0)
