"""Frame-rate meter, stage timers, and the statistics a run reports."""

import os
import time
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

Sample = TypeVar("Sample")


class EvenSamples(Generic[Sample]):
    """Keeps samples of a run at even distances, however long it is: when there are too many, every other one is given
    up, and half as many are taken from then on.
    """

    def __init__(self, limit: int) -> None:
        """At most `limit` are kept, and half as many at least of a long run."""
        self.samples: list[Sample] = []
        self._limit, self._step, self._count = limit, 1, 0

    def offer(self, take: Callable[[], Sample]) -> None:
        """Called once a frame; `take` gives its sample, and is called where it is wanted."""
        if self._count % self._step == 0:
            self.samples.append(take())
            if len(self.samples) > self._limit:
                del self.samples[1::2]
                self._step *= 2
        self._count += 1


def resident_bytes() -> int:
    """What this process has in RAM; 0 where the system does not tell (it is Linux that does)."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


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
    """Collects how long one stage took for each frame, in milliseconds; of a long run, the last 36,000 frames: twenty
    minutes at 30 frames a second, so that what is kept is less than one frame's picture.
    """

    _LIMIT = 36_000

    def __init__(self) -> None:
        self._durations_ms = array("f")
        self._next = 0
        self.last_ms = 0.0
        """What it took for the last frame."""

    @contextmanager
    def measure(self) -> Iterator[None]:
        """Time the body of a `with` block as one frame."""
        start = time.perf_counter()
        yield
        self.add((time.perf_counter() - start) * 1000)

    def add(self, duration_ms: float) -> None:
        """Take in a duration that was measured elsewhere."""
        self.last_ms = duration_ms
        if len(self._durations_ms) < self._LIMIT:
            self._durations_ms.append(duration_ms)
        else:
            self._durations_ms[self._next] = duration_ms
            self._next = (self._next + 1) % self._LIMIT

    def clear(self) -> None:
        """Forget what was collected so far."""
        self._durations_ms, self._next = array("f"), 0

    def recent_median_ms(self, frames: int = 60) -> float:
        """The median of the last frames; 0.0 before the first."""
        recent = (self._durations_ms[self._next :] + self._durations_ms[: self._next])[-frames:]
        return float(np.median(recent)) if len(recent) else 0.0

    def summary(self) -> dict[str, float]:
        """Mean and percentiles in milliseconds; empty before the first frame."""
        if not self._durations_ms:
            return {}
        durations = np.array(self._durations_ms[:])
        p50, p95, p99 = np.percentile(durations, (50, 95, 99))
        return {
            "mean_ms": round(float(durations.mean()), 3),
            "p50_ms": round(float(p50), 3),
            "p95_ms": round(float(p95), 3),
            "p99_ms": round(float(p99), 3),
        }


class LiveStats:
    """Counters and stage timers of live video. Each is fed by one thread alone; reading from another is safe."""

    def __init__(self, stages: tuple[str, ...]) -> None:
        self.stages = {name: StageTimer() for name in stages}
        self.latency = StageTimer()
        """From the capture of a frame to the end of the write of its composite."""
        self.capture_rate, self.matte_rate, self.write_rate = RateMeter(), RateMeter(), RateMeter()
        self.captured = 0
        """Frames that the camera delivered."""
        self.replaced = 0
        """Captured frames that made way for a newer one before they were matted."""
        self.matted = 0
        self.failed = 0
        """Frames that could not be matted."""
        self.late = 0
        """Moments of the output's clock that passed unserved."""
        self.repeated = 0
        """Writes of a composite that had been written before, because none was new."""
        self.placeholders = 0
        """Writes of the placeholder."""
        self.written = 0
        self.write_errors = 0
        """Frames, composites or placeholders, that the output did not take, because its device was gone."""
        self.reconnects = 0
        """Times that a lost camera came back."""
        self.warm_up_s = 0.0
        self.start()

    def start(self) -> None:
        """Time counts from now on."""
        self.started_s = time.perf_counter()

    def report(self) -> dict[str, object]:
        """The statistics as plain data, ready for JSON."""
        counters = ("captured", "replaced", "matted", "failed", "late", "repeated", "placeholders", "written")
        counts = {name: getattr(self, name) for name in (*counters, "write_errors", "reconnects")}
        elapsed_s = time.perf_counter() - self.started_s
        return counts | {
            "elapsed_s": round(elapsed_s, 3),
            "warm_up_s": round(self.warm_up_s, 3),
            "written_fps": round(self.written / elapsed_s, 3) if elapsed_s > 0 else 0.0,
            "capture_to_write": self.latency.summary(),
            "stages": {name: timer.summary() for name, timer in self.stages.items()},
        }


class PipelineStats:
    """Counters and stage timers of one run. Each timer is fed by the thread of its stage alone.

    `warm_up_s`, what the network needed before its first frame of a size, does not count for the reported rate.
    """

    def __init__(self, stages: tuple[str, ...]) -> None:
        self.stages = {name: StageTimer() for name in stages}
        self.rate = RateMeter()
        self.frames_before = 0
        """Frames that were written earlier, by a run that did not come to its end."""
        self.frames_read = 0
        self.frames_written = 0
        self.warm_up_s = 0.0
        self.started_s = time.perf_counter()

    @property
    def frames_done(self) -> int:
        """Of the whole job."""
        return self.frames_before + self.frames_written

    @property
    def elapsed_s(self) -> float:
        return time.perf_counter() - self.started_s

    @property
    def working_s(self) -> float:
        """The elapsed time that counts for the rate."""
        return self.elapsed_s - self.warm_up_s

    def report(self) -> dict[str, object]:
        """The statistics as plain data, ready for JSON."""
        working_s = self.working_s
        return {
            "frames_read": self.frames_read,
            "frames_written": self.frames_written,
            "elapsed_s": round(self.elapsed_s, 3),
            "warm_up_s": round(self.warm_up_s, 3),
            "rate_fps": round(self.frames_written / working_s, 3) if working_s > 0 else 0.0,
            "stages": {name: timer.summary() for name, timer in self.stages.items()},
        }
