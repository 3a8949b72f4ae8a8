"""The person as a layer: a rectangle of colour and alpha that can be moved and laid over a backdrop."""

from dataclasses import dataclass
from typing import TypeVar, cast

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import AnyImage, FloatMap, Image
from matting_rt.pictures.depth import is_seen, is_soft, round_to, white_of

SHARES = np.linspace(0, 1, 256, dtype=np.float32)
"""How much of a picture is seen at each level of its alpha; of a finer alpha, between them."""


Picture = TypeVar("Picture", bound=AnyImage)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a frame, in pixels; `bottom` and `right` are the first that do not belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def of(self, picture: Picture) -> Picture:
        """The view of (H, W) or (H, W, C) inside the box."""
        return cast(Picture, picture[self.top : self.bottom, self.left : self.right])


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """What is seen of the person inside `box`; nothing of them is outside."""

    colour: AnyImage
    """(h, w, 3) RGB, not premultiplied; anything at all where alpha is 0."""
    alpha: AnyImage
    """(h, w), of the same kind of numbers."""
    box: Box
    """Where in the frame it lies."""

    def over(self, composite: AnyImage) -> None:
        """Lay the person over `composite` (H, W, 3), one block of memory, in place."""
        lay_over(composite, self.colour, self.alpha, top=self.box.top, left=self.box.left)

    def alone(self, height: int, width: int) -> AnyImage:
        """(H, W, 4) RGBA with straight alpha, black where alpha is 0."""
        composite = np.zeros((height, width, 4), self.alpha.dtype)
        self.box.of(composite)[:] = to_rgba(self.colour, self.alpha)
        return composite


def lay_over(
    below: AnyImage, above: AnyImage, alpha: AnyImage, shares: FloatMap = SHARES, *, top: int = 0, left: int = 0
) -> None:
    """Put `above` over `below`, in place: below + (above - below) * shares[alpha], within half a level.

    What is opaque is copied, and only the pixels of a soft edge are calculated with: they are few.

    Args:
        below: (H, W, 3), one block of memory; as it was where alpha is 0. All three are of one kind of numbers.
        above: (h, w, 3), of which nothing is seen where alpha is 0, and all where it is white.
        alpha: (h, w).
        shares: float32 (256,) 0..1, how much of `above` is seen at each 255th of alpha between 0 and white.
        top, left: where in `below` its first pixel lies.
    """
    assert below.flags.c_contiguous, "what is written into a copy would be lost"
    height, width = alpha.shape
    soft = soft_pixels(alpha)
    if soft.size:
        # Row by row, `below` has so many pixels more.
        places = soft + (soft // width + top) * (below.shape[1] - width) + (top * width + left)
        share = shares_of(alpha.reshape(-1).take(soft), shares).reshape(1, -1)
        mixed = _mix(take_pixels(above, soft), take_pixels(below, places), share)
    cv2.copyTo(above, is_seen(alpha), below[top : top + height, left : left + width])
    if soft.size:
        put_pixels(below, places, mixed)


def shares_of(alpha: AnyImage, shares: FloatMap) -> FloatMap:
    """How much is seen at each alpha, of any shape; `shares` as for `lay_over`."""
    if alpha.dtype == np.uint8:
        return shares.take(cast(Image, alpha))
    steps = len(shares) - 1
    return np.interp(alpha, np.linspace(0, white_of(alpha), steps + 1), shares).astype(np.float32)


def _mix(above: AnyImage, below: AnyImage, share: FloatMap) -> AnyImage:
    """Pixels (1, N, 3) of both, with the share (1, N) of those above."""
    if above.dtype == np.uint8:
        mixed: AnyImage = cv2.blendLinear(above, below, share, 1 - share)
        return mixed
    share = share[..., np.newaxis]  # OpenCV mixes no 16 bits, and is coarser than them in floating point
    return round_to(above * share + below * (1 - share), above.dtype)


def soft_pixels(alpha: AnyImage) -> npt.NDArray[np.intp]:
    """The places of all alpha between 0 and white in (H, W), row after row."""
    # Searched as booleans, which takes NumPy a tenth of the time of bytes.
    return np.flatnonzero(is_soft(alpha))


def take_pixels(picture: Picture, places: npt.NDArray[np.intp]) -> Picture:
    """Some pixels of (H, W, 3), as a picture of one row: (1, N, 3)."""
    return cast(Picture, _as_pixels(picture).take(places).view(picture.dtype).reshape(1, -1, 3))


def put_pixels(picture: AnyImage, places: npt.NDArray[np.intp], row: AnyImage) -> None:
    """Write what `take_pixels` took, or what was made of it, back into a picture that is one block of memory."""
    np.put(_as_pixels(picture), places, _as_pixels(row))


def _as_pixels(picture: AnyImage) -> npt.NDArray[np.void]:
    """(H, W, 3) as (H * W,) of one number each, which NumPy moves in a quarter of the time of rows of three."""
    return picture.reshape(-1, 3).view(f"V{3 * picture.itemsize}")[:, 0]


def to_rgba(colour: AnyImage, alpha: AnyImage) -> AnyImage:
    """(H, W, 3) with its alpha (H, W) as (H, W, 4), black where alpha is 0."""
    rgba: AnyImage = cv2.cvtColor(cv2.copyTo(colour, is_seen(alpha)), cv2.COLOR_RGB2RGBA)
    cv2.insertChannel(alpha, rgba, 3)
    return rgba


def person_box(alpha: AnyImage, margin: int) -> Box | None:
    """The smallest box around all alpha above 0 of (H, W), wider by `margin` pixels; None where there is none."""
    left, top, width, height = cv2.boundingRect(is_seen(alpha))
    if not width:
        return None
    return Box(
        max(top - margin, 0),
        max(left - margin, 0),
        min(top + height + margin, alpha.shape[0]),
        min(left + width + margin, alpha.shape[1]),
    )
