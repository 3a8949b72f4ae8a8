"""Video jobs one after another, alone or together with other programs, whatever becomes of any of them."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matting_rt.batch.job import BatchJob, JobSuspended
from matting_rt.batch.jobs import VideoJob
from matting_rt.batch.opening import open_batch
from matting_rt.batch.tickets import Tickets, TicketState
from matting_rt.errors import MattingError, SinkExistsError, line_of
from matting_rt.frame_patterns import is_sequence


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job of a list."""

    job: VideoJob

    @property
    def name(self) -> str:
        """Of its ticket: the same as long as it writes the same file, wherever in the list it is."""
        output = str(next(iter(self.job.outputs.values())).absolute())
        return f"{self.job.source.stem}-{hashlib.sha256(output.encode()).hexdigest()[:8]}"

    @property
    def fingerprint(self) -> str:
        """Of all that it is asked for: a job that is done is done again where that has changed."""
        asked = replace(self.job, resumes=False, overwrite=False)
        return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job of a list stands at the end."""

    listed: ListedJob
    state: TicketState
    details: dict[str, Any]
    """Of what is done "frames", "rate_fps", "seconds" and "shortfall"; of what has failed "message"."""
    is_ours: bool
    """Whether this program has run it."""


RunJob = Callable[[BatchJob, Callable[[], None]], dict[str, Any]]
"""Runs an opened job, calling what it is given now and then, and gives the report."""


def run_jobs(
    jobs: Sequence[ListedJob],
    folder: Path,
    *,
    restarts: bool = False,
    on_start: Callable[[ListedJob, int], None] = lambda job, left: None,
    on_end: Callable[[JobResult], None] = lambda result: None,
    on_message: Callable[[str], None] = lambda line: None,
    run: RunJob = lambda batch, check: batch.run(check),
    tickets: Tickets | None = None,
) -> list[JobResult]:
    """Run all jobs that are not done yet and that no other program runs; each continues where it was stopped.

    Args:
        folder: where the state of each job is kept; programs that share the list are given the same one.
        restarts: start unfinished jobs over.
        on_start: called with a job that begins, and how many are left, with it.
        on_end: called with what has become of a job.
        on_message: gets a line about what is being done.
        run: runs each job, see `RunJob`.

    Returns:
        How each job stands, in their order.

    Raises:
        SinkError: the folder cannot be written.
        KeyboardInterrupt: the job in hand waits again, with what is done of it.
    """
    by_name = {listed.name: listed for listed in jobs}
    tickets = tickets or Tickets(folder, list(by_name))
    for name, listed in by_name.items():
        if _is_due(listed, tickets.state(name), tickets.result(name), tickets.run):
            tickets.renew(name)
    ours: set[str] = set()
    while (claimed := tickets.claim()) is not None:
        listed = by_name[claimed]
        left = sum(tickets.state(each) in (TicketState.WAITING, TicketState.RUNNING) for each in by_name)
        on_start(listed, left)
        if _run_one(listed, tickets, restarts, on_message, run):
            ours.add(claimed)
            on_end(_result(listed, tickets, True))
    return [_result(listed, tickets, name in ours) for name, listed in by_name.items()]


def _is_due(listed: ListedJob, state: TicketState, result: dict[str, Any], run: str) -> bool:
    """Whether a job that is over is to be run again."""
    if state is TicketState.FAILED:
        return bool(result.get("run") != run)
    if state is not TicketState.DONE:
        return False
    is_there = all(path.exists() or is_sequence(path) for path in listed.job.outputs.values())
    return result.get("fingerprint") != listed.fingerprint or not is_there


def _run_one(
    listed: ListedJob, tickets: Tickets, restarts: bool, on_message: Callable[[str], None], run: RunJob
) -> bool:
    """Run a job that was claimed; whether it came to an end here, and not in another program."""
    started_s = time.perf_counter()
    was_started = tickets.result(listed.name).get("started") == listed.fingerprint
    with tickets.hold(listed.name) as holding:

        def check() -> None:
            if holding.is_lost:
                raise JobSuspended

        try:
            with open_batch(replace(listed.job, resumes=not restarts), on_message=on_message) as batch:
                tickets.note(listed.name, {"started": listed.fingerprint})
                report = run(batch, check)
        except JobSuspended:
            return False
        except KeyboardInterrupt:
            tickets.release(listed.name)
            raise
        except SinkExistsError as error:
            # it did not exist when the job began, and is whole: that program ended before it could say so
            state = TicketState.DONE if was_started else TicketState.FAILED
            told = {"fingerprint": listed.fingerprint} if was_started else {"message": line_of(error)}
            tickets.finish(listed.name, state, told)
            return True
        except (MattingError, OSError) as error:
            tickets.finish(listed.name, TicketState.FAILED, {"message": line_of(error)})
            return True
    details = {
        "frames": report["frames_written"],
        "rate_fps": report["rate_fps"],
        "seconds": round(time.perf_counter() - started_s, 1),
        "shortfall": report["shortfall"],
        "fingerprint": listed.fingerprint,
    }
    tickets.finish(listed.name, TicketState.DONE, details)
    return True


def _result(listed: ListedJob, tickets: Tickets, is_ours: bool) -> JobResult:
    return JobResult(listed, tickets.state(listed.name), tickets.result(listed.name), is_ours)
