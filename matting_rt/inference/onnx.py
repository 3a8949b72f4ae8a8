"""ONNX Runtime on whole pictures: what runs networks that have no parts, and any on a GPU; see `parts` for a CPU.

A graph is exported for each size of frames, because constant shapes let ONNX Runtime plan its memory and fold the
arithmetic on indices.
"""

from collections.abc import Sequence

import numpy as np
import onnxruntime
import torch
from torch import Tensor

from matting_rt.errors import ModelError
from matting_rt.frame import FrameSize
from matting_rt.inference.cache import cached
from matting_rt.inference.onnx_export import OPSET, export_program
from matting_rt.inference.program import INPUTS, Program, ProgramEngine
from matting_rt.inference.sessions import Provider, open_session
from matting_rt.network.settings import NetworkSettings


class OnnxEngine(ProgramEngine):
    name = "onnx"

    def make_program(self, size: FrameSize, settings: NetworkSettings, batch: int = 1) -> Program:
        """More pictures than one at once go through a graph for any, which is slower."""
        only = size if batch == 1 else None
        key = ("onnx", torch.__version__, OPSET, self.spec.sha256, settings, only, self.dtype)
        content = cached(key, lambda: export_program(self.spec, settings, only, self.dtype))
        return OnnxProgram(content, size, self.device, self.dtype, batch)


class OnnxProgram:
    """One graph of ONNX Runtime for frames of one size, which reads and writes tensors where they lie."""

    def __init__(
        self, content: bytes, size: FrameSize, device: torch.device, dtype: torch.dtype, batch: int = 1
    ) -> None:
        self._session = open_session(content, _provider(device))
        require_provider(self._session.get_providers(), device)
        self._binding = self._session.io_binding()
        self._device = device
        self._fgr = torch.empty(batch, 3, size.height, size.width, device=device, dtype=dtype)
        self._binding.bind_output(**self._place("fgr", self._fgr))

    def __call__(
        self, src: Tensor, bgr: Tensor, known: Tensor, last_src: Tensor, last_pha: Tensor
    ) -> tuple[Tensor, Tensor]:
        """fgr is valid until the next call; pha is new, because a stream gives it back with its next frame."""
        pictures = [x.contiguous() for x in (src, bgr, known, last_src, last_pha)]
        for name, tensor in zip(INPUTS, pictures, strict=True):
            self._binding.bind_input(**self._place(name, tensor))
        pha = torch.empty_like(pictures[-1])
        self._binding.bind_output(**self._place("pha", pha))
        if self._device.type == "cuda":
            torch.cuda.current_stream(self._device).synchronize()  # ONNX Runtime reads on a stream of its own
        self._session.run_with_iobinding(self._binding)
        return pha, self._fgr

    def _place(self, name: str, tensor: Tensor) -> dict[str, object]:
        return {
            "name": name,
            "device_type": self._device.type,
            "device_id": self._device.index or 0,
            "element_type": np.float16 if tensor.dtype == torch.float16 else np.float32,
            "shape": tuple(tensor.shape),
            "buffer_ptr": tensor.data_ptr(),
        }


def _provider(device: torch.device) -> Provider:
    if device.type == "cpu":
        return "CPUExecutionProvider"
    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        raise ModelError(
            "this ONNX Runtime cannot use CUDA; install onnxruntime-gpu in place of onnxruntime, "
            "or choose the torchscript engine"
        )
    return "CUDAExecutionProvider", {"device_id": device.index or 0}


def require_provider(in_use: Sequence[str], device: torch.device) -> None:
    """Raise ModelError unless a session computes on the device that its pictures lie on.

    Where CUDA or cuDNN are of another version than ONNX Runtime was built for, it says so in a log and takes the CPU.
    """
    if device.type == "cuda" and "CUDAExecutionProvider" not in in_use:
        raise ModelError(
            "ONNX Runtime cannot load CUDA and cuDNN, or not in the versions that it was built for; install the "
            "onnxruntime-gpu of PyTorch's CUDA, or choose the torchscript engine"
        )
