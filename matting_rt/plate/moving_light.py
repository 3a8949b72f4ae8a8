"""Light that moves in a room, as a video of the empty room shows it: a lamp that is dimmed, clouds at a window.

What lies between the lights of a video is nearly a mixture of them. So the pictures of the room are described by their
principal components: the plate, and what is added to it, more or less of each from frame to frame.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import BoolMap, FloatImage, Image
from matting_rt.plate.compensate import Light, fit_light, same_light
from matting_rt.plate.pictures import shrink
from matting_rt.plate.store import Plate
from matting_rt.state import State

Weights = npt.NDArray[np.float32]
"""(k,) how much of each light is added; of the pictures that they were found in, the mean square is 1."""

_WIDTH = 96
"""Of the small pictures on which lights are found and followed."""
_MOST = 3
_LEAST = 1.0 / 255
"""Root mean square of what is worth being added, in 0..1."""
_UNEXPLAINED, _UNEXPLAINED_SHARE, _MOVED_SHARE = 2.5 / 255, 0.25, 0.1
"""Light moves where in so large a share of the pictures (the last) so large a share of the room (the second) is off by
so much under the gain and bias that fit best."""
_LIMITS = (0.3, 0.12, 0.06)
"""Tukey's constant for each iteration, in 0..1; see `compensate`."""
_PRIOR = 0.02
"""Of 0..1: the deviation of a pixel that a weight of 1 is as likely as; it keeps weights small where little is seen."""
_JUMP = 4 / 255
_SMOOTHING = 0.15
_STEP = 0.5 / 255
"""As for light that is the same everywhere; see `fit`."""


def find_lights(images: Sequence[Image], plate: Image) -> tuple[FloatImage, ...]:
    """What is to be added to the plate for other lights, float32 (H, W, 3) in 0..255; none where gain and bias do.

    Args:
        images: of the empty room.
        plate: uint8 (H, W, 3), their median.
    """
    base = shrink(plate, _WIDTH)
    small = [shrink(image, _WIDTH) for image in images]
    if np.mean([_is_unexplained(each, base) for each in small]) < _MOVED_SHARE:
        return ()
    shares, strengths, _ = np.linalg.svd(np.stack([(each - base).ravel() for each in small]), full_matrices=False)
    found = []
    for share, strength in zip(shares.T[:_MOST], strengths, strict=False):
        if strength / np.sqrt(base.size * len(images)) < _LEAST:
            break
        light = np.zeros(plate.shape, np.float32)
        for weight, image in zip(share / np.sqrt(len(images)), images, strict=True):
            light += np.float32(weight) * cv2.subtract(image, plate, dtype=cv2.CV_32F)
        found.append(light)
    return tuple(found)


def _is_unexplained(small: FloatImage, base: FloatImage) -> bool:
    everywhere = np.ones(base.shape[:2], bool)
    light = fit_light(small, base, everywhere, same_light()) or same_light()
    residual = np.abs(light.apply(base) - small).max(-1)
    return bool(np.quantile(residual, 1 - _UNEXPLAINED_SHARE) > _UNEXPLAINED)


class MovingLight:
    """Follows the lights of one plate through the frames of a stream."""

    def __init__(self, plate: Plate) -> None:
        """`plate`: of the frames' size, with lights."""
        self._image, self._base = plate.image, shrink(plate.image, _WIDTH)
        self._lights = [cv2.resize(light, plate.size, interpolation=cv2.INTER_LINEAR) for light in plate.lights]
        height, width = self._base.shape[:2]
        small = [cv2.resize(light, (width, height), interpolation=cv2.INTER_AREA) / 255 for light in self._lights]
        self._small: npt.NDArray[np.float32] = np.stack(small).reshape(len(small), -1, 3)
        self._weights: Weights = np.zeros(len(small), np.float32)
        self._drawn = self._weights
        self._is_known = False

    def follow(self, small: FloatImage, background: BoolMap, light: Light) -> bool:
        """Find the lights of a frame; say whether the plate is to be drawn anew.

        Args:
            small: (h, w, 3) 0..1, the small picture of the frame.
            background: (h, w) where the plate may be seen.
            light: what the camera does to all of it.
        """
        fitted = self._fit(small, background, light)
        share = 1.0 if not self._is_known else min(1.0, max(_SMOOTHING, self._distance(fitted, self._weights) / _JUMP))
        self._weights = self._weights + np.float32(share) * (fitted - self._weights)
        self._is_known = True
        return self._distance(self._weights, self._drawn) > _STEP

    def draw(self) -> Image:
        """uint8 (H, W, 3), the plate in the lights of the frame seen last."""
        self._drawn = self._weights
        picture = self._image.astype(np.float32)
        for weight, light in zip(self._weights, self._lights, strict=True):
            picture = cv2.scaleAdd(light, float(weight), picture)
        drawn: Image = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
        return drawn

    def state(self) -> State:
        return {"weights": self._weights, "drawn": self._drawn, "is_known": self._is_known}

    def restore(self, state: State) -> None:
        self._weights, self._drawn, self._is_known = state["weights"], state["drawn"], state["is_known"]

    def _fit(self, small: FloatImage, background: BoolMap, light: Light) -> Weights:
        """Iteratively reweighted least squares; a pixel counts as a whole, by its worst channel."""
        wanted = ((small - light.bias) / np.maximum(light.gain, np.float32(0.05)) - self._base).reshape(-1, 3)
        inside = background.ravel()
        weights = self._weights
        for limit in _LIMITS:
            residual = np.abs(wanted - np.tensordot(weights, self._small, 1)).max(-1) / np.float32(limit)
            trust = inside * np.square(np.maximum(1 - np.square(residual), 0))
            trusted = self._small * trust[:, None]
            normal = np.tensordot(trusted, self._small, ((1, 2), (1, 2)))
            normal += np.diag(np.full(len(weights), _PRIOR**2))
            weights = np.linalg.solve(normal, np.tensordot(trusted, wanted, ((1, 2), (0, 1)))).astype(np.float32)
        return weights

    def _distance(self, one: Weights, other: Weights) -> float:
        """Root mean square of what changes, in 0..1."""
        return float(np.sqrt(np.mean(np.square(np.tensordot(one - other, self._small, 1)))))
