"""Strands of hair, fur or wool as ribbons that the renderer turns to the camera, and the places they grow from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from training.data.avatars.avatar import Avatar
from training.data.avatars.skeleton import Floats

Triangles = NDArray[np.int64]
"""(T, 3) into an avatar's vertices."""


@dataclass(frozen=True, slots=True)
class Strands:
    """Two vertices at each point of a strand."""

    columns: Sequence[NDArray[Any]]
    """(V, width): place, tangent, normal, colour (linear), joints, weights, side (-1 or 1) and width (pixels)."""
    indices: NDArray[np.uint32]
    """(3 T,)"""


@dataclass(frozen=True, slots=True)
class Roots:
    """Where strands begin, on the resting body."""

    places: Floats
    """(S, 3)"""
    normals: Floats
    """(S, 3)"""
    vertices: NDArray[np.int64]
    """(S,) of the avatar: each moves with one."""

    def __len__(self) -> int:
        return len(self.vertices)


def draw_roots(draws: Generator, avatar: Avatar, places: Floats, triangles: Triangles, count: int) -> Roots:
    """Places spread evenly over the area of triangles; `places` (N, 3) are those of the body's vertices."""
    corners = places[triangles]
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) + 1e-12
    ends = np.cumsum(areas)
    chosen = np.minimum(np.searchsorted(ends, draws.random(count) * ends[-1]), len(areas) - 1)
    u, v = draws.random((2, count, 1))
    folded = u + v > 1
    u, v = np.where(folded, 1 - u, u), np.where(folded, 1 - v, v)
    shares = np.stack([1 - u - v, u, v], 1)
    normals = (avatar.normals[triangles[chosen]] * shares).sum(1)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
    found = (corners[chosen] * shares).sum(1)
    return Roots(found.astype(np.float32), normals.astype(np.float32), triangles[chosen, 0])


def to_strands(avatar: Avatar, roots: Roots, lines: Floats, colours: Floats, widths_px: Floats) -> Strands:
    """Make ribbons.

    Args:
        lines: (S, P, 3) the course of each strand.
        colours: (S, P, 3) linear.
        widths_px: (S, P) of the rendered picture's pixels, whatever the distance.
    """
    count, points = lines.shape[:2]
    tangents = np.gradient(lines, axis=1)
    tangents /= np.maximum(np.linalg.norm(tangents, axis=2, keepdims=True), 1e-9)
    strand = np.repeat(np.arange(count), 2 * points)
    sides = np.tile(np.array([-1, 1], np.float32), count * points)
    columns = (
        _twice(lines.reshape(-1, 3)),
        _twice(tangents.reshape(-1, 3)),
        roots.normals[strand],
        _twice(colours.reshape(-1, 3)),
        avatar.joints[roots.vertices][strand],
        avatar.weights[roots.vertices][strand],
        np.stack([sides, np.repeat(widths_px.reshape(-1), 2)], 1),
    )
    return Strands(columns, _ribbons(count, points))


def join(groups: Sequence[Strands]) -> Strands | None:
    """All of them as one; None where there are none."""
    if not groups:
        return None
    first = np.cumsum([0] + [len(group.columns[0]) for group in groups])
    indices = [group.indices + np.uint32(start) for group, start in zip(groups, first, strict=False)]
    columns = [np.concatenate(column) for column in zip(*(group.columns for group in groups), strict=True)]
    return Strands(columns, np.concatenate(indices))


def draw_widths_px(draws: Generator, count: int, points: int, thinnest: float = 0.25, thickest: float = 0.75) -> Floats:
    """(count, points) widths: of a strand from the thinnest to the thickest, at its tip half of that."""
    taper = np.linspace(1, 0.5, points)
    widths: Floats = (draws.uniform(thinnest, thickest, (count, 1)) * taper).astype(np.float32)
    return widths


def _twice(column: NDArray[Any]) -> NDArray[Any]:
    return np.repeat(column, 2, 0)


def _ribbons(count: int, points: int) -> NDArray[np.uint32]:
    """Two triangles between neighbouring points of each strand."""
    quad = np.array([0, 1, 2, 2, 1, 3], np.uint32)
    strand = (np.arange(points - 1, dtype=np.uint32)[:, None] * 2 + quad).reshape(-1)
    return (np.arange(count, dtype=np.uint32)[:, None] * np.uint32(2 * points) + strand).reshape(-1)
