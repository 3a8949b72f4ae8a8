"""Our own networks on a CPU: ONNX Runtime, two parts, pictures as bytes, no PyTorch.

A released model comes with both parts beside its weights, NAME.base.onnx and NAME.edges.onnx. Of other weights they are
exported once, which takes PyTorch, and kept in the cache.
"""

import itertools
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matting_rt.config import EngineConfig, RefineMode
from matting_rt.extras import EXPORT, require_extra
from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.inference.base import MattingEngine, MattingStream, padded_size, require_size
from matting_rt.inference.cache import cached
from matting_rt.inference.memory import telling_of_memory
from matting_rt.inference.sessions import open_session
from matting_rt.inference.tiles import Floats, Shape, TileStream
from matting_rt.model_files import read_verified
from matting_rt.network.settings import LEAST_BASE_SIDE, TILE, NetworkSettings, settings_for

if TYPE_CHECKING:
    import onnxruntime

    from matting_rt.model_files import ModelSpec

MORE_TILES = 3
"""As many tiles at most as engines take whose shapes are fixed: here those that nobody needs cost nothing."""
CHUNK = 64
"""Tiles at once: more do not run faster, and take memory."""
_LENGTH_BYTES = 8


class PartsEngine(MattingEngine):
    """Runs one model on the CPU."""

    name = "onnx"

    def __init__(self, spec: "ModelSpec", config: EngineConfig) -> None:
        """
        Args:
            spec: of a whole network of ours, see `has_parts`.
            config: with engine, device and precision resolved.
        """
        self.spec, self.config = spec, config
        self._edges: onnxruntime.InferenceSession | None = None
        self._opened: dict[FrameSize, tuple[_OnnxParts, Shape]] = {}

    def warm_up(self, size: FrameSize) -> None:
        require_size(size)
        if size not in self._opened:
            with telling_of_memory(self.name):
                self._opened[size] = self._open(size)

    def new_stream(self, size: FrameSize) -> MattingStream:
        return TileStream(*self._opened[size], size)

    def settings(self, size: FrameSize) -> NetworkSettings:
        """What the network runs with on frames of `size`."""
        return settings_for(size, self.config, self.spec.variant)

    def close(self) -> None:
        self._opened.clear()
        self._edges = None

    def _open(self, size: FrameSize) -> "tuple[_OnnxParts, Shape]":
        base_content, edges_content = read_parts(self.spec)
        self._edges = self._edges or open_session(edges_content)
        settings, multiple = self.settings(size), int(self._metadata()["base_multiple"])
        whole = padded_size(size)
        rounded = (-(-int(side * settings.backbone_scale) // multiple) * multiple for side in whole)
        base = FrameSize(*(max(side, LEAST_BASE_SIDE) for side in rounded))
        sides = {f"{multiple}*rows": base.height, f"{multiple}*columns": base.width}
        parts = _OnnxParts(open_session(base_content, sides=sides), self._edges)
        grey = np.full((base.height, base.width, 3), 128, np.uint8)
        coarse = parts.base(grey, grey, np.ones(grey.shape[:2], np.float32))
        tiles = max(1, MORE_TILES * settings.refine_sample_pixels // TILE**2)
        if self.config.refine_mode is RefineMode.FULL:
            tiles = math.prod(whole)
        return parts, Shape(base, FrameSize(coarse.shape[1], coarse.shape[0]), tiles)

    def _metadata(self) -> Mapping[str, str]:
        assert self._edges is not None, "opened before"
        found: Mapping[str, str] = self._edges.get_modelmeta().custom_metadata_map
        return found


class _OnnxParts:
    """See `tiles.Parts`."""

    def __init__(self, base: "onnxruntime.InferenceSession", edges: "onnxruntime.InferenceSession") -> None:
        self._base, self._edges = base, edges

    def base(self, frame: Image, plate: Image, known: FloatMap) -> Floats:
        coarse: Floats = self._base.run(None, {"frame": frame, "plate": plate, "known": known})[0]
        return coarse

    def edges(self, **inputs: npt.NDArray[np.generic]) -> tuple[Floats, Image]:
        count = len(inputs["frame"])
        chunks = -(-count // CHUNK)
        bounds = [count * index // chunks for index in range(chunks + 1)]
        given = [
            self._edges.run(None, {name: x[start:end] for name, x in inputs.items()})
            for start, end in itertools.pairwise(bounds)
        ]
        alpha, foreground = (np.concatenate(parts) for parts in zip(*given, strict=True))
        return alpha, foreground


def part_paths(spec: "ModelSpec") -> tuple[Path, Path]:
    """Of the base and the edge network of a model; they need not exist."""
    base, edges = (spec.path.with_name(f"{spec.path.stem}.{part}.onnx") for part in ("base", "edges"))
    return base, edges


def read_parts(spec: "ModelSpec") -> tuple[bytes, bytes]:
    """Both parts of a model, as `onnx_export.export_parts` makes them.

    Raises:
        WeightsError: a file is damaged.
        UsageError: they must be made, and there is no PyTorch.
    """
    paths = part_paths(spec)
    if all(path.is_file() for path in paths):
        contents = [read_verified(path) for path in paths]
        if all(spec.sha256.encode() in content for content in contents):  # made of these very weights
            return contents[0], contents[1]

    def make() -> bytes:
        require_extra(EXPORT, f"{spec.path} comes without {paths[0].name} and {paths[1].name}, and to make them")
        from matting_rt.inference.onnx_export import export_parts

        base, edges = export_parts(spec)
        return len(base).to_bytes(_LENGTH_BYTES, "big") + base + edges

    both = cached(("parts", spec.sha256), make)
    end = _LENGTH_BYTES + int.from_bytes(both[:_LENGTH_BYTES], "big")
    return both[_LENGTH_BYTES:end], both[end:]
