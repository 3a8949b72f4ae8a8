"""ONNX Runtime: on a CPU two to three times as fast as PyTorch.

A graph is exported for each size of frames, because constant shapes let ONNX Runtime plan its memory and fold the
arithmetic on indices. The export goes by torch.export, not by TorchScript.
"""

import contextlib
import io
import itertools
import math
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from matting_rt.config import EngineConfig, RefineMode
from matting_rt.errors import ModelError
from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.inference.base import LEAST_SIDE, MattingStream, require_size
from matting_rt.inference.cache import cached
from matting_rt.inference.program import (
    INPUTS,
    MULTIPLE,
    Program,
    ProgramEngine,
    load_program,
    nothing_before,
    padded_size,
    telling_of_memory,
)
from matting_rt.inference.tiles import SIDE, TILE, Floats, Shape, TileStream
from matting_rt.network.matting import MattingRefine
from matting_rt.network.parts import BasePart, EdgePart
from matting_rt.network.settings import NetworkSettings
from matting_rt.network.variants import VARIANTS
from matting_rt.weights import ModelSpec, load_network

OPSET = 18
"""The oldest that torch.export's exporter writes without converting down."""
_OPEN_BATCH, _OPEN_SIZE = 2, FrameSize(512, 288)
"""What an open graph is traced with; a batch of one picture would be taken for the only one."""
_LEAST_CELLS, _MOST_CELLS, _MOST_PICTURES = LEAST_SIDE // MULTIPLE, 4096, 256
"""Of an open graph's sides, and of its batch."""


class OnnxEngine(ProgramEngine):
    """On a CPU our own networks run in two parts, on bytes (`tiles`); all else is a program of whole pictures."""

    name = "onnx"

    def __init__(self, spec: ModelSpec, config: EngineConfig, device: torch.device) -> None:
        super().__init__(spec, config, device)
        self._parts: dict[FrameSize, tuple[OnnxParts, Shape]] = {}

    @property
    def has_parts(self) -> bool:
        is_ours = self.spec.kind == "refine" and VARIANTS[self.spec.variant].takes_known
        return is_ours and self.device.type == "cpu" and self.config.refine_mode is not RefineMode.THRESHOLDING

    def warm_up(self, size: FrameSize) -> None:
        if not self.has_parts:
            super().warm_up(size)
        elif size not in self._parts:
            with telling_of_memory(self.name):
                self._parts[size] = self._open_parts(size)

    def open_stream(self, size: FrameSize) -> MattingStream:
        if not self.has_parts:
            return super().open_stream(size)
        require_size(size)
        self.warm_up(size)
        return TileStream(*self._parts[size], size)

    def close(self) -> None:
        self._parts.clear()
        super().close()

    def _open_parts(self, size: FrameSize) -> "tuple[OnnxParts, Shape]":
        settings = self.settings(size)
        multiple = VARIANTS[self.spec.variant].base_multiple
        whole = padded_size(size)
        base = FrameSize(*(-(-int(side * settings.backbone_scale) // multiple) * multiple for side in whole))
        key = ("parts", torch.__version__, OPSET, self.spec.sha256)
        contents = [
            cached((*key, part.__name__), lambda part=part: part(self.spec)) for part in (export_base, export_edges)
        ]
        parts = OnnxParts(*contents, base, multiple)
        grey = np.full((base.height, base.width, 3), 128, np.uint8)
        coarse = parts.base(grey, grey, np.ones(grey.shape[:2], np.float32))
        tiles = max(1, settings.refine_sample_pixels // TILE**2)
        if settings.refine_mode == RefineMode.FULL.value:
            tiles = math.prod(whole)
        return parts, Shape(base, FrameSize(coarse.shape[1], coarse.shape[0]), tiles)

    def make_program(self, size: FrameSize, settings: NetworkSettings, batch: int = 1) -> Program:
        """More pictures than one at once go through a graph for any, which is slower."""
        only = size if batch == 1 else None
        key = ("onnx", torch.__version__, OPSET, self.spec.sha256, settings, only, self.dtype)
        content = cached(key, lambda: export_program(self.spec, settings, only, self.dtype))
        return OnnxProgram(content, size, self.device, self.dtype, batch)


class OnnxParts:
    """Both parts of a network in ONNX Runtime; see `tiles.Parts`."""

    CHUNK = 64
    """Tiles at once: more do not run faster, and take memory."""

    def __init__(self, base: bytes, edges: bytes, size: FrameSize, multiple: int) -> None:
        """
        Args:
            base, edges: as `export_base` and `export_edges` write them.
            size: of the base network's picture; constant shapes let ONNX Runtime plan its memory.
            multiple: that its sides are multiples of.
        """
        sides = {f"{multiple}*rows": size.height, f"{multiple}*columns": size.width}
        self._base, self._edges = _open_session(base, "CPUExecutionProvider", sides), _open_session(edges)

    def base(self, frame: Image, plate: Image, known: FloatMap) -> Floats:
        (coarse,) = self._base.run(None, {"frame": frame, "plate": plate, "known": known})
        return coarse

    def edges(self, **inputs: npt.NDArray[np.generic]) -> tuple[Floats, Image]:
        count = len(inputs["frame"])
        chunks = -(-count // self.CHUNK)
        bounds = [count * index // chunks for index in range(chunks + 1)]
        given = [
            self._edges.run(None, {name: x[start:end] for name, x in inputs.items()})
            for start, end in itertools.pairwise(bounds)
        ]
        alpha, foreground = (np.concatenate(parts) for parts in zip(*given, strict=True))
        return alpha, foreground


class OnnxProgram:
    """One graph of ONNX Runtime for frames of one size, which reads and writes tensors where they lie."""

    def __init__(
        self, content: bytes, size: FrameSize, device: torch.device, dtype: torch.dtype, batch: int = 1
    ) -> None:
        self._session = _open_session(content, _provider(device))
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


def _open_session(
    content: bytes,
    provider: str | tuple[str, dict[str, object]] = "CPUExecutionProvider",
    sides: Mapping[str, int] | None = None,
) -> onnxruntime.InferenceSession:
    """`sides`: of what is left open in the graph, what is known here."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors; it warns of each node that it leaves on the CPU
    options.intra_op_num_threads = torch.get_num_threads()
    # Threads that wait for work by spinning take the cores from the decoder and the encoder.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    for name, side in (sides or {}).items():
        options.add_free_dimension_override_by_name(name, side)
    return onnxruntime.InferenceSession(content, options, providers=[provider])


def export_base(spec: ModelSpec) -> bytes:
    """The base network as an ONNX file, for pictures of any size; see `network.parts`."""
    network = _load(spec)
    sides = {0: network.base_multiple * torch.export.Dim("rows", min=2, max=256)}
    sides[1] = network.base_multiple * torch.export.Dim("columns", min=2, max=256)
    picture = torch.zeros(8 * network.base_multiple, 9 * network.base_multiple, 3, dtype=torch.uint8)
    inputs = (picture, picture.clone(), torch.ones(picture.shape[:2]))
    return _export(BasePart(network), inputs, ["frame", "plate", "known"], ["coarse"], (sides,) * 3)


def export_edges(spec: ModelSpec) -> bytes:
    """The edge network as an ONNX file, for any number of tiles and any reach of patches; see `network.parts`."""
    network = _load(spec)
    count, reach, side, half = 5, 7, SIDE, SIDE // 2
    channels = 4 + network.refiner.from_context.in_channels
    tiles = torch.zeros(count, side, side, 3, dtype=torch.uint8)
    weights = [torch.rand(count, pixels, reach) for pixels in (side, side, half, half)]
    inputs = {
        "frame": tiles,
        "plate": tiles.clone(),
        "known": torch.ones(count, half, half),
        "patches": torch.rand(count, reach, reach, channels),
        "rows": weights[0],
        "columns": weights[1],
        "half_rows": weights[2],
        "half_columns": weights[3],
        "last_frame": tiles.clone(),
        "last_alpha": torch.rand(count, side, side),
    }
    tile, patch = torch.export.Dim("tiles", min=1, max=1 << 20), torch.export.Dim("reach", min=3, max=64)
    open_sides = tuple(
        {0: tile, **{axis: patch for axis, size in enumerate(x.shape) if axis and size == reach}}
        for x in inputs.values()
    )
    return _export(EdgePart(network.refiner), tuple(inputs.values()), list(inputs), ["alpha", "foreground"], open_sides)


def _load(spec: ModelSpec) -> MattingRefine:
    network = load_network(spec)
    assert isinstance(network, MattingRefine), "a base alone has no parts"
    return network.eval()


def _export(
    module: nn.Module, inputs: tuple[Tensor, ...], names: list[str], outputs: list[str], open_sides: object
) -> bytes:
    # The exporter warns of its own changes of mind and prints its progress.
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        path = Path(folder) / "program.onnx"
        torch.onnx.export(
            module.eval(),
            inputs,
            path,
            dynamo=True,
            opset_version=OPSET,
            input_names=names,
            output_names=outputs,
            dynamic_shapes=open_sides,
            external_data=False,
            verbose=False,
        )
        return path.read_bytes()


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
    inputs = (grey, grey.clone(), known, *nothing_before(grey))
    content = _export(program, inputs, list(INPUTS), ["pha", "fgr"], None if size else _open_shapes())
    if metadata:
        model = onnx.load_model_from_string(content)
        onnx.helper.set_model_props(model, dict(metadata))
        content = model.SerializeToString()
    return content


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
