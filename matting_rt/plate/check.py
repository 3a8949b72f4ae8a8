"""Whether a picture can serve as a plate, judged from itself alone."""

import logging

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.errors import PlateError
from matting_rt.lines import Line
from matting_rt.plate.store import Plate

_log = logging.getLogger(__name__)

_MIN_SHORT_SIDE = 64
_BLACK = 6.0
_DARK = 35.0
"""Mean grey levels."""
_CLIPPED_SHARE = 0.3
_BLURRED = 0.12
"""Steepest edge over the contrast there, per pixel: 0.5 for a step, 0.12 for an edge 8 pixels wide."""


def check_plate(plate: Plate) -> None:
    """Refuse what cannot be a plate; log a warning for what makes a poor one.

    Raises:
        PlateError: too small, black, or of one colour.
    """
    for problem in find_problems(plate):
        _log.warning(
            Line(
                "The plate {plate} is {problem}; the cut-out will be less accurate there",
                plate=plate.name,
                problem=problem,
            )
        )


def find_problems(plate: Plate) -> list[str]:
    """What makes a poor plate, each in words that go on after "the plate is"; empty for a good one.

    Raises:
        PlateError: it cannot be a plate: too small, black, or of one colour.
    """
    if plate.size.short_side < _MIN_SHORT_SIDE:
        raise PlateError(
            "The plate {plate} is only {size}; its short side must be {least} or more",
            plate=plate.name,
            size=plate.size,
            least=_MIN_SHORT_SIDE,
        )
    grey = cv2.cvtColor(plate.image, cv2.COLOR_RGB2GRAY)
    brightness = float(grey.mean())
    if brightness < _BLACK:
        raise PlateError(
            "The plate {plate} is black; switch on the light or uncover the camera and take it again", plate=plate.name
        )
    if plate.image.reshape(-1, 3).std(axis=0).max() < 0.25:
        raise PlateError(
            "The plate {plate} is of one colour, not a picture of a room; take it with the camera", plate=plate.name
        )
    problems = list[str]()
    if brightness < _DARK:
        problems.append(Line("dark (mean {brightness:.0f} of 255)", brightness=brightness))
    clipped = float((plate.image.min(axis=-1) >= 254).mean())
    if clipped > _CLIPPED_SHARE:
        problems.append(Line("overexposed ({share:.0%} of it is plain white)", share=clipped))
    if 0 < _sharpness(grey) < _BLURRED:
        problems.append(Line("blurred"))
    return problems


def _sharpness(grey: npt.NDArray[np.uint8]) -> float:
    """Steepness of the plate's strongest edges over their contrast, per pixel; 0 where it has no edges to judge by."""
    smooth = cv2.blur(grey, (3, 3))
    window = np.ones((17, 17), np.uint8)
    contrast = cv2.subtract(cv2.dilate(smooth, window), cv2.erode(smooth, window)).astype(np.float32)
    edges = contrast > max(30.0, float(np.percentile(contrast, 95)))
    if edges.mean() < 0.001:
        return 0.0
    slope = np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8))
    steepest = cv2.dilate(slope, window)
    return float(np.median(steepest[edges] / contrast[edges]))
