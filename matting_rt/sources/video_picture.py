"""Decoded video frames as upright RGB pictures of one size."""

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from matting_rt.errors import ConfigError
from matting_rt.frame import AnyImage, Colours, DeepImage, FrameSize, Image
from matting_rt.lines import Line, note_once
from matting_rt.media.files import HD_LINES, MAX_FRAME_PIXELS
from matting_rt.pictures.depth import to_levels
from matting_rt.pictures.files import check_size
from matting_rt.sources.deep_picture import bits_of, holds_floats, read_floats, show_light, whiten

MAX_STRETCH = 0.01
"""How far a size may be from the frames' own aspect ratio, which rounding to whole pixels misses."""

MAX_TILT = 0.01
"""Parts of a quarter turn by which frames may be turned without a word."""

_UNTAGGED_COLORSPACES = (0, 2)
"""AVCOL_SPC_RGB (of RGB frames, where it does not matter) and AVCOL_SPC_UNSPECIFIED; PyAV has no names for them."""
_HDR_METADATA = ("MASTERING_DISPLAY_METADATA", "CONTENT_LIGHT_LEVEL")
"""FFmpeg's names of what HDR10 tells beside the frames."""
_HDR_TRANSFERS: dict[int, Colours] = {ColorTrc.SMPTE2084: Colours.PQ, ColorTrc.ARIB_STD_B67: Colours.HLG}
_WIDE_PRIMARIES: dict[int, str] = {
    ColorPrimaries.BT2020: "BT.2020",
    ColorPrimaries.SMPTE431: "P3",
    ColorPrimaries.SMPTE432: "P3",
}
_Any = TypeVar("_Any", bound=AnyImage)


class Reformatters:
    """Both steps of converting colours, with their tables: that of HDR takes seconds, and is kept for the next pass."""

    def __init__(self) -> None:
        self.to_rgb = VideoReformatter()
        self.to_bt709 = VideoReformatter()


class Picture(NamedTuple):
    """A frame, both at the same size."""

    image: Image
    """uint8 (H, W, 3) RGB, BT.709."""
    deep: DeepImage | None = None
    """(H, W, 3) RGB with more than 8 bits, where they are asked for and there."""


@dataclass(frozen=True, slots=True)
class PictureWish:
    """How pictures are wanted."""

    size: FrameSize | None = None
    """What they are resized to; None: as they are."""
    is_deep: bool = False
    """More than 8 bits, where the frames hold them."""
    keeps_hdr: bool = False
    """HDR as such, where pictures are deep; else it is brought to BT.709."""


class PictureMaker:
    """Makes the pictures of a video, which are all of the size that its first frame has upright, in square pixels.

    A frame of another shape is fitted between black borders.
    """

    def __init__(
        self,
        path: Path,
        stream: VideoStream,
        first: av.VideoFrame,
        wish: PictureWish,
        reformatters: Reformatters,
        notes: list[str],
    ) -> None:
        """
        Args:
            notes: gets a line for everything that is not shown as the file has it.

        Raises:
            ConfigError: the size that is wanted would stretch the frames.
            SourceFormatError: they are too large.
        """
        self._path = path
        self._stream = stream
        self._notes = notes
        self._is_deep = wish.is_deep and bits_of(first.format) > 8
        self.colours = _colours_of(first, wish) if self._is_deep else Colours.BT709
        """Of deep pictures."""
        self._can_keep_hdr = bits_of(first.format) > 8
        self._note_depth(first)
        size = wish.size
        self._orientation = _orientation_of(first) or _Orientation()
        self._first_geometry = self._geometry_of(first)
        upright = self._upright_size(first)
        check_size(upright, path, MAX_FRAME_PIXELS)
        if size is None and upright != (stored := self._orientation.turned(FrameSize(first.width, first.height))):
            self._note(
                Line(
                    "its pixels are not square; its frames of {stored} have become {size}", stored=stored, size=upright
                )
            )
        self._is_resized = size is not None
        self.size = size or upright
        """Of every picture."""
        self.stored_size = self._orientation.turned(FrameSize(first.width, first.height))
        """Of the first frame, upright, with pixels as they are stored."""
        if size is not None:
            require_shape(size, upright, path)
        self._reformatters = reformatters

    def _note_side_data(self, decoded: av.VideoFrame) -> None:
        """Tell what comes with a frame and is not kept, or not followed."""
        if "A53_CC" in decoded.side_data:
            self._note(Line("closed captions within its pictures are left out"))
        if self.colours.is_hdr and any(kind in decoded.side_data for kind in _HDR_METADATA):
            self._note(Line("what it tells of the monitor that its HDR was made on is left out"))
        angle = _odd_angle_of(decoded)
        if angle is not None:
            self._note(
                Line("its frames are turned by {angle:.0f} degrees; whole quarter turns are followed", angle=angle)
            )

    def make(self, decoded: av.VideoFrame, time_s: float) -> Picture:
        """The picture of a frame, `time_s` after the first one."""
        # In some streams only the first frame of many tells how it is turned.
        self._orientation = _orientation_of(decoded) or self._orientation
        self._note_side_data(decoded)
        if self._geometry_of(decoded) == self._first_geometry:
            return self._convert(decoded, self.size)
        upright = self._upright_size(decoded)
        self._note_change(upright, time_s)
        scale = min(self.size.width / upright.width, self.size.height / upright.height)
        fitted = FrameSize(*(max(1, round(side * scale)) for side in upright))
        left, top = (self.size.width - fitted.width) // 2, (self.size.height - fitted.height) // 2
        rest_x, rest_y = self.size.width - fitted.width - left, self.size.height - fitted.height - top
        image, deep = (
            None if part is None else np.pad(part, ((top, rest_y), (left, rest_x), (0, 0)))
            for part in self._convert(decoded, fitted)
        )
        return Picture(cast(Image, image), cast(DeepImage | None, deep))

    def skip(self, decoded: av.VideoFrame, time_s: float) -> None:
        """Note what `make` would of a frame that nobody wants to see."""
        self._orientation = _orientation_of(decoded) or self._orientation
        self._note_gamut(decoded)
        if self._geometry_of(decoded) != self._first_geometry:
            self._note_change(self._upright_size(decoded), time_s)

    def _convert(self, decoded: av.VideoFrame, size: FrameSize) -> Picture:
        stored = self._orientation.turned(size)
        if holds_floats(decoded.format):
            made = self._take_floats(decoded, stored)
        else:
            made = self._make_deep(decoded, stored) if self._is_deep else Picture(self._make_levels(decoded, stored))
        upright = self._orientation.upright
        return Picture(upright(made.image), None if made.deep is None else upright(made.deep))

    def _make_levels(self, decoded: av.VideoFrame, size: FrameSize) -> Image:
        if not self._note_gamut(decoded):
            return cast(Image, self._to_rgb(decoded, size, "rgb24").to_ndarray())
        # swscale gets the colours of another gamut right from RGB only: from YUV a channel may be 20 levels off.
        rgb = self._to_rgb(decoded, size, "gbrp16le")
        return cast(Image, self._to_bt709(rgb, "rgb24"))

    def _take_floats(self, decoded: av.VideoFrame, size: FrameSize) -> Picture:
        floats = read_floats(decoded, size)
        image = show_light(floats) if decoded.color_trc == ColorTrc.LINEAR else to_levels(floats)
        return Picture(image, floats if self._is_deep else None)

    def _make_deep(self, decoded: av.VideoFrame, size: FrameSize) -> Picture:
        deep = whiten(self._to_rgb(decoded, size, "rgb48le").to_ndarray(), decoded.format)
        if self._note_gamut(decoded):
            whole = av.VideoFrame.from_numpy_buffer(deep, "rgb48le")
            whole.color_trc, whole.color_primaries = decoded.color_trc, decoded.color_primaries
            if self.colours.is_hdr:
                return Picture(cast(Image, self._to_bt709(whole, "rgb24")), deep)
            deep = self._to_bt709(whole, "rgb48le")
        return Picture(to_levels(deep), deep)

    def _to_rgb(self, decoded: av.VideoFrame, size: FrameSize, format_: str) -> av.VideoFrame:
        """With the primaries and the curve that it has."""
        is_untagged = decoded.colorspace in _UNTAGGED_COLORSPACES
        guess = Colorspace.ITU709 if decoded.height >= HD_LINES else Colorspace.ITU601
        interpolation = None
        if self._is_resized or decoded.height != size.height:
            interpolation = Interpolation.AREA if size.height < decoded.height else Interpolation.BICUBIC
        return self._reformatters.to_rgb.reformat(
            decoded,
            width=size.width,
            height=size.height,
            format=format_,
            src_colorspace=guess if is_untagged else None,
            interpolation=interpolation,
        )

    def _to_bt709(self, rgb: av.VideoFrame, format_: str) -> AnyImage:
        brought = self._reformatters.to_bt709.reformat(
            rgb, format=format_, dst_color_trc=ColorTrc.BT709, dst_color_primaries=ColorPrimaries.BT709
        )
        return cast(AnyImage, brought.to_ndarray())

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
        """Whether colours are other ones than BT.709, and must be converted for what is."""
        if self.colours.is_hdr:
            return True
        transfer = _HDR_TRANSFERS.get(decoded.color_trc)
        primaries = _WIDE_PRIMARIES.get(decoded.color_primaries)
        if transfer is not None:
            line = Line(
                "HDR ({transfer}) is brought to BT.709: what is brighter than white is clipped",
                transfer=transfer.upper(),
            )
            if self._can_keep_hdr:
                line = Line("{line}; --hdr keep keeps it", line=line)
        elif primaries is not None:
            line = Line("{primaries} is brought to BT.709: colours beyond it are clipped", primaries=primaries)
        else:
            return False
        self._note(line)
        return True

    def _note_depth(self, first: av.VideoFrame) -> None:
        bits = bits_of(first.format)
        if bits > 8 and not self._is_deep:
            self._note(Line("its {bits} bits a channel become 8; --depth keeps more of them", bits=bits))

    def _note(self, line: str) -> None:
        note_once(self._notes, self._path, line)


def _colours_of(first: av.VideoFrame, wish: PictureWish) -> Colours:
    """Of the deep pictures of a video."""
    if holds_floats(first.format):
        return Colours.LINEAR if first.color_trc == ColorTrc.LINEAR else Colours.BT709
    return _HDR_TRANSFERS.get(first.color_trc, Colours.BT709) if wish.keeps_hdr else Colours.BT709


@dataclass(frozen=True, slots=True)
class _Orientation:
    """How a stored picture becomes upright: rows and columns change places, and then either may be reversed."""

    is_transposed: bool = False
    reverses_x: bool = False
    reverses_y: bool = False

    def turned(self, size: FrameSize) -> FrameSize:
        """The size of the upright picture from the stored one's, or the other way round."""
        return FrameSize(size.height, size.width) if self.is_transposed else size

    def upright(self, image: _Any) -> _Any:
        picture = image.swapaxes(0, 1) if self.is_transposed else image
        turned = np.ascontiguousarray(picture[:: -1 if self.reverses_y else 1, :: -1 if self.reverses_x else 1])
        return cast(_Any, turned)


def require_shape(size: FrameSize, upright: FrameSize, path: Path) -> None:
    """Raise ConfigError where a size is of another shape than the frames; it names one within it that is not."""
    scale = min(size.width / upright.width, size.height / upright.height)
    fitting = FrameSize(*(max(1, round(side * scale)) for side in upright))
    if any(abs(fit / side - 1) > MAX_STRETCH for fit, side in zip(fitting, size, strict=True)):
        raise ConfigError(
            "{size} would stretch the frames of {path}, which are {upright}; choose {fitting}",
            size=size,
            path=path,
            upright=upright,
            fitting=fitting,
        )


def _odd_angle_of(frame: av.VideoFrame) -> float | None:
    """Degrees, where the frame's display matrix turns it by something else than whole quarter turns."""
    matrix: Any = frame.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return None
    a, b = (int(number) for number in np.frombuffer(matrix, np.int32, count=2))
    angle = abs(math.degrees(math.atan2(b, a)))
    return angle if abs(angle / 90 - round(angle / 90)) > MAX_TILT else None


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
