"""Single frames that are broken: torn, half grey, black, or from elsewhere.

Such a frame comes once and is gone. The room in it changes at once and by far, and the next frame shows again what was
before; whatever lasts longer than that is a change of the world, and no fault of the frame.
"""

import cv2
import numpy as np

from matting_rt.frame import FloatMap, Frame
from matting_rt.plate.compensate import BoolMap, FloatImage
from matting_rt.plate.pictures import shrink

_WIDTH = 96
_CHANGED = 0.1
"""Of 0..1 in any channel, for a cell of the small picture."""
_BROKEN_SHARE = 0.2
"""Of the room."""
_SAME_SHARE = 0.1
"""Two odd frames that differ in less than this share show the same: the world has changed."""
_MOST_IN_A_ROW = 3
_PERSON = 0.15
_NEAR = np.ones((9, 9), np.uint8)


class FrameCheck:
    """Compares each frame with the last good one. Used from one thread."""

    def __init__(self) -> None:
        self._good: FloatImage | None = None
        self._odd: FloatImage | None = None
        self._in_a_row = 0
        self._room: BoolMap | None = None

    def know_people(self, person: FloatMap | None) -> None:
        """Where people are (0..1, any size) in the frame that was found good: they may move as they like."""
        if person is None or self._good is None:
            return
        people = cv2.resize(person, self._good.shape[1::-1], interpolation=cv2.INTER_AREA) > _PERSON
        self._room = ~cv2.dilate(people.view(np.uint8), _NEAR).view(bool)

    def is_broken(self, frame: Frame) -> bool:
        """Whether this frame should not be shown."""
        small = shrink(frame.image, _WIDTH)
        before = self._good
        if before is None or before.shape != small.shape or self._share_changed(before, small) < _BROKEN_SHARE:
            return self._accept(small)
        lasts = self._odd is not None and self._share_changed(self._odd, small) < _SAME_SHARE
        self._odd = small
        self._in_a_row += 1
        if lasts or self._in_a_row > _MOST_IN_A_ROW:
            return self._accept(small)
        return True

    def _accept(self, small: FloatImage) -> bool:
        self._good, self._odd, self._in_a_row = small, None, 0
        return False

    def _share_changed(self, before: FloatImage, after: FloatImage) -> float:
        changed = np.abs(after - before).max(-1) > _CHANGED
        room = self._room
        if room is None or room.shape != changed.shape or room.mean() < 0.1:
            return float(changed.mean())
        return float(changed[room].mean())
