"""How often frames are matted while hardly anybody looks: once a second what stands still, and what moves as often as a
small share of one core allows."""

import time
from collections.abc import Callable

import cv2
import numpy as np

from matting_rt.frame import Image

SHARE = 0.35
"""Of one core, for all that the program does meanwhile; where the camera alone takes that, it is more."""
MOVING_S = 1 / 3
"""Between pictures of what moves, at most: fewer look like a program that hangs."""
STILL_S = 1.0
"""Between pictures of what stands still, none of which is missed: the plate goes on with them."""
FRAME_MS = 25.0
"""By which quality goes: at ten pictures a second, a quarter of one core."""
_PAUSE_S = 2.0
"""After that, what was used before says nothing."""
_COLUMNS = 320
"""Of the frame, that are looked at, and as many of its rows."""
_CELLS = (80, 45)
_MOVED = 8
"""Of 255, in any channel of a cell's mean: noise is less, and at 1280x720 an edge of half that contrast by a pixel."""
_MOVED_CELLS = 2


class Thrift:
    """Asked for each frame of the camera. From one thread."""

    def __init__(
        self,
        interval_s: float,
        clock: Callable[[], float] = time.perf_counter,
        used_s: Callable[[], float] = time.process_time,
    ) -> None:
        """
        Args:
            interval_s: between the camera's frames.
            clock: in seconds.
            used_s: seconds that the cores have worked for this program, all together.
        """
        self._interval_s, self._clock, self._used_s = interval_s, clock, used_s
        self._wait_s = MOVING_S
        self._last_s = self._last_used_s = float("-inf")
        self._cells: Image | None = None
        """Of the frame that was matted last."""

    def start_over(self) -> None:
        """What was shown last no longer holds, whatever the camera sees. From any thread."""
        self._cells = None

    def is_due(self, image: Image, backdrop_moves: bool = False) -> bool:
        """Whether to matte the frame that has come.

        Args:
            image: uint8 (H, W, 3) RGB.
            backdrop_moves: then something moves even where the camera's picture stands still.
        """
        now_s = self._clock()
        since_s = now_s - self._last_s
        if since_s < self._wait_s - self._interval_s / 2:
            return False
        every = max(1, image.shape[1] // _COLUMNS)
        cells = np.asarray(cv2.resize(image[::every, ::every], _CELLS, interpolation=cv2.INTER_AREA), np.uint8)
        # with what is shown, not with the frame before: slow movements add up, and are seen too
        shown = self._cells
        if since_s < STILL_S and shown is not None and not backdrop_moves and not _has_moved(shown, cells):
            return False
        used_s = self._used_s()
        if since_s < _PAUSE_S:
            load = (used_s - self._last_used_s) / since_s
            # the root keeps one frame that took long from being felt in all that follow
            self._wait_s = min(max(self._interval_s, self._wait_s * (load / SHARE) ** 0.5), MOVING_S)
        self._last_s, self._last_used_s, self._cells = now_s, used_s, cells
        return True


def _has_moved(before: Image, now: Image) -> bool:
    moved = cv2.absdiff(before, now).max(axis=2) >= _MOVED
    return bool(np.count_nonzero(moved) >= _MOVED_CELLS)
