"""Alpha against the truth, while the frames go by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from matting_rt.frame import Image, StreamInfo
from matting_rt.outputs import ALPHA, COMPOSITE
from matting_rt.sinks.base import FrameSink, MattedFrame


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What came out at one moment."""

    time_s: float
    alpha: Image
    """uint8 (H, W)."""
    composite: Image
    """uint8 (H, W, 3) RGB."""
    error: float
    """Mean absolute difference of alpha, 0..1."""


class AlphaComparison(FrameSink):
    """Measures the mean absolute alpha error of every frame, and keeps the pictures of some moments."""

    def __init__(self, true_alphas: Sequence[Image], kept: Collection[int]) -> None:
        """
        Args:
            true_alphas: uint8 (H, W), one for each frame, by index.
            kept: indices of the frames whose pictures are kept.
        """
        self._true_alphas = true_alphas
        self._kept = frozenset(kept)
        self.errors: list[float] = []
        """Mean absolute difference of alpha of every frame, 0..1."""
        self.moments: dict[int, Moment] = {}

    def open(self, info: StreamInfo) -> None:
        """Nothing to open."""

    def write(self, frame: MattedFrame) -> None:
        error = float(np.mean(cv2.absdiff(frame.levels(ALPHA), self._true_alphas[frame.index]))) / 255
        self.errors.append(error)
        if frame.index in self._kept:
            time_s = float(frame.pts * frame.time_base)
            self.moments[frame.index] = Moment(time_s, frame.levels(ALPHA), frame.levels(COMPOSITE), error)

    def finish(self) -> None:
        """Everything is measured."""

    def abort(self) -> None:
        """Nothing is left behind."""

    def summary(self) -> dict[str, float]:
        """Mean over all frames, and the worst frame, of the mean absolute alpha error (0..1)."""
        return {"mean": round(float(np.mean(self.errors)), 5), "worst_frame": round(max(self.errors), 5)}
