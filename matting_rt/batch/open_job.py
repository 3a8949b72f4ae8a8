"""One job from files to files while it is open: run, watched, paused or cancelled, and reported on.

Nothing heavy is loaded before a job is opened.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any

from matting_rt import __version__
from matting_rt.errors import MattingError, PipelineError, SavedWorkError
from matting_rt.lines import Line

if TYPE_CHECKING:
    from matting_rt.batch.saved_work import SavedWork
    from matting_rt.frame import Frame
    from matting_rt.inference.person import PersonNetwork
    from matting_rt.matting import FinishLater, MattingSetup, MattingStage
    from matting_rt.plate.base import PlateFitter
    from matting_rt.sinks.base import FrameSink
    from matting_rt.sources.base import FrameSource

log = logging.getLogger(__name__)

PLATE_STATES = 256
"""Moments at which a report says how the plate was."""


class JobCancelled(Exception):  # noqa: N818 - a wish, like KeyboardInterrupt, not an error
    """Raised by a caller's callback to end a job; out of `BatchJob.run` its text says what was not done."""


class JobSuspended(JobCancelled):
    """As that, but what is done of a video is kept for a job that resumes."""


@dataclass(frozen=True, slots=True, eq=False)
class JobParts:
    """Everything that takes part in a job."""

    source: "FrameSource"
    """Opened."""
    sink: "FrameSink"
    """Opened; the job finishes it, or aborts it."""
    setup: "MattingSetup"
    model: str
    """What the engine runs: a model's name or its file."""
    plate: "PlateFitter"
    people: "PersonNetwork"
    failure_text: Callable[[str], str]
    """Says what was and was not done when only so many frames were written, given as "7 of 12"."""
    is_steady: bool = False
    """Whether edges that stand still are averaged over frames; see `steady`."""
    work: "SavedWork | None" = None
    """Where what is done is kept; None: nowhere."""
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
    """What `open_batch` returns, with all that takes part open; leaving its `with` block closes it.

    Runs once. `pause` may come from any thread; to cancel, `on_progress` raises JobCancelled.
    """

    def __init__(self, parts: JobParts, resources: ExitStack) -> None:
        """`resources` closes and aborts what takes part; it is emptied where a stage hangs that still uses it."""
        from matting_rt.batch.pipeline import BatchPipeline
        from matting_rt.matting import MattingStage
        from matting_rt.timing import EvenSamples, PipelineStats

        self.stats = PipelineStats(("decode", *MattingStage.STAGES, "encode"))
        self.frame_count, self.size = parts.source.info.frame_count, parts.source.info.size
        self._parts, self._resources = parts, resources
        self._notes: list[str] = []
        self._plate_states: EvenSamples[dict[str, Any]] = EvenSamples(PLATE_STATES)
        stage = MattingStage(parts.plate, self.stats, parts.people)
        self._begin_frame: Callable[[Frame, MattingSetup], FinishLater] = (
            stage.begin_steady if parts.is_steady else stage.begin if parts.is_video else stage.begin_alone
        )
        if parts.work is not None:
            self._resume(parts.work, stage)
        self._pipeline = BatchPipeline(
            parts.source, self._begin, parts.sink, self.stats, flush=stage.flush, checkpoints=parts.work
        )

    @property
    def progress(self) -> JobProgress:
        stats, count = self.stats, self.frame_count
        written, working_s = stats.frames_done, stats.working_s
        average_fps = stats.frames_written / working_s if working_s > 0 else 0.0
        left_s = max(count - written, 0) / average_fps if count is not None and average_fps > 0 else None
        return JobProgress(written, count, stats.rate.rate_fps or average_fps, left_s)

    def __enter__(self) -> "BatchJob":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release everything. Of a job that did not run to its end nothing is left, but for what of a video is kept for
        one that resumes. May be called twice.
        """
        self._resources.close()

    def pause(self, paused: bool) -> None:
        """Stop matting after the frame in hand; or go on."""
        self._pipeline.pause(paused)

    def run(self, on_progress: Callable[[], None] = lambda: None) -> dict[str, Any]:
        """Run to the end and return the report; its "shortfall" is a line on what the source lacks at its end, or None.

        Whatever is not as it was in the source is a warning, and a line of the report's "notes".

        Args:
            on_progress: called about ten times a second on the caller's thread, also while the job is paused.

        Raises:
            PipelineError: a stage failed; the message says why, and what was not done.
            KeyboardInterrupt, JobCancelled: one came in time; the text says what was not done.
        """

        def progress() -> None:
            self._tell_notes()
            on_progress()

        self._tell_notes()
        try:
            self._pipeline.run(progress)
        except (KeyboardInterrupt, JobCancelled) as wish:
            if not self._pipeline.finished:  # else it came too late to stop anything
                if type(wish) is JobCancelled and self._parts.work is not None:
                    self._parts.work.discard()
                raise type(wish)(self._failure_text()) from None
        except PipelineError as error:
            cause = error.__cause__
            if isinstance(cause, SavedWorkError) and self._parts.work is not None:
                self._parts.work.discard()
            reason = cause if isinstance(cause, MattingError) else error
            raise PipelineError(
                error.stage, "{reason}; {outcome}", reason=reason, outcome=self._failure_text()
            ) from cause
        finally:
            if self._pipeline.is_stuck:
                self._resources.pop_all()
        if self._parts.work is not None:
            self._parts.work.discard()
        self._tell_notes()
        return self._report()

    def _resume(self, work: "SavedWork", stage: "MattingStage") -> None:
        """Have the job begin where it was ended, and be kept from now on."""
        backdrop = self._parts.setup.backdrop
        if work.state is not None:
            stage.restore(work.state["stage"], self._parts.setup.engine)
            backdrop.restore(work.state["backdrop"])
            self._notes += work.state["notes"]
            self.stats.frames_before, work.state = work.first, None
        work.frame_count = self.frame_count
        work.take_state = lambda: {"stage": stage.state(), "backdrop": backdrop.state(), "notes": list(self._notes)}

    def _begin(self, frame: "Frame") -> "FinishLater":
        finish = self._begin_frame(frame, self._parts.setup)
        self._plate_states.offer(lambda: _plate_state(frame.time_s, self._parts.plate.report()))
        return finish

    def _tell_notes(self) -> None:
        """Each once: some are known from the start, others at the end."""
        source, sink = self._parts.source, self._parts.sink
        short = source.shortfall
        ending = [] if short is None else [self._ending(short)]
        work = () if self._parts.work is None else self._parts.work.notes
        for line in (*source.notes, *self._parts.plate.notes, *work, *sink.notes, *ending):
            if line not in self._notes:
                self._notes.append(line)
                log.warning(line)

    def _ending(self, shortfall: str) -> str:
        if self._parts.is_video:
            return Line("{shortfall}; those were written", shortfall=shortfall)
        return Line("{shortfall}; the others were written", shortfall=shortfall)

    def _failure_text(self) -> str:
        written, count = self.stats.frames_done, self.frame_count
        return self._parts.failure_text(
            Line("{written} of {count}", written=written, count=count) if count else str(written)
        )

    def _report(self) -> dict[str, Any]:
        parts, engine = self._parts, self._parts.setup.engine
        return {
            "version": __version__,
            "model": parts.model,
            "engine": engine.name,
            "device": engine.device_name,
            "precision": engine.precision_name,
            "shortfall": parts.source.shortfall,
            "notes": list(self._notes),
            "losses": dict(parts.source.losses),
            "plate_fit": parts.plate.report(),
            "shots": list(parts.plate.shots),
            "plate_states": list(self._plate_states.samples),
            **self.stats.report(),
            "frames_written": self.stats.frames_done,
            "resumed_at": self.stats.frames_before,
        }


def _plate_state(time_s: float, fit: dict[str, Any]) -> dict[str, Any]:
    """How the plate was at a moment: how far moved ("shift_px"), how much brighter ("light"), and what was known of it
    ("condition", "known_share"), as far as its fitter tells."""
    light: dict[str, Any] = {"light": round(sum(fit["gain"]) / len(fit["gain"]), 4)} if "gain" in fit else {}
    told: dict[str, Any] = {key: fit[key] for key in ("shift_px", "condition", "known_share") if key in fit}
    return {"time_s": round(time_s, 3), **light, **told}
