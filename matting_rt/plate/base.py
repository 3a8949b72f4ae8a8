"""The interface through which a pipeline asks for the plate of each frame."""

from abc import ABC, abstractmethod

from torch import Tensor

from matting_rt.frame import FloatMap, Frame
from matting_rt.live.state import Absence


class PlateFitter(ABC):
    """Gives the engine the plate that belongs to a frame.

    Called from the matting thread alone, for each frame in order: `fit`, then the engine, then `observe`.
    """

    trust: FloatMap | None = None
    """(h, w) 0..1 of any size, how far the plate that `fit` gave last is known and believed; None: everywhere."""

    absence: Absence | None = None
    """Why the last frame should not be shown in live video; None: it may be."""

    @abstractmethod
    def fit(self, frame: Frame, src: Tensor, person: FloatMap | None = None) -> Tensor:
        """The plate as this frame would show it.

        Args:
            frame: the frame on the host.
            src: (1, 3, H, W), the same frame as a tensor; gives device and dtype.
            person: (h, w) 0..1 of any size, where people are in the frame; None: not known.

        Returns:
            bgr (1, 3, H, W) RGB 0..1. It may be the same tensor for many frames, with other values in each: read it
            before the next call, do not write into it.

        Raises:
            PlateMismatchError: the plate does not show the scene of the frame.
            PlateError: the plate cannot be used for a frame of this size.
        """

    @abstractmethod
    def observe(self, pha: Tensor) -> None:
        """Learn from (1, 1, H, W), the alpha of the frame just matted, where the person is."""

    @abstractmethod
    def report(self) -> dict[str, object]:
        """What was done to the plate for the last frame, as plain data ready for JSON; empty before the first."""
