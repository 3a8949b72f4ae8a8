"""Single frames that are broken: torn, half grey, black, or from elsewhere.

Such a frame comes once and is gone. The room in it changes at once and by far, and the next frame shows again what was
before; whatever lasts longer than that is a change of the world, and no fault of the frame.
"""

import cv2
import numpy as np

from matting_rt.frame import BoolMap, FloatImage, FloatMap
from matting_rt.plate.pictures import distance
from matting_rt.state import State, set_values, values_of

_CHANGED = 0.1
"""Of 0..1 in any channel, for a cell of the small picture."""
_BROKEN_SHARE = 0.2
"""Of the room."""
_SAME_SHARE = 0.1
"""Odd frames that differ in less than this share show the same: the world has changed ..."""
_LASTS_S = 0.25
"""... once they have done so for so long."""
_LONGEST_S = 0.4
"""Nothing is kept back for longer."""
_LEAST_ROOM = 0.1
"""Of the picture."""
_PERSON = 0.15
_STATE = ("_good", "_odd", "_odd_since_s", "_same_since_s", "_room")
_NEAR = np.ones((9, 9), np.uint8)


class FrameCheck:
    """Compares each frame with the last good one. Used from one thread."""

    def __init__(self) -> None:
        self._good: FloatImage | None = None
        self._odd: FloatImage | None = None
        self._odd_since_s = self._same_since_s = 0.0
        self._room: BoolMap | None = None

    def is_broken(self, time_s: float, small: FloatImage, person: FloatMap) -> bool:
        """Whether a frame should not be shown.

        Args:
            time_s: its time on the stream's clock.
            small: (h, w, 3) 0..1, its small picture.
            person: (h, w) 0..1, its person map: people may move as they like.
        """
        before = self._good
        room: BoolMap = ~cv2.dilate((person > _PERSON).view(np.uint8), _NEAR).view(bool)
        if before is None or before.shape != small.shape:
            return self._accept(small, room)
        seen = room if self._room is None else room & self._room
        if _share_changed(before, small, seen) < _BROKEN_SHARE:
            return self._accept(small, room)
        if self._odd is None:
            self._odd_since_s = self._same_since_s = time_s
        elif _share_changed(self._odd, small, seen) >= _SAME_SHARE:
            self._same_since_s = time_s
        self._odd = small
        if time_s - self._same_since_s >= _LASTS_S or not 0 <= time_s - self._odd_since_s < _LONGEST_S:
            return self._accept(small, room)
        return True

    def state(self) -> State:
        return values_of(self, _STATE)

    def restore(self, state: State) -> None:
        set_values(self, _STATE, state)

    def _accept(self, small: FloatImage, room: BoolMap) -> bool:
        self._good, self._odd, self._room = small, None, room
        return False


def _share_changed(before: FloatImage, after: FloatImage, room: BoolMap) -> float:
    """0..1 of the room, or of the whole picture where hardly any room is in view."""
    changed = distance(before, after) > _CHANGED
    return float(changed[room].mean() if room.mean() >= _LEAST_ROOM else changed.mean())
