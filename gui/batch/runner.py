"""Runs one job at a time on a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from gui.batch.jobs import JobState, say_done
from gui.look.language import line_of, tr
from matting_rt import BatchJob, JobCancelled, JobResult, JobSuspended, VideoJob, run_jobs
from matting_rt.errors import JobChangedError, MattingError
from matting_rt.lines import from_data

log = logging.getLogger(__name__)

_TELL_S = 0.25
"""Between two words on how far it is: no more often than a person reads."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job."""

    state: JobState
    """DONE, FAILED or CANCELLED."""
    message: str


class JobRunner(QObject):
    """Its methods return at once, but for `wait`, and are called on the GUI thread, where the signals arrive.

    It has no parent in Qt: should a job hang in a driver beyond the end of the window, its thread still has whom to
    tell.
    """

    stepped = pyqtSignal(str, float)
    """What is being done before the first frame, and how much of it, 0..1, or -1 where nobody knows."""
    warned = pyqtSignal(str)
    """A line of the engine on what may be wrong, which the command line would show."""
    progressed = pyqtSignal(object)
    """A `JobProgress`, a few times a second."""
    ended = pyqtSignal(object)
    """An `Outcome`."""

    def __init__(self, folder: Path) -> None:
        """`folder` keeps how each job stands, see `run_jobs`."""
        super().__init__()
        self._folder = folder
        self._thread: threading.Thread | None = None
        self._batch: BatchJob | None = None
        self._going = threading.Event()
        self._cancelled, self._suspended = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._told_s = 0.0

    def start(self, job: VideoJob) -> None:
        """Run a job; the one before must have ended."""
        self.wait(None)
        self._going.set()
        self._cancelled.clear()
        self._told_s = 0.0
        self._thread = threading.Thread(target=self._run, args=(job,), name="batch job", daemon=True)
        self._thread.start()

    def pause(self, paused: bool) -> None:
        """Hold the job; or go on."""
        with self._lock:
            if paused:
                self._going.clear()
            else:
                self._going.set()
            if self._batch is not None:
                self._batch.pause(paused)

    def cancel(self) -> None:
        """End the job, leaving nothing half-written; `ended` tells when."""
        self._cancelled.set()
        self._going.set()

    def suspend(self) -> None:
        """End the job, keeping what is done for the next start of the program."""
        self._suspended.set()
        self.cancel()

    def wait(self, limit_s: float | None) -> bool:
        """Wait until the job has ended, for `limit_s` at most; whether it has."""
        if self._thread is not None:
            self._thread.join(limit_s)
            return not self._thread.is_alive()
        return True

    # --- on the job's thread

    def _run(self, job: VideoJob) -> None:
        with _caught_warnings(self.warned.emit):
            try:
                outcome = self._matte(job)
            except JobCancelled as wish:
                outcome = Outcome(JobState.CANCELLED, str(wish))
            except Exception as error:  # the border to the window: a person gets a line, whatever it was
                log.exception("the job %s failed", job.source)
                outcome = Outcome(JobState.FAILED, line_of(error))
        self.ended.emit(outcome)

    def _matte(self, job: VideoJob) -> Outcome:
        self.stepped.emit(tr("Opening …"), -1.0)
        result = self._run_listed(job)
        if isinstance(result.error, JobChangedError):  # what is kept of it belongs to another job: start over
            result = self._run_listed(job, restarts=True)
        match result.state.value:
            case "done":
                return Outcome(JobState.DONE, say_done(result.details))
            case "failed":
                return Outcome(JobState.FAILED, self._reason(job, result))
            case _:
                return Outcome(
                    JobState.FAILED, tr("Another program is working on this video; try again when it is done.")
                )

    def _run_listed(self, job: VideoJob, restarts: bool = False) -> JobResult:
        """As one of a list: `matting-rt jobs` does the same."""

        def say(line: str) -> None:
            self.stepped.emit(line_of(line), -1.0)

        (result,) = run_jobs(
            [job],
            self._folder,
            restarts=restarts,
            on_message=say,
            on_plate_frame=self._watch,
            run=lambda job, batch, check: self._run_open(batch, check),
        )
        return result

    def _run_open(self, batch: BatchJob, check: Callable[[], None]) -> dict[str, Any]:
        def tell() -> None:
            """Called about ten times a second while frames are matted, or held."""
            check()
            self._end_if_cancelled()
            if self._is_time_to_tell():
                self.progressed.emit(batch.progress)

        with self._lock:
            self._batch = batch
            batch.pause(not self._going.is_set())
        try:
            return batch.run(tell)
        except JobSuspended:
            raise
        except JobCancelled:
            done = batch.progress
            said = (
                tr("Nothing was written ({count} of {total} frames were matted).", done.frame_count)
                if done.frame_count
                else tr("Nothing was written ({count} frames were matted).", done.frames_written)
            )
            raise JobCancelled(said.format(count=done.frames_written, total=done.frame_count)) from None
        finally:
            with self._lock:
                self._batch = None

    def _reason(self, job: VideoJob, result: JobResult) -> str:
        error = result.error
        if error is None:
            return line_of(from_data(result.details.get("line", result.details.get("message", ""))))
        log.error("the job %s failed: %s", job.source, error)
        # a stage's own reason: that nothing was written goes without saying where no result can be opened
        return line_of(error.__cause__ if isinstance(error.__cause__, MattingError) else error)

    def _watch(self, read: int, count: int | None) -> None:
        """Called once a frame of a video that a plate is built from."""
        self._going.wait()
        self._end_if_cancelled()
        if self._is_time_to_tell():
            share = min(read / count, 1.0) if count else -1.0
            self.stepped.emit(tr("Building the plate from the video …"), share)

    def _end_if_cancelled(self) -> None:
        if self._suspended.is_set():
            raise JobSuspended
        if self._cancelled.is_set():
            raise JobCancelled(tr("Nothing was written."))

    def _is_time_to_tell(self) -> bool:
        now_s = time.perf_counter()
        if now_s - self._told_s < _TELL_S:
            return False
        self._told_s = now_s
        return True


@contextmanager
def _caught_warnings(tell: Callable[[str], None]) -> Iterator[None]:
    """Tell what the engine warns of on this thread: a plate that may be wrong, audio that cannot be kept."""
    thread = threading.get_ident()

    class Catcher(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                tell(line_of(record.getMessage() if record.args else record.msg))

    catcher = Catcher(logging.WARNING)
    engine = logging.getLogger("matting_rt")
    engine.addHandler(catcher)
    try:
        yield
    finally:
        engine.removeHandler(catcher)
