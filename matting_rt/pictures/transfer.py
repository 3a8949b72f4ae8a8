"""Between code values of BT.709 and light (ITU-R BT.709-6, item 1.2)."""

from functools import lru_cache

import numpy as np

from matting_rt.frame import DeepImage, FloatMap, Image

_ALPHA, _BETA = 1.099296826809442, 0.018053968510807
"""With these digits both parts meet; the standard rounds them to 1.099 and 0.018."""


def to_light(image: Image | DeepImage) -> FloatMap:
    """Code values to light, float32, of the same shape: 1 is white. Floats below 0 and beyond 1 are kept."""
    if image.dtype != np.float32:
        return _light_of_levels(image.dtype.itemsize)[image]
    size = np.abs(image)
    light = np.where(size < 4.5 * _BETA, size / 4.5, ((size + (_ALPHA - 1)) / _ALPHA) ** (1 / 0.45))
    return np.copysign(light, image).astype(np.float32)


def from_light(light: FloatMap) -> FloatMap:
    """The way back."""
    size = np.abs(light)
    code = np.where(size < _BETA, 4.5 * size, _ALPHA * size**0.45 - (_ALPHA - 1))
    return np.copysign(code, light).astype(np.float32)


@lru_cache(maxsize=2)
def _light_of_levels(item_bytes: int) -> FloatMap:
    return to_light(np.linspace(0, 1, 256**item_bytes, dtype=np.float32))
