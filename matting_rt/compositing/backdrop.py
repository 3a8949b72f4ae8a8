"""What a person is put in front of, one picture a frame."""

import math

import cv2
import numpy as np

from matting_rt.compositing.base import Backdrop
from matting_rt.compositing.soft import blur, coarse_sigma, resize
from matting_rt.frame import Image

REFERENCE_LINES = 720
"""Blur is given in pixels of frames of this height, so that it looks the same at any size."""


class TransparentBackdrop(Backdrop):
    """Nothing at all."""

    moves = False

    def picture(self, plate: Image, time_s: float) -> None:
        return None


class ColourBackdrop(Backdrop):
    """One colour everywhere."""

    moves = False

    def __init__(self, colour: tuple[int, int, int]) -> None:
        """`colour` is RGB 0..255."""
        self._colour = colour
        self._filled: Image | None = None

    def picture(self, plate: Image, time_s: float) -> Image:
        if self._filled is None or self._filled.shape != plate.shape:
            self._filled = np.full(plate.shape, self._colour, np.uint8)
        return self._filled


class ImageBackdrop(Backdrop):
    """A picture that covers the frame without distortion, see `cover`."""

    moves = False

    def __init__(self, image: Image) -> None:
        """`image` is uint8 (H, W, 3) RGB."""
        self._image = image
        self._covered: Image | None = None

    def picture(self, plate: Image, time_s: float) -> Image:
        if self._covered is None or self._covered.shape != plate.shape:
            self._covered = cover(self._image, plate)
        return self._covered


class BlurredPlateBackdrop(Backdrop):
    """The plate, blurred by a Gaussian: a room out of focus, without the halo that blurring the frame itself leaves.

    Blurred on a coarse grid, where a wide Gaussian costs little: the plate may change with every frame's light.
    """

    moves = False

    def __init__(self, sigma: float) -> None:
        """`sigma` is the standard deviation in pixels of a frame of `REFERENCE_LINES`."""
        self._sigma = sigma
        self._plate: Image | None = None
        """The one that `_blurred` was made of."""
        self._blurred: Image | None = None

    def picture(self, plate: Image, time_s: float) -> Image:
        if self._blurred is None or plate is not self._plate:
            self._plate, self._blurred = plate, self._blur(plate)
        return self._blurred

    def _blur(self, plate: Image) -> Image:
        height, width = plate.shape[:2]
        sigma = self._sigma * height / REFERENCE_LINES
        step = max(1, min(round(sigma / 1.5), height // 4, width // 4))
        if step == 1:
            return blur(plate, sigma)
        cells = (math.ceil(width / step), math.ceil(height / step))
        coarse = cv2.resize(plate, cells, interpolation=cv2.INTER_AREA).astype(np.float32)
        return resize(np.rint(blur(coarse, coarse_sigma(sigma, step))).astype(np.uint8), height, width)


def cover(image: Image, plate: Image) -> Image:
    """Scale a picture so that it covers a frame, the overhang cut evenly at both sides, never stretched.

    Args:
        image: uint8 (h, w, 3) RGB.
        plate: uint8 (H, W, 3), whose size the result gets.

    Returns:
        uint8 (H, W, 3) RGB; a view of `image` where that has the size.
    """
    height, width = plate.shape[:2]
    kept_height = min(image.shape[0], max(1, round(image.shape[1] * height / width)))
    kept_width = min(image.shape[1], max(1, round(image.shape[0] * width / height)))
    top, left = (image.shape[0] - kept_height) // 2, (image.shape[1] - kept_width) // 2
    kept = image[top : top + kept_height, left : left + kept_width]
    if 1 < kept.shape[0] / height < 2 and kept.shape[1] > width:
        # Less than halved: by way of twice the size, in a third of the time of OpenCV's means over areas.
        kept = resize(kept, 2 * height, 2 * width)
    return resize(kept, height, width)
