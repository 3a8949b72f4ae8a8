"""TorchScript: the network as a graph of its own, half precision on CUDA.

PyTorch deprecates TorchScript and says so on every use. This module is the only one that touches it, and the only one
that silences those warnings; the other engines work without it.
"""

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch

from matting_rt.frame import FrameSize
from matting_rt.inference.cache import cached
from matting_rt.inference.program import Program, ProgramEngine, load_program
from matting_rt.model_files import ModelSpec
from matting_rt.network.settings import NetworkSettings


class TorchScriptEngine(ProgramEngine):
    name = "torchscript"

    def make_program(self, size: FrameSize, settings: NetworkSettings, batch: int = 1) -> Program:
        key = ("torchscript", torch.__version__, self.spec.sha256, settings)
        content = cached(key, lambda: script_program(self.spec, settings))
        with without_deprecation():
            script = torch.jit.load(io.BytesIO(content), map_location=self.device)
            program: Program = torch.jit.freeze(script.to(self.dtype).eval())  # folds batch norms into convolutions
            return program


def script_program(
    spec: ModelSpec,
    settings: NetworkSettings,
    dtype: torch.dtype = torch.float32,
    extra_files: Mapping[str, str] | None = None,
) -> bytes:
    """The network as a TorchScript file; it loads where neither torchvision nor this package is installed.

    Args:
        extra_files: texts that are kept inside the file, by name.
    """
    buffer = io.BytesIO()
    with without_deprecation():
        script = torch.jit.script(load_program(spec, settings).to(dtype))
        torch.jit.save(script, buffer, _extra_files=dict(extra_files or {}))
    return buffer.getvalue()


@contextmanager
def without_deprecation() -> Iterator[None]:
    """Silence what PyTorch says of every use of TorchScript."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*torch.jit")  # a DeprecationWarning or FutureWarning, by version
        yield
