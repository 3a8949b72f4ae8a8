"""Moments of the clock as times of a recording, from which pauses are cut out."""

import math
import threading
from collections.abc import Iterator

from matting_rt.sound import SoundBlock


class Timeline:
    """What happened in a pause has no place in the file, and what follows it begins where it began.

    Pauses begin and end from any thread; the rest is the recording's.
    """

    def __init__(self) -> None:
        self._cuts: list[tuple[float, float]] = []
        """When each pause began and ended; infinite: it has not."""
        self._lock = threading.Lock()

    @property
    def is_paused(self) -> bool:
        return bool(self._cuts) and self._cuts[-1][1] == math.inf

    def pause(self, now_s: float) -> None:
        with self._lock:
            if not self.is_paused:
                self._cuts.append((now_s, math.inf))

    def resume(self, now_s: float) -> None:
        with self._lock:
            if self.is_paused:
                self._cuts[-1] = self._cuts[-1][0], now_s

    def place(self, moment_s: float) -> float | None:
        """The moment as if there had been no pause; None: it was in one."""
        cut_s = 0.0
        for start_s, end_s in self._cuts:
            if moment_s < start_s:
                break
            if moment_s < end_s:
                return None
            cut_s += end_s - start_s
        return moment_s - cut_s

    def place_sound(self, block: SoundBlock) -> Iterator[SoundBlock]:
        """The parts of a block that were not in a pause, as if there had been none."""
        start_s = block.captured_s
        for cut_start_s, cut_end_s in (*self._cuts, (math.inf, math.inf)):
            part = block.between(start_s, min(cut_start_s, block.end_s))
            placed_s = self.place(part.captured_s)
            if len(part.samples) and placed_s is not None:
                yield SoundBlock(part.samples, placed_s)
            start_s = max(start_s, cut_end_s)
            if start_s >= block.end_s:
                return
