"""The person's edge: feathered, taken in or let out."""

import math

from torch import Tensor

from matting_rt.compositing.backdrop import REFERENCE_LINES
from matting_rt.compositing.layer import Layer, person_box
from matting_rt.compositing.soft import blur, coarse_sigma, enlarge, halvings_for, soften
from matting_rt.config import CompositeConfig
from matting_rt.tensors import Matte

_CHOKE_SIGMA_PX = 2.0
"""Blur that comes with a choke of 1, at `REFERENCE_LINES`: the edge moves by two thirds of it and stays smooth."""
_CHOKE_CUT = 0.75
"""Share of the blurred alpha's range that a choke of 1 cuts off."""
_COLOUR_SIGMA_PX = 5.0
"""How far the person's colours are carried outwards at least, at `REFERENCE_LINES`."""


def cut_out(matte: Matte, config: CompositeConfig, margin_px: int = 0) -> Layer | None:
    """The person with the edge that `config` asks for; None where nobody is there.

    The layer reaches at least `margin_px` beyond the person, where the frame does.

    A blurred or widened alpha shows pixels whose foreground is the room. There the person's own colours are carried
    outwards, so that the edge has no halo.
    """
    per_line = matte.pha.shape[2] / REFERENCE_LINES
    sigma_px = math.hypot(config.edge_feather_px, _CHOKE_SIGMA_PX * config.edge_choke) * per_line
    box = person_box(matte.pha, max(math.ceil(3 * sigma_px), margin_px))
    if box is None:
        return None
    fgr, pha = box.of(matte.fgr), box.of(matte.pha)
    if sigma_px > 0:
        fgr = _carry_outwards(fgr, pha, max(_COLOUR_SIGMA_PX * per_line, 1.5 * sigma_px))
        pha = _cut(soften(pha, sigma_px), config.edge_choke)
        return Layer(fgr.mul_(pha), pha, box)
    return Layer(fgr * pha, pha, box)


def _cut(pha: Tensor, choke: float) -> Tensor:
    """A blurred alpha that reaches 0 earlier (`choke` above 0) or 1 earlier (below 0); made of it, in place."""
    if choke == 0:
        return pha
    cut = _CHOKE_CUT * abs(choke)
    return (pha.sub_(cut) if choke > 0 else pha).div_(1 - cut).clamp_(0, 1)


def _carry_outwards(fgr: Tensor, pha: Tensor, sigma_px: float) -> Tensor:
    """The foreground with the colour of the person nearby wherever alpha is too small to trust its own.

    In a network's soft edge there is still some of the room's colour, which nobody sees until the edge is widened.
    """
    halvings = halvings_for(sigma_px)
    step = 2**halvings
    # The cube: half an alpha is trusted by an eighth.
    trust = (pha * pha).mul_(pha)
    # Every so manieth pixel is enough: what is carried is a blur of it.
    weight = trust[..., ::step, ::step]
    sigma = coarse_sigma(sigma_px, halvings)
    nearby = blur(fgr[..., ::step, ::step] * weight, sigma) / (blur(weight, sigma) + 1e-3)
    return enlarge(nearby, *fgr.shape[2:]).lerp_(fgr, trust)
