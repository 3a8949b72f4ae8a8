"""What may leave of a matte: the network's alpha where the plate is believed, the person's own outline elsewhere.

The network knows differences from the plate, not people: whatever is wrong with the plate would be shown as if it were
the person. So its alpha counts only as far as the plate is known and believed and, where only people are kept, near
people and what they hold. Elsewhere the person map alone decides, which needs no plate.
"""

import cv2
import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import FloatMap
from matting_rt.tensors import Matte

_PERSON = 0.3
"""Of the person map; from here on it speaks for a person."""
_ATTACHED_SHARE = 0.35
"""Of the area of the people in view: what hangs together with them and is larger is no hair, and nothing they hold."""
_SURELY_PERSON = 0.9
_SEEN_SHARE = 0.25
_MARGIN = 0.03
_INSIDE = 0.015
"""Of the map's longer side: how far hair and fingers reach beyond what the map shows of a person, and how far within
it nothing but a person can be."""
_ALPHA = 0.1
"""Of the network's alpha; from here on something is there."""
_SMALL_HOLE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
"""Pixels of the person map: holes that are no larger are badges and buttons, not the room between arm and body."""
_BEYOND_HOLE = np.ones((9, 9), np.uint8)
"""So much is filled around a hole that it is whole in spite of a soft edge."""
_CROSS = np.ones((3, 3), np.uint8)
_OUTLINE = (0.45, 0.75)
"""Values of the person map between which its outline is drawn."""
_LEAST = 0.004
"""Less is not seen."""


class Guard:
    """Decides for each frame what of its matte may leave. Used from one thread."""

    def __init__(self, keeps_everything: bool) -> None:
        """`keeps_everything`: whatever differs from a plate that is believed, not only people and what they hold."""
        self.keeps_everything = keeps_everything

    def apply(self, matte: Matte, src: Tensor, person: FloatMap, trust: FloatMap | None) -> Matte:
        """
        Args:
            matte: of the network; its alpha, which the network's stream keeps, stays as it is, its colours may change.
            src: (1, 3, H, W) the frame.
            person: (h, w) 0..1, the person map.
            trust: (h, w) 0..1 of any size, how far the plate is believed; None: everywhere.
        """
        if self.keeps_everything and trust is None:
            return matte
        size = person.shape[1::-1]
        believed = np.ones_like(person) if trust is None else cv2.resize(trust, size, interpolation=cv2.INTER_LINEAR)
        pha, fgr = matte.pha, matte.fgr
        own = (1 - believed) * _draw_outline(person)
        of_network = believed
        if not self.keeps_everything:
            alpha = _reduce(pha, size)
            of_network = believed * _find_support(person, alpha)
            own = np.maximum(own, _find_holes(person, alpha))
        pha = _enlarge(of_network, pha).mul_(pha)
        if own.max() > _LEAST:
            own_pha = _enlarge(own, pha)
            pha = pha.add_(own_pha).clamp_(0, 1)
            _take_colours(fgr, src, own_pha, own)
        return Matte(fgr, pha)


def _take_colours(fgr: Tensor, src: Tensor, own_pha: Tensor, own: FloatMap) -> None:
    """Take the frame's colours where people are cut out without the network: there its own mean nothing."""
    height, width = src.shape[-2:]
    x, y, w, h = cv2.boundingRect((own > 0).astype(np.uint8))
    rows = slice(max(0, y - 1) * height // own.shape[0], -(-(y + h + 1) * height // own.shape[0]))
    columns = slice(max(0, x - 1) * width // own.shape[1], -(-(x + w + 1) * width // own.shape[1]))
    part = fgr[..., rows, columns]
    part.addcmul_(src[..., rows, columns] - part, own_pha[..., rows, columns])


def _find_support(person: FloatMap, alpha: FloatMap) -> FloatMap:
    """(h, w) 0..1: people, what is close to them, and what of the alpha (h, w) hangs together with them: their hair,
    and what they hold.
    """
    people = (person > _PERSON).astype(np.uint8)
    near = cv2.dilate(people, _ellipse(person, _MARGIN))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(((alpha > _ALPHA) & (near == 0)).astype(np.uint8))
    touching = np.bincount(labels[cv2.dilate(near, _CROSS) > 0], minlength=len(boxes)) > 0
    kept = touching & (boxes[:, cv2.CC_STAT_AREA] <= _ATTACHED_SHARE * people.sum())
    kept[0] = False
    support = near | cv2.dilate(kept[labels].view(np.uint8), _CROSS)
    soft: FloatMap = cv2.blur(support.astype(np.float32), (3, 3))
    return soft


def _find_holes(person: FloatMap, alpha: FloatMap) -> FloatMap:
    """(h, w) 0..1: well inside of people of whom the alpha (h, w) has seen a part, but not this one.

    Clothes like the wall, or both too bright to differ. What the alpha has seen nothing of is a picture on the wall.
    """
    inside = cv2.erode((person > _SURELY_PERSON).astype(np.uint8), _ellipse(person, _INSIDE), borderValue=1)
    missed = inside & (alpha < _SURELY_PERSON).view(np.uint8)
    if not missed.any():
        return np.zeros_like(person)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(inside)
    seen = np.bincount(labels.ravel(), alpha.ravel(), len(boxes)) >= _SEEN_SHARE * boxes[:, cv2.CC_STAT_AREA]
    seen[0] = False
    holes = seen[labels] & cv2.dilate(missed, _BEYOND_HOLE).view(bool)
    soft: FloatMap = cv2.blur(holes.astype(np.float32), (5, 5))
    return soft


def _ellipse(person: FloatMap, radius: float) -> npt.NDArray[np.uint8]:
    side = 2 * round(radius * max(person.shape)) + 1
    ellipse: npt.NDArray[np.uint8] = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return ellipse


def _reduce(pha: Tensor, size: "cv2.typing.Size") -> FloatMap:
    """(1, 1, H, W) to (h, w) of `size`, given as width and height."""
    if pha.device.type == "cpu":
        alpha = pha[0, 0].to(torch.float32).numpy()
        # OpenCV halves five times as fast as it reduces by what is no whole number
        half = (alpha.shape[1] // 2, alpha.shape[0] // 2)
        if half[0] >= size[0] and half[1] >= size[1]:
            alpha = cv2.resize(alpha[: 2 * half[1], : 2 * half[0]], half, interpolation=cv2.INTER_AREA)
        small: FloatMap = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
        return small
    return F.interpolate(pha, size=size[::-1], mode="area")[0, 0].to("cpu", torch.float32).numpy()


def _draw_outline(person: FloatMap) -> FloatMap:
    low, high = _OUTLINE
    closed = cv2.morphologyEx(person, cv2.MORPH_CLOSE, _SMALL_HOLE)
    outline: FloatMap = np.clip((closed - low) / (high - low), 0, 1)
    return outline


def _enlarge(values: FloatMap, like: Tensor) -> Tensor:
    """(h, w) to (1, 1, H, W) of the size, device and precision of `like`."""
    if like.device.type == "cpu":
        # a tenth of PyTorch's time
        large = cv2.resize(values, (like.shape[-1], like.shape[-2]), interpolation=cv2.INTER_LINEAR)
        return torch.from_numpy(large)[None, None].to(like.dtype)
    small = torch.from_numpy(np.ascontiguousarray(values)).to(like.device, like.dtype)
    return F.interpolate(small[None, None], size=like.shape[-2:], mode="bilinear", align_corners=False)
