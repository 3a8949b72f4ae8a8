"""Frame-rate meter, stage timers, and the statistics a run reports."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


class RateMeter:
    """Frames per second over the last few seconds.

    Fed by one thread; reading from another is safe (a deque's append and copy are atomic).
    """

    def __init__(self, window_s: float = 2.0) -> None:
        self._window_s = window_s
        self._times: deque[float] = deque(maxlen=1000)

    def tick(self) -> None:
        """Count a frame now."""
        self._times.append(time.perf_counter())

    @property
    def rate_fps(self) -> float:
        """Frames per second within the window; 0.0 before the second frame."""
        now = time.perf_counter()
        recent = [t for t in self._times.copy() if now - t <= self._window_s]
        return (len(recent) - 1) / (recent[-1] - recent[0]) if len(recent) > 1 and recent[-1] > recent[0] else 0.0


class StageTimer:
    """Collects how long one stage took for each frame, in milliseconds."""

    def __init__(self) -> None:
        self._durations_ms: deque[float] = deque(maxlen=100_000)

    @contextmanager
    def measure(self) -> Iterator[None]:
        """Time the body of a `with` block as one frame."""
        start = time.perf_counter()
        yield
        self._durations_ms.append((time.perf_counter() - start) * 1000)

    def summary(self) -> dict[str, float]:
        """Mean and percentiles in milliseconds; empty before the first frame."""
        if not self._durations_ms:
            return {}
        durations = np.fromiter(self._durations_ms.copy(), dtype=np.float64)
        p50, p95, p99 = np.percentile(durations, (50, 95, 99))
        return {
            "mean_ms": round(float(durations.mean()), 3),
            "p50_ms": round(float(p50), 3),
            "p95_ms": round(float(p95), 3),
            "p99_ms": round(float(p99), 3),
        }


class PipelineStats:
    """Counters and stage timers of one run. Each timer is fed by the thread of its stage alone.

    `warm_up_s`, what the network needed before its first frame of a size, does not count for the reported rate.
    """

    def __init__(self, stages: tuple[str, ...]) -> None:
        self.stages = {name: StageTimer() for name in stages}
        self.rate = RateMeter()
        self.frames_read = 0
        self.frames_written = 0
        self.warm_up_s = 0.0
        self.started_s = time.perf_counter()

    @property
    def elapsed_s(self) -> float:
        return time.perf_counter() - self.started_s

    def report(self) -> dict[str, object]:
        """The statistics as plain data, ready for JSON."""
        working_s = self.elapsed_s - self.warm_up_s
        return {
            "frames_read": self.frames_read,
            "frames_written": self.frames_written,
            "elapsed_s": round(self.elapsed_s, 3),
            "warm_up_s": round(self.warm_up_s, 3),
            "rate_fps": round(self.frames_written / working_s, 3) if working_s > 0 else 0.0,
            "stages": {name: timer.summary() for name, timer in self.stages.items()},
        }
