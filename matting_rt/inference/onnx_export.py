"""Networks as ONNX files, by torch.export: whole ones for other programs, and the two parts that a CPU runs."""

import contextlib
import io
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from matting_rt.frame import FrameSize
from matting_rt.inference.axis import SIDE
from matting_rt.inference.base import LEAST_SIDE, MULTIPLE
from matting_rt.inference.program import INPUTS, load_static_program, nothing_before
from matting_rt.model_files import ModelSpec
from matting_rt.network.edges import EdgeNetwork
from matting_rt.network.matting import MattingRefine
from matting_rt.network.parts import BasePart, EdgePart
from matting_rt.network.settings import NetworkSettings
from matting_rt.weights import load_network

OPSET = 18
"""The oldest that torch.export's exporter writes without converting down."""
_OPEN_BATCH, _OPEN_SIZE = 2, FrameSize(512, 288)
"""What an open graph is traced with; a batch of one picture would be taken for the only one."""
_LEAST_CELLS, _MOST_CELLS, _MOST_PICTURES = LEAST_SIDE // MULTIPLE, 4096, 256
"""Of an open graph's sides, and of its batch."""
_OpenSides = tuple[dict[int, torch.export.Dim], ...]


def export_parts(spec: ModelSpec) -> tuple[bytes, bytes]:
    """The base network, for pictures of any size, and the edge network, for any number of tiles; see `network.parts`.

    Both say in their metadata what they were made from.
    """
    network = load_network(spec).eval()
    assert isinstance(network, MattingRefine), "a base alone has no parts"
    assert isinstance(network.refiner, EdgeNetwork), "the originals have no parts"
    metadata = {
        "variant": spec.variant,
        "weights_sha256": spec.sha256,
    }
    return _export_base(network, metadata), _export_edges(network.refiner, metadata)


def _export_base(network: MattingRefine, metadata: Mapping[str, str]) -> bytes:
    multiple = network.base_multiple
    rows, columns = (multiple * torch.export.Dim(name, min=2, max=256) for name in ("rows", "columns"))
    picture = torch.zeros(8 * multiple, 9 * multiple, 3, dtype=torch.uint8)
    inputs = {"frame": picture, "plate": picture.clone(), "known": torch.ones(picture.shape[:2])}
    return _export(BasePart(network), inputs, ["coarse"], ({0: rows, 1: columns},) * 3, metadata)


def _export_edges(edges: EdgeNetwork, metadata: Mapping[str, str]) -> bytes:
    count, reach, side, half = 5, 7, SIDE, SIDE // 2
    channels = 4 + edges.from_context.in_channels
    tiles = torch.zeros(count, side, side, 3, dtype=torch.uint8)
    inputs = {
        "frame": tiles,
        "plate": tiles.clone(),
        "known": torch.ones(count, half, half),
        "patches": torch.rand(count, reach, reach, channels),
        "rows": torch.rand(count, side, reach),
        "columns": torch.rand(count, side, reach),
        "half_rows": torch.rand(count, half, reach),
        "half_columns": torch.rand(count, half, reach),
        "last_frame": tiles.clone(),
        "last_alpha": torch.rand(count, side, side),
    }
    tile, patch = torch.export.Dim("tiles", min=1, max=1 << 20), torch.export.Dim("reach", min=3, max=64)
    open_sides = tuple(
        {0: tile, **{axis: patch for axis, size in enumerate(x.shape) if axis and size == reach}}
        for x in inputs.values()
    )
    return _export(EdgePart(edges), inputs, ["alpha", "foreground"], open_sides, metadata)


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
    program = load_static_program(spec, settings).to(dtype)
    batch, (width, height) = (1, size) if size else (_OPEN_BATCH, _OPEN_SIZE)
    grey = torch.zeros(batch, 3, height, width, dtype=dtype)
    known = torch.ones(batch, 1, height // MULTIPLE, width // MULTIPLE, dtype=dtype)
    inputs = dict(zip(INPUTS, (grey, grey.clone(), known, *nothing_before(grey)), strict=True))
    return _export(program, inputs, ["pha", "fgr"], None if size else _open_shapes(), metadata or {})


def _open_shapes() -> _OpenSides:
    """Of all inputs: the batch is left open, and so are the sides, as multiples of 4."""
    rows, columns = (torch.export.Dim(name, min=_LEAST_CELLS, max=_MOST_CELLS) for name in ("rows", "columns"))
    batch = torch.export.Dim("batch", min=1, max=_MOST_PICTURES)
    full, cells = {0: batch, 2: MULTIPLE * rows, 3: MULTIPLE * columns}, {0: batch, 2: rows, 3: columns}
    return full, full, cells, full, full


def _export(
    module: nn.Module,
    inputs: Mapping[str, Tensor],
    outputs: list[str],
    open_sides: _OpenSides | None,
    metadata: Mapping[str, str],
) -> bytes:
    """`open_sides`: of each input, those that are left open; None: all shapes are constant."""
    # The exporter warns of its own changes of mind and prints its progress.
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        path = Path(folder) / "program.onnx"
        torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            path,
            dynamo=True,
            opset_version=OPSET,
            input_names=list(inputs),
            output_names=outputs,
            dynamic_shapes=open_sides,
            external_data=False,
            verbose=False,
        )
        content = path.read_bytes()
    if not metadata:
        return content
    model = onnx.load_model_from_string(content)
    onnx.helper.set_model_props(model, dict(metadata))
    whole: bytes = model.SerializeToString()
    return whole
