"""The shadow that the person casts on the room, to be cast on the backdrop.

Where the frame shows background, frame over plate is how much light still arrives. Only what is wide, grey and near
the person is taken for a shadow: the ratio of sums over neighbourhoods (not the mean of ratios) knows nothing of the
room's texture.
"""

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.compositing.backdrop import REFERENCE_LINES
from matting_rt.compositing.layer import person_box
from matting_rt.compositing.soft import blur, resize, shrink
from matting_rt.frame import AnyImage, FloatMap, Image
from matting_rt.pictures.depth import round_to, white_of

_CELL_PX = 8
"""Side of a cell of the coarse grid, at `REFERENCE_LINES`."""
_SMOOTH_CELLS = 2.0
_NEAR_CELLS = 12.0
"""Standard deviation of the distance from the person at which a shadow is still believed to be theirs."""
_DEADBAND = 0.04
"""Less darkening than this is noise, compression, or light that the plate was not quite fitted to."""
_DARKEST = 0.7
"""The most that a shadow darkens; more is a thing, not a shadow."""
_COLOURED = 0.25
"""Spread of the channels' ratios from which a change is something's colour; a shadow darkens all alike."""


def estimate_shadow(image: Image, plate: Image, alpha: Image) -> FloatMap:
    """How much darker the room has become, as a coarse field.

    Args:
        image: uint8 (H, W, 3) RGB, the frame.
        plate: uint8 (H, W, 3) RGB, the plate in this frame's light.
        alpha: uint8 (H, W), of this frame.

    Returns:
        (h, w) 0.._DARKEST: the share of the light that is missing, 0 far from the person.
    """
    frame, room, person = _sample(image), _sample(plate), _sample(alpha)
    # Channels as pictures of their own: NumPy takes ten times as long along an axis of three.
    red, green, blue = cv2.split(frame / np.maximum(room, 0.02))
    spread = cv2.max(cv2.max(red, green), blue) - cv2.min(cv2.min(red, green), blue)
    dark, lit = (cv2.transform(picture, np.full((1, 3), 1 / 3)) for picture in (frame, room))
    is_room = 1 - np.minimum(10 * cv2.dilate(person, np.ones((3, 3), np.uint8)), 1)
    weight = is_room * np.maximum(1 - spread / _COLOURED, 0) * (dark > (1 - _DARKEST) * lit)
    arrived = blur(weight * np.minimum(dark, lit), _SMOOTH_CELLS)
    # Where hardly any room is seen, nothing is known: no shadow.
    missing = 1 - (arrived + 1e-3) / (blur(weight * lit, _SMOOTH_CELLS) + 1e-3)
    shadow: FloatMap = np.clip((missing - _DEADBAND) / (1 - _DEADBAND), 0, _DARKEST) * _nearness(person)
    return shadow


def _sample(picture: Image) -> FloatMap:
    """Four pixels of each cell, averaged, 0..1; what is made of them is blurred over many cells."""
    cell = max(1, round(_CELL_PX * picture.shape[0] / REFERENCE_LINES))
    height, width = (max(length // cell, 2) for length in picture.shape[:2])
    pixels = picture[_middles(picture.shape[0], height)].take(_middles(picture.shape[1], width), 1)
    # Averaged as floats: in a dark room, levels are too coarse for a ratio.
    levels: FloatMap = pixels.astype(np.float32)
    return resize(levels, height, width) / np.float32(255)


def _middles(length: int, cells: int) -> npt.NDArray[np.intp]:
    """The two pixels in the middle of each cell, along a side of the picture."""
    first = np.floor((np.arange(cells) + 0.5) * length / cells - 0.5).astype(np.intp)
    return np.stack((first, first + 1), 1).ravel().clip(0, length - 1)


def _nearness(person: FloatMap) -> FloatMap:
    """1 around the person, falling to 0 at about 200 pixels of a frame of `REFERENCE_LINES`."""
    near = blur(shrink(person, 2), _NEAR_CELLS / 4)
    nearness: FloatMap = np.minimum(4 * resize(near, *person.shape), 1)
    return nearness


def fade_at_borders(field: FloatMap) -> FloatMap:
    """A coarse field (h, w) that falls to 0 at the left, right and upper border, for one that is moved.

    The lower border is where people are cut off, and stays the frame's own when they are made smaller.
    """
    height, width = field.shape
    reach = max(1, width // 10)
    columns, rows = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    across = np.minimum(np.minimum(columns, width - 1 - columns) / reach, 1)
    down = np.minimum(rows / reach, 1)
    faded: FloatMap = field * across * down[:, np.newaxis]
    return faded


def darken(picture: AnyImage, shadow: FloatMap) -> None:
    """Take the share of light that is missing (h, w) from a picture (H, W, 3), in place."""
    height, width = picture.shape[:2]
    white = white_of(picture)
    light = resize(round_to(white * (1 - shadow), picture.dtype), height, width)
    box = person_box(white - light, 0)
    if box is not None:
        inside = box.of(picture)
        inside[:] = cv2.multiply(inside, cv2.merge(3 * [box.of(light)]), scale=1 / white)
