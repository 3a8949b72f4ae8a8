"""ONNX Runtime: on a CPU two to three times as fast as PyTorch.

A graph is exported for each size of frames, because constant shapes let ONNX Runtime plan its memory and fold the
arithmetic on indices. The export goes by torch.export, not by TorchScript.
"""

import contextlib
import io
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor

from matting_rt.errors import ModelError
from matting_rt.frame import FrameSize
from matting_rt.inference.base import LEAST_SIDE
from matting_rt.inference.cache import cached
from matting_rt.inference.program import (
    INPUTS,
    MULTIPLE,
    Program,
    ProgramEngine,
    load_program,
    nothing_before,
)
from matting_rt.network.settings import NetworkSettings
from matting_rt.weights import ModelSpec

OPSET = 18
"""The oldest that torch.export's exporter writes without converting down."""
_OPEN_BATCH, _OPEN_SIZE = 2, FrameSize(512, 288)
"""What an open graph is traced with; a batch of one picture would be taken for the only one."""
_LEAST_CELLS, _MOST_CELLS, _MOST_PICTURES = LEAST_SIDE // MULTIPLE, 4096, 256
"""Of an open graph's sides, and of its batch."""


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
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors; it warns of each node that it leaves on the CPU
        options.intra_op_num_threads = torch.get_num_threads()
        # Threads that wait for work by spinning take the cores from the decoder and the encoder.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(content, options, providers=[_provider(device)])
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


def export_program(
    spec: ModelSpec,
    settings: NetworkSettings,
    size: FrameSize | None,
    dtype: torch.dtype,
    metadata: Mapping[str, str] | None = None,
) -> bytes:
    """The network as an ONNX file: INPUTS in, pha and fgr out.

    Args:
        size: of the only frames that it takes, one at a time; None: any batch of any size whose sides are multiples
            of 4.
        metadata: kept inside the file.
    """
    program = load_program(spec, settings).to(dtype)
    batch, (width, height) = (1, size) if size else (_OPEN_BATCH, _OPEN_SIZE)
    grey = torch.zeros(batch, 3, height, width, dtype=dtype)
    known = torch.ones(batch, 1, height // MULTIPLE, width // MULTIPLE, dtype=dtype)
    # The exporter warns of its own changes of mind and prints its progress.
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        path = Path(folder) / "program.onnx"
        torch.onnx.export(
            program,
            (grey, grey.clone(), known, *nothing_before(grey)),
            path,
            dynamo=True,
            opset_version=OPSET,
            input_names=INPUTS,
            output_names=["pha", "fgr"],
            dynamic_shapes=None if size else _open_shapes(),
            external_data=False,
            verbose=False,
        )
        if metadata:
            model = onnx.load(path)
            onnx.helper.set_model_props(model, dict(metadata))
            onnx.save(model, path)
        return path.read_bytes()


def _open_shapes() -> tuple[dict[int, torch.export.Dim], ...]:
    """Of all inputs: the batch is left open, and so are the sides, as multiples of 4."""
    rows, columns = (torch.export.Dim(name, min=_LEAST_CELLS, max=_MOST_CELLS) for name in ("rows", "columns"))
    batch = torch.export.Dim("batch", min=1, max=_MOST_PICTURES)
    full, cells = {0: batch, 2: MULTIPLE * rows, 3: MULTIPLE * columns}, {0: batch, 2: rows, 3: columns}
    return full, full, cells, full, full


def _provider(device: torch.device) -> str | tuple[str, dict[str, object]]:
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
