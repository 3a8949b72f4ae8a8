"""One job from files to files: what takes part is put together, run, paused or cancelled, and reported on.

What the command line and a window have in common. Nothing heavy is loaded before a job is opened.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matting_rt import __version__
from matting_rt.config import Config, EngineConfig, EngineKind
from matting_rt.errors import ConfigError, MattingError, PipelineError
from matting_rt.frame import FrameSize

if TYPE_CHECKING:
    from matting_rt.compositing.backdrop import Backdrop
    from matting_rt.compositing.compositor import Compositor
    from matting_rt.inference.base import MattingEngine
    from matting_rt.inference.person import PersonNetwork
    from matting_rt.pipeline.guard import Guard
    from matting_rt.plate.base import PlateFitter
    from matting_rt.sinks.base import FrameSink, Picture
    from matting_rt.sources.base import FrameSource

log = logging.getLogger(__name__)


class JobCancelled(Exception):  # noqa: N818 - a wish, like KeyboardInterrupt, not an error
    """Raised by a caller's callback to end a job; out of `BatchJob.run` its text says what was not done."""


class OutputForm(str, Enum):
    """What a video becomes."""

    VIDEO = "video"
    """One file each."""
    PICTURES = "pictures"
    """One directory each, of numbered PNG files."""


@dataclass(frozen=True, slots=True)
class VideoJob:
    """A video to matte, and into what."""

    source: Path
    plate: Path | None
    """A picture or a video of the empty room; None: from the source itself."""
    output: Path | None
    """The composite; None where only others are wanted."""
    alpha_output: Path | None
    """The alpha, as a grey video."""
    overwrite: bool
    config: Config
    foreground_output: Path | None = None
    """The foreground's own colour with its alpha."""
    error_output: Path | None = None
    """The error that the base network expects in its alpha, grey; like the next, only of the engine torch."""
    refined_output: Path | None = None
    """Where the refiner worked, white on black."""
    form: OutputForm = OutputForm.VIDEO
    size: FrameSize | None = None
    """What frames are resized to, in their own aspect ratio; None: as they are."""
    learns_plate: bool = False
    """There is no plate at all: the room is learned while frames go by, and only people are kept."""
    is_strict: bool = False
    """Write nothing where the source ends before its declared length."""

    @property
    def outputs(self) -> tuple[Path, ...]:
        return tuple(path for path in self.by_picture().values() if path is not None)

    def by_picture(self) -> dict[str, Path | None]:
        """Where each picture goes, by its name in lower case."""
        return {
            "composite": self.output,
            "alpha": self.alpha_output,
            "foreground": self.foreground_output,
            "error": self.error_output,
            "refined": self.refined_output,
        }


@dataclass(frozen=True, slots=True, eq=False)
class JobParts:
    """Everything that takes part in a job."""

    source: "FrameSource"
    """Opened."""
    sink: "FrameSink"
    """Opened; the job finishes it, or aborts it."""
    engine: "MattingEngine"
    model: str
    """What the engine runs: a model's name or its file."""
    plate: "PlateFitter"
    backdrop: "Backdrop"
    compositor: "Compositor"
    pictures: "Picture"
    people: "PersonNetwork"
    guard: "Guard"
    undone: Callable[[str], str]
    """Says what was and was not done when only so many frames were written, given as "7 of 12"."""
    is_video: bool = True
    """Whether each frame follows the one before; else each is a picture of its own."""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is."""

    frames_written: int
    frame_count: int | None
    """May be an estimate; None where nobody knows."""
    rate_fps: float
    """Over the last seconds, or on average where that is too few frames to tell."""
    left_s: float | None
    """At the average speed so far; None while that is not known."""


class BatchJob:
    """Runs once. `pause` may come from any thread; to cancel, `on_progress` raises JobCancelled."""

    def __init__(self, parts: JobParts, resources: ExitStack) -> None:
        """`resources` closes and aborts what takes part; it is emptied where a stage hangs that still uses it."""
        from matting_rt.pipeline.batch import BatchPipeline
        from matting_rt.pipeline.matting import MattingStage
        from matting_rt.timing import PipelineStats

        self.stats = PipelineStats(("decode", *MattingStage.STAGES, "encode"))
        self.frame_count, self.size = parts.source.info.frame_count, parts.source.info.size
        self._parts, self._resources = parts, resources
        stage = MattingStage(
            parts.engine,
            parts.plate,
            parts.backdrop,
            parts.compositor,
            parts.pictures,
            self.stats,
            parts.people,
            parts.guard,
        )
        process = stage.process if parts.is_video else stage.process_alone
        self._pipeline = BatchPipeline(parts.source, process, parts.sink, self.stats)

    @property
    def progress(self) -> JobProgress:
        stats, count = self.stats, self.frame_count
        written, working_s = stats.frames_written, stats.working_s
        average_fps = written / working_s if working_s > 0 else 0.0
        left_s = max(count - written, 0) / average_fps if count is not None and average_fps > 0 else None
        return JobProgress(written, count, stats.rate.rate_fps or average_fps, left_s)

    def pause(self, paused: bool) -> None:
        """Stop matting after the frame in hand; or go on."""
        self._pipeline.pause(paused)

    def run(self, on_progress: Callable[[], None] = lambda: None) -> dict[str, Any]:
        """Run to the end and return the report; its "shortfall" is a line on what the source lacks at its end, or None.

        Args:
            on_progress: called about ten times a second on the caller's thread, also while the job is paused.

        Raises:
            PipelineError: a stage failed; the message says why, and what was not done.
            KeyboardInterrupt, JobCancelled: one came in time; the text says what was not done.
        """
        try:
            self._pipeline.run(on_progress)
        except (KeyboardInterrupt, JobCancelled) as wish:
            if not self._pipeline.finished:  # else it came too late to stop anything
                raise type(wish)(self._undone()) from None
        except PipelineError as error:
            cause = error.__cause__
            reason = cause if isinstance(cause, MattingError) else error
            raise PipelineError(error.stage, f"{reason}; {self._undone()}") from cause
        finally:
            if self._pipeline.is_stuck:
                self._resources.pop_all()
        if self._parts.source.shortfall is not None:
            log.warning("%s; those were written", self._parts.source.shortfall)
        return self._report()

    def _undone(self) -> str:
        written, count = self.stats.frames_written, self.frame_count
        return self._parts.undone(f"{written} of {count}" if count else str(written))

    def _report(self) -> dict[str, Any]:
        parts = self._parts
        return {
            "version": __version__,
            "model": parts.model,
            "engine": parts.engine.name,
            "device": parts.engine.device_name,
            "precision": parts.engine.precision_name,
            "shortfall": parts.source.shortfall,
            "plate_fit": parts.plate.report(),
            **self.stats.report(),
        }


def explaining(config: EngineConfig) -> EngineConfig:
    """`config` with the engine that tells expected errors and refined cells. Raises ConfigError: it names another."""
    if config.engine not in (EngineKind.AUTO, EngineKind.TORCH):
        raise ConfigError(
            f"the engine {config.engine.value} gives neither errors nor refined cells; choose torch, or leave them out"
        )
    return replace(config, engine=EngineKind.TORCH)


def load_engine(chosen: EngineConfig, say: Callable[[str], None]) -> "MattingEngine":
    """Load the network of a resolved configuration, saying so."""
    from matting_rt.build import build_engine

    where = f"{chosen.engine.label}, {chosen.device.value.upper()}, {chosen.precision.value}"
    say(f"Loading {chosen.model} ({where}) ...")
    return build_engine(chosen)


def open_video_job(
    job: VideoJob,
    resources: ExitStack,
    say: Callable[[str], None] = log.info,
    watch: Callable[[int, int | None], None] = lambda read, count: None,
    also: "FrameSink | None" = None,
) -> BatchJob:
    """Open all that takes part in a job; it takes seconds, and longer where the plate comes from a video.

    Args:
        resources: gets what must be closed when the job is over, whichever way.
        say: gets a line about what is being done.
        watch: called once a frame of a video that the plate is built from, with how many were read, and of how many
            where that is known; what it raises ends the opening.
        also: gets every frame too, composite and alpha; opened, finished and aborted with the outputs.

    Raises:
        MattingError: something cannot be used; nothing is left under the name of any output once `resources` is closed.
    """
    # From here on it takes seconds: PyTorch, FFmpeg and OpenCV are loaded.
    from matting_rt import build
    from matting_rt.sinks.base import EXPLAINING, Picture
    from matting_rt.sinks.several import SeveralSinks

    files = {Picture[name.upper()]: path for name, path in job.by_picture().items() if path is not None}
    pictures = Picture.ALPHA | Picture.COMPOSITE if also is not None else Picture(0)
    for picture in files:
        pictures |= picture
    source = build.build_video_source(job.source, job.size, is_strict=job.is_strict)
    resources.enter_context(source)
    backdrop = build.build_backdrop(job.config.backdrop)
    chosen = build.resolve_engine(explaining(job.config.engine) if pictures & EXPLAINING else job.config.engine)
    if job.form is OutputForm.VIDEO:
        sink = build.build_video_sink(files, job.source, job.config.backdrop, job.overwrite)
    else:
        sink = build.build_sequence_sink(files, job.overwrite)
    if also is not None:
        sink = SeveralSinks((sink, also))
    sink.open(source.info)
    resources.callback(sink.abort)
    # After all that is cheap: where the plate comes from a video, this reads the whole of it.
    people = build.build_person_network()
    guard = build.build_guard(job.config.guard, is_file_with_plate=not job.learns_plate)
    if job.learns_plate:
        plate = build.build_learned_plate(job.config.plate)
    else:
        if job.plate is None:
            say(f"Building the plate from {job.source} ...")
        plate = build.build_plate(
            job.plate, job.source, job.config.plate, watch, None if guard.keeps_everything else people
        )
    engine = load_engine(chosen, say)
    resources.callback(engine.close)
    names = ", ".join(map(str, job.outputs))
    say(f"Matting {job.source}, {source.info.size} ...")
    return BatchJob(
        JobParts(
            source=source,
            sink=sink,
            engine=engine,
            model=chosen.model,
            plate=plate,
            backdrop=backdrop,
            compositor=build.build_compositor(job.config.composite),
            pictures=pictures,
            people=people,
            guard=guard,
            undone=lambda matted: f"not written: {names} ({matted} frames were matted)",
        ),
        resources,
    )
