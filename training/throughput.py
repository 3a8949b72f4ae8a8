"""How fast a run goes, and for how much of the time its device has nothing to do for want of pictures."""

import time
from types import TracebackType

import torch


class IdleClock:
    """Sums the time for which the device stood still while the program waited for pictures.

    Entered for each wait. A GPU still works on what it was given before: of the wait, only what lies behind that
    counts, which two events tell, one before and one after it, with nothing between them. On a CPU the whole wait
    counts. What the program itself is late with (launching small kernels one by one) is not in it.
    """

    def __init__(self, device: torch.device) -> None:
        self._on_gpu = device.type == "cuda"
        self._idle_s, self._entered_s, self._since_s = 0.0, 0.0, time.perf_counter()
        self._waits: list[tuple[torch.cuda.Event, torch.cuda.Event]] = []

    def __enter__(self) -> None:
        self._entered_s = time.perf_counter()
        if self._on_gpu:
            self._waits.append((torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)))
            self._waits[-1][0].record()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._on_gpu:
            self._waits[-1][1].record()
        else:
            self._idle_s += time.perf_counter() - self._entered_s

    def take_share(self) -> float:
        """Share of the time since the last call, 0..1."""
        if self._on_gpu:
            torch.cuda.synchronize()
            self._idle_s = sum(before.elapsed_time(after) for before, after in self._waits) / 1000
            self._waits.clear()
        now_s = time.perf_counter()
        share = self._idle_s / max(now_s - self._since_s, 1e-9)
        self._idle_s, self._since_s = 0.0, now_s
        return min(share, 1.0)


class RateMeter:
    """Images a second, between two readings."""

    def __init__(self) -> None:
        self._pictures, self._since_s = 0, time.perf_counter()

    def count(self, pictures: int) -> None:
        self._pictures += pictures

    def take_rate(self) -> float:
        """Images a second since the last call."""
        now_s = time.perf_counter()
        rate = self._pictures / max(now_s - self._since_s, 1e-9)
        self._pictures, self._since_s = 0, now_s
        return rate
