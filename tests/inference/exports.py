"""What tests export, each once for all workers that test side by side."""

import fcntl
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from matting_rt.config import Precision
from matting_rt.frame import FrameSize
from matting_rt.inference.cache import cache_folder, cached
from matting_rt.inference.export import ExportOptions, export_model
from matting_rt.inference.exported import ExportFormat
from matting_rt.inference.verify import Difference
from matting_rt.model_files import find_model
from matting_rt.network.settings import NetworkSettings

SETTINGS = NetworkSettings(0.5, 40_000)
"""What frames of 256x144 have where nothing is configured."""
SIZES = ((1, FrameSize(256, 144)), (3, FrameSize(96, 160)), (2, FrameSize(320, 240)))
"""Batches and sizes that they are compared at, smaller than those of the program."""
KINDS = {
    "fp32.pt": (ExportFormat.TORCHSCRIPT, Precision.FP32),
    "fp16.pt": (ExportFormat.TORCHSCRIPT, Precision.FP16),
    "fp32.onnx": (ExportFormat.ONNX, Precision.FP32),
}


def export_once(folder: Path, name: str) -> Path:
    """A file of KINDS for frames of any size, in a folder of its own.

    Beside it lies told.json: the mean differences from PyTorch that were told while it was written.

    Args:
        folder: the same for all workers.
    """
    path = folder / name / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed
        if not path.exists():
            told: list[Difference] = []
            kind, precision = KINDS[name]
            options = ExportOptions(kind, SETTINGS, precision)
            with patch("matting_rt.inference.export.SIZES", SIZES):
                export_model(find_model("mobilenetv3-lite"), options, path, told.append)
            (path.parent / "told.json").write_text(json.dumps([difference.mean for difference in told]))
    return path


def cached_once(key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """As `cached`, where nobody else makes the same at this moment: who asks later waits for it."""
    folder = cache_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(repr(key).encode()).hexdigest()[:16]
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed
        return cached(key, make)
