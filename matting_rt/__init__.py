"""Background replacement with true hair edges, for people whose empty room the program has seen.

The alpha of a picture, which differs from the plate by a person:

>>> import matting_rt
>>> plate = matting_rt.load_plate("room.png")
>>> with matting_rt.load_engine() as engine:
...     stream = engine.open_stream(plate.size)
...     stream.set_plate(plate)
...     matte = stream.matte(matting_rt.load_image("frame.png"))
>>> matting_rt.write_png("alpha.png", matte.alpha)

docs/library.md says more. Nothing is loaded before it is used: the import takes milliseconds.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

# ONNX Runtime connects to its makers' telemetry host unless this is set before it is imported. What is done here is
# nobody's business; and whoever imports anything of this package, comes by here first.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "0.2.0"

__all__ = [
    "BatchJob",
    "DeepMatte",
    "EngineConfig",
    "Frame",
    "FrameSink",
    "FrameSize",
    "ImagesJob",
    "JobCancelled",
    "JobProgress",
    "Matte",
    "MattingEngine",
    "MattingError",
    "MattingStream",
    "Plate",
    "VideoJob",
    "load_engine",
    "load_image",
    "load_plate",
    "open_batch",
    "video_frames",
    "write_png",
]

if TYPE_CHECKING:
    from matting_rt.batch.job import BatchJob, JobCancelled, JobProgress
    from matting_rt.batch.jobs import ImagesJob, VideoJob
    from matting_rt.batch.opening import open_batch
    from matting_rt.build import video_frames
    from matting_rt.config import EngineConfig
    from matting_rt.errors import MattingError
    from matting_rt.frame import DeepMatte, Frame, FrameSize, Matte
    from matting_rt.inference.base import MattingEngine, MattingStream
    from matting_rt.library import load_engine
    from matting_rt.plate.store import Plate, load_plate
    from matting_rt.sinks.base import FrameSink
    from matting_rt.sinks.image_files import write_png
    from matting_rt.sources.image_files import load_image
else:
    _MODULES = {
        "batch.job": ("BatchJob", "JobCancelled", "JobProgress"),
        "batch.jobs": ("ImagesJob", "VideoJob"),
        "batch.opening": ("open_batch",),
        "build": ("video_frames",),
        "config": ("EngineConfig",),
        "errors": ("MattingError",),
        "frame": ("DeepMatte", "Frame", "FrameSize", "Matte"),
        "inference.base": ("MattingEngine", "MattingStream"),
        "library": ("load_engine",),
        "plate.store": ("Plate", "load_plate"),
        "sinks.base": ("FrameSink",),
        "sinks.image_files": ("write_png",),
        "sources.image_files": ("load_image",),
    }
    _HOMES = {name: module for module, names in _MODULES.items() for name in names}

    def __getattr__(name: str) -> object:
        """A name of the public face, loaded when it is first asked for (PEP 562)."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
