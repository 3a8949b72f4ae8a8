"""Soft pictures at small cost: what has no sharp edges is made on a coarse grid and enlarged.

Pictures are (H, W) or (H, W, 3), of any kind of numbers; what comes back is of the same kind.
"""

import math
from typing import TypeVar

import cv2

from matting_rt.frame import AnyImage

Picture = TypeVar("Picture", bound=AnyImage)


def resize(picture: Picture, height: int, width: int) -> Picture:
    """At another size, bilinear; what shrinks to less than half is averaged first, so that no pixel is left out."""
    while picture.shape[0] >= 2 * height and picture.shape[1] >= 2 * width:
        picture = _halve(picture)
    if picture.shape[:2] == (height, width):
        return picture
    resized: Picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
    return resized


def shrink(picture: Picture, halvings: int) -> Picture:
    """Both sides halved so many times, each pixel the mean of those it stands for; never below 2 pixels."""
    for _ in range(halvings):
        if min(picture.shape[:2]) < 4:
            break
        picture = _halve(picture)
    return picture


def _halve(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    halved: Picture = cv2.resize(picture, (width // 2, height // 2), interpolation=cv2.INTER_LINEAR)
    return halved


def blur(picture: Picture, sigma: float) -> Picture:
    """Gaussian blur by `sigma` pixels; the edge pixels go on for ever."""
    radius = math.ceil(2.5 * sigma)
    if radius == 0:
        return picture
    window = (2 * radius + 1, 2 * radius + 1)
    blurred: Picture = cv2.GaussianBlur(picture, window, sigma, borderType=cv2.BORDER_REPLICATE)
    return blurred


def halvings_for(sigma_px: float) -> int:
    """How often a picture may be halved before it is blurred by `sigma_px` without the grid being seen."""
    return max(0, math.floor(math.log2(max(sigma_px, 1e-3))))


def coarse_sigma(sigma_px: float, step: int) -> float:
    """What is left of a blur on a grid of cells of `step` pixels: averaging and interpolating blur too.

    Averaging over cells has a variance of 1/12 of a cell's square, interpolating between them of 1/6.
    """
    grid = 0.25 if step > 1 else 0.0
    return math.sqrt(max((sigma_px / step) ** 2 - grid, 0.0))
