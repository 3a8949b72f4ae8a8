"""Jobs of the list as plain immutable data: what is asked for, under which name it goes, and how it stands."""

import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from gui.look.language import mark, tr
from matting_rt import VideoJob
from matting_rt.config import BackdropConfig, Config, from_toml, to_toml
from matting_rt.image_formats import image_suffixes
from matting_rt.specs import VIDEO_SUFFIXES

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
}


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What a person chooses for a job."""

    plate: str = ""
    """A picture or a video of the empty room; empty: from the video itself."""
    backdrop: str = "blur"
    """As in `BackdropConfig`; without meaning where the output is transparent."""
    output_format: OutputFormat = OutputFormat.MP4
    writes_alpha: bool = False
    """Also write the alpha, as a grey video."""
    folder: str = ""
    """Where outputs go; empty: beside the video."""


@dataclass(frozen=True, slots=True)
class Job:
    """One video of the list."""

    id: str
    source: str
    output: str
    settings: JobSettings
    config: str
    """TOML: the network and the look of the person as they were set when the job was added."""
    state: JobState = JobState.WAITING
    message: str = ""
    """What became of it, for a person: counts, or the line of an error."""
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return Path(self.source).name

    @property
    def alpha_output(self) -> Path | None:
        output = Path(self.output)
        return output.with_stem(f"{output.stem}-alpha") if _writes_alpha(self.settings) else None

    def video_job(self) -> VideoJob:
        """The job as the engine takes it. Raises ConfigError: what was kept of it is damaged."""
        spec = "transparent" if self.settings.output_format.is_transparent else self.settings.backdrop
        return VideoJob(
            source=Path(self.source),
            plate=Path(self.settings.plate) if self.settings.plate else None,
            output=Path(self.output),
            others={} if self.alpha_output is None else {"alpha": self.alpha_output},
            overwrite=False,
            config=replace(from_toml(self.config), backdrop=BackdropConfig(spec)),
        )

    def renewed(self, settings: JobSettings, taken: Collection[str]) -> "Job":
        """The job waiting again, with these settings and under a name that is free.

        Args:
            taken: outputs of the other jobs.
        """
        output = free_output(Path(self.source), settings, taken)
        return replace(self, settings=settings, output=str(output), state=JobState.WAITING, message="", warnings=())


def new_jobs(sources: Iterable[Path], settings: JobSettings, config: Config, taken: Collection[str]) -> list[Job]:
    """A job for each source, none of which writes where another one of them, or of `taken`, does."""
    # Mirrors belong to live video; what goes where is the job's own business.
    look = Config(engine=config.engine, plate=config.plate, composite=replace(config.composite, mirror=False))
    text = to_toml(look)
    names = set(taken)
    jobs = []
    for source in sources:
        output = str(free_output(source, settings, names))
        names.add(output)
        jobs.append(Job(secrets.token_hex(8), str(source), output, settings, text))
    return jobs


def free_output(source: Path, settings: JobSettings, taken: Collection[str]) -> Path:
    """A name for the output under which nothing is lost: "clip-matted.mp4", or the next "clip-matted-2.mp4"."""
    folder = Path(settings.folder) if settings.folder else source.parent
    number = 1
    while True:
        stem = f"{source.stem}-matted" if number == 1 else f"{source.stem}-matted-{number}"
        output = folder / f"{stem}{settings.output_format.suffix}"
        beside = output.with_stem(f"{stem}-alpha")
        if not (str(output) in taken or output.exists() or (_writes_alpha(settings) and beside.exists())):
            return output
        number += 1


def _writes_alpha(settings: JobSettings) -> bool:
    return settings.writes_alpha and not settings.output_format.is_transparent


def videos_of(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """The videos among files and folders, of which what lies in them directly counts, and a line on each that is none.

    A file's contents are not looked at: what is no video is found out when its job runs.
    """
    videos: list[Path] = []
    lines = []
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if _is_video_of_folder(file))
            videos += found
            if not found:
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
