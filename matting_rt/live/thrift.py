"""How often frames are matted while hardly anybody looks: as often as a small share of one core allows."""

import time
from collections.abc import Callable

SHARE = 0.35
"""Of one core, for all that the program does meanwhile; where the camera alone takes that, it is more."""
_LONGEST_S = 1 / 3
"""Fewer than three pictures a second look like a program that hangs."""
FRAME_MS = 25.0
"""By which quality goes: at ten pictures a second, a quarter of one core."""
_PAUSE_S = 2.0
"""After that, what was used before says nothing."""


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
        self._wait_s = min(_LONGEST_S, 3 * interval_s)
        self._last_s = self._last_used_s = float("-inf")

    def is_due(self) -> bool:
        """Whether to matte the frame that has come."""
        now_s = self._clock()
        since_s = now_s - self._last_s
        if since_s < self._wait_s - self._interval_s / 2:
            return False
        used_s = self._used_s()
        if since_s < _PAUSE_S:
            load = (used_s - self._last_used_s) / since_s
            # the root keeps one frame that took long from being felt in all that follow
            self._wait_s = min(max(self._interval_s, self._wait_s * (load / SHARE) ** 0.5), _LONGEST_S)
        self._last_s, self._last_used_s = now_s, used_s
        return True
