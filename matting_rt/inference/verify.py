"""What an exported file gives, against what PyTorch gives: each file is read as a stranger to this code would."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from matting_rt.config import Precision
from matting_rt.frame import FrameSize
from matting_rt.inference.torchscript import without_deprecation
from matting_rt.synthetic.clip import SyntheticClip
from matting_rt.tensors import to_tensor

Reader = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""src and bgr (B, 3, H, W) -> pha and fgr, all of the file's precision, on the CPU."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a file's matte is from PyTorch's in single precision, in absolute numbers, 0..1."""

    runtime: str
    batch: int
    size: FrameSize
    pha_largest: float
    pha_mean: float
    fgr_largest: float
    fgr_mean: float

    @property
    def mean(self) -> float:
        """The worse of the two; NaN if either is."""
        return float(np.maximum(self.pha_mean, self.fgr_mean))

    def __str__(self) -> str:
        return (
            f"{self.runtime:<12} {self.batch} x {self.size!s:<9}"
            f"  pha: largest {self.pha_largest:.1e}, mean {self.pha_mean:.1e}"
            f"  fgr: largest {self.fgr_largest:.1e}, mean {self.fgr_mean:.1e}"
        )


def compare(
    runtime: str,
    reader: Reader,
    reference: nn.Module,
    precision: Precision,
    sizes: Iterable[tuple[int, FrameSize]],
) -> Iterator[Difference]:
    """One comparison for each batch and size, on painted people before a painted room.

    Args:
        reference: the network in PyTorch, fp32, on the CPU.
    """
    dtype = torch.float16 if precision is Precision.FP16 else torch.float32
    for batch, size in sizes:
        src, bgr = painted_pictures(batch, size)
        with torch.inference_mode():
            expected = reference(src, bgr)
            given = reader(src.to(dtype), bgr.to(dtype))
        pha, fgr = ((x.float() - y).abs() for x, y in zip(given, expected, strict=True))
        yield Difference(runtime, batch, size, *(f(x).item() for x in (pha, fgr) for f in (torch.amax, torch.mean)))


def painted_pictures(batch: int, size: FrameSize) -> tuple[Tensor, Tensor]:
    """Frames and their plate, (B, 3, H, W) RGB 0..1, the same for the same batch and size."""
    clip = SyntheticClip(size, batch, 1.0, seed=3)
    src = torch.cat([to_tensor(image) for image, _ in clip.frames()])
    return src, to_tensor(clip.plate()).expand_as(src).contiguous()


def reader_of(runtime: str, path: Path) -> Reader:
    """The file at `path`, opened in "TorchScript", "ONNX Runtime" or "OpenVINO"."""
    return {"TorchScript": _in_torchscript, "ONNX Runtime": _in_onnxruntime, "OpenVINO": _in_openvino}[runtime](path)


def _in_torchscript(path: Path) -> Reader:
    with without_deprecation():
        script: Reader = torch.jit.load(path, map_location="cpu")
    return script


def _in_onnxruntime(path: Path) -> Reader:
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])

    def read(src: Tensor, bgr: Tensor) -> tuple[Tensor, Tensor]:
        pha, fgr = session.run(["pha", "fgr"], {"src": src.numpy(), "bgr": bgr.numpy()})
        return torch.from_numpy(pha), torch.from_numpy(fgr)

    return read


def _in_openvino(path: Path) -> Reader:
    # OpenVINO tells its makers of every import, unless what sends it cannot be loaded: what is done here is nobody's
    # business.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    # Left to itself, OpenVINO computes in half precision where the processor has it.
    model = openvino.Core().compile_model(str(path), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})

    def read(src: Tensor, bgr: Tensor) -> tuple[Tensor, Tensor]:
        given = model({"src": src.numpy(), "bgr": bgr.numpy()})
        return torch.from_numpy(given["pha"].copy()), torch.from_numpy(given["fgr"].copy())

    return read
