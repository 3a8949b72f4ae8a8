"""What an exported file gives, against what PyTorch gives: each file is read as a stranger to this code would."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from matting_rt.config import EngineConfig, Precision
from matting_rt.frame import FrameSize
from matting_rt.inference.base import MULTIPLE
from matting_rt.inference.openvino import open_core
from matting_rt.inference.parts import PartsEngine
from matting_rt.inference.program import INPUTS, nothing_before
from matting_rt.inference.tensor_stream import Last
from matting_rt.inference.torch import TorchEngine
from matting_rt.inference.torchscript import without_deprecation
from matting_rt.model_files import ModelSpec
from matting_rt.synthetic.clip import SyntheticClip
from matting_rt.tensors import to_tensor

Reader = Callable[[Tensor, Tensor, Tensor, Tensor, Tensor], tuple[Tensor, Tensor]]
"""The five of INPUTS -> pha and fgr, all of the file's precision, on the CPU."""

FRAMES = 3
"""Of each video that is compared; with each but the first come the frame before and the alpha that it got."""


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
    """One comparison for each batch and size, on short videos of painted people before a painted room.

    Args:
        reference: the network in PyTorch, fp32, on the CPU.
    """
    dtype = torch.float16 if precision is Precision.FP16 else torch.float32
    for batch, size in sizes:
        with torch.inference_mode():
            expected = run_videos(reference, batch, size)
            given = run_videos(reader, batch, size, dtype)
        pha, fgr = ((x.float() - y).abs() for x, y in zip(given, expected, strict=True))
        yield Difference(runtime, batch, size, *(f(x).item() for x in (pha, fgr) for f in (torch.amax, torch.mean)))


def compare_parts(spec: ModelSpec) -> float:
    """The mean difference in levels between the alpha of a model's parts and that of the network in PyTorch.

    Rounding of small pictures and tiles makes less than 0.1 in trained networks; in those that are hardly trained,
    which are soft everywhere, far more.
    """
    everywhere = 3_000_000  # nothing is left to a choice between tiles
    config = EngineConfig(engine="torch", precision=Precision.FP32, refine_pixels=everywhere)
    in_parts = PartsEngine(spec, replace(config, engine="onnx"))
    engines = TorchEngine(spec, config, torch.device("cpu")), in_parts
    clip = SyntheticClip(FrameSize(640, 360), FRAMES, 1.0, seed=3)
    streams = [engine.open_stream(FrameSize(640, 360)) for engine in engines]
    plate, differences = clip.plate(), []
    for stream in streams:
        stream.set_plate(plate)
    for image, _ in clip.frames():
        one, other = (stream.matte(image).alpha.astype(float) for stream in streams)
        differences.append(np.abs(one - other).mean())
    in_parts.close()
    return float(np.mean(differences))


def run_videos(
    reader: Reader, batch: int, size: FrameSize, dtype: torch.dtype = torch.float32
) -> tuple[Tensor, Tensor]:
    """pha and fgr (FRAMES, B, C, H, W) of painted videos, each a frame behind the one before, matted side by side."""
    frames, bgr, known = (x.to(dtype) for x in painted_videos(batch, size))
    memory, mattes = nothing_before(frames[:batch]), []
    for first in range(FRAMES):
        src = frames[first : first + batch]
        pha, fgr = reader(src, bgr, known, *memory)
        memory = Last(src, pha.clone())
        mattes.append((memory.pha, fgr.clone()))
    phas, fgrs = zip(*mattes, strict=True)
    return torch.stack(phas), torch.stack(fgrs)


def painted_videos(batch: int, size: FrameSize) -> tuple[Tensor, Tensor, Tensor]:
    """Frames (B + FRAMES - 1, 3, H, W), and their plate and how far it is known for B of them, as INPUTS has them."""
    count = batch + FRAMES - 1
    clip = SyntheticClip(size, count, 1.0, seed=3)
    frames = torch.cat([to_tensor(image) for image, _ in clip.frames()])
    known = torch.ones(batch, 1, size.height // MULTIPLE, size.width // MULTIPLE)
    known[..., : known.shape[3] // 3] = 0  # on the left
    return frames, to_tensor(clip.plate()).repeat(batch, 1, 1, 1), known


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

    def read(*given: Tensor) -> tuple[Tensor, Tensor]:
        pha, fgr = session.run(["pha", "fgr"], {name: x.numpy() for name, x in zip(INPUTS, given, strict=True)})
        return torch.from_numpy(pha), torch.from_numpy(fgr)

    return read


def _in_openvino(path: Path) -> Reader:
    # Left to itself, OpenVINO computes in half precision where the processor has it.
    core = open_core()
    model = core.compile_model(core.read_model(path.read_bytes(), b""), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})

    def read(*given: Tensor) -> tuple[Tensor, Tensor]:
        matte = model({name: x.numpy() for name, x in zip(INPUTS, given, strict=True)})
        return torch.from_numpy(matte["pha"].copy()), torch.from_numpy(matte["fgr"].copy())

    return read
