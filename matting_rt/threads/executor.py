"""One job at a time on a thread beside the caller's."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_CLOSE_LIMIT_S = 1.5
"""A job takes a third of that; one that takes longer is stuck, and its thread ends with the program."""


class SingleJobExecutor(Generic[T]):
    """A named thread for work that a fast thread cannot wait for.

    The owner posts a job when none is going on and collects its outcome later; nobody ever waits, except for `close`.
    The thread starts with the first job, and is a daemon, so that a job stuck in a library cannot keep the program from
    ending. `post`, `collect` and `is_free` belong to one thread, the owner's.
    """

    def __init__(self, name: str, *, beside: bool = True) -> None:
        """`beside`: on a thread; else `post` does the job at once, for an owner that is in no hurry."""
        self._name, self._beside = name, beside
        self._changed = threading.Condition()
        self._job: Callable[[], T] | None = None
        self._outcome: T | Exception | None = None
        self._is_free = True
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def is_free(self) -> bool:
        """Whether a job can be posted: the last one's outcome was collected, and the executor is not closed."""
        return self._is_free and not self._closed

    def post(self, job: Callable[[], T]) -> None:
        """Start a job, which must not be None at its end; only while `is_free`."""
        assert self._is_free, "one job at a time"
        with self._changed:
            if self._closed:
                return
            self._job, self._is_free = job, False
            if not self._beside:
                self._do()
                return
            self._changed.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def collect(self) -> T | Exception | None:
        """The outcome of the job posted last, once: what it gave, or what it raised; None before its end."""
        with self._changed:
            outcome, self._outcome = self._outcome, None
            if outcome is not None:
                self._is_free = True
            return outcome

    def close(self) -> None:
        """End the thread after the job it is at, and wait for that, though not for ever. May be called twice, from any
        thread.
        """
        with self._changed:
            self._closed = True
            self._job = None
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(_CLOSE_LIMIT_S)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._job is not None)
                if self._closed or self._job is None:
                    return
            self._do()

    def _do(self) -> None:
        with self._changed:
            job, self._job = self._job, None
        if job is None:
            return
        outcome: T | Exception
        try:
            outcome = job()
        except Exception as error:  # broad, as in a pipeline's worker: whatever it is belongs to the owner
            outcome = error
        with self._changed:
            self._outcome = outcome
