"""Pictures of more than 8 bits: what a network sees of them, and its matte at their depth."""

from typing import NamedTuple, cast

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import DeepImage, DeepMatte, FloatMap, Image

WHITE = {"uint8": 255, "uint16": 65535, "float32": 1}
"""What is 1 on the scale of each kind of picture."""


class FineMatte(NamedTuple):
    """A matte before it is rounded to bytes."""

    alpha: FloatMap
    """(H, W) 0..1."""
    residual: FloatMap
    """(H, W, 3) -1..1, what the person's own colour has more than the frame's."""


def to_levels(picture: Image | DeepImage) -> Image:
    """The picture in 8 bits; one that is so already is given back itself.

    What is beyond 0..1 in floating point becomes 0 or 255, and NaN becomes 0.
    """
    if picture.dtype == np.uint8:
        return cast(Image, picture)
    white = WHITE[str(picture.dtype)]
    levels: Image = cv2.convertScaleAbs(np.clip(picture, 0, white), alpha=255 / white)
    return levels


def matte_at_depth(image: DeepImage, is_soft: npt.NDArray[np.bool_], fine: FineMatte) -> DeepMatte:
    """The matte of a frame in its own kind of numbers.

    Args:
        image: uint16 or float32 (H, W, 3), the frame.
        is_soft: (H, W) where the foreground has a colour of its own; elsewhere it is the frame, bit for bit.
    """
    white, kind = WHITE[str(image.dtype)], image.dtype
    foreground, seen = image.copy(), image[is_soft].astype(np.float32)
    own = seen + fine.residual[is_soft] * np.float32(white)
    # the network's colours end where bytes do; a frame's that are beyond stay there
    own = np.clip(own, np.minimum(seen, 0), np.maximum(seen, white))
    alpha = np.clip(fine.alpha, 0, 1) * np.float32(white)
    if kind == np.uint16:
        own, alpha = np.rint(own), np.rint(alpha)
    foreground[is_soft] = own
    return DeepMatte(cast(DeepImage, alpha.astype(kind)), foreground)
