"""TorchScript: the network as a graph of its own, half precision on CUDA.

PyTorch deprecates TorchScript and says so on every use. This module is the only one that touches it, and the only one
that silences those warnings; the other engines work without it.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from matting_rt.frame import FrameSize
from matting_rt.inference.cache import cached
from matting_rt.inference.program import Program, ProgramEngine, load_program
from matting_rt.network.settings import NetworkSettings
from matting_rt.weights import ModelSpec


class TorchScriptEngine(ProgramEngine):
    name = "torchscript"

    def make_program(self, size: FrameSize, settings: NetworkSettings) -> Program:
        key = ("torchscript", torch.__version__, self.spec.sha256, settings)
        content = cached(key, lambda: script_program(self.spec, settings))
        with _without_deprecation():
            script = torch.jit.load(io.BytesIO(content), map_location=self.device)  # type: ignore[no-untyped-call]
            program: Program = torch.jit.freeze(script.to(self.dtype).eval())  # folds batch norms into convolutions
            return program


def script_program(spec: ModelSpec, settings: NetworkSettings) -> bytes:
    """The network as a TorchScript file, fp32; it loads where neither torchvision nor this package is installed."""
    buffer = io.BytesIO()
    with _without_deprecation():
        torch.jit.save(torch.jit.script(load_program(spec, settings)), buffer)
    return buffer.getvalue()


def export_torchscript(spec: ModelSpec, settings: NetworkSettings, path: Path) -> None:
    """Write the network as a TorchScript file that takes src and bgr of any size of multiples of 4."""
    path.write_bytes(script_program(spec, settings))


@contextmanager
def _without_deprecation() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*torch.jit")  # a DeprecationWarning or FutureWarning, by version
        yield
