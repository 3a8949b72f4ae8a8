"""Frames of a shot that tell of its room: spread over all of it, and those that show what few others do."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from matting_rt.frame import BoolMap, FloatMap, Image

FindPeople = Callable[[Image], FloatMap]
"""The person map (h, w) 0..1 of a picture, of the same size for all pictures of a size."""

_MAX_SPREAD = 49
_MAX_RARE = 15
_LIMIT_BYTES = 400_000_000
"""For the frames held at once: 64 at 1920x1080, 16 at 3840x2160."""
_MIN_SPREAD = 5
_RARE_SHARE = 0.2
"""Of the frames held, those that are there because they show what few others do."""
_LOOK_EVERY = 4
"""Frames between two looks for what few others show, at the most."""
_ENOUGH = 5
"""Frames in which a cell is free: no more are looked for."""
_WORTH = 0.002
"""Of the picture: a frame that shows less of what few others do is not worth its memory."""
_PERSON, _SURELY_PERSON = 0.3, 0.75
"""Of the person map."""
_MARGIN = 0.025
"""Of the map's width: a person's shadow, and what the map has missed."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A frame that is looked at."""

    number: int
    """In its shot, from 0."""
    image: Image
    near: BoolMap
    """(h, w) of the person map, where somebody may be in it, or in the frames looked at before and after."""
    surely: BoolMap
    """(h, w) where somebody certainly is."""


class ShotSamples:
    """Takes in the frames of one shot, and holds a bounded number of them."""

    def __init__(self, find: FindPeople | None) -> None:
        """`find`: None: nobody is looked for, so that all frames are free everywhere."""
        self._find = find
        self._step, self.frame_count = 1, 0
        self._spread: list[Sample] = []
        self._rare: list[Sample] = []
        self._pending: tuple[Sample, BoolMap] | None = None
        """The last one looked at, not placed yet, and where somebody is in it itself."""
        self._limits = _MAX_SPREAD, _MAX_RARE

    def feed(self, image: Image) -> None:
        """Take in the next frame."""
        if self.frame_count == 0:
            limit = max(_MIN_SPREAD, _LIMIT_BYTES // image.nbytes)
            rare = 0 if self._find is None else min(_MAX_RARE, round(_RARE_SHARE * limit))
            self._limits = max(_MIN_SPREAD, min(_MAX_SPREAD, limit - rare)), rare
        if self.frame_count % min(self._step, _LOOK_EVERY) == 0:
            self._look(image)
        self.frame_count += 1

    def take(self) -> list[Sample]:
        """Those that are held, in order; to be called once, after the last frame."""
        if self._pending is not None:
            self._place(self._pending[0])
        held = sorted((*self._spread, *self._rare), key=lambda sample: sample.number)
        self._spread, self._rare, self._pending = [], [], None  # whose memory is needed now
        return held

    def _look(self, image: Image) -> None:
        if self._find is None:
            nobody = np.zeros((1, 1), bool)
            self._place(Sample(self.frame_count, image, nobody, nobody))
            return
        person = self._find(image)
        reach = 2 * round(_MARGIN * person.shape[1]) + 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
        own: BoolMap = cv2.dilate((person > _PERSON).view(np.uint8), kernel).view(bool)
        near = own
        if self._pending is not None:  # the map misses people in single frames, and those would look empty
            before, own_before = self._pending
            near = own | own_before
            self._place(replace(before, near=before.near | own))
        self._pending = Sample(self.frame_count, image, near, person > _SURELY_PERSON), own

    def _place(self, sample: Sample) -> None:
        if sample.number % self._step:
            self._offer(sample)
            return
        self._spread.append(sample)
        if len(self._spread) > self._limits[0]:
            self._step *= 2
            dropped = [each for each in self._spread if each.number % self._step]
            self._spread = [each for each in self._spread if each.number % self._step == 0]
            for each in dropped:
                self._offer(each)

    def _offer(self, sample: Sample) -> None:
        """Keep a frame for what few others show, in place of the one that is needed least."""
        held = np.sum([~each.near for each in (*self._spread, *self._rare)], axis=0)
        if (~sample.near & (held < _ENOUGH)).mean() < _WORTH:
            return
        self._rare.append(sample)
        if len(self._rare) > self._limits[1]:
            needed = held + ~sample.near <= _ENOUGH
            uses = [float((~each.near & needed).mean()) for each in self._rare]
            del self._rare[uses.index(min(uses))]
