"""Background replacement with true hair edges, for people whose empty room the program has seen.

A picture in front of another background; the plate is the same view without the person:

>>> import matting_rt
>>> matted = matting_rt.matte_image("frame.png", "room.png", backdrop="#78ff9b")
>>> matting_rt.write_png("composite.png", matted.composite)

`matte_video` does the same for a video, `open_live` for a camera; docs/library.md says more. What is named here is the
whole public face, beside the choices in `matting_rt.config`. It is loaded when it is first used: the import takes
milliseconds.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

# ONNX Runtime connects to its makers' telemetry host unless this is set before it is imported. What is done here is
# nobody's business; and whoever imports anything of this package, comes by here first.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "1.0.0"

__all__ = [
    "Backdrop",
    "BackdropConfig",
    "BatchJob",
    "CameraConfig",
    "CompositeConfig",
    "Config",
    "DeepMatte",
    "EngineConfig",
    "Frame",
    "FrameSink",
    "FrameSize",
    "GuardConfig",
    "ImagesJob",
    "JobCancelled",
    "JobPreview",
    "JobProgress",
    "JobResult",
    "JobSuspended",
    "LiveConfig",
    "LiveSession",
    "LiveSource",
    "LiveState",
    "LiveStatus",
    "Matte",
    "MattedFrame",
    "MattedImage",
    "MattingEngine",
    "MattingError",
    "MattingStream",
    "Plate",
    "PlateConfig",
    "PreviewFrame",
    "StreamInfo",
    "VideoJob",
    "VideoPreview",
    "forget_job",
    "load_engine",
    "load_image",
    "load_plate",
    "look_at_jobs",
    "matte_image",
    "matte_video",
    "open_batch",
    "open_live",
    "open_preview",
    "preview_video",
    "run_jobs",
    "video_frames",
    "write_png",
]

if TYPE_CHECKING:
    from matting_rt.batch.job_list import JobResult, forget_job, look_at_jobs, run_jobs
    from matting_rt.batch.job_spec import ImagesJob, VideoJob
    from matting_rt.batch.open_job import BatchJob, JobCancelled, JobProgress, JobSuspended
    from matting_rt.batch.opening import open_batch
    from matting_rt.batch.preview import JobPreview, PreviewFrame, VideoPreview, open_preview, preview_video
    from matting_rt.build import video_frames
    from matting_rt.compositing.base import Backdrop
    from matting_rt.config import (
        BackdropConfig,
        CameraConfig,
        CompositeConfig,
        Config,
        EngineConfig,
        GuardConfig,
        LiveConfig,
        PlateConfig,
    )
    from matting_rt.errors import MattingError
    from matting_rt.frame import DeepMatte, Frame, FrameSize, Matte, StreamInfo
    from matting_rt.inference.base import MattingEngine, MattingStream
    from matting_rt.library import MattedImage, load_engine, matte_image, matte_video
    from matting_rt.live.opening import open_live
    from matting_rt.live.session import LiveSession
    from matting_rt.live.state import LiveState
    from matting_rt.live.status import LiveStatus
    from matting_rt.plate.store import Plate, load_plate
    from matting_rt.sinks.base import FrameSink, MattedFrame
    from matting_rt.sinks.image_files import write_png
    from matting_rt.sources.base import LiveSource
    from matting_rt.sources.image_files import load_image
else:
    _MODULES = {
        "batch.job_list": "JobResult forget_job look_at_jobs run_jobs",
        "batch.open_job": "BatchJob JobCancelled JobProgress JobSuspended",
        "batch.job_spec": "ImagesJob VideoJob",
        "batch.opening": "open_batch",
        "batch.preview": "JobPreview PreviewFrame VideoPreview open_preview preview_video",
        "build": "video_frames",
        "compositing.base": "Backdrop",
        "config": "BackdropConfig CameraConfig CompositeConfig Config EngineConfig GuardConfig LiveConfig PlateConfig",
        "errors": "MattingError",
        "frame": "DeepMatte Frame FrameSize Matte StreamInfo",
        "inference.base": "MattingEngine MattingStream",
        "library": "MattedImage load_engine matte_image matte_video",
        "live.opening": "open_live",
        "live.state": "LiveState",
        "live.status": "LiveStatus",
        "plate.store": "Plate load_plate",
        "live.session": "LiveSession",
        "sinks.base": "FrameSink MattedFrame",
        "sinks.image_files": "write_png",
        "sources.base": "LiveSource",
        "sources.image_files": "load_image",
    }
    _HOMES = {name: module for module, names in _MODULES.items() for name in names.split()}

    def __getattr__(name: str) -> object:
        """A name of the public face, loaded when it is first asked for (PEP 562)."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
