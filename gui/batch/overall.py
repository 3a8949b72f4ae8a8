"""How far the whole list is, from what is known of its jobs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gui.batch.jobs import Job, JobState, Step
from matting_rt import JobProgress


@dataclass(frozen=True, slots=True)
class Overall:
    """Of the jobs that are run from the start on until none waits."""

    number: int
    """Which of them runs, from 1."""
    count: int
    share: float
    """0..1, by the sizes of their files."""
    left_s: float | None
    """None while that is not known."""


def share_of(progress: JobProgress | Step | None) -> float | None:
    """How much of a job is done, 0..1; None where nobody knows."""
    if isinstance(progress, Step):
        return progress.share if progress.share >= 0 else None
    if progress is None or not progress.frames_written or not progress.frame_count:
        return None
    return min(progress.frames_written / progress.frame_count, 1.0)


def overall_of(jobs: Sequence[Job], run_ids: Collection[str], progress: JobProgress | Step | None) -> Overall:
    """
    Args:
        run_ids: of those that were run already, and of the one that runs.
        progress: of that one.
    """
    over = [job for job in jobs if job.id in run_ids and job.state.is_over]
    active = [job for job in jobs if job.state.is_active]
    waiting = [job for job in jobs if job.state is JobState.WAITING]
    present, rest = sum(map(_weight, active)), sum(map(_weight, waiting))
    whole = sum(map(_weight, over)) + present + rest
    share = share_of(progress) if isinstance(progress, JobProgress) else None
    left_s = progress.left_s if isinstance(progress, JobProgress) else None
    if left_s is not None and share is not None and share < 1:
        # the others as fast, byte for byte: videos of one list mostly come from one camera
        left_s += rest * left_s / (present * (1 - share))
    count = len(over) + len(active) + len(waiting)
    done = (sum(map(_weight, over)) + present * (share or 0)) / whole if whole else 1.0
    return Overall(min(len(over) + 1, count), count, done, left_s)


def _weight(job: Job) -> int:
    return _size_bytes(job.video.source)


@cache
def _size_bytes(source: Path) -> int:
    try:
        return max(source.stat().st_size, 1)
    except OSError:
        return 1
