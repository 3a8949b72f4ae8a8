"""Exposure and white balance: the plate's colours brought to the light of a frame.

Cameras that expose and balance automatically change the whole picture when a person steps in. In encoded values such a
change is close to a gain and a small bias per channel, fitted here on small pictures of frame and plate. The person is
left out where the last alpha is known, and is outvoted by a redescending (Tukey) weight where it is not.
"""

import math
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import BoolMap, FloatImage, Image

Samples = npt.NDArray[np.float32]
"""(3, N) RGB 0..1."""

_CLIPPED = (0.012, 0.988)
"""Values outside hold no information on the light: 3 and 252 of 255."""
_MAX_RESIDUALS = (0.12, 0.06, 0.04, 0.03, 0.03)
"""Tukey's constant for each iteration, in 0..1: wide enough for a start that is off, then just over noise and codec."""
_BIAS_PRIOR = 0.02
"""Ridge on the bias relative to the pixel count: a bare wall alone cannot tell a bias from a gain."""
_MAX_LOG_GAIN = math.log(10.0)
"""What a dimmed lamp or an exposure that runs away makes of encoded values; darker pictures tell nothing any more."""

_DARKEST = 0.02
"""Of 0..1, added to both pictures: in the dark a ratio is noise."""
_FIELD_SIGMA = 0.08
"""Of the width: what light makes of a room changes no faster."""
_FIELD_RESIDUALS = (np.inf, 0.4, 0.2)
"""Of logarithms, for each iteration."""
_FIELD_PRIOR = 1e-3


class Light(NamedTuple):
    """frame = gain * plate + bias, per channel, in 0..1."""

    gain: npt.NDArray[np.float32]
    """(3,) RGB."""
    bias: npt.NDArray[np.float32]
    """(3,) RGB, 0..1."""

    def apply(self, image: FloatImage) -> FloatImage:
        """`image` (..., 3) as this light shows it, clipped to 0..1."""
        # As rows of numbers: numpy broadcasts long rows much faster than triples.
        gain, bias = np.tile(self.gain, image.shape[-2]), np.tile(self.bias, image.shape[-2])
        rows = image.reshape(*image.shape[:-2], -1)
        lit: FloatImage = np.clip(rows * gain + bias, 0, 1)
        return lit.reshape(image.shape)

    def paint(self, image: Image, into: Image | None = None) -> Image:
        """As `apply`, of uint8 (H, W, 3) at full size, rounded; a fifth of the time of a table for each channel.

        Args:
            into: of the same shape, is written and given back; None: a picture of its own.
        """
        matrix = np.column_stack((np.diag(self.gain), 255 * self.bias))
        painted: Image = cv2.transform(image, matrix, dst=into)
        return painted

    def distance(self, other: "Light") -> float:
        """Largest difference that the two lights make to any channel of a dark or a bright pixel, in 0..1."""
        gain, bias = self.gain - other.gain, self.bias - other.bias
        return float(max(np.abs(bias + 0.1 * gain).max(), np.abs(bias + 0.9 * gain).max()))

    def toward(self, other: "Light", share: float) -> "Light":
        """The light `share` (0..1) of the way from this one to `other`."""
        return Light(self.gain + share * (other.gain - self.gain), self.bias + share * (other.bias - self.bias))


def same_light() -> Light:
    """The light that changes nothing."""
    return Light(np.ones(3, np.float32), np.zeros(3, np.float32))


def fit_light(frame: FloatImage, plate: FloatImage, background: BoolMap, start: Light) -> Light | None:
    """Fit the light of `frame` on its background.

    Args:
        frame: (H, W, 3) small picture of the frame.
        plate: (H, W, 3) the same of the plate, aligned.
        background: (H, W) where the plate may be seen; people in it are tolerated while the background is the largest
            group of pixels that agree on a gain.
        start: the last light; a sudden change is found from the pixels' ratios instead.

    Returns:
        None where too little background is in view for a fit.
    """
    # Channels first: numpy reduces long rows much faster than triples.
    x, y = plate.reshape(-1, 3).T.copy(), frame.reshape(-1, 3).T.copy()
    lowest, highest = np.minimum(x, y).min(0), np.maximum(x, y).max(0)
    usable = background.ravel() & (lowest > _CLIPPED[0]) & (highest < _CLIPPED[1])
    if usable.sum() < max(50, usable.size // 50):
        return None
    x, y = np.compress(usable, x, axis=1), np.compress(usable, y, axis=1)
    starts = (start, _modal_light(x, y))
    light = min(starts, key=lambda candidate: _mean_truncated_residual(x, y, candidate))
    moments = np.concatenate((x, y, x * x, x * y))
    for limit in _MAX_RESIDUALS:
        light = _reweighted_fit(moments, light, limit)
    if (np.abs(np.log(np.maximum(light.gain, 1e-3))) > _MAX_LOG_GAIN).any():
        return None
    return light


def _mean_truncated_residual(x: Samples, y: Samples, light: Light) -> float:
    """How badly `light` explains the pixels; truncated, so that people cost the same under any light."""
    return float(np.minimum(np.abs(y - light.gain[:, None] * x - light.bias[:, None]), _MAX_RESIDUALS[1]).mean())


def _modal_light(x: Samples, y: Samples) -> Light:
    """The commonest ratio of frame to plate in each channel, the likelier the closer it is to 1."""
    bins = 192
    bin_of = (np.log(y) - np.log(x)) * (bins / (2 * _MAX_LOG_GAIN)) + bins / 2
    kernel = np.array((1, 4, 6, 4, 1)) / 16
    centres = (np.arange(bins) + 0.5 - bins / 2) * (2 * _MAX_LOG_GAIN / bins)
    prior = np.exp(-0.5 * (centres / 1.0) ** 2)
    gains = []
    for channel in range(3):
        inside = (bin_of[channel] >= 0) & (bin_of[channel] < bins)
        votes = np.bincount(bin_of[channel][inside].astype(np.intp), minlength=bins)
        votes = np.convolve(votes, kernel, "same") * prior
        gains.append(np.exp(centres[int(votes.argmax())]))
    return Light(np.array(gains, np.float32), np.zeros(3, np.float32))


def _reweighted_fit(moments: npt.NDArray[np.float32], light: Light, limit: float) -> Light:
    """One step of iteratively reweighted least squares; a pixel counts as a whole, by its worst channel.

    Args:
        moments: (12, N) of N pixels, three rows each: plate, frame, plate squared, and plate times frame.
    """
    x, y = moments[:3], moments[3:6]
    residual = np.abs(y - light.gain[:, None] * x - light.bias[:, None]).max(0) / limit
    weight = np.square(1 - np.square(np.minimum(residual, 1)))
    total = float(weight.sum())
    if total < 20:
        return light
    mean_x, mean_y, mean_xx, mean_xy = (moments @ weight / total).reshape(4, 3)
    # Normal equations of [gain, bias] with the ridge on the bias alone, solved per channel by Cramer's rule.
    ridge = 1 + _BIAS_PRIOR
    determinant = mean_xx * ridge - mean_x * mean_x
    gain = (mean_xy * ridge - mean_x * mean_y) / determinant
    bias = (mean_xx * mean_y - mean_x * mean_xy) / determinant
    return Light(gain.astype(np.float32), bias.astype(np.float32))


def find_light_field(frame: FloatImage, plate: FloatImage, background: BoolMap) -> FloatImage:
    """How much more or less light a frame has than its plate, where that differs from place to place: a lamp, the sun.

    Args:
        frame: (H, W, 3) small picture of the frame.
        plate: (H, W, 3) the same of the plate, aligned and in the light that fits best as a whole.
        background: (H, W) where the plate may be seen.

    Returns:
        (H, W, 3) gains without detail, also where there is no background. Normalised convolution (Knutsson and Westin
        1993), of logarithms, in which what fits none of its surroundings is left out.
    """
    ratio = np.log((frame + _DARKEST) / (plate + _DARKEST))
    usable = background & (np.abs(ratio).max(-1) < _MAX_LOG_GAIN) & (np.maximum(frame, plate).max(-1) < _CLIPPED[1])
    sigma = _FIELD_SIGMA * frame.shape[1]
    field = np.zeros_like(frame)
    for limit in _FIELD_RESIDUALS:
        weight = (usable & (np.abs(ratio - field).max(-1) < limit)).astype(np.float32)
        total = cv2.GaussianBlur(weight, (0, 0), sigma) + _FIELD_PRIOR
        field = cv2.GaussianBlur(ratio * weight[..., None], (0, 0), sigma) / total[..., None]
    gains: FloatImage = np.exp(field).astype(np.float32)
    return gains
