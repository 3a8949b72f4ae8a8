"""The noise of a camera, from frames of a picture that stands still."""

import math

import numpy as np
import numpy.typing as npt

from matting_rt.frame import Image

_STRIDE = 4
"""Of the pixels that are looked at; tens of thousands are enough."""
_CLIPPED = (2, 253)
"""Grey levels outside hardly show any noise."""
_QUANTISATION = 1 / 12
"""Variance that rounding to whole grey levels adds."""


class NoiseMeter:
    """Takes in frames one after another and knows the noise of the pairs of neighbours among them."""

    def __init__(self) -> None:
        self._previous: npt.NDArray[np.int16] | None = None
        self._sum = 0.0
        self._count = 0

    def feed(self, image: Image) -> None:
        """Take in the next frame, of the same size."""
        sample = image[::_STRIDE, ::_STRIDE].astype(np.int16)
        previous, self._previous = self._previous, sample
        if previous is None:
            return
        inside = (np.minimum(sample, previous) >= _CLIPPED[0]) & (np.maximum(sample, previous) <= _CLIPPED[1])
        for channel in range(3):
            difference = (sample[..., channel] - previous[..., channel])[inside[..., channel]].astype(np.float32)
            if difference.size:
                # Less the mean: lamps on mains current flicker.
                self._sum += float(np.square(difference - difference.mean()).sum())
                self._count += difference.size

    @property
    def levels(self) -> float | None:
        """Standard deviation of a channel in grey levels (0..255); None before the second frame."""
        if not self._count:
            return None
        return math.sqrt(max(self._sum / self._count / 2 - _QUANTISATION, 0.0))
