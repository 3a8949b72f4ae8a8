"""Video jobs one after another, alone or together with other programs, whatever becomes of any of them."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matting_rt.batch.job import BatchJob, JobSuspended
from matting_rt.batch.jobs import VideoJob
from matting_rt.batch.opening import open_batch
from matting_rt.batch.tickets import Tickets, TicketState
from matting_rt.errors import ConfigError, MattingError, SinkExistsError, line_of
from matting_rt.frame_patterns import is_sequence

if TYPE_CHECKING:
    from matting_rt.sinks.base import FrameSink


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job of a list stands at the end."""

    job: VideoJob
    state: TicketState
    details: dict[str, Any]
    """Of what is done "frames", "rate_fps", "seconds" and "shortfall"; of what has failed "message"."""
    is_ours: bool
    """Whether this program has run it."""


RunJob = Callable[[VideoJob, BatchJob, Callable[[], None]], dict[str, Any]]
"""Runs a job that is open, calling what it is given now and then, and gives the report."""


def run_jobs(
    jobs: Sequence[VideoJob],
    folder: Path,
    *,
    restarts: bool = False,
    on_start: Callable[[VideoJob, int], None] = lambda job, left: None,
    on_end: Callable[[JobResult], None] = lambda result: None,
    on_message: Callable[[str], None] = lambda line: None,
    extra_sink: Callable[[VideoJob], "FrameSink | None"] = lambda job: None,
    run: RunJob = lambda job, batch, check: batch.run(check),
) -> list[JobResult]:
    """Run all jobs that are not done yet and that no other program runs; each continues where it was stopped.

    Args:
        folder: where the state of each job is kept; programs that share the list are given the same one.
        restarts: start unfinished jobs over.
        on_start: called with a job that begins, and how many are left, with it.
        on_end: called with what has become of a job.
        on_message: gets a line about what is being done.
        extra_sink: gives what `open_batch` takes; what it raises has the job fail.
        run: runs each job, see `RunJob`.

    Returns:
        How each job stands, in their order.

    Raises:
        ConfigError: a job has no output.
        SinkError: the folder cannot be written.
        KeyboardInterrupt: the job in hand waits again, with what is done of it.
    """
    by_name = {_ticket_name(job): job for job in jobs}
    tickets = Tickets(folder, list(by_name))
    for name, job in by_name.items():
        if _is_due(job, tickets.state(name), tickets.result(name), tickets.run):
            tickets.renew(name)
    ours: set[str] = set()
    while (claimed := tickets.claim()) is not None:
        job = by_name[claimed]
        left = sum(tickets.state(each) in (TicketState.WAITING, TicketState.RUNNING) for each in by_name)
        on_start(job, left)
        if _run_one(job, tickets, restarts, on_message, extra_sink, run):
            ours.add(claimed)
            on_end(_result(job, tickets, True))
    return [_result(job, tickets, name in ours) for name, job in by_name.items()]


def look_at_jobs(jobs: Sequence[VideoJob], folder: Path) -> list[JobResult]:
    """How each job stands, for a program that does nothing; what `run_jobs` would do again waits.

    `details` are those of what has become of a job before, "kept", the frames that it would go on with, and "is_begun".

    Raises as `run_jobs` does.
    """
    from matting_rt.batch.saved_work import count_kept

    names = [_ticket_name(job) for job in jobs]
    known = [name for name in names if (folder / name).is_dir()]
    tickets = Tickets(folder, known) if known else None
    stands = []
    for name, job in zip(names, jobs, strict=True):
        state, result = TicketState.WAITING, {}
        if tickets is not None and name in known:
            state, result = tickets.state(name), tickets.result(name)
            state = TicketState.WAITING if _is_due(job, state, result, tickets.run) else state
        is_begun = result.get("started") == _fingerprint(job)
        stands.append(JobResult(job, state, {**result, "kept": count_kept(job), "is_begun": is_begun}, False))
    return stands


def _ticket_name(job: VideoJob) -> str:
    """The same as long as a job writes the same file, wherever in the list it is.

    Raises ConfigError: it writes none.
    """
    if not job.outputs:
        raise ConfigError("nothing is to be written of {source}; give it an output", source=job.source)
    output = str(next(iter(job.outputs.values())).absolute())
    return f"{job.source.stem}-{hashlib.sha256(output.encode()).hexdigest()[:8]}"


def _fingerprint(job: VideoJob) -> str:
    """Of all that a job asks for: one that is done is done again where that has changed."""
    return hashlib.sha256(repr(replace(job, resumes=False, overwrite=False)).encode()).hexdigest()[:16]


def _is_due(job: VideoJob, state: TicketState, result: dict[str, Any], run: str) -> bool:
    """Whether a job that is over is to be run again."""
    if state is TicketState.FAILED:
        return bool(result.get("run") != run)
    if state is not TicketState.DONE:
        return False
    is_there = all(path.exists() or is_sequence(path) for path in job.outputs.values())
    return result.get("fingerprint") != _fingerprint(job) or not is_there


def _run_one(
    job: VideoJob,
    tickets: Tickets,
    restarts: bool,
    on_message: Callable[[str], None],
    extra_sink: Callable[[VideoJob], "FrameSink | None"],
    run: RunJob,
) -> bool:
    """Run a job that was claimed; whether it came to an end here, and not in another program."""
    started_s = time.perf_counter()
    name, fingerprint = _ticket_name(job), _fingerprint(job)
    was_started = tickets.result(name).get("started") == fingerprint
    with tickets.hold(name) as holding:

        def check() -> None:
            if holding.is_lost:
                raise JobSuspended

        try:
            resumed = replace(job, resumes=not restarts)
            with open_batch(resumed, extra_sink=extra_sink(job), on_message=on_message) as batch:
                tickets.note(name, {"started": fingerprint})
                report = run(job, batch, check)
        except JobSuspended:
            return False
        except KeyboardInterrupt:
            tickets.release(name)
            raise
        except SinkExistsError as error:
            # it did not exist when the job began, and is whole: that program ended before it could say so
            state = TicketState.DONE if was_started else TicketState.FAILED
            told = {"fingerprint": fingerprint} if was_started else {"message": line_of(error)}
            tickets.finish(name, state, told)
            return True
        except (MattingError, OSError) as error:
            tickets.finish(name, TicketState.FAILED, {"message": line_of(error)})
            return True
    details = {
        "frames": report["frames_written"],
        "rate_fps": report["rate_fps"],
        "seconds": round(time.perf_counter() - started_s, 1),
        "shortfall": report["shortfall"],
        "fingerprint": fingerprint,
    }
    tickets.finish(name, TicketState.DONE, details)
    return True


def _result(job: VideoJob, tickets: Tickets, is_ours: bool) -> JobResult:
    name = _ticket_name(job)
    return JobResult(job, tickets.state(name), tickets.result(name), is_ours)
