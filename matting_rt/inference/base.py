"""The interface of every backend that turns a frame and a plate into a matte."""

from abc import ABC, abstractmethod
from typing import NamedTuple

import torch
from torch import Tensor

from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize
from matting_rt.tensors import Matte


class Explained(NamedTuple):
    """A matte, and what the network did to come to it; all at the frame's size."""

    matte: Matte
    err: Tensor
    """(1, 1, H, W) 0..1, the error that the base network expects in its alpha."""
    ref: Tensor
    """(1, 1, H, W), 1 where the refiner worked, else 0."""


class MattingEngine(ABC):
    """Runs one network on one device.

    `warm_up` is called before the first frame of a size (it may take seconds: compile, export, allocate), on the thread
    that made the engine or the one that mattes; `matte` once a frame, on the matting thread. `close` may be called
    twice, from any thread, after the last `matte`.
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
    def matte(self, src: Tensor, bgr: Tensor) -> Matte:
        """Matte one picture.

        Args:
            src: (1, 3, H, W) RGB 0..1, the frame, any H and W of at least 64; padded and cropped inside as needed.
            bgr: (1, 3, H, W) RGB 0..1, the plate, aligned to the frame and compensated for its light.

        Returns:
            fgr and pha of (1, 3 and 1, H, W), 0..1, on `device`, valid until the next call.

        Raises:
            FrameShapeError: the tensors do not fit (sizes that differ, not RGB, ...).
        """

    def explain(self, src: Tensor, bgr: Tensor) -> Explained:
        """As `matte`, with more to look at; slower. Raises ConfigError where the engine gives nothing but mattes."""
        raise ConfigError(f"the engine {self.name} gives neither errors nor refined cells; choose the engine torch")

    def close(self) -> None:  # noqa: B027 - most engines hold nothing that needs closing
        """Release the device."""
