"""How jobs, and what is chosen for them, are called."""

from collections.abc import Collection, Sequence
from pathlib import Path

from gui.batch.jobs import FROM_VIDEO, NO_PLATE, Job, JobSettings, JobState, Step
from gui.batch.overall import Overall, share_of
from gui.gallery.backgrounds import name_of
from gui.look.language import mark, number, percent, tr
from gui.look.theme import Tone
from matting_rt import JobProgress

_WAITING = mark("Waiting")
_NAMED = 3
"""Videos that have failed, in a notification."""


def say_frames(count: int) -> str:
    return tr("{count} frames", count).format(count=count)


def say_time(seconds: float) -> str:
    """About how long: "40 s", "3 min", "1 h 05 min"."""
    if seconds < 55:
        return tr("{seconds} s").format(seconds=max(5 * round(seconds / 5), 5))
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{minutes} min").format(minutes=minutes)
    return tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=f"{minutes % 60:02d}")


def say_plate(plate: str) -> str:
    """What a plate is called in a list to choose from."""
    if plate == FROM_VIDEO:
        return tr("From the video itself")
    return tr("None: learn the room on the way") if plate == NO_PLATE else Path(plate).name


def say_settings(settings: JobSettings) -> str:
    """What is chosen for a job, in a line."""
    plates = {FROM_VIDEO: tr("plate from the video"), NO_PLATE: tr("no plate")}
    plate = plates.get(settings.plate) or tr("plate {file}").format(file=say_plate(settings.plate))
    parts = [tr(settings.output_format.label), plate]
    if not settings.output_format.is_transparent:
        parts.insert(0, name_of(settings.backdrop))
        if settings.writes_alpha:
            parts.append(tr("with alpha"))
    if settings.is_steady:
        parts.append(tr("steady edges"))
    return " · ".join(parts)


def say_state(job: Job, progress: JobProgress | Step | None) -> tuple[str, Tone]:
    """How a job stands, and in which colour; what is left to say is `say_speed` and the job's message."""
    match job.state:
        case JobState.WAITING:
            return tr(job.message or _WAITING), Tone.IDLE
        case JobState.PAUSED:
            share = share_of(progress)
            paused = tr("Paused") if share is None else tr("Paused at {share}").format(share=percent(share))
            return paused, Tone.WARNING
        case JobState.DONE:
            return (tr("Done: {result}").format(result=job.message) if job.message else tr("Done")), Tone.GOOD
        case JobState.CANCELLED:
            return tr("Cancelled. {result}").format(result=job.message).strip(), Tone.IDLE
        case JobState.FAILED:
            return say_names(sentence(job.message), job), Tone.BAD
        case JobState.RUNNING:
            return _say_running(progress), Tone.IDLE


def _say_running(progress: JobProgress | Step | None) -> str:
    share = share_of(progress)
    if isinstance(progress, Step):
        return progress.line if share is None else f"{progress.line} {percent(share)}"
    if progress is None:
        return tr("Opening …")
    if not progress.frames_written:
        return tr("Preparing the network; the first video of this size takes longest …")
    return say_frames(progress.frames_written) if share is None else percent(share)


def say_speed(job: Job, progress: JobProgress | Step | None) -> str:
    """Speed and time left of a job that runs; empty where there is nothing to say."""
    if job.state is not JobState.RUNNING or not isinstance(progress, JobProgress) or not progress.frames_written:
        return ""
    parts = [tr("{rate} fps").format(rate=number(progress.rate_fps, 1))] if progress.rate_fps > 0 else []
    if progress.left_s is not None:
        parts.append(tr("{time} left").format(time=say_time(progress.left_s)))
    return " · ".join(parts)


def sentence(line: str) -> str:
    """A line of the engine, which begins like the middle of one, as it stands alone."""
    return line[:1].upper() + line[1:] + ("" if line.endswith(".") else ".")


def say_names(line: str, job: Job) -> str:
    """A line with the names of the job's files in place of their paths, which its tooltip has."""
    for path in (job.video.source, job.output, *([] if job.video.plate is None else [job.video.plate])):
        line = line.replace(str(path), path.name)
    return line


def say_overall(overall: Overall) -> str:
    """How far the run is: "Video 3 of 7 in this run · 12 min left"; what was over before the start is not in it."""
    said = tr("Video {number} of {count} in this run").format(number=overall.number, count=overall.count)
    return said if overall.left_s is None else f"{said} · {tr('{time} left').format(time=say_time(overall.left_s))}"


def say_counts(jobs: tuple[Job, ...], unreadable: Collection[str] = ()) -> str:
    """The list in a line.

    Args:
        unreadable: ids of jobs whose video is known to be so.
    """
    lost = [job for job in jobs if job.state is JobState.WAITING and job.id in unreadable]
    counts = [(sum(job.state is state for job in jobs if job not in lost), text) for state, text in _COUNTED]
    counts.insert(_AFTER_WAITING, (len(lost), _UNREADABLE))
    return ", ".join(tr(text).format(count=count) for count, text in counts if count)


def say_finished(jobs: Sequence[Job]) -> str:
    """What has become of the jobs that were run."""
    done = [job for job in jobs if job.state is JobState.DONE]
    failed = [job for job in jobs if job.state is JobState.FAILED]
    names = tr("Done: {video}.").format(video=done[0].name) if len(done) == 1 else ""
    parts = [names or tr("{count} videos are done.", len(done)).format(count=len(done))] if done else []
    if failed:
        said = tr("{count} failed: {names}.", len(failed))
        parts.append(said.format(count=len(failed), names=", ".join(job.name for job in failed[:_NAMED])))
    return " ".join(parts) or tr("All videos were cancelled.")


_UNREADABLE = mark("{count} cannot be read")
_AFTER_WAITING = 3
_COUNTED = (
    (JobState.RUNNING, mark("{count} running")),
    (JobState.PAUSED, mark("{count} paused")),
    (JobState.WAITING, mark("{count} waiting")),
    (JobState.DONE, mark("{count} done")),
    (JobState.FAILED, mark("{count} failed")),
    (JobState.CANCELLED, mark("{count} cancelled")),
)
