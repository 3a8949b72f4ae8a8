"""Where hair may grow on an avatar's head: on the skull, on the lower face, and on the mesh that models its hair."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data.avatars.avatar import Avatar
from training.data.avatars.skeleton import Floats
from training.data.avatars.strands import Triangles

HAIRLINE = ((0.0, 0.3, 0.42, 0.52, 0.6, 0.75, 0.85, 1.0), (-0.05, -0.03, 0.08, 0.22, 0.42, 0.62, 0.72, 0.80))
"""From back to front of the head (0 to 1), how high hair begins, from the head's joint (0) to its top (1)."""

BEARDLINE = ((0.0, 0.40, 0.5, 0.6, 0.8, 0.9, 1.0), (-9.0, -9.0, 0.25, 0.05, 0.02, 0.10, 0.10))
"""The same for the upper edge of a beard."""

LIPS_M = (0.027, 0.011)
"""Half width and half height of the mouth, where no beard grows."""

OTHER = ("eye", "teeth", "gland", "wig", "hair", "lash")
"""In names of parts that are not skin."""


@dataclass(frozen=True, slots=True)
class Scalp:
    """Where an avatar may have hair, and what its own is."""

    skull: Triangles
    beard: Triangles
    wig: Triangles
    """Of hair modelled as a mesh of its own; none: the hair is painted on the head, or the head is bald."""
    cover: Floats
    """(N,) 0..1 by vertex: how much of the skin lies under hair of the skull."""
    beard_cover: Floats
    """(N,)"""
    crown: Floats
    """(3,) from where hair is combed away."""
    colour: Floats | None
    """(3,) RGB, linear, of its own hair; None: bald, as far as its picture shows."""


def find_scalp(avatar: Avatar, colours: Floats, skin: Floats) -> Scalp:
    """Find it by the shape of the head.

    Args:
        colours: (N, 3) by vertex, as displayed.
        skin: (3,) as displayed.
    """
    is_skin = np.zeros(len(avatar.positions), bool)
    for part in avatar.parts:
        if not any(word in part.name for word in OTHER):
            is_skin[part.indices] = True
    head = is_skin & (avatar.held_by("Head") > 0.5)
    cover = _cover(avatar, head)
    own = _own_colour(avatar, colours, skin, cover)
    beard = _beard(avatar, head)
    wig = avatar.part_of("wig") or avatar.part_of("hair")
    none = np.zeros((0, 3), np.int64)
    top = np.flatnonzero(head)[np.argmax(avatar.positions[head, 1])]
    return Scalp(
        _within(avatar, cover > 0.5),
        _within(avatar, beard > 0.5),
        none if wig is None else wig.indices.reshape(-1, 3).astype(np.int64),
        np.maximum(cover, _painted(avatar, head, colours, skin, own)),
        beard,
        np.add(avatar.positions[top], (0, 0, -0.02)).astype(np.float32),
        own,
    )


def _cover(avatar: Avatar, head: NDArray[np.bool_]) -> Floats:
    x, back, high = _within_head(avatar, head)
    ear = (np.abs(x) > 0.86 * np.abs(x[head]).max()) & (high < 0.34)
    above = np.clip((high - np.interp(back, *HAIRLINE)) / 0.08 + 0.5, 0, 1)
    cover: Floats = (above * head * ~ear).astype(np.float32)
    return cover


def _painted(avatar: Avatar, head: NDArray[np.bool_], colours: Floats, skin: Floats, own: Floats | None) -> Floats:
    """(N,) 0 or 1: where the skin's picture shows hair of the skull, beyond the usual hairline."""
    if own is None:
        return np.zeros(len(head), np.float32)
    _, back, high = _within_head(avatar, head)
    # brows and beards have the hair's colour too, but grow lower and to the front
    above = high > np.interp(back, *HAIRLINE) - 0.22
    like = np.linalg.norm(colours - own ** (1 / 2.2), axis=1) < 0.7 * np.linalg.norm(colours - skin, axis=1)
    painted: Floats = (head & above & like).astype(np.float32)
    return painted


def _beard(avatar: Avatar, head: NDArray[np.bool_]) -> Floats:
    x, back, high = _within_head(avatar, head)
    teeth = avatar.part_of("teeth")
    mouth = avatar.skeleton.at("Head")[1] - 0.01
    if teeth is not None:
        mouth = float(avatar.positions[teeth.indices, 1].mean())
    lips = (x / LIPS_M[0]) ** 2 + ((avatar.positions[:, 1] - mouth) / LIPS_M[1]) ** 2 < 1
    below = np.clip((np.interp(back, *BEARDLINE) - high) / 0.08 + 0.5, 0, 1)
    # the hollow of the mouth belongs to the head too, and is covered by nothing
    cover: Floats = (below * head * ~lips).astype(np.float32)
    return cover


def _within_head(avatar: Avatar, head: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """x in metres, from back (0) to front (1), and from the head's joint (0) to its top (1), (N,) each."""
    x, y, z = avatar.positions.T
    base, top = float(avatar.skeleton.at("Head")[1]), float(y[head].max())
    rear, front = float(z[head].min()), float(z[head].max())
    return x, (z - rear) / (front - rear), (y - base) / (top - base)


def _within(avatar: Avatar, chosen: NDArray[np.bool_]) -> Triangles:
    """The triangles all of whose corners are chosen."""
    found = [part.indices.reshape(-1, 3) for part in avatar.parts]
    triangles = np.concatenate([some[chosen[some].all(1)] for some in found])
    return triangles.astype(np.int64)


def _own_colour(avatar: Avatar, colours: Floats, skin: Floats, cover: Floats) -> Floats | None:
    wig = avatar.part_of("wig") or avatar.part_of("hair")
    shown = colours[np.unique(wig.indices)] if wig is not None else colours[cover > 0.9]
    if not len(shown):
        return None
    median = np.median(shown, 0)
    if wig is None and np.linalg.norm(median - skin) < 0.16:
        return None
    own: Floats = np.clip(median**2.2, 0.004, 0.9).astype(np.float32)
    return own
