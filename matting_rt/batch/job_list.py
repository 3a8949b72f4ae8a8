"""Video jobs one after another, alone or together with other programs, whatever becomes of any of them."""

import hashlib
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from matting_rt.batch.job_spec import VideoJob
from matting_rt.batch.open_job import BatchJob, JobCancelled, JobSuspended
from matting_rt.batch.opening import open_batch
from matting_rt.batch.tickets import Tickets, TicketState
from matting_rt.errors import ConfigError, MattingError, SinkExistsError, line_of
from matting_rt.lines import to_data
from matting_rt.pictures.numbered import is_sequence
from matting_rt.work_folder import remove_work

if TYPE_CHECKING:
    from matting_rt.sinks.base import FrameSink


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job of a list stands at the end."""

    job: VideoJob
    state: TicketState
    details: dict[str, Any]
    """Of what is done "frames", "rate_fps", "seconds", "shortfall" and "notes"; of what has failed "message",
    "line", the same for `lines.from_data`, and "is_cancelled" where somebody has ended it."""
    is_ours: bool
    """Whether this program has run it."""
    error: Exception | None = None
    """What has failed here, for who speaks another language than "message" does."""


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
    on_plate_frame: Callable[[int, int | None], None] = lambda read, count: None,
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
        on_plate_frame: see `open_batch`.
        extra_sink: gives what `open_batch` takes; what it raises has the job fail.
        run: runs each job, see `RunJob`.

    Returns:
        How each job stands, in their order.

    Raises:
        ConfigError: a job has no output.
        SinkError: the folder cannot be written.
        KeyboardInterrupt, JobSuspended: the job in hand waits again, with what is done of it.
        JobCancelled: the job in hand counts as failed, and nothing of it is left.
    """
    by_name = {_ticket_name(job): job for job in jobs}
    tickets = Tickets(folder, list(by_name))
    for name, job in by_name.items():
        if _is_due(job, tickets.state(name), tickets.result(name), tickets.run):
            tickets.renew(name)
    ours: dict[str, Exception | None] = {}

    def opening(job: VideoJob) -> BatchJob:
        resumed, more = replace(job, resumes=not restarts), extra_sink(job)
        return open_batch(resumed, extra_sink=more, on_message=on_message, on_plate_frame=on_plate_frame)

    while (claimed := tickets.claim()) is not None:
        job = by_name[claimed]
        left = sum(tickets.state(each) in (TicketState.WAITING, TicketState.RUNNING) for each in by_name)
        on_start(job, left)
        ended = _run_one(job, tickets, partial(opening, job), run)
        if ended is not None:
            ours[claimed] = ended.error
            on_end(_result(job, tickets, ours))
    return [_result(job, tickets, ours) for job in jobs]


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


def forget_job(job: VideoJob, folder: Path) -> None:
    """Have a job begin anew: remove how it stands, and what is kept of its frames, unless a program is at it."""
    for output in job.outputs.values():
        remove_work(output)
    shutil.rmtree(folder / _ticket_name(job), ignore_errors=True)


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


class _Ended(NamedTuple):
    """What has become of a job, as its ticket says it."""

    state: TicketState
    details: dict[str, Any]
    error: Exception | None = None


def _run_one(job: VideoJob, tickets: Tickets, opening: Callable[[], BatchJob], run: RunJob) -> _Ended | None:
    """Run a job that was claimed; None: it came to its end in another program, and not here."""
    name = _ticket_name(job)
    with tickets.hold(name) as holding:

        def check() -> None:
            if holding.is_lost:
                raise JobSuspended

        try:
            ended = _ending(job, tickets, opening, lambda batch: run(job, batch, check))
        except JobCancelled as wish:
            if isinstance(wish, JobSuspended) and holding.is_lost:
                return None
            if isinstance(wish, JobSuspended):
                tickets.release(name)
            else:
                tickets.finish(name, TicketState.FAILED, {"message": str(wish), "is_cancelled": True})
            raise
        except BaseException:
            tickets.release(name)
            raise
    tickets.finish(name, ended.state, ended.details)
    return ended


def _ending(
    job: VideoJob, tickets: Tickets, opening: Callable[[], BatchJob], run: Callable[[BatchJob], dict[str, Any]]
) -> _Ended:
    started_s = time.perf_counter()
    name, fingerprint = _ticket_name(job), _fingerprint(job)
    was_started = tickets.result(name).get("started") == fingerprint
    try:
        with opening() as batch:
            tickets.note(name, {"started": fingerprint})
            report = run(batch)
    except (MattingError, OSError) as error:
        if isinstance(error, SinkExistsError) and was_started:
            # it did not exist when the job began, and is whole: that program ended before it could say so
            return _Ended(TicketState.DONE, {"fingerprint": fingerprint})
        return _Ended(TicketState.FAILED, {"message": line_of(error), "line": to_data(line_of(error))}, error)
    details = {
        "frames": report["frames_written"],
        "rate_fps": report["rate_fps"],
        "seconds": round(time.perf_counter() - started_s, 1),
        "shortfall": report["shortfall"],
        "notes": report["notes"],
        "fingerprint": fingerprint,
    }
    return _Ended(TicketState.DONE, details)


def _result(job: VideoJob, tickets: Tickets, ours: Mapping[str, Exception | None]) -> JobResult:
    name = _ticket_name(job)
    return JobResult(job, tickets.state(name), tickets.result(name), name in ours, ours.get(name))
