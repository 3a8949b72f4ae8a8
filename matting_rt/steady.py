"""Edges that stand still where the picture does: each matte of a file is averaged with those shortly before and after.

A pixel takes part only as far as the picture around it has not changed in between, so nothing that moves is blurred or
trails. Only pixels whose alpha changes are looked at: the edges.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import AnyImage, AnyMatte, DeepMatte, FloatImage, FloatMap, Image, Matte
from matting_rt.sinks.base import MattedFrame
from matting_rt.state import State

REACH = 4
"""Frames before, and as many after."""
_FACTOR = 4
"""Pixels that are averaged to one, in each direction, before pictures are compared."""
_NEAR = np.ones((5, 5), np.uint8)
"""Cells within which all must be still: an edge in front of a wall of its own colour moves with what is beside it."""
_STILL = (1.0, 4.0)
"""Levels of any channel, at least and at most: a cell that differs by less has not changed; by twice that, it has."""
_NOISE_SHARE, _NOISE_FACTOR = 0.25, 1.5
"""Between them it goes by the noise: so large a share of all cells hardly ever moves, and differs by that."""

Compose = Callable[[AnyMatte], MattedFrame]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A frame in the window."""

    small: FloatImage
    """(h, w, 3) 0..255."""
    matte: AnyMatte
    follows: bool
    """Whether it is of the same shot as the frame before."""
    compose: Compose | None
    """None: its frame has left."""


class Steadier:
    """Holds the mattes of some frames until those after them are known. Used from one thread."""

    def __init__(self) -> None:
        self._window: deque[_Seen] = deque(maxlen=2 * REACH + 1)

    def push(self, image: Image, matte: AnyMatte, follows: bool, compose: Compose) -> MattedFrame | None:
        """Take in the next frame, and give the one that came `REACH` frames before it.

        Args:
            image: uint8 (H, W, 3) RGB, the frame.
            matte: its matte, which must not be written into any more.
            follows: whether the frame is of the same shot as the one before.
            compose: makes its pictures of its matte.
        """
        size = (max(1, image.shape[1] // _FACTOR), max(1, image.shape[0] // _FACTOR))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        follows = follows and bool(self._window) and self._window[-1].matte.alpha.shape == matte.alpha.shape
        self._window.append(_Seen(small, matte, follows, compose))
        return self._compose(len(self._window) - 1 - REACH)

    def flush(self) -> Iterator[MattedFrame]:
        """Those that are left, after the last frame."""
        for place in range(max(0, len(self._window) - REACH), len(self._window)):
            matted = self._compose(place)
            if matted is not None:
                yield matted

    def state(self) -> State:
        """See `matting_rt.state`: the frames that those after them are compared with. All count as given."""
        last = list(self._window)[-REACH:]
        return {"window": [[seen.small, *seen.matte, seen.follows] for seen in last]}

    def restore(self, state: State) -> None:
        for small, alpha, foreground, follows in state["window"]:
            kind = Matte if alpha.dtype == np.uint8 else DeepMatte
            self._window.append(_Seen(small, kind(alpha, foreground), follows, None))

    def _compose(self, place: int) -> MattedFrame | None:
        if place < 0:
            return None
        seen = self._window[place]
        if seen.compose is None:
            return None
        self._window[place] = replace(seen, compose=None)  # which holds on to pictures
        return seen.compose(_steady(self._window, place))


def _find_still(one: FloatImage, other: FloatImage) -> FloatMap:
    """(h, w) 0..1, how sure it is that nothing has changed between two small pictures, whatever their noise."""
    red, green, blue = cv2.split(cv2.absdiff(one, other))
    difference = cv2.dilate(cv2.max(cv2.max(red, green), blue), _NEAR)
    limit = np.clip(_NOISE_FACTOR * np.quantile(difference[::4, ::4], _NOISE_SHARE), *_STILL)
    still: FloatMap = np.clip(2 - difference / np.float32(limit), 0, 1)
    return still


def _steady(window: Sequence[_Seen], place: int) -> AnyMatte:
    """The matte of one frame, averaged with its neighbours where the picture is still."""
    seen = window[place]
    neighbours = [*_reach(window, place, -1), *_reach(window, place, 1)]
    alphas = [seen.matte.alpha, *(window[each].matte.alpha for each, _ in neighbours)]
    changed = reduce(np.minimum, alphas) != reduce(np.maximum, alphas)
    index = np.flatnonzero(changed)
    if not index.size:
        return seen.matte
    height, width = seen.matte.alpha.shape
    rows, columns = (index // width) * seen.small.shape[0] // height, (index % width) * seen.small.shape[1] // width
    alpha = seen.matte.alpha.ravel()[index].astype(np.float32)
    colour = _pick(seen.matte.foreground, index).astype(np.float32) * alpha[:, None]
    total, opacity, weight = np.ones_like(alpha), alpha, np.ones_like(alpha)
    for each, is_nearest in neighbours:
        still, matte = _find_still(seen.small, window[each].small)[rows, columns], window[each].matte
        weight = still if is_nearest else np.minimum(weight, still)
        theirs = weight * matte.alpha.ravel()[index]
        opacity = opacity + theirs
        colour += theirs[:, None] * _pick(matte.foreground, index)
        total += weight
    colour /= np.maximum(opacity, np.float32(1e-6))[:, None]
    return _replaced(seen.matte, index, opacity / total, colour)


def _reach(window: Sequence[_Seen], place: int, step: int) -> Iterator[tuple[int, bool]]:
    """Places in the window before or after one, the nearest first, within its shot; and whether it is the nearest."""
    at = place
    for number in range(REACH):
        later = at if step < 0 else at + 1
        at += step
        if not (0 <= at < len(window) and window[later].follows):
            return
        yield at, number == 0


def _pick(picture: AnyImage, index: npt.NDArray[np.intp]) -> AnyImage:
    """(N, 3) of (H, W, 3)."""
    picked: AnyImage = picture.reshape(-1, 3)[index]
    return picked


def _replaced(
    matte: AnyMatte, index: npt.NDArray[np.intp], alpha: npt.NDArray[np.float32], colour: npt.NDArray[np.float32]
) -> AnyMatte:
    """A matte with other values at some of its pixels; where nothing is left of it the colour stays."""
    alphas, foreground = matte.alpha.copy(), matte.foreground.copy()
    if alphas.dtype.kind == "u":
        alpha, colour = np.rint(alpha), np.rint(colour)
    shown = alpha > 0
    alphas.reshape(-1)[index] = alpha.astype(alphas.dtype)
    foreground.reshape(-1, 3)[index[shown]] = colour[shown].astype(foreground.dtype)
    return type(matte)(alphas, foreground)  # type: ignore[arg-type]
