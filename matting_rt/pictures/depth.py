"""Pictures of 8 bits, of 16 bits and in floating point: what is white in each, and one as another."""

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import AnyImage, FloatMap, Image

WHITE = {"uint8": 255, "uint16": 65535, "float32": 1}
"""What is 1 on the scale of each kind of picture."""

SWSCALE_WHITE = 65283
"""What FFmpeg's swscale takes for white in 16-bit RGB that it makes YUV of, or of YUV, whatever the depth of that; all
levels in proportion. Between kinds of RGB white is 65535."""

Kind = np.dtype[Any]
"""uint8, uint16 or float32."""


def white_of(picture: AnyImage) -> int:
    return WHITE[str(picture.dtype)]


def to_levels(picture: AnyImage) -> Image:
    """The picture in 8 bits; one that is so already is given back itself.

    What is beyond 0..1 in floating point becomes 0 or 255, and NaN becomes 0.
    """
    if picture.dtype == np.uint8:
        return cast(Image, picture)
    within = np.clip(picture, 0, 1) if picture.dtype == np.float32 else picture
    levels: Image = cv2.convertScaleAbs(within, alpha=255 / white_of(picture))
    return levels


def to_kind(picture: AnyImage, kind: Kind) -> AnyImage:
    """The picture in another kind of numbers, to the nearest; one that is so already is given back itself.

    What is beyond 0..1 in floating point becomes 0 or white, and NaN becomes 0.
    """
    if picture.dtype == kind:
        return picture
    if kind == np.uint8:
        return to_levels(picture)
    if kind == np.float32:
        return to_floats(picture)
    if picture.dtype == np.uint8:
        return np.multiply(picture, 257, dtype=np.uint16)
    return round_to(np.multiply(np.nan_to_num(picture).clip(0, 1), np.float32(65535), dtype=np.float32), kind)


def to_floats(picture: AnyImage) -> FloatMap:
    """As `to_kind`, in floating point."""
    if picture.dtype == np.float32:
        return cast(FloatMap, picture)
    return np.multiply(picture, np.float32(1 / white_of(picture)), dtype=np.float32)


def round_to(values: FloatMap, kind: Kind) -> AnyImage:
    """Values 0..white of a kind as such, to the nearest; what is beyond is cut off, but in floating point it stays."""
    if kind == np.float32:
        return values
    return cast(AnyImage, np.rint(values).clip(0, WHITE[str(kind)]).astype(kind))


def is_seen(alpha: AnyImage) -> Image:
    """uint8 (H, W), not 0 where alpha is not."""
    seen: Image = cast(Image, alpha) if alpha.dtype == np.uint8 else cv2.compare(alpha, 0, cv2.CMP_GT)
    return seen


def is_soft(alpha: AnyImage) -> npt.NDArray[np.bool_]:
    """(H, W), where alpha is neither 0 nor 1."""
    lowest, highest = _SOFT[str(alpha.dtype)]
    soft: npt.NDArray[np.bool_] = cv2.inRange(alpha, lowest, highest).view(np.bool_)
    return soft


_SOFT = {
    "uint8": (1, 254),
    "uint16": (1, 65534),
    "float32": (float(np.finfo(np.float32).tiny), float(np.nextafter(np.float32(1), np.float32(0)))),
}
"""The least and the greatest alpha of each kind that is soft."""
