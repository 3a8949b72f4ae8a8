"""The matte of a picture of more than 8 bits, at its depth."""

from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt

from matting_rt.frame import Colours, DeepImage, DeepMatte, FloatMap, Image
from matting_rt.pictures.colours import from_bt709
from matting_rt.pictures.depth import round_to, to_kind, white_of


class FineMatte(NamedTuple):
    """A matte before it is rounded to bytes."""

    alpha: DeepImage
    """(H, W), its own; in floating point 0..1."""
    residual: FloatMap
    """(H, W, 3) -1..1, what the person's own colour has more than the frame's."""


def matte_at_depth(
    deep: DeepImage, is_soft: npt.NDArray[np.bool_], fine: FineMatte, image: Image, colours: Colours = Colours.BT709
) -> DeepMatte:
    """The matte of a frame in its own kind of numbers.

    Args:
        deep: uint16 or float32 (H, W, 3), the frame.
        is_soft: (H, W) where the foreground has a colour of its own; elsewhere it is the frame, bit for bit.
        image: uint8 (H, W, 3), as the network saw the frame.
        colours: of `deep`.
    """
    white, kind = white_of(deep), deep.dtype
    foreground, places = deep.copy(), np.flatnonzero(is_soft)
    # taken by their places, in a fraction of the time of a mask
    seen, residual, levels = (x.reshape(-1, 3).take(places, 0) for x in (deep, fine.residual, image))
    if colours is not Colours.BT709 and len(seen):
        before = levels[np.newaxis] * np.float32(1 / 255)
        both = (from_bt709(np.clip(x, 0, 1), colours) for x in (before + residual, before))
        residual = np.subtract(*both)[0]
    own = seen + residual * np.float32(white)
    # the network's colours end where bytes do; a frame's that are beyond stay there
    own = np.clip(own, np.minimum(seen, 0), np.maximum(seen, white))
    foreground.reshape(-1, 3)[places] = round_to(own, kind)
    return DeepMatte(cast(DeepImage, to_kind(fine.alpha, kind)), foreground)
