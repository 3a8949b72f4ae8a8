"""The person's edge: feathered, taken in or let out."""

import math

import cv2
import numpy as np

from matting_rt.compositing.backdrop import REFERENCE_LINES
from matting_rt.compositing.layer import SHARES, Layer, lay_over, person_box, shares_of
from matting_rt.compositing.soft import blur, coarse_sigma, halvings_for, resize, shrink
from matting_rt.config import CompositeConfig
from matting_rt.frame import AnyImage, AnyMatte
from matting_rt.pictures.depth import round_to, white_of

_CHOKE_SIGMA_PX = 2.0
"""Blur that comes with a choke of 1, at `REFERENCE_LINES`: the edge moves by two thirds of it and stays smooth."""
_CHOKE_CUT = 0.75
"""Share of the blurred alpha's range that a choke of 1 cuts off."""
_COLOUR_SIGMA_PX = 5.0
"""How far the person's colours are carried outwards at least, at `REFERENCE_LINES`."""
_TRUST = SHARES**3
"""How much each level of alpha says that the colour is the person's own: half an alpha is trusted by an eighth."""

_OPENCV_DEPTHS = {"uint8": cv2.CV_8U, "uint16": cv2.CV_16U, "float32": cv2.CV_32F}


def cut_out(matte: AnyMatte, config: CompositeConfig, margin_px: int = 0) -> Layer | None:
    """The person with the edge that `config` asks for; None where nobody is there.

    The layer reaches at least `margin_px` beyond the person, where the frame does. It may be a view of the matte.

    A blurred or widened alpha shows pixels whose foreground is the room. There the person's own colours are carried
    outwards, so that the edge has no halo.
    """
    per_line = matte.alpha.shape[0] / REFERENCE_LINES
    sigma_px = math.hypot(config.edge_feather_px, _CHOKE_SIGMA_PX * config.edge_choke) * per_line
    box = person_box(matte.alpha, max(math.ceil(3 * sigma_px), margin_px))
    if box is None:
        return None
    colour, alpha = box.of(matte.foreground), box.of(matte.alpha)
    if sigma_px > 0:
        colour = _carry_outwards(colour, alpha, max(_COLOUR_SIGMA_PX * per_line, 1.5 * sigma_px))
        alpha = _soften(alpha, sigma_px, config.edge_choke)
    return Layer(colour, alpha, box)


def _soften(alpha: AnyImage, sigma_px: float, choke: float) -> AnyImage:
    """Alpha (H, W) blurred, so that it reaches 0 earlier (`choke` above 0) or 1 earlier (below 0)."""
    halvings = halvings_for(sigma_px)
    coarse = blur(shrink(alpha, halvings).astype(np.float32), coarse_sigma(sigma_px, 2**halvings))
    # The cut multiplies what is rounded before it by up to four, so it is still of floats: one channel, in the box.
    blurred = resize(coarse, *alpha.shape)
    cut = _CHOKE_CUT * abs(choke)
    gain, offset = 1 / (1 - cut), -white_of(alpha) * cut / (1 - cut) if choke > 0 else 0.0
    # A sum whose second half is nothing: the one conversion of OpenCV's that scales, rounds and saturates at both ends.
    softened: AnyImage = cv2.addWeighted(blurred, gain, blurred, 0, offset, dtype=_OPENCV_DEPTHS[str(alpha.dtype)])
    return softened.clip(0, 1) if softened.dtype == np.float32 else softened


def _carry_outwards(colour: AnyImage, alpha: AnyImage, sigma_px: float) -> AnyImage:
    """The foreground with the colour of the person nearby wherever alpha is too small to trust its own.

    In a network's soft edge there is still some of the room's colour, which nobody sees until the edge is widened.
    """
    halvings = halvings_for(sigma_px)
    step = 2**halvings
    sigma = coarse_sigma(sigma_px, step)
    # Every so manieth pixel is enough: what is carried is a blur of it.
    trust = shares_of(alpha[::step, ::step], _TRUST)
    total = blur(trust, sigma) + np.float32(1e-3)
    nearby = blur(colour[::step, ::step] * trust[..., np.newaxis], sigma) / total[..., np.newaxis]
    carried = resize(round_to(nearby, colour.dtype), *alpha.shape)
    lay_over(carried, colour, alpha, _TRUST)
    return carried
