"""Cutting a foreground out of its picture and placing it where a person before a camera could be.

What comes out is a canvas larger than the frame, on which the training device still moves and turns it. Where the
picture cuts the foreground off, the cut lies at the canvas' edge or beyond, so that no frame shows it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import FrameSize, Image
from training.data.picture_files import Alpha

CANVAS_OVER_FRAME = 1.25
SMALLEST, LARGEST = 0.45, 1.4
"""Height of the foreground over that of the frame."""
MOST_ENLARGED = 1.0
"""Above the picture's own pixels: who is enlarged has no sharp hair, and would teach that there is none."""
_TOUCHES_FROM = 0.02
"""Share of a picture's side that is foreground from which on it counts as cut off there."""


class Crop(NamedTuple):
    """Where the foreground lies in its picture, pixels, and which sides of the picture cut it off."""

    left: int
    top: int
    width: int
    height: int
    cut_left: bool
    cut_top: bool
    cut_right: bool
    cut_bottom: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the canvas a foreground goes: its scale, and its left upper corner in pixels of the canvas."""

    scale: float
    left: float
    top: float


def canvas_of(frame: FrameSize) -> FrameSize:
    return FrameSize(round(frame.width * CANVAS_OVER_FRAME), round(frame.height * CANVAS_OVER_FRAME))


def find_crop(alphas: Sequence[Alpha]) -> Crop | None:
    """The box around a foreground in all frames of a clip; None: there is nobody."""
    united = alphas[0] if len(alphas) == 1 else np.maximum.reduce(alphas)
    present = (united > 2).astype(np.uint8)  # JPEG alphas have a little of it everywhere
    left, top, width, height = cv2.boundingRect(present)
    if not width:
        return None
    sides = (present[:, :2], present[:2].T, present[:, -2:], present[-2:].T)
    touches = [float(side.any(1).mean()) > _TOUCHES_FROM for side in sides]
    return Crop(left, top, width, height, *touches)


def choose_place(crop: Crop, frame: FrameSize, rng: np.random.Generator) -> Place:
    """A random place for a foreground."""
    canvas = canvas_of(frame)
    seen = math.exp(rng.uniform(math.log(SMALLEST), math.log(LARGEST))) * frame.height
    hidden = (canvas.height - frame.height) / 2 if crop.cut_top or crop.cut_bottom else 0
    scale = min((seen + hidden) / crop.height, MOST_ENLARGED)
    if crop.cut_left and crop.cut_right:
        scale = max(scale, canvas.width / crop.width)
    if crop.cut_top and crop.cut_bottom:
        scale = max(scale, canvas.height / crop.height)
    left = _offset(crop.width * scale, frame.width, canvas.width, crop.cut_left, crop.cut_right, rng)
    top = _offset(crop.height * scale, frame.height, canvas.height, crop.cut_top, crop.cut_bottom, rng)
    return Place(scale, left, top)


def _offset(
    length: float, frame: int, canvas: int, cut_before: bool, cut_after: bool, rng: np.random.Generator
) -> float:
    """Where something `length` long begins on the canvas, so that cut ends are at an end of it or beyond.

    What is whole is mostly about the middle, and never has more than a sixth outside of the frame, if it fits there.
    The whole end of what is cut off at the other, mostly a head, is in sight or nearly so.
    """
    if cut_before and cut_after:
        return -float(rng.uniform(0, max(length - canvas, 0)))
    margin = (canvas - frame) / 2
    if cut_before or cut_after:
        whole_end = margin + frame * float(rng.uniform(-0.15, 0.35))
        beyond = length / 4 * float(rng.uniform()) ** 2
        begin = max(canvas - length + beyond, whole_end)
        return begin if cut_after else canvas - begin - length
    low, high = sorted((margin - length / 6, margin + frame - length * 5 / 6))
    return float(rng.triangular(low, (low + high) / 2, high))


def draw_on_canvas(colours: Image, alpha: Alpha, crop: Crop, place: Place, frame: FrameSize) -> npt.NDArray[np.uint8]:
    """uint8 (4, H, W), straight colours and alpha: the part of a picture that lands on the canvas, at its place.

    Colours are averaged by their alpha, so that none comes from outside of the foreground.
    """
    canvas = canvas_of(frame)
    result = np.zeros((4, canvas.height, canvas.width), np.uint8)
    # of the box around the foreground what is seen, in the picture's pixels
    first_x, last_x = _seen(place.left, place.scale, crop.width, canvas.width)
    first_y, last_y = _seen(place.top, place.scale, crop.height, canvas.height)
    if last_x <= first_x or last_y <= first_y:
        return result
    window = np.s_[crop.top + first_y : crop.top + last_y, crop.left + first_x : crop.left + last_x]
    left, top = round(place.left + first_x * place.scale), round(place.top + first_y * place.scale)
    size = FrameSize(
        max(round((last_x - first_x) * place.scale), 1),
        max(round((last_y - first_y) * place.scale), 1),
    )
    rgba = _resize_by_alpha(colours[window], alpha[window], size)
    into_y, from_y = _overlap(top, size.height, canvas.height)
    into_x, from_x = _overlap(left, size.width, canvas.width)
    result[:, into_y, into_x] = rgba[from_y, from_x].transpose(2, 0, 1)
    return result


def _seen(offset: float, scale: float, length: int, room: int) -> tuple[int, int]:
    return max(math.floor(-offset / scale), 0), min(math.ceil((room - offset) / scale), length)


def _overlap(start: int, length: int, room: int) -> tuple[slice, slice]:
    """Where something lands in a room, and which of it does."""
    first, last = max(start, 0), min(start + length, room)
    return slice(first, max(last, first)), slice(first - start, max(last, first) - start)


def _resize_by_alpha(colours: Image, alpha: Alpha, size: FrameSize) -> npt.NDArray[np.uint8]:
    """uint8 (H, W, 4) of another size."""
    if colours.shape[:2] == (size.height, size.width):
        return np.dstack([colours, alpha])
    shrinks = size.height < colours.shape[0]
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    spread = cv2.cvtColor(alpha, cv2.COLOR_GRAY2RGB)
    premultiplied = cv2.resize(cv2.multiply(colours, spread, dtype=cv2.CV_32F), size, interpolation=method)
    small = cv2.resize(spread.astype(np.float32), size, interpolation=method)
    straight = cv2.divide(premultiplied, np.maximum(small, 1e-3))
    return np.dstack([straight + 0.5, small[..., :1] + 0.5]).clip(0, 255).astype(np.uint8)
