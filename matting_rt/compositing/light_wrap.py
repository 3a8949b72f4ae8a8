"""Light wrap: the backdrop's light on the person's edge, as a bright place behind somebody shines around them."""

import math

from torch import Tensor

from matting_rt.compositing.backdrop import REFERENCE_LINES
from matting_rt.compositing.layer import Layer
from matting_rt.compositing.soft import blur, coarse_sigma, enlarge, halvings_for, shrink

_REACH_PX = 7.0
"""Standard deviation of how deep the light falls into the person, at `REFERENCE_LINES`."""


def wrap_margin_px(height: int) -> int:
    """How much around the person a layer in a frame of so many lines must hold for `wrap_light`."""
    return math.ceil(3 * _REACH_PX * height / REFERENCE_LINES)


def wrap_light(layer: Layer, tgt: Tensor, amount: float) -> None:
    """Let the light of `tgt` (B, 3, H, W) fall on the layer's edge, in place and inside its alpha.

    Light adds up as on a screen that two projectors shine on: 1 - (1 - a)(1 - b). A dark backdrop changes nothing.

    Args:
        amount: 0..1; at 1 a straight edge gets half of the backdrop's light.
    """
    height, width = layer.pha.shape[2:]
    sigma_px = _REACH_PX * tgt.shape[2] / REFERENCE_LINES
    halvings = halvings_for(sigma_px)
    sigma = coarse_sigma(sigma_px, halvings)
    opening = blur(1 - shrink(layer.pha, halvings), sigma)
    light = blur(shrink(layer.box.of(tgt), halvings), sigma)
    light = enlarge(light * (opening * amount), height, width)
    # Premultiplied: pha * (1 - (1 - colour)(1 - light)) = colour + light * (pha - colour).
    layer.colour.lerp_(layer.pha.expand_as(light), light)
