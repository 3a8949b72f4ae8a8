"""Light wrap: the backdrop's light on the person's edge, as a bright place behind somebody shines around them."""

import math

import cv2
import numpy as np

from matting_rt.compositing.backdrop import REFERENCE_LINES
from matting_rt.compositing.layer import Layer
from matting_rt.compositing.soft import blur, coarse_sigma, halvings_for, resize, shrink
from matting_rt.frame import AnyImage
from matting_rt.pictures.depth import round_to, white_of

_REACH_PX = 7.0
"""Standard deviation of how deep the light falls into the person, at `REFERENCE_LINES`."""


def wrap_margin_px(height: int) -> int:
    """How much around the person a layer in a frame of so many lines must hold for `wrap_light`."""
    return math.ceil(3 * _REACH_PX * height / REFERENCE_LINES)


def wrap_light(layer: Layer, backdrop: AnyImage, amount: float) -> Layer:
    """The layer with the light of `backdrop` (H, W, 3) on its edge, inside its alpha.

    Light adds up as on a screen that two projectors shine on: 1 - (1 - a)(1 - b). A dark backdrop changes nothing.

    Args:
        amount: 0..1; at 1 a straight edge gets half of the backdrop's light.
    """
    sigma_px = _REACH_PX * backdrop.shape[0] / REFERENCE_LINES
    halvings = halvings_for(sigma_px)
    sigma = coarse_sigma(sigma_px, 2**halvings)
    white = white_of(backdrop)
    closed = blur(shrink(layer.alpha, halvings).astype(np.float32), sigma)
    light = blur(shrink(layer.box.of(backdrop), halvings).astype(np.float32), sigma)
    light *= ((white - closed) * np.float32(amount / white))[..., np.newaxis]
    shade = resize(white - round_to(light, backdrop.dtype), *layer.alpha.shape)
    if layer.colour.dtype == np.float32:  # what is brighter than white gets no light
        return Layer(layer.colour + (1 - shade) * (1 - layer.colour).clip(0, 1), layer.alpha, layer.box)
    colour = cv2.bitwise_not(layer.colour)
    cv2.multiply(colour, shade, dst=colour, scale=1 / white)
    return Layer(cv2.bitwise_not(colour, dst=colour), layer.alpha, layer.box)
