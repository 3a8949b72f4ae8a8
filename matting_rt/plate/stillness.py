"""Whether anything moves between two frames, whatever noise and light do meanwhile."""

from enum import Enum
from typing import NamedTuple

import cv2
import numpy as np

from matting_rt.frame import BoolMap, FloatImage, Image
from matting_rt.plate.compensate import fit_light, same_light
from matting_rt.plate.pictures import shrink

_WIDTH = 160
"""Of the small pictures that are compared: sensor noise is averaged away, a hand is still there."""
_MIN_DIFFERENCE = 8 / 255
"""Of 0..1; smaller ones are shades that wander with the light."""
_NOISE_DEVIATIONS = 6.0
"""A difference is no noise from here on."""
_WINDOW = (5, 5)
_MIN_CLUSTER = 5
"""Pixels that differ in a window of the small picture; fewer are a flicker at some edge."""
_MAX_LIGHT = 0.15
"""Change of a bright pixel (0..1) that may pass as slow drift; more at once makes a plate of two lights."""


class Change(Enum):
    """What is different between two frames."""

    NOTHING = "nothing"
    LIGHT = "light"
    MOVED = "moved"


class Difference(NamedTuple):
    """How a frame differs from an earlier one."""

    moved_share: float
    """0..1 of the picture that shows something else."""
    light: float
    """Change of the light, of a bright or dark pixel in 0..1."""

    @property
    def change(self) -> Change:
        if self.moved_share > 0:
            return Change.MOVED
        return Change.LIGHT if self.light > _MAX_LIGHT else Change.NOTHING


def shrink_to_compare(image: Image) -> FloatImage:
    """The small picture that `compare` takes."""
    return shrink(image, _WIDTH)


def compare(before: FloatImage, after: FloatImage, ignored: BoolMap | None = None) -> Difference:
    """What changed between two small pictures of the same size, apart from their light and noise.

    `ignored`: (h, w) where anything may change.
    """
    looked_at = np.ones(before.shape[:2], bool) if ignored is None else ~ignored
    light = fit_light(after, before, looked_at, same_light()) or same_light()
    difference = np.abs(light.apply(before) - after)
    # The median stands for the noise, for most of the picture is still there even when somebody walks in.
    deviation = 1.4826 * float(np.median(difference))
    differs = (difference.max(-1) > max(_MIN_DIFFERENCE, _NOISE_DEVIATIONS * deviation)).astype(np.float32)
    clustered = (differs > 0) & (cv2.boxFilter(differs, -1, _WINDOW, normalize=False) > _MIN_CLUSTER - 0.5)
    return Difference(float((clustered & looked_at).mean()), same_light().distance(light))


class StillWatch:
    """Measures for how long the picture has been the same. Times are the frames' own."""

    def __init__(self) -> None:
        self._anchor: FloatImage | None = None
        self._since_s = 0.0

    def restart(self, small: FloatImage, time_s: float) -> None:
        """Compare what follows with this picture."""
        self._anchor, self._since_s = small, time_s

    def feed(self, small: FloatImage, time_s: float, ignored: BoolMap | None = None) -> Change:
        """Take in a small picture; a change makes it the one that those after it are compared with.

        `ignored`: as in `compare`.
        """
        if self._anchor is None:
            self.restart(small, time_s)
            return Change.NOTHING
        change = compare(self._anchor, small, ignored).change
        if change is not Change.NOTHING:
            self.restart(small, time_s)
        return change

    def still_s(self, time_s: float) -> float:
        """For how long, up to `time_s`, nothing has changed."""
        return time_s - self._since_s
