"""Running one job from a source to a sink: progress, a report, and a word on what was left undone."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from matting_rt import __version__
from matting_rt.build import build_engine
from matting_rt.cli.progress import Progress
from matting_rt.compositing.backdrop import Backdrop
from matting_rt.compositing.compositor import Compositor
from matting_rt.config import EngineConfig, EngineKind
from matting_rt.errors import MattingError, PipelineError, SinkError
from matting_rt.inference.base import MattingEngine
from matting_rt.pipeline.batch import BatchPipeline
from matting_rt.pipeline.matting import MattingStage
from matting_rt.plate.base import PlateFitter
from matting_rt.sinks.base import FrameSink, Picture
from matting_rt.sinks.unfinished_file import UnfinishedFile
from matting_rt.sources.base import FrameSource
from matting_rt.timing import PipelineStats

ENGINE_NAMES = {EngineKind.TORCH: "PyTorch", EngineKind.TORCHSCRIPT: "TorchScript", EngineKind.ONNX: "ONNX Runtime"}


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """Everything that takes part."""

    source: FrameSource
    """Opened."""
    sink: FrameSink
    """Opened; the job finishes it, or aborts it."""
    engine: MattingEngine
    model: str
    """What the engine runs: a model's name or its file."""
    plate: PlateFitter
    backdrop: Backdrop
    compositor: Compositor
    pictures: Picture
    undone: Callable[[str], str]
    """Says what was and was not done when only so many frames were written, given as "7 of 12"."""


def load_engine(chosen: EngineConfig) -> MattingEngine:
    """Load the network of a resolved configuration, saying so."""
    where = f"{ENGINE_NAMES[chosen.engine]}, {chosen.device.value.upper()}, {chosen.precision.value}"
    print(f"Loading {chosen.model} ({where}) ...", flush=True)
    return build_engine(chosen)


def run_job(job: Job, resources: ExitStack) -> dict[str, Any]:
    """Run to the end, showing progress, and return the report.

    Args:
        resources: closes and aborts what takes part; emptied where a stage hangs that still uses it.

    Raises:
        PipelineError: a stage failed; the message says why, and what was not done.
        KeyboardInterrupt: Ctrl-C; its text says what was not done.
    """
    stats = PipelineStats(("decode", *MattingStage.STAGES, "encode"))
    stage = MattingStage(job.engine, job.plate, job.backdrop, job.compositor, job.pictures, stats)
    pipeline = BatchPipeline(job.source, stage.process, job.sink, stats)
    count = job.source.info.frame_count

    def undone() -> str:
        return job.undone(f"{stats.frames_written} of {count}" if count else str(stats.frames_written))

    try:
        with Progress(stats, count) as progress:
            pipeline.run(progress.update)
    except KeyboardInterrupt:
        if not pipeline.finished:  # else it came too late to stop anything
            raise KeyboardInterrupt(undone()) from None
    except PipelineError as error:
        cause = error.__cause__
        reason = cause if isinstance(cause, MattingError) else error
        raise PipelineError(error.stage, f"{reason}; {undone()}") from cause
    finally:
        if pipeline.is_stuck:
            resources.pop_all()
    return {
        "version": __version__,
        "model": job.model,
        "engine": job.engine.name,
        "device": str(job.engine.device),
        "precision": "fp16" if job.engine.dtype == torch.float16 else "fp32",
        "plate_fit": job.plate.report(),
        **stats.report(),
    }


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write a report as JSON. Raises SinkError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = UnfinishedFile(path)
        try:
            file.path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
            file.publish()
        finally:
            file.discard()
    except OSError as error:
        raise SinkError(f"cannot write the report {path}: {error.strerror}") from error
