"""An engine for tests: its mattes are made by a function of frame and plate, and it says what it was given."""

from typing import NamedTuple

import cv2
import numpy as np

from matting_rt.frame import FloatMap, FrameSize, Image, Matte
from matting_rt.inference.base import FrameContext, MattingEngine, MattingStream

_ALPHA_OF_DIFFERENCE = np.clip((np.arange(256) - 12.75) * 20, 0, 255).astype(np.uint8)


class Given(NamedTuple):
    """What a stream had to go by for a frame."""

    known: FloatMap | None
    last: Image | None
    """The frame before; None: there is none."""


class Difference(MattingEngine):
    """Takes for the person what differs from the plate, as a network does that was given a wrong one.

    `find` is there to be overridden.
    """

    name = "difference"

    def __init__(self) -> None:
        self.warm_sizes: list[FrameSize] = []
        self.given: list[Given] = []
        self.closed = False

    def warm_up(self, size: FrameSize) -> None:
        self.warm_sizes.append(size)

    def new_stream(self, size: FrameSize) -> MattingStream:
        return _Stream(self, size)

    def find(self, image: Image, plate: Image) -> Image:
        """The alpha of a frame, uint8 (H, W), a new one; both pictures are uint8 (H, W, 3)."""
        alpha: Image = cv2.LUT(cv2.absdiff(image, plate).max(axis=2), _ALPHA_OF_DIFFERENCE)
        return alpha

    def close(self) -> None:
        self.closed = True


class Everything(Difference):
    """Takes everything for the person."""

    def find(self, image: Image, plate: Image) -> Image:
        return np.full(image.shape[:2], 255, np.uint8)


class _Stream(MattingStream):
    def __init__(self, engine: Difference, size: FrameSize) -> None:
        super().__init__(size)
        self._engine = engine
        self._last: Image | None = None

    def matte_next(self, image: Image, context: FrameContext) -> Matte:
        self._engine.given.append(Given(context.known, self._last if context.follows else None))
        self._last = image
        return Matte(self._engine.find(image, context.plate), image.copy())
