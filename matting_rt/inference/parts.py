"""Our own networks without PyTorch: two parts in ONNX Runtime or OpenVINO, pictures as bytes, mostly on a CPU.

A released model comes with both parts beside its weights, NAME.base.onnx and NAME.edges.onnx. Of other weights they are
exported once, which takes PyTorch, and kept in the cache.
"""

import math
from typing import TYPE_CHECKING

import numpy as np

from matting_rt.config import DeviceKind, EngineConfig, RefineMode
from matting_rt.extras import EXPORT, require_extra
from matting_rt.frame import FrameSize
from matting_rt.inference.base import MattingEngine, MattingStream, padded_size, require_size
from matting_rt.inference.cache import cached
from matting_rt.inference.memory import normalise_oom
from matting_rt.inference.part_sessions import CHUNK, Parts, Shape
from matting_rt.inference.sessions import open_host_session, thread_count
from matting_rt.inference.tiles import TileStream
from matting_rt.lines import Line
from matting_rt.model_files import program_paths, read_verified
from matting_rt.network.settings import BASE_MULTIPLES, LEAST_BASE_SIDE, TILE, NetworkSettings, settings_for

if TYPE_CHECKING:
    from matting_rt.model_files import ModelSpec

MORE_TILES = 3
"""As many tiles at most as engines take whose shapes are fixed: here those that nobody needs cost nothing."""
_LENGTH_BYTES = 8


class PartsEngine(MattingEngine):
    """Runs one model on arrays of the host, in ONNX Runtime or OpenVINO."""

    def __init__(self, spec: "ModelSpec", config: EngineConfig) -> None:
        """
        Args:
            spec: of a whole network of ours.
            config: with engine, device and precision resolved.
        """
        self.spec, self.config = spec, config
        self.name, self.precision_name = config.engine, config.precision.value
        self._contents: tuple[bytes, bytes] | None = None
        self._opened: dict[FrameSize, tuple[Parts, Shape]] = {}

    def warm_up(self, size: FrameSize) -> None:
        require_size(size)
        if size not in self._opened:
            with normalise_oom(self.name):
                self._opened[size] = self._open(size)

    def new_stream(self, size: FrameSize) -> MattingStream:
        return TileStream(*self._opened[size], size)

    def settings(self, size: FrameSize) -> NetworkSettings:
        """What the network runs with on frames of `size`."""
        return settings_for(size, self.config, self.spec.variant)

    def close(self) -> None:
        for parts, _ in self._opened.values():
            parts.close()
        self._opened.clear()
        self._contents = None

    def _open(self, size: FrameSize) -> "tuple[Parts, Shape]":
        self._contents = self._contents or read_parts(self.spec)
        settings, multiple = self.settings(size), BASE_MULTIPLES[self.spec.variant]
        whole = padded_size(size)
        rounded = (-(-int(side * settings.backbone_scale) // multiple) * multiple for side in whole)
        base = FrameSize(*(max(side, LEAST_BASE_SIDE) for side in rounded))
        sides = {f"{multiple}*rows": base.height, f"{multiple}*columns": base.width}
        content, edges_content = self._contents
        parts = Parts(
            open_host_session(content, self.config, sides=sides),
            open_host_session(edges_content, self.config, threads=1, sides={"tiles": CHUNK}),
            thread_count() if self.config.device is DeviceKind.CPU else 1,  # DirectML takes one run at a time
        )
        grey = np.full((base.height, base.width, 3), 128, np.uint8)
        coarse = parts.find(grey, grey, np.ones(grey.shape[:2], np.float32))
        tiles = MORE_TILES * settings.refine_sample_pixels // TILE**2
        if self.config.refine_mode is RefineMode.FULL:
            tiles = math.prod(whole)
        # a chunk takes as long however few of its tiles are needed
        most = max(1, round(tiles / CHUNK)) * CHUNK
        shape = Shape(base, FrameSize(coarse.shape[1], coarse.shape[0]), most)
        TileStream(parts, shape, size).warm_up(coarse)
        return parts, shape


def read_parts(spec: "ModelSpec") -> tuple[bytes, bytes]:
    """Both parts of a model, as `onnx_export.export_parts` makes them.

    Raises:
        WeightsError: a file is damaged.
        UsageError: they must be made, and there is no PyTorch.
    """
    paths = program_paths(spec)
    if all(path.is_file() for path in paths):
        contents = [read_verified(path) for path in paths]
        if all(spec.sha256.encode() in content for content in contents):  # made of these very weights
            return contents[0], contents[1]

    def make() -> bytes:
        require_extra(
            EXPORT,
            Line(
                "{path} comes without {first} and {second}, and to make them",
                path=spec.path,
                first=paths[0].name,
                second=paths[1].name,
            ),
        )
        from matting_rt.inference.onnx_export import export_parts

        base, edges = export_parts(spec)
        return len(base).to_bytes(_LENGTH_BYTES, "big") + base + edges

    both = cached(("parts", spec.sha256), make)
    end = _LENGTH_BYTES + int.from_bytes(both[:_LENGTH_BYTES], "big")
    return both[_LENGTH_BYTES:end], both[end:]
