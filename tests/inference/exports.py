"""Released weights as exported files, each written once for all workers that test side by side."""

import fcntl
import json
from pathlib import Path

from matting_rt.config import Precision
from matting_rt.inference.export import ExportOptions, export_model
from matting_rt.inference.exported import ExportFormat
from matting_rt.inference.verify import Difference
from matting_rt.model_files import find_model
from matting_rt.network.settings import NetworkSettings

SETTINGS = NetworkSettings(0.5, 40_000)
"""What frames of 256x144 have where nothing is configured."""
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
            export_model(find_model("mobilenetv3-lite"), ExportOptions(kind, SETTINGS, precision), path, told.append)
            (path.parent / "told.json").write_text(json.dumps([difference.mean for difference in told]))
    return path
