"""How jobs, and what is chosen for them, are called."""

from pathlib import Path

from gui.batch.jobs import Job, JobSettings, JobState
from gui.batch.queue import Step
from gui.gallery.backgrounds import name_of
from gui.look.theme import Tone
from matting_rt import JobProgress


def say_time(seconds: float) -> str:
    """About how long: "40 s", "3 min", "1 h 05 min"."""
    if seconds < 55:
        return f"{max(5 * round(seconds / 5), 5)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def say_plate(plate: str) -> str:
    return Path(plate).name if plate else "From the video itself"


def say_settings(settings: JobSettings) -> str:
    """What is chosen for a job, in a line."""
    plate = f"plate {say_plate(settings.plate)}" if settings.plate else "plate from the video"
    parts = [settings.output_format.label, plate]
    if not settings.output_format.is_transparent:
        parts.insert(0, name_of(settings.backdrop))
        if settings.writes_alpha:
            parts.append("with alpha")
    return " · ".join(parts)


def say_share(progress: JobProgress | Step | None) -> float | None:
    """How much is done, 0..1; None where nobody knows."""
    if isinstance(progress, Step):
        return progress.share if progress.share >= 0 else None
    if progress is None or not progress.frames_written or not progress.frame_count:
        return None
    return min(progress.frames_written / progress.frame_count, 1.0)


def say_state(job: Job, progress: JobProgress | Step | None) -> tuple[str, Tone]:
    """How a job stands, and in which colour; what is left to say is `say_speed` and the job's message."""
    match job.state:
        case JobState.WAITING:
            return job.message or "Waiting", Tone.IDLE
        case JobState.PAUSED:
            share = say_share(progress)
            return "Paused" if share is None else f"Paused at {share:.0%}", Tone.WARNING
        case JobState.DONE:
            return f"Done: {job.message}", Tone.GOOD
        case JobState.CANCELLED:
            return f"Cancelled. {job.message}".strip(), Tone.IDLE
        case JobState.FAILED:
            return sentence(job.message), Tone.BAD
        case JobState.RUNNING:
            return _say_running(progress), Tone.IDLE


def _say_running(progress: JobProgress | Step | None) -> str:
    share = say_share(progress)
    if isinstance(progress, Step):
        return progress.line if share is None else f"{progress.line} {share:.0%}"
    if progress is None:
        return "Opening …"
    if not progress.frames_written:
        return "Preparing the network; the first video of this size takes longest …"
    return f"{progress.frames_written} frames" if share is None else f"{share:.0%}"


def say_speed(job: Job, progress: JobProgress | Step | None) -> str:
    """Speed and time left of a job that runs; empty where there is nothing to say."""
    if job.state is not JobState.RUNNING or not isinstance(progress, JobProgress) or not progress.frames_written:
        return ""
    parts = [f"{progress.rate_fps:.1f} fps"] if progress.rate_fps > 0 else []
    if progress.left_s is not None:
        parts.append(f"{say_time(progress.left_s)} left")
    return " · ".join(parts)


def sentence(line: str) -> str:
    """A line of the engine, which begins like the middle of one, as it stands alone."""
    return line[:1].upper() + line[1:] + ("" if line.endswith(".") else ".")


def say_counts(jobs: tuple[Job, ...]) -> str:
    """The list in a line."""
    if not jobs:
        return ""
    counts = [(sum(job.state is state for job in jobs), word) for state, word in _COUNTED]
    return ", ".join(f"{count} {word}" for count, word in counts if count)


_COUNTED = (
    (JobState.RUNNING, "running"),
    (JobState.PAUSED, "paused"),
    (JobState.WAITING, "waiting"),
    (JobState.DONE, "done"),
    (JobState.FAILED, "failed"),
    (JobState.CANCELLED, "cancelled"),
)
