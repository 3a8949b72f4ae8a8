"""Engines for live video, each made ready on a thread of its own before it takes over."""

import logging
import threading
import time
from collections.abc import Callable

from matting_rt.frame import FrameSize
from matting_rt.inference.base import MattingEngine
from matting_rt.live.quality import Rung
from matting_rt.threads.worker import Worker

log = logging.getLogger(__name__)

_Suits = Callable[[Rung, MattingEngine], bool]


def drop_tracebacks(error: BaseException | None) -> None:
    """Have an error, and those that caused it, hold on to nothing.

    Through their tracebacks they keep all that was at work when they were raised: the network that does not fit into
    memory, and what it had computed so far.
    """
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__


class EngineLadder:
    """The engines of the rungs, each made and warmed on a thread of its own before it takes over, so that no frame
    waits.

    The engine that was in use before is kept, so that going back is at once, and no other: each holds half a gigabyte.
    `release` gives up both.
    """

    def __init__(self, make: Callable[[Rung], MattingEngine], size: FrameSize, rungs: tuple[Rung, ...]) -> None:
        """
        Args:
            make: builds the engine of a rung; called on the ladder's thread.
            size: of the frames, which engines are made warm for.
            rungs: from best to fastest; nothing is built before it is wanted.
        """
        self.rungs = rungs
        self.warm_up_s = 0.0
        """What it took to find the first engine, and to make it ready."""
        self._make, self.size = make, size
        self._engines: dict[Rung, MattingEngine] = {}
        self._errors: dict[Rung, Exception] = {}
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._started_s = 0.0
        self._rung: Rung | None = None
        self._is_closed = False

    @property
    def rung(self) -> Rung | None:
        """Whose engine is in use; None before there is one."""
        return self._rung

    @property
    def engine(self) -> MattingEngine | None:
        """The engine to use for the next frame."""
        rung = self._rung
        return None if rung is None else self._engines[rung]

    @property
    def is_closed(self) -> bool:
        """Whether what is still being made ready is no longer wanted."""
        return self._is_closed

    def find(self, suits: _Suits) -> None:
        """Begin with the best rung that suits; where none does, with the last. Instead of the first `want`.

        Args:
            suits: called on the ladder's thread, from the best rung down, with an engine that is warm. Of a rung for
                which it raises something, the engine cannot be used.
        """
        with self._lock:
            self._start(self.rungs, suits)

    def want(self, rung: Rung) -> None:
        """Use the engine of a rung as soon as it is warm; at once if it is. From one thread at a time."""
        with self._lock:
            if rung == self._rung or rung in self._errors:
                return
            if rung in self._engines:
                self._take(rung)
            elif self._worker is None or self._worker.wait(0):
                self._start((rung,), lambda rung, engine: True)

    def error_of(self, rung: Rung) -> Exception | None:
        """Why the engine of a rung could not be made; None where it could, or was not tried."""
        return self._errors.get(rung)

    def release(self) -> None:
        """Give up every engine, the one in use too: to make room for the next. From the thread that uses them."""
        with self._lock:
            engines, self._engines, self._rung = self._engines, {}, None
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

    def _start(self, rungs: tuple[Rung, ...], suits: _Suits) -> None:
        self._started_s = time.perf_counter()
        self._worker = Worker("quality", lambda: self._find(rungs, suits), lambda worker: None)
        self._worker.start()

    def _find(self, rungs: tuple[Rung, ...], suits: _Suits) -> None:
        for rung in rungs[:-1]:
            if self._prepare(rung, suits) or self._is_closed:
                return
        self._prepare(rungs[-1], lambda rung, engine: suits(rung, engine) or True)

    def _prepare(self, rung: Rung, suits: _Suits) -> bool:
        """Whether there is an engine of this rung now, and it suits."""
        engine = None
        try:
            engine = self._make(rung)
            engine.warm_up(self.size)
            is_suitable = suits(rung, engine)
        except Exception as error:  # whatever it is, the rung would only fail again
            log.warning("quality %s cannot be used: %s", rung.name, error)
            log.debug("where it came from", exc_info=error)
            drop_tracebacks(error)
            if engine is not None:
                engine.close()
            with self._lock:
                self._errors[rung] = error
            return False
        with self._lock:
            if is_suitable and not self._is_closed:
                self._engines[rung] = engine
                if self._rung is None:
                    self._rung = rung
                self.warm_up_s = self.warm_up_s or time.perf_counter() - self._started_s
                return True
        engine.close()
        return False

    def _take(self, rung: Rung) -> None:
        if self._rung is not None:
            log.info("quality is now %s (was %s)", rung.name, self._rung.name)
        others = self._engines.keys() - {rung, self._rung}
        self._rung = rung
        for other in others:
            self._engines.pop(other).close()
