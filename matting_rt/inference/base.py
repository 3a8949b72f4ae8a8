"""The interface of every backend that turns a frame and a plate into a matte."""

from abc import ABC, abstractmethod
from typing import NamedTuple

import torch
from torch import Tensor

from matting_rt.errors import ConfigError, FrameShapeError
from matting_rt.frame import FrameSize
from matting_rt.tensors import Matte


class Explained(NamedTuple):
    """A matte, and what the network did to come to it; all at the frame's size."""

    matte: Matte
    err: Tensor
    """(1, 1, H, W) 0..1, the error that the base network expects in its alpha."""
    ref: Tensor
    """(1, 1, H, W), 1 where the refiner worked, else 0."""


class Last(NamedTuple):
    """The frame before the present one, and what came of it: all that is remembered of a video."""

    src: Tensor
    """(1, 3, H, W)."""
    pha: Tensor
    """(1, 1, H, W), as the engine gave it."""


class MattingEngine(ABC):
    """Runs one network on one device. It remembers nothing of what it matted: a video is a `MattingStream`.

    `warm_up` is called before the first frame of a size (it may take seconds: compile, export, allocate), on the thread
    that made the engine or the one that mattes; `open_stream` and `matte`, which is for each frame of a stream or for a
    picture alone, on the matting thread. `close` may be called twice, from any thread, after the last `matte`.
    """

    name: str
    """"torch", "torchscript" or "onnx"."""
    device: torch.device
    """Where `src` and `bgr` must lie and where the matte comes back."""
    dtype: torch.dtype
    """Precision of the matte that comes back, and the one `src` and `bgr` are best given in."""

    @abstractmethod
    def warm_up(self, size: FrameSize) -> None:
        """Prepare for frames of `size`. Raises ModelError if the network cannot run here."""

    @abstractmethod
    def matte(self, src: Tensor, bgr: Tensor, known: Tensor | None = None, last: Last | None = None) -> Matte:
        """Matte one picture.

        Args:
            src: (1, 3, H, W) RGB 0..1, the frame, any H and W of at least 64; padded and cropped inside as needed.
            bgr: (1, 3, H, W) RGB 0..1, the plate, aligned to the frame and compensated for its light.
            known: (1, 1, any size) 0..1, how far the plate is known; where it is 0, `bgr` means nothing. None: wholly.
            last: the frame before, of the same video and size; None: there is none. A network without a memory, or
                one that believes every plate, takes no notice of it or of `known`.

        Returns:
            fgr and pha of (1, 3 and 1, H, W), 0..1, on `device`. fgr is valid until the next call, pha for good.

        Raises:
            FrameShapeError: the tensors do not fit (sizes that differ, not RGB, ...).
        """

    def explain(self, src: Tensor, bgr: Tensor, known: Tensor | None = None, last: Last | None = None) -> Explained:
        """As `matte`, with more to look at; slower. Raises ConfigError where the engine gives nothing but mattes."""
        raise ConfigError(f"the engine {self.name} gives neither errors nor refined cells; choose the engine torch")

    def open_stream(self, size: FrameSize) -> "MattingStream":
        """For one video, warmed up. Raises ModelError if the network cannot run here."""
        self.warm_up(size)
        return MattingStream(self, size)

    def close(self) -> None:  # noqa: B027 - most engines hold nothing that needs closing
        """Release the device."""


class MattingStream:
    """One video in an engine: its plate, and the memory by which edges that stand still do not flicker.

    Any number may be open in one engine; they know nothing of each other. Used from the thread that mattes.
    """

    def __init__(self, engine: MattingEngine, size: FrameSize) -> None:
        """By `MattingEngine.open_stream`."""
        self._engine, self._size = engine, size
        self._plate: tuple[Tensor, Tensor | None] | None = None
        self._last: Last | None = None

    def set_plate(self, bgr: Tensor, known: Tensor | None = None) -> None:
        """Go on with this plate from the next frame on. What is given is read with each frame, and not copied.

        Args:
            bgr: (1, 3, H, W) RGB 0..1, aligned to the frames and in their light.
            known: (1, 1, any size) 0..1, how far it is known; None: wholly.
        """
        self._plate = bgr, known

    def matte(self, src: Tensor) -> Matte:
        """Matte the next frame.

        Args:
            src: (1, 3, H, W) RGB 0..1. The stream keeps it until the next frame: leave it as it is.

        Returns:
            As `MattingEngine.matte`. The stream keeps pha too: read it, but do not write into it.

        Raises:
            FrameShapeError: the frame is not of the stream's size, or does not fit the plate.
        """
        matte = self._engine.matte(src, *self._given(src), self._last)
        self._last = Last(src, matte.pha)
        return matte

    def explain(self, src: Tensor) -> Explained:
        """As `matte`, with more to look at; see `MattingEngine.explain`."""
        explained = self._engine.explain(src, *self._given(src), self._last)
        self._last = Last(src, explained.matte.pha)
        return explained

    def reset(self) -> None:
        """Forget the last frame: the next one does not follow it. The plate stays."""
        self._last = None

    def _given(self, src: Tensor) -> tuple[Tensor, Tensor | None]:
        if self._plate is None:
            raise ValueError("a stream needs its plate before its first frame")
        if src.shape[2:] != (self._size.height, self._size.width):
            raise FrameShapeError(f"the stream is of frames of {self._size}, and this one is of {tuple(src.shape)}")
        return self._plate
