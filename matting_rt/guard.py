"""What may leave of a matte: the network's alpha where the plate is believed, the person's own outline elsewhere.

The network compares with the plate: what is wrong with that may be shown as if it were the person. So its alpha counts
only as far as the plate is known and believed and, where only people are kept, near people and what they hold.
Elsewhere the person map alone decides, which needs no plate.
"""

import math
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import AnyImage, AnyMatte, BoolMap, DeepImage, FloatMap, Image
from matting_rt.pictures.depth import to_kind, to_levels, white_of

ByteMap = npt.NDArray[np.uint8]
"""uint8 (h, w) of the person map's size: 0..255, or 0 and 1 where it says whether."""
Part = tuple[slice, slice]
"""Rows and columns."""
Matter = TypeVar("Matter", bound=AnyMatte)
Picture = TypeVar("Picture", bound=AnyImage)

_PERSON = 77
"""Of 255 in the person map; from here on it speaks for a person."""
_ATTACHED_SHARE = 0.35
"""Of the area of the people in view: what hangs together with them and is larger is no hair, and nothing they hold."""
_SURELY_PERSON = 230
"""Of 255 in map and alpha."""
_SEEN_SHARE = 0.25
_MARGIN = 0.03
_INSIDE = 0.015
"""Of the map's longer side: how far hair and fingers reach beyond what the map shows of a person, and how far within
it nothing but a person can be."""
_ALPHA = 26
"""Of 255 in the network's alpha; from here on something is there."""
_SMALL_HOLE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
"""Pixels of the person map: holes that are no larger are badges and buttons, not the room between arm and body."""
_BEYOND_HOLE = np.ones((9, 9), np.uint8)
"""So much is filled around a hole that it is whole in spite of a soft edge."""
_CROSS = np.ones((3, 3), np.uint8)
_DIFFERENCE = 40
"""Levels of any channel; a soft shadow changes a wall by less."""
_SHOWN_SHARE = 0.5
_OUTLINE = (0.45, 0.75)
"""Values of the person map (0..1) between which its outline is drawn."""


class Guard:
    """Decides for each frame what of its matte may leave. Used from one thread."""

    def __init__(self, keeps_everything: bool, adds_things: bool = False) -> None:
        """
        Args:
            keeps_everything: that the network shows, not only people and what they hold.
            adds_things: also what differs from a plate that is believed and that the network, which knows people, takes
                for a part of the room.
        """
        self.keeps_everything, self.adds_things = keeps_everything, adds_things

    def apply(
        self,
        matte: Matter,
        image: Image,
        person: FloatMap,
        trust: FloatMap | None,
        plate: Image | None = None,
        lookalike: BoolMap | None = None,
        deep: DeepImage | None = None,
    ) -> Matter:
        """
        Args:
            matte: of the network, at the frame's size; both of its pictures may be written into.
            image: uint8 (H, W, 3) RGB, the frame.
            person: (h, w) 0..1, the person map.
            trust: (h, w) 0..1 of any size, how far the plate is believed; None: everywhere.
            plate: uint8 (H, W, 3) RGB, in the light of the frame; None: the alpha is right wherever it is believed.
            lookalike: (h, w) of any size, what looks like a person and is a part of the room: there the person map
                counts only where the network sees something too; None: nothing.
            deep: the frame in the kind of numbers of a matte of more than 8 bits.

        Returns:
            `matte`, with what may leave of it. Where nothing may, alpha is exactly 0.
        """
        if self.keeps_everything and trust is None and not self.adds_things:
            return matte
        levels = _to_bytes(person)
        alpha = _reduce(to_levels(matte.alpha), levels.shape)
        if lookalike is not None:
            of_room = cv2.resize(lookalike.view(np.uint8), levels.shape[::-1], interpolation=cv2.INTER_NEAREST)
            levels = np.where(of_room, np.minimum(levels, alpha), levels)
        believed = np.full_like(levels, 255)
        if trust is not None:
            believed = _to_bytes(cv2.resize(trust, levels.shape[::-1], interpolation=cv2.INTER_LINEAR))
        of_network, own = believed, np.zeros_like(levels)
        if believed.min() < 255:
            own = _multiply(255 - believed, _draw_outline(levels))
        if not self.keeps_everything:
            of_network = _multiply(believed, _find_support(levels, alpha))
        if plate is not None and (self.adds_things or not self.keeps_everything):
            differs = _find_differences(_reduce(image, levels.shape), _reduce(plate, levels.shape))
            if not self.keeps_everything:
                own = cv2.max(own, _find_holes(levels, alpha, differs))
            if self.adds_things:
                own = cv2.max(own, _multiply(believed, _find_things(alpha, differs)))
        _weaken(matte.alpha, of_network)
        _add_own(matte, image if deep is None else deep, own)
        return matte


def _weaken(alpha: AnyImage, support: ByteMap) -> None:
    """Leave of the alpha (H, W) what the support (h, w) does; exactly nothing where that is 0."""
    if support.min() == 255:
        return
    of_map, of_frame = _find_box(support, alpha)
    part = _multiply(alpha[of_frame], _enlarge(support[of_map], alpha[of_frame]))
    alpha.fill(0)
    alpha[of_frame] = part


def _add_own(matte: AnyMatte, image: AnyImage, own: ByteMap) -> None:
    """Add what is cut out without the network, in the frame's colours: there the network's own mean nothing."""
    if not own.any():
        return
    of_map, of_frame = _find_box(own, matte.alpha)
    of_network = matte.alpha[of_frame]
    added = _enlarge(own[of_map], of_network)
    cv2.copyTo(image[of_frame], cv2.compare(added, of_network, cv2.CMP_GT), dst=matte.foreground[of_frame])
    total = cv2.add(added, of_network)
    matte.alpha[of_frame] = np.minimum(total, 1) if total.dtype == np.float32 else total  # others end at white


def _find_box(values: ByteMap, like: AnyImage) -> tuple[Part, Part]:
    """What is around everything that is not 0, and its surroundings that enlarging reaches: in a map (h, w), and in a
    frame (H, W) of the same view. Its borders are such that the one, enlarged alone, is as if all had been.
    """
    x, y, width, height = cv2.boundingRect(values)
    spans = (y, y + height), (x, x + width)
    of_map, of_frame = [], []
    for (start, end), small, large in zip(spans, values.shape, like.shape, strict=True):
        blocks = math.gcd(small, large)  # only at their borders do pixels of both begin
        side = small // blocks
        first, last = max(0, (start - 1) // side), min(blocks, -(-(end + 1) // side))
        of_map.append(slice(first * side, last * side))
        of_frame.append(slice(first * large // blocks, last * large // blocks))
    return (of_map[0], of_map[1]), (of_frame[0], of_frame[1])


def _find_support(person: ByteMap, alpha: ByteMap) -> ByteMap:
    """(h, w) 0..255: people, what is close to them, and what of the alpha (h, w) hangs together with them: their hair,
    and what they hold.
    """
    people = (person >= _PERSON).view(np.uint8)
    near = cv2.dilate(people, _ellipse(person, _MARGIN))
    beyond = ((alpha >= _ALPHA) & (near == 0)).view(np.uint8)
    support = near
    if beyond.any():
        number, labels = cv2.connectedComponents(beyond)
        areas = np.bincount(labels[beyond > 0], minlength=number)
        touching = np.bincount(labels[cv2.dilate(near, _CROSS) > 0], minlength=number) > 0
        kept = touching & (areas <= _ATTACHED_SHARE * people.sum())
        kept[0] = False
        if kept.any():
            support = near | cv2.dilate(kept[labels].view(np.uint8), _CROSS)
    soft: ByteMap = cv2.blur(support * np.uint8(255), (3, 3))
    return soft


def _find_differences(image: Image, plate: Image) -> ByteMap:
    """(h, w) 0 or 1: where two pictures (h, w, 3) show different things, not only another light."""
    alike = cv2.inRange(cv2.absdiff(image, plate), (0, 0, 0), (_DIFFERENCE - 1,) * 3)
    differs: ByteMap = (alike == 0).view(np.uint8)
    return differs


def _find_holes(person: ByteMap, alpha: ByteMap, differs: ByteMap) -> ByteMap:
    """(h, w) 0..255: well inside of people of whom the alpha (h, w) has seen a part, but not this one.

    Only where the frame differs from the plate: the person map is coarse, and closes the gaps between arm and body or
    between fingers, so of 14,000 of its pixels that the alpha left out 99 in 100 were the room. What the alpha has seen
    nothing of is a picture on the wall.
    """
    surely = (person >= _SURELY_PERSON).view(np.uint8)
    inside = cv2.erode(surely, _ellipse(person, _INSIDE), borderValue=1)
    missed = inside & differs & (alpha < _SURELY_PERSON).view(np.uint8)
    missed = cv2.morphologyEx(missed, cv2.MORPH_OPEN, _CROSS)  # without what is the soft edge of a gap
    if not missed.any():
        return np.zeros_like(person)
    number, labels = cv2.connectedComponents(inside)
    of_people = labels[inside > 0]
    areas = np.bincount(of_people, minlength=number)
    seen = np.bincount(of_people, alpha[inside > 0], number) >= 255 * _SEEN_SHARE * areas
    seen[0] = False
    holes = seen[labels].view(np.uint8) & differs & cv2.dilate(missed, _BEYOND_HOLE)
    soft: ByteMap = cv2.blur(holes * np.uint8(255), (5, 5))
    return soft


def _find_things(alpha: ByteMap, differs: ByteMap) -> ByteMap:
    """(h, w) 0..255: what differs from the plate, and of which the alpha (h, w) shows less than half."""
    number, labels = cv2.connectedComponents(cv2.morphologyEx(differs, cv2.MORPH_OPEN, _CROSS))
    shown = np.bincount(labels.ravel(), alpha.ravel(), number) / np.bincount(labels.ravel(), minlength=number)
    is_thing = shown < 255 * _SHOWN_SHARE
    is_thing[0] = False
    soft: ByteMap = cv2.blur(is_thing[labels].view(np.uint8) * np.uint8(255), (3, 3))
    return soft


def _ellipse(person: ByteMap, radius: float) -> ByteMap:
    side = 2 * round(radius * max(person.shape)) + 1
    ellipse: ByteMap = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return ellipse


def _draw_outline(person: ByteMap) -> ByteMap:
    low, high = _OUTLINE
    closed = cv2.morphologyEx(person, cv2.MORPH_CLOSE, _SMALL_HOLE)
    outline: ByteMap = cv2.LUT(closed, _to_bytes(np.clip((np.arange(256) / 255 - low) / (high - low), 0, 1)))
    return outline


def _reduce(alpha: Image, shape: tuple[int, ...]) -> ByteMap:
    """uint8 (H, W) to (h, w)."""
    # by two as often as may be, at which OpenCV is fastest; then by less than two, which passes over no pixel
    while alpha.shape[0] // 2 >= shape[0] and alpha.shape[1] // 2 >= shape[1]:
        height, width = alpha.shape[0] // 2, alpha.shape[1] // 2
        alpha = cv2.resize(alpha[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
    small: ByteMap = cv2.resize(alpha, shape[::-1], interpolation=cv2.INTER_LINEAR)
    return small


def _enlarge(values: ByteMap, like: Picture) -> Picture:
    """uint8 (h, w) to (H, W) of another picture, and to its kind of numbers."""
    large: Picture = cv2.resize(to_kind(values, like.dtype), like.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return large


def _multiply(one: Picture, other: Picture) -> Picture:
    """The product of what both say of white, both of one kind."""
    product: Picture = cv2.multiply(one, other, scale=1 / white_of(one))
    return product


def _to_bytes(values: FloatMap) -> ByteMap:
    """0..1 to 0..255."""
    levels: ByteMap = cv2.convertScaleAbs(values, alpha=255)
    return levels
