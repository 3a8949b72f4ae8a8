"""Running one job from a source to a sink: progress, a report, and a word on what was left undone."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from matting_rt import __version__
from matting_rt.cli.progress import Progress
from matting_rt.compositing.backdrop import Backdrop
from matting_rt.compositing.compositor import Compositor
from matting_rt.errors import MattingError, PipelineError, SinkError
from matting_rt.inference.base import MattingEngine
from matting_rt.pipeline.batch import BatchPipeline
from matting_rt.pipeline.matting import MattingStage, PlateFitter
from matting_rt.sinks.base import FrameSink, Picture
from matting_rt.sources.base import FrameSource
from matting_rt.timing import PipelineStats


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """Everything that takes part."""

    source: FrameSource
    """Opened; the job closes it."""
    sink: FrameSink
    """Opened; the job finishes or aborts it."""
    engine: MattingEngine
    plate: PlateFitter
    backdrop: Backdrop
    pictures: Picture
    undone: Callable[[int], str]
    """Says what was and was not done when only so many frames were written."""


def run_job(job: Job) -> dict[str, Any]:
    """Run to the end, showing progress, and return the report.

    Raises:
        PipelineError: a stage failed; the message says why, and what was not done.
        KeyboardInterrupt: Ctrl-C; its text says what was not done.
    """
    stats = PipelineStats(("decode", *MattingStage.STAGES, "encode"))
    stage = MattingStage(job.engine, job.plate, job.backdrop, Compositor(), job.pictures, stats)
    pipeline = BatchPipeline(job.source, stage.process, job.sink, stats)
    try:
        with Progress(stats, job.source.info.frame_count) as progress:
            pipeline.run(progress.update)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(job.undone(stats.frames_written)) from None
    except PipelineError as error:
        cause = error.__cause__
        reason = cause if isinstance(cause, MattingError) else error
        raise PipelineError(error.stage, f"{reason}; {job.undone(stats.frames_written)}") from cause
    finally:
        job.engine.close()
    return {
        "version": __version__,
        "engine": job.engine.name,
        "device": str(job.engine.device),
        "precision": "fp16" if job.engine.dtype == torch.float16 else "fp32",
        **stats.report(),
    }


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write a report as JSON. Raises SinkError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise SinkError(f"cannot write the report {path}: {error.strerror}") from error
