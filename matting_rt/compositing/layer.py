"""The person as a layer: a rectangle of colour and alpha that can be moved and laid over a backdrop."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import FloatMap, Image

SHARES = np.linspace(0, 1, 256, dtype=np.float32)
"""How much of a picture is seen at each level of its alpha."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a frame, in pixels; `bottom` and `right` are the first that do not belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def of(self, picture: Image) -> Image:
        """The view of (H, W) or (H, W, C) inside the box."""
        return picture[self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """What is seen of the person inside `box`; nothing of them is outside."""

    colour: Image
    """uint8 (h, w, 3) RGB, not premultiplied; anything at all where alpha is 0."""
    alpha: Image
    """uint8 (h, w)."""
    box: Box
    """Where in the frame it lies."""

    def over(self, composite: Image) -> None:
        """Lay the person over `composite` (H, W, 3), one block of memory, in place."""
        lay_over(composite, self.colour, self.alpha, top=self.box.top, left=self.box.left)

    def alone(self, height: int, width: int) -> Image:
        """(H, W, 4) RGBA with straight alpha, black where alpha is 0."""
        composite = np.zeros((height, width, 4), np.uint8)
        self.box.of(composite)[:] = to_rgba(self.colour, self.alpha)
        return composite


def lay_over(
    below: Image, above: Image, alpha: Image, shares: FloatMap = SHARES, *, top: int = 0, left: int = 0
) -> None:
    """Put `above` over `below`, in place: below + (above - below) * shares[alpha], within half a level.

    What is opaque is copied, and only the pixels of a soft edge are calculated with: they are few.

    Args:
        below: uint8 (H, W, 3), one block of memory; as it was where alpha is 0.
        above: uint8 (h, w, 3), of which nothing is seen where alpha is 0, and all where it is 255.
        alpha: uint8 (h, w).
        shares: float32 (256,) 0..1, how much of `above` is seen at each level between 0 and 255.
        top, left: where in `below` its first pixel lies.
    """
    assert below.flags.c_contiguous, "what is written into a copy would be lost"
    height, width = alpha.shape
    soft = soft_pixels(alpha)
    if soft.size:
        # Row by row, `below` has so many pixels more.
        places = soft + (soft // width + top) * (below.shape[1] - width) + (top * width + left)
        share = shares.take(alpha.reshape(-1).take(soft)).reshape(1, -1)
        mixed = cv2.blendLinear(take_pixels(above, soft), take_pixels(below, places), share, 1 - share)
    cv2.copyTo(above, alpha, below[top : top + height, left : left + width])
    if soft.size:
        put_pixels(below, places, mixed)


def soft_pixels(alpha: Image) -> npt.NDArray[np.intp]:
    """The places of all alpha between 0 and 255 in (H, W), row after row."""
    # Searched as booleans, which takes NumPy a tenth of the time of bytes.
    return np.flatnonzero(cv2.inRange(alpha, 1, 254).view(np.bool_))


def take_pixels(picture: Image, places: npt.NDArray[np.intp]) -> Image:
    """Some pixels of (H, W, 3), as a picture of one row: (1, N, 3)."""
    return _as_pixels(picture).take(places).view(np.uint8).reshape(1, -1, 3)


def put_pixels(picture: Image, places: npt.NDArray[np.intp], row: Image) -> None:
    """Write what `take_pixels` took, or what was made of it, back into a picture that is one block of memory."""
    np.put(_as_pixels(picture), places, _as_pixels(row))


def _as_pixels(picture: Image) -> npt.NDArray[np.void]:
    """(H, W, 3) as (H * W,) of three bytes each, which NumPy moves in a quarter of the time of rows of three."""
    return picture.reshape(-1, 3).view("V3")[:, 0]


def to_rgba(colour: Image, alpha: Image) -> Image:
    """(H, W, 3) with its alpha (H, W) as (H, W, 4), black where alpha is 0."""
    rgba: Image = cv2.cvtColor(cv2.copyTo(colour, alpha), cv2.COLOR_RGB2RGBA)
    cv2.insertChannel(alpha, rgba, 3)
    return rgba


def person_box(alpha: Image, margin: int) -> Box | None:
    """The smallest box around all alpha above 0 of (H, W), wider by `margin` pixels; None where there is none."""
    left, top, width, height = cv2.boundingRect(alpha)
    if not width:
        return None
    return Box(
        max(top - margin, 0),
        max(left - margin, 0),
        min(top + height + margin, alpha.shape[0]),
        min(left + width + margin, alpha.shape[1]),
    )
