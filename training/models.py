"""What is measured: models in an engine, from wherever their weights come, side by side with the baselines."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt import build
from matting_rt.config import DeviceKind, EngineConfig
from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from matting_rt.inference.base import MattingStream
from matting_rt.model_files import SUFFIX
from matting_rt.tensors import TensorMatte, to_image, to_tensor
from matting_rt.weights import to_model_file

UNKNOWN_GREY = 0.5
"""Of a plate, 0..1, where nothing is known and whoever is given it cannot be told so."""

MOST_SIZES = 4
"""An engine keeps up to a hundred megabytes for each size of frames, and of photographs each may have its own."""


class Model(Protocol):
    """Whatever turns a frame and its plate into a matte."""

    name: str

    def matte(self, src: Tensor, bgr: Tensor, known: Tensor) -> TensorMatte:
        """src and bgr (1, 3, H, W), known (1, 1, H, W) 0..1 as in `Pair`; a matte of their size."""


def fill_unknown(bgr: Tensor, known: Tensor) -> Tensor:
    """The plate with a neutral grey where nothing is known of it, for whoever takes no `known`."""
    return torch.where(known > 0, bgr, UNKNOWN_GREY)


class EngineModel:
    """A model in an engine, taking and giving fp32 on the CPU."""

    def __init__(self, name: str, weights: str, engine: str, device: DeviceKind) -> None:
        """
        Args:
            name: in the tables.
            weights: a model's name, or the path of a weights file or of an exported one.

        Raises:
            UsageError, ConfigError, WeightsError: see `build.resolve_engine`.
        """
        self.name = name
        self._config = build.resolve_engine(EngineConfig(model=weights, engine=engine, device=device))
        self._engine = build.build_engine(self._config)
        self._warm_sizes: set[FrameSize] = set()

    def warm_up(self, size: FrameSize) -> None:
        """Load the network and prepare it for a size. Raises ModelError: the weights do not fit, or it cannot run."""
        if size not in self._warm_sizes:
            if len(self._warm_sizes) == MOST_SIZES:
                self._engine.close()
                self._engine = build.build_engine(self._config)
                self._warm_sizes.clear()
            self._engine.warm_up(size)
            self._warm_sizes.add(size)

    def matte(self, src: Tensor, bgr: Tensor, known: Tensor) -> TensorMatte:
        return self.open_video(FrameSize(src.shape[3], src.shape[2])).matte(src, bgr, known)

    def open_video(self, size: FrameSize) -> "Video":
        """For the frames of one video. Raises ModelError as `warm_up`."""
        self.warm_up(size)
        return Video(self.name, self._engine.open_stream(size))


class Video:
    """A model on the frames of one video, each with the memory of those before: as bytes, like those of a camera."""

    def __init__(self, name: str, stream: MattingStream) -> None:
        self.name, self.stream = name, stream
        self._bgr: Tensor | None = None

    def matte(self, src: Tensor, bgr: Tensor, known: Tensor) -> TensorMatte:
        if bgr is not self._bgr:  # or the stream would make anew what it keeps of a plate
            self._bgr, self._plate = bgr, to_image(bgr)
        self.stream.set_plate(self._plate, None if bool((known == 1).all()) else known[0, 0].numpy())
        matte = self.stream.matte(to_image(src))
        return TensorMatte(to_tensor(matte.foreground), to_tensor(matte.alpha[..., None]))


def for_video(model: Model, size: FrameSize) -> Model:
    """What mattes the frames of one video: itself, if it has no memory."""
    return model.open_video(size) if isinstance(model, EngineModel) else model


class PersonAlone:
    """The person network without plate or matting network: its small map, enlarged to the frame."""

    name = "person network alone"

    def __init__(self) -> None:
        """Raises WeightsError: the network's file is missing or damaged."""
        self._network = build.build_person_network()

    def matte(self, src: Tensor, bgr: Tensor, known: Tensor) -> TensorMatte:
        person = torch.from_numpy(self._network.find(to_image(src)))[None, None]
        return TensorMatte(src, F.interpolate(person, src.shape[2:], mode="bilinear", align_corners=False).clamp(0, 1))


def open_models(given: Sequence[str], engine: str, device: DeviceKind, stack: ExitStack) -> list[EngineModel]:
    """The models of --model, in its order.

    Args:
        given: names of released or imported models, and paths: of weights, of exported files, of PyTorch checkpoints.
        stack: keeps what checkpoints were turned into for as long as it is needed.

    Raises:
        UsageError: there is no such model or file, or one is given twice.
        WeightsError: a file is damaged, holds anything but tensors, or fits none of the networks.
    """
    names = _names_of(given)
    return [
        EngineModel(name, _weights_of(text, stack), engine, device) for name, text in zip(names, given, strict=True)
    ]


def _names_of(given: Sequence[str]) -> list[str]:
    """What to call each: a file's stem; where several have the same one, its whole name, or its folder before that."""
    names = [_stem(text) for text in given]
    for longer in (lambda path: path.name, lambda path: f"{path.resolve().parent.name}-{path.stem}"):
        names = [
            longer(Path(text)) if names.count(name) > 1 and Path(text).is_file() else name
            for text, name in zip(given, names, strict=True)
        ]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"two models are called {twice}; give each once, or rename a file")
    return names


def _stem(text: str) -> str:
    return Path(text).stem if Path(text).is_file() else text.removesuffix(SUFFIX)


def _weights_of(text: str, stack: ExitStack) -> str:
    path = Path(text)
    return str(to_model_file(path, stack)) if path.is_file() else text


def timed_matte(model: Model, src: Tensor, bgr: Tensor, known: Tensor) -> tuple[TensorMatte, float]:
    """A matte, and the milliseconds that it took."""
    start_s = time.perf_counter()
    with torch.inference_mode():
        matte = model.matte(src, bgr, known)
    return matte, (time.perf_counter() - start_s) * 1000
