"""Strands that stand off from the hair of an avatar's mesh, whose own outline is as smooth as a helmet's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from training.data.avatars.avatar import Avatar
from training.data.avatars.skeleton import Floats

POINTS = 8
"""Of a strand."""


@dataclass(frozen=True, slots=True)
class Strands:
    """Ribbons that the renderer turns to the camera: two vertices at each point of a strand."""

    columns: Sequence[NDArray[Any]]
    """(V, width): place, tangent, normal, colour (linear), joints, weights, side (-1 or 1) and half width (metres)."""
    indices: NDArray[np.uint32]
    """(3 T,)"""


@dataclass(frozen=True, slots=True)
class Scalp:
    """Where an avatar has hair."""

    vertices: NDArray[np.int64]
    """(K,) into the avatar's vertices."""
    colours: Floats
    """(K, 3) RGB, linear."""
    is_long: bool
    """Modelled as a mesh of its own, which may fall on the shoulders."""


@dataclass(frozen=True, slots=True)
class HairStyle:
    """How strands grow."""

    count: int
    length_m: float
    lift: float
    """0: along the surface, downwards; 1: straight off it."""
    unrest: float
    """How much the direction changes from point to point."""
    curl_m: float
    """Radius of a strand's helix."""
    half_width_m: float


def find_scalp(avatar: Avatar, colours: Floats, skin: Floats) -> Scalp | None:
    """Where hair grows; None: the head is bald, as far as its picture shows.

    Args:
        colours: (N, 3) by vertex, as displayed.
        skin: (3,) as displayed.
    """
    wig = avatar.part_of("wig") or avatar.part_of("hair")
    if wig is not None:
        vertices = np.unique(wig.indices).astype(np.int64)
        return Scalp(vertices, colours[vertices] ** 2.2, True)
    head = np.flatnonzero(avatar.held_by("Head") > 0.8)
    base, places = avatar.skeleton.at("Head"), avatar.positions
    top = places[head, 1].max()
    crown = head[places[head, 1] > top - 0.03]
    hair = np.median(colours[crown], 0)
    if np.linalg.norm(hair - skin) < 0.16:
        return None
    x, y, z = places[head].T
    eyes = base[1] + 0.3 * (top - base[1])
    # brows and beards have the hair's colour too, but grow lower and to the front
    grown = (y > eyes + 0.3 * (top - eyes)) | ((z < base[2] + 0.02) & (y > base[1]))
    like_hair = np.linalg.norm(colours[head] - hair, axis=1) < 0.7 * np.linalg.norm(colours[head] - skin, axis=1)
    vertices = head[grown & like_hair & (np.abs(x) < 0.2)]
    return Scalp(vertices, colours[vertices] ** 2.2, False) if len(vertices) > 20 else None


def draw_style(draws: Generator, scalp: Scalp) -> HairStyle:
    """From combed to wild."""
    wild = draws.random() ** 2.2
    longest = 0.13 if scalp.is_long else 0.04
    curly = draws.random() < 0.3
    return HairStyle(
        count=int(np.exp(draws.uniform(np.log(1000), np.log(3500 + 4500 * wild)))),
        length_m=float(draws.uniform(0.015, longest) * (1 + 0.4 * wild)),
        lift=float(0.10 + 0.6 * wild * draws.random()),
        unrest=float(0.08 + 0.5 * wild),
        curl_m=float(draws.uniform(0.001, 0.006)) if curly else 0.0,
        half_width_m=float(draws.uniform(0.0001, 0.00035)),
    )


def grow(draws: Generator, avatar: Avatar, places: Floats, scalp: Scalp, style: HairStyle, tint: Floats) -> Strands:
    """Grow strands on a resting body.

    Args:
        places: (N, 3) its vertices.
        tint: (3,) what hair modelled on its own is dyed with.
    """
    count = style.count
    chosen = draws.integers(len(scalp.vertices), size=count)
    roots = scalp.vertices[chosen]
    normals = avatar.normals[roots]
    # vertices lie in rows: a root may be anywhere between them
    start = places[roots] - 0.002 * normals + draws.normal(0, 0.002, (count, 3)).astype(np.float32)
    line = _lines(draws, start, normals, avatar, style)
    tangents = np.gradient(line, axis=1)
    tangents /= np.maximum(np.linalg.norm(tangents, axis=2, keepdims=True), 1e-9)
    shade = np.exp(draws.normal(0, 0.25, (count, 1)))
    colours = np.clip(scalp.colours[chosen] * shade * (tint if scalp.is_long else 1), 0.004, 0.9)
    taper = np.linspace(1, 0.35, POINTS)
    widths = style.half_width_m * np.exp(draws.normal(0, 0.3, (count, 1))) * taper
    vertex = _twice(np.broadcast_to(np.arange(count)[:, None], (count, POINTS)).reshape(-1, 1))[:, 0]
    sides = np.tile([-1.0, 1.0], count * POINTS)
    columns = (
        _twice(line.reshape(-1, 3)),
        _twice(tangents.reshape(-1, 3)),
        normals[vertex],
        colours[vertex],
        avatar.joints[roots][vertex],
        avatar.weights[roots][vertex],
        np.stack([sides, _twice(widths.reshape(-1, 1))[:, 0]], 1),
    )
    return Strands(columns, _ribbons(count))


def _lines(draws: Generator, start: Floats, normals: Floats, avatar: Avatar, style: HairStyle) -> Floats:
    """(count, POINTS, 3) the course of each strand."""
    count = len(start)
    crown = avatar.skeleton.at("Head") + np.array([0, 0.18, -0.03])
    # hair is combed away from the crown, and falls
    combed = start - crown + np.array([0, -0.10, 0])
    combed -= normals * (combed * normals).sum(1, keepdims=True)
    combed /= np.maximum(np.linalg.norm(combed, axis=1, keepdims=True), 1e-6)
    lift = style.lift * draws.uniform(0.3, 1.4, (count, 1))
    course = (
        combed * (1 - np.minimum(lift, 0.9)) + normals * lift + draws.normal(0, 0.15 + style.unrest / 2, (count, 3))
    )
    # fringes end above the eyes
    front = np.clip((start[:, 2:] - crown[2] - 0.06) / 0.04, 0, 1)
    step = style.length_m * (1 - 0.8 * front) * draws.uniform(0.4, 1.2, (count, 1)) / (POINTS - 1)
    phase, turns = draws.uniform(0, 2 * np.pi, (count, 1)), draws.uniform(0.8, 1.6, (count, 1))
    line = np.empty((count, POINTS, 3), np.float32)
    place = start
    across = np.cross(course, normals)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6)
    for point in range(POINTS):
        angle = phase + turns * point
        helix = style.curl_m * (np.cos(angle) * across + np.sin(angle) * normals) * min(point / 2, 1)
        line[:, point] = place + helix
        course = course + draws.normal(0, style.unrest / 3, (count, 3)) + np.array([0, -0.10 - 1.2 * style.length_m, 0])
        course /= np.maximum(np.linalg.norm(course, axis=1, keepdims=True), 1e-6)
        place = place + step * course
    return line


def _twice(column: NDArray[Any]) -> NDArray[Any]:
    return np.repeat(column, 2, 0)


def _ribbons(count: int) -> NDArray[np.uint32]:
    """Two triangles between neighbouring points of each strand."""
    quad = np.array([0, 1, 2, 2, 1, 3])
    strand = (np.arange(POINTS - 1)[:, None] * 2 + quad).reshape(-1)
    return np.asarray((np.arange(count)[:, None] * 2 * POINTS + strand).reshape(-1), np.uint32)
