"""How good live matting is made: as good as the computer keeps up with, step by step."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from matting_rt.frame import FrameSize
from matting_rt.inference.base import MattingEngine
from matting_rt.pipeline.worker import Worker

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class QualityStep:
    """One rung of the ladder: the refiner's share goes down first, which costs edges, then the backbone's scale."""

    name: str
    refine_share: float
    """Of the pixels that the refiner works on at best."""
    scale_share: float
    """Of the backbone's scale at best."""


LADDER = (
    QualityStep("best", 1.0, 1.0),
    QualityStep("good", 0.5, 1.0),
    QualityStep("balanced", 0.25, 1.0),
    QualityStep("quick", 0.25, 0.75),
    QualityStep("fast", 0.125, 0.5),
)
"""From best to fastest."""

_WINDOW = 15
"""Frames that a decision to step down looks at."""
_TOO_SLOW = 0.95
"""A median of the frame interval's share above this steps down ..."""
_ROOM = 0.6
"""... and one below this, for long enough, steps up."""
_PATIENCE_S = 5.0
_LONGEST_PATIENCE_S = 120.0


def let_go(error: BaseException | None) -> None:
    """Have an error, and those it came from, hold on to nothing.

    Through their tracebacks they keep all that was at work when they were raised: the network that does not fit into
    memory, and what it had computed so far.
    """
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__


class QualityGovernor:
    """Chooses the step from what frames took. A step up that proves too slow makes the next one wait twice as long."""

    def __init__(self, interval_ms: float, step_count: int, first: int = 0, adapts: bool = True) -> None:
        """
        Args:
            interval_ms: from one frame of the camera to the next.
            first: the step to begin with.
            adapts: False keeps the first step whatever frames take; only `step_down` leaves it.
        """
        self._interval_ms, self._step_count, self._adapts = interval_ms, step_count, adapts
        self._recent_ms: deque[float] = deque(maxlen=_WINDOW)
        self._patience_s = _PATIENCE_S
        self._easy_ms = 0.0
        self._came_from_below = False
        self.step = first
        """Index in the ladder, 0 is best."""

    def observe(self, took_ms: float) -> int:
        """Take in what a frame took at the present step; gives the step to go on with."""
        if not self._adapts:
            return self.step
        self._recent_ms.append(took_ms)
        if len(self._recent_ms) == _WINDOW:
            usual_ms = median(self._recent_ms)
            if usual_ms > _TOO_SLOW * self._interval_ms:
                return self.step_down()
            self._easy_ms = self._easy_ms + self._interval_ms if usual_ms < _ROOM * self._interval_ms else 0.0
            if self._easy_ms > self._patience_s * 1000 and self.step > 0:
                self._go_to(self.step - 1, came_from_below=True)
        return self.step

    def step_down(self) -> int:
        """The present step is too much; gives the next cheaper one, or the same where there is none."""
        if self.step + 1 < self._step_count:
            if self._came_from_below:
                self._patience_s = min(2 * self._patience_s, _LONGEST_PATIENCE_S)
            self._go_to(self.step + 1, came_from_below=False)
        return self.step

    def _go_to(self, step: int, came_from_below: bool) -> None:
        self.step, self._came_from_below, self._easy_ms = step, came_from_below, 0.0
        self._recent_ms.clear()


class EngineLadder:
    """Engines for the steps, each made and warmed on a thread of its own before it takes over, so that no frame waits.

    The engine that was in use before is kept, so that going back is at once, and no other: each holds half a gigabyte.
    `release` gives up both.
    """

    def __init__(
        self, make: Callable[[QualityStep], MattingEngine], size: FrameSize, steps: tuple[QualityStep, ...] = LADDER
    ) -> None:
        """
        Args:
            make: builds the engine of a step; called on the ladder's thread.
            size: of the frames, which engines are made warm for.
            steps: from best to fastest; nothing is built before it is wanted.
        """
        self.steps = steps
        self.warm_up_s = 0.0
        """What it took to make the first engine ready."""
        self._make, self._size = make, size
        self._engines: dict[int, MattingEngine] = {}
        self._errors: dict[int, Exception] = {}
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._index: int | None = None
        self._is_closed = False

    @property
    def index(self) -> int | None:
        """The step of the engine in use; None before there is one."""
        return self._index

    @property
    def engine(self) -> MattingEngine | None:
        """The engine to use for the next frame."""
        index = self._index
        return None if index is None else self._engines[index]

    @property
    def step(self) -> QualityStep | None:
        index = self._index
        return None if index is None else self.steps[index]

    def want(self, index: int) -> None:
        """Use the engine of a step as soon as it is warm; at once if it is. From one thread at a time."""
        with self._lock:
            if index == self._index or index in self._errors:
                return
            if index in self._engines:
                self._take(index)
            elif self._worker is None or self._worker.wait(0):
                self._worker = Worker("quality", lambda: self._prepare(index), lambda worker: None)
                self._worker.start()

    def error_of(self, index: int) -> Exception | None:
        """Why the engine of a step could not be made; None where it could, or was not tried."""
        return self._errors.get(index)

    def release(self) -> None:
        """Give up every engine, the one in use too: to make room for the next. From the thread that uses them."""
        with self._lock:
            engines, self._engines, self._index = self._engines, {}, None
        for engine in engines.values():
            engine.close()

    def close(self, limit_s: float = 3.0) -> None:
        """Release all engines; one that is still being made warm after `limit_s` is released as soon as it is."""
        with self._lock:
            self._is_closed = True
        if self._worker is not None:
            self._worker.wait(limit_s)
        with self._lock:
            engines = list(self._engines.values())
        for engine in engines:
            engine.close()

    def _prepare(self, index: int) -> None:
        started_s = time.perf_counter()
        try:
            engine = self._make(self.steps[index])
            engine.warm_up(self._size)
        except Exception as error:  # whatever it is, the step would only fail again
            log.warning("quality %s cannot be used: %s", self.steps[index].name, error)
            log.debug("where it came from", exc_info=error)
            let_go(error)
            with self._lock:
                self._errors[index] = error
            return
        with self._lock:
            if not self._is_closed:
                self._engines[index] = engine
                if self._index is None:
                    self._index = index
                self.warm_up_s = self.warm_up_s or time.perf_counter() - started_s
                return
        engine.close()

    def _take(self, index: int) -> None:
        if self.step is not None:
            log.info("quality is now %s (was %s)", self.steps[index].name, self.step.name)
        others = self._engines.keys() - {index, self._index}
        self._index = index
        for other in others:
            self._engines.pop(other).close()
