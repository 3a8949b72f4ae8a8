"""The small immutable values that flow on the host side of the pipeline."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""A picture on the host: uint8, (H, W, 3) RGB, or (H, W, 4) RGBA with straight alpha where a docstring says so."""

DeepImage = npt.NDArray[np.uint16] | npt.NDArray[np.float32]
"""A picture of more than 8 bits, (H, W, 3) RGB: uint16 0..65535, or float32 0..1, where values beyond are kept."""

AnyImage = Image | DeepImage
"""A picture of 8 bits or more."""

FloatMap = npt.NDArray[np.float32]
"""A number for each pixel, or for each of a smaller picture: float32 (h, w), 0..1 where nothing else is said."""

FloatImage = npt.NDArray[np.float32]
"""A small picture to compare or calculate with: float32 (h, w, 3) RGB, 0..1 where nothing else is said."""

BoolMap = npt.NDArray[np.bool_]
"""Whether, for each pixel or each of a smaller picture: (h, w)."""

LIVE_TIME_BASE = Fraction(1, 1_000_000)
"""Seconds in one unit of a live frame's `pts`, the time of its capture: microseconds of `time.perf_counter`."""


class FrameSize(NamedTuple):
    """Width and height of a picture in pixels."""

    width: int
    height: int

    @property
    def short_side(self) -> int:
        return min(self.width, self.height)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


class TimeRange(NamedTuple):
    """A part of a file, in seconds from its start."""

    start_s: float | None = None
    """None: from where the file starts."""
    end_s: float | None = None
    """What is from this time on does not belong to it; None: to the end of the file."""

    def has_begun(self, time_s: float) -> bool:
        return self.start_s is None or time_s >= self.start_s

    def has_ended(self, time_s: float) -> bool:
        return self.end_s is not None and time_s >= self.end_s


WHOLE = TimeRange()


class Colours(str, Enum):
    """What the numbers of deep pictures mean."""

    BT709 = "bt709"
    """As on a monitor, with the primaries of BT.709 (sRGB's)."""
    HLG = "hlg"
    """Code values of BT.2100 HLG, with the primaries of BT.2020."""
    PQ = "pq"
    """Code values of BT.2100 PQ, with the primaries of BT.2020."""
    LINEAR = "linear"
    """Light, with the primaries of BT.709: 1 is diffuse white, and there may be more."""

    def __str__(self) -> str:
        return self.value

    @property
    def is_hdr(self) -> bool:
        """Whether white is not the brightest that can be stored, and the primaries are those of BT.2020."""
        return self in (Colours.HLG, Colours.PQ)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a stream."""

    image: Image
    """uint8 (H, W, 3) RGB, upright; nobody writes into it after the source has handed it over."""
    index: int
    """Position in the stream, from 0."""
    pts: int
    """Presentation time in units of `time_base`."""
    time_base: Fraction
    """Seconds in one unit of `pts`."""
    name: str = ""
    """Stem of the file the frame came from; empty for video."""
    duration: int | None = None
    """How long it lasts, in units of `time_base`; None: until the next."""
    deep: DeepImage | None = None
    """The same picture with more than 8 bits, (H, W, 3) RGB in the stream's `colours`, of the size of `image`."""
    number: int | None = None
    """Of the file of a sequence that it came from, shot.0101.exr having 101; None: it has none."""

    @property
    def size(self) -> FrameSize:
        return FrameSize(self.image.shape[1], self.image.shape[0])

    @property
    def time_s(self) -> float:
        """Presentation time in seconds."""
        return float(self.pts * self.time_base)


class Matte(NamedTuple):
    """What a network says of a frame, at the frame's size."""

    alpha: Image
    """uint8 (H, W) 0..255."""
    foreground: Image
    """uint8 (H, W, 3) RGB, not premultiplied: where alpha is soft the foreground's own colour, elsewhere the frame's;
    so where alpha is 0 it is the room, which must not travel in an invisible layer."""


class DeepMatte(NamedTuple):
    """As `Matte`, of a frame of more than 8 bits and in its kind of numbers."""

    alpha: DeepImage
    """(H, W), uint16 0..65535 or float32 0..1."""
    foreground: DeepImage
    """(H, W, 3) RGB, see `Matte`."""


AnyMatte = Matte | DeepMatte
"""A matte in any kind of numbers."""


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """What a source knows about its stream once it is open."""

    size: FrameSize | None
    """Size of every frame (upright), or None where frames differ (a folder of images)."""
    rate_fps: Fraction
    """Average frame rate; the exact times are in each frame's `pts`."""
    time_base: Fraction
    """Seconds in one unit of the frames' `pts`."""
    frame_count: int | None
    """Frames in the stream, an estimate; None where nobody can know (a camera)."""
    stored_size: FrameSize | None = None
    """Size of the upright frames with pixels as they are stored, which need not be square; None: `size`."""
    colours: Colours = Colours.BT709
    """Of the frames' deep pictures; `image` is always BT.709."""
