"""Jobs of the list as plain immutable data: what is asked for, what of that a person chooses, and how it stands."""

import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from gui.look.language import line_of, mark, number, tr
from matting_rt import JobResult, VideoJob
from matting_rt.batch.job_spec import OutputForm
from matting_rt.config import BackdropConfig, Config
from matting_rt.files import numbered
from matting_rt.lines import from_data
from matting_rt.pictures.formats import image_suffixes
from matting_rt.pictures.numbered import is_sequence, stem_of
from matting_rt.specs import VIDEO_SUFFIXES

LIST_SUFFIX = ".toml"
"""Of files that list jobs, as `matting-rt jobs` takes them."""
FROM_VIDEO, NO_PLATE = "auto", "none"
"""Plates that are no file, as the command line calls them: worked out from the video itself, or learned on the way."""
INTERRUPTED = mark("Interrupted when the program closed; it will continue where it was.")
"""Kept in English, and translated when it is shown."""
_TRANSPARENT, _BACKDROP = "transparent", "blur"
_OURS = re.compile(r"-matted(-\d+)?(-alpha)?$")
"""How the names of our own outputs end: a folder that is added a second time shall not bring them too."""


class JobState(str, Enum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_active(self) -> bool:
        """Whether it has the thread on which jobs run."""
        return self in (JobState.RUNNING, JobState.PAUSED)

    @property
    def is_over(self) -> bool:
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class OutputFormat(str, Enum):
    """What kind of file comes out."""

    MP4 = "mp4"
    MKV = "mkv"
    WEBM = "webm"
    PRORES = "prores-4444"
    WEBM_ALPHA = "webm-alpha"
    LISTED = "listed"
    """As the file says that the job came from."""

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def suffix(self) -> str:
        return _LABELS[self][1]

    @property
    def is_transparent(self) -> bool:
        """Whether there is nothing behind the person."""
        return self in (OutputFormat.PRORES, OutputFormat.WEBM_ALPHA)


_LABELS = {
    OutputFormat.MP4: (mark("MP4 (H.264)"), ".mp4"),
    OutputFormat.MKV: (mark("Matroska (H.264)"), ".mkv"),
    OutputFormat.WEBM: (mark("WebM (VP9)"), ".webm"),
    OutputFormat.PRORES: (mark("Transparent, for editing (ProRes 4444)"), ".mov"),
    OutputFormat.WEBM_ALPHA: (mark("Transparent, for the web (WebM)"), ".webm"),
    OutputFormat.LISTED: (mark("As in the list it came from"), ""),
}
_ENCODING: dict[str, Any] = {
    "form": OutputForm.VIDEO,
    "codec": None,
    "depth": None,
    "quality": None,
    "alpha": None,
    "is_linear": None,
}
"""What of a job is as usual where its format is one that the window offers."""


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What a person chooses for a job."""

    plate: str = FROM_VIDEO
    """A picture or a video of the empty room, FROM_VIDEO or NO_PLATE."""
    backdrop: str = _BACKDROP
    """As in `BackdropConfig`; without meaning where the output is transparent."""
    output_format: OutputFormat = OutputFormat.MP4
    writes_alpha: bool = False
    """Also write the alpha, as a grey video."""
    is_steady: bool = False
    """Average edges that stand still over some frames, so that they do not flicker."""
    folder: str = ""
    """Where outputs go; empty: beside the video."""


@dataclass(frozen=True, slots=True)
class Job:
    """One video of the list."""

    id: str
    """Until the program ends."""
    video: VideoJob
    state: JobState = JobState.WAITING
    message: str = ""
    """What became of it, for a person: counts, or the line of an error."""
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.video.source.name

    @property
    def output(self) -> Path:
        """The first of them."""
        return next(iter(self.video.outputs.values()))

    @property
    def settings(self) -> JobSettings:
        return settings_of(self.video)

    def renewed(self, video: VideoJob) -> "Job":
        """The job waiting, as if it had just come."""
        return Job(self.id, video)


@dataclass(frozen=True, slots=True)
class Step:
    """What the running job does before its first frame."""

    line: str
    share: float
    """0..1, or -1 where nobody knows."""


def new_job(video: VideoJob) -> Job:
    return Job(secrets.token_hex(8), video)


def job_that_stands(result: JobResult) -> Job:
    """A job of a list that an earlier program has left."""
    job, details = new_job(result.job), result.details
    if "fingerprint" in details:  # also where its output has been moved away since
        notes = tuple(map(str, details.get("notes", ())))
        return replace(job, state=JobState.DONE, message=say_done(details), warnings=notes)
    if "message" in details:
        state = JobState.CANCELLED if details.get("is_cancelled") else JobState.FAILED
        return replace(job, state=state, message=line_of(from_data(details.get("line", details["message"]))))
    is_begun = details["is_begun"] or details["kept"] or result.state.value == "running"
    return replace(job, message=INTERRUPTED) if is_begun else job


def say_done(details: dict[str, Any]) -> str:
    """Of a job that is done: how many frames, and how fast; empty where that was not kept."""
    if "frames" not in details:
        return ""
    count, rate = int(details["frames"]), number(details["rate_fps"], 1)
    return tr("{count} frames, {rate} fps", count).format(count=count, rate=rate)


def settings_of(video: VideoJob) -> JobSettings:
    """What of a job a person can choose."""
    folder = next(iter(video.outputs.values())).parent
    return JobSettings(
        plate=NO_PLATE if video.learns_plate else FROM_VIDEO if video.plate is None else str(video.plate),
        backdrop=video.config.backdrop.spec,
        output_format=_format_of(video),
        writes_alpha="alpha" in video.others,
        is_steady=video.is_steady,
        folder="" if folder == video.source.parent else str(folder),
    )


def _format_of(video: VideoJob) -> OutputFormat:
    is_usual = all(getattr(video, name) == value for name, value in _ENCODING.items())
    if video.output is None or not is_usual or is_sequence(video.output):
        return OutputFormat.LISTED
    kind = video.output.suffix, video.config.backdrop.spec == _TRANSPARENT
    return next((each for each in OutputFormat if (each.suffix, each.is_transparent) == kind), OutputFormat.LISTED)


def with_settings(video: VideoJob, settings: JobSettings) -> VideoJob:
    """The job as it is chosen; all that a person cannot choose stays."""
    if settings == settings_of(video):
        return video
    chosen = settings.output_format
    spec = settings.backdrop
    if chosen is not OutputFormat.LISTED:
        spec = _TRANSPARENT if chosen.is_transparent else _BACKDROP if spec == _TRANSPARENT else spec
    changed = replace(
        video,
        plate=None if settings.plate in (FROM_VIDEO, NO_PLATE) else Path(settings.plate),
        learns_plate=settings.plate == NO_PLATE,
        config=replace(video.config, backdrop=BackdropConfig(spec)),
        is_steady=settings.is_steady,
    )
    if video.output is None:
        return changed
    output = (Path(settings.folder) if settings.folder else video.source.parent) / video.output.name
    if chosen not in (OutputFormat.LISTED, _format_of(video)):
        output, changed = output.with_suffix(chosen.suffix), replace(changed, **_ENCODING)
    others = {name: path for name, path in video.others.items() if name != "alpha"}
    if settings.writes_alpha and not chosen.is_transparent:
        others["alpha"] = output.with_stem(f"{output.stem}-alpha")
    return replace(changed, output=output, others=others)


def new_videos(
    sources: Iterable[Path], settings: JobSettings, config: Config, taken: Collection[Path]
) -> list[VideoJob]:
    """A job for each source, none of which writes where another one of them, or of `taken`, does."""
    # Mirrors belong to live video; what goes where is the job's own business.
    look = Config(engine=config.engine, plate=config.plate, composite=replace(config.composite, mirror=False))
    names, videos = set(taken), []
    for source in sources:
        # ".mp4" is replaced by what is chosen
        video = VideoJob(source, None, source.parent / f"{stem_of(source)}-matted.mp4", config=look)
        free = with_free_output(with_settings(video, settings), names)
        names |= set(free.outputs.values())
        videos.append(free)
    return videos


def with_free_output(video: VideoJob, taken: Collection[Path]) -> VideoJob:
    """The job under names by which nothing is lost: "clip-matted.mp4", or the next "clip-matted-2.mp4".

    Args:
        taken: outputs of the other jobs.
    """
    output, beside = video.output, video.others.get("alpha")
    if output is None or video.overwrite or video.form is not OutputForm.VIDEO or is_sequence(output):
        return video
    ours = _OURS.search(output.stem)
    stem = output.stem if ours is None else f"{output.stem[: ours.start()]}-matted"
    for name in numbered(output.with_stem(stem)):
        alpha = None if beside is None else beside if name == output else name.with_stem(f"{name.stem}-alpha")
        if not any(path in taken or path.exists() for path in (name, alpha) if path is not None):
            others = dict(video.others) if alpha is None else {**video.others, "alpha": alpha}
            return replace(video, output=name, others=others)
    raise AssertionError("names never end")


def videos_of(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """The videos among files and folders, of which what lies in them directly counts, and a line on each that is none.

    A file's contents are not looked at: what is no video is found out when its job runs.
    """
    videos: list[Path] = []
    lines = []
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if _is_video_of_folder(file))
            videos += found or ([path] if _holds_pictures(path) else [])
            if not found and not _holds_pictures(path):
                lines.append(tr("There are no videos in the folder {folder}.").format(folder=path.name))
        elif path.suffix.lower() in image_suffixes():
            said = tr("The file {file} is an image, not a video; if it shows the empty room, choose it as Plate.")
            lines.append(said.format(file=path.name))
        elif not path.is_file():
            lines.append(tr("The file {file} cannot be found.").format(file=path))
        else:
            videos.append(path)
    return list(dict.fromkeys(video.absolute() for video in videos)), lines


def _is_video_of_folder(file: Path) -> bool:
    is_video = file.suffix.lower() in VIDEO_SUFFIXES and not file.name.startswith(".")
    return is_video and _OURS.search(file.stem) is None and file.is_file()


def _holds_pictures(folder: Path) -> bool:
    """Whether a folder is a video itself, of numbered pictures."""
    return sum(file.suffix.lower() in image_suffixes() for file in folder.iterdir()) > 1
