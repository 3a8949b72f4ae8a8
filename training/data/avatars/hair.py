"""Grows hair: locks that follow a course over the head, strands that follow a lock, and some that follow nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from training.data.avatars.avatar import Avatar
from training.data.avatars.scalp import Scalp
from training.data.avatars.skeleton import Floats
from training.data.avatars.strands import Roots, Strands, Triangles, draw_roots, draw_widths_px, to_strands
from training.data.avatars.styles import Style, within

OBSTACLES = 2500
"""Vertices of head, neck and shoulders that hair does not enter."""

TAIL_M = (0.0, 0.02, -0.022)
"""Where a ponytail or a bun is tied, from the back of the head."""

BUN_M = 0.032
"""Its radius."""


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """What lies under hair: points and the directions away from it, (K, 3) each."""

    places: Floats
    normals: Floats

    def push_out(self, places: Floats, distance_m: float) -> Floats:
        """(S, 3) places, those within it moved to its surface and `distance_m` off it."""
        squares = (self.places**2).sum(1) - 2 * places @ self.places.T
        nearest = np.argmin(squares, 1)
        away = places - self.places[nearest]
        depth = distance_m - (away * self.normals[nearest]).sum(1, keepdims=True)
        near = np.linalg.norm(away, axis=1, keepdims=True) < 0.05
        moved: Floats = places + np.where(near, np.clip(depth, 0, 0.03), 0) * self.normals[nearest]
        return moved


def grow(
    draws: Generator,
    avatar: Avatar,
    places: Floats,
    scalp: Scalp,
    triangles: Triangles,
    style: Style,
    colour: Floats,
    head_px: float = 370,
) -> Strands:
    """Grow strands on a resting body.

    Args:
        places: (N, 3) its vertices.
        triangles: where they grow.
        colour: (3,) linear.
        head_px: how high the head is in the picture: larger heads show more strands.
    """
    count = max(int(style.strands * np.clip(head_px / 370, 0.05, 1.8)), 1)
    roots = draw_roots(draws, avatar, places, triangles, count)
    starts = draw_roots(draws, avatar, places, triangles, min(style.locks, count))
    courses = _courses(draws, starts, _obstacle(avatar, places, scalp), scalp, style)
    lock = _nearest(roots.places, starts.places)
    lines = _strands(draws, roots, starts, courses, lock, style)
    return to_strands(avatar, roots, lines, _colours(draws, lock, lines, colour), _widths(draws, lines))


def _obstacle(avatar: Avatar, places: Floats, scalp: Scalp) -> _Obstacle:
    """The skull, and what of the body is below it and within a head's reach."""
    body = np.abs(places - scalp.crown).max(1) < 0.45
    body[scalp.wig.reshape(-1)] = False
    found = np.flatnonzero(body)[:: max(int(body.sum()) // OBSTACLES, 1)]
    return _Obstacle(places[found].astype(np.float32), avatar.normals[found])


def _courses(draws: Generator, starts: Roots, obstacle: _Obstacle, scalp: Scalp, style: Style) -> Floats:
    """(L, P, 3) the course of each lock, at its full length."""
    count, points = len(starts), style.points
    combed = _combed(starts.places, starts.normals, scalp, style.comb)
    volume = within(draws, style.lift)
    lift = volume * draws.uniform(0.6, 1.3, (count, 1))
    heading = combed * np.maximum(1 - lift, 0.05) + starts.normals * lift + draws.normal(0, 0.12, (count, 3))
    heading /= np.linalg.norm(heading, axis=1, keepdims=True)
    length = within(draws, style.length_m) * draws.uniform(0.75, 1.1, (count, 1))
    front = np.clip((starts.places[:, 2:] - scalp.crown[2] - 0.04) / 0.05, 0, 1)
    parts = draws.random() < style.parted
    side = np.sign(starts.places[:, :1] - draws.normal(0, 0.02)) * parts * np.array([1.0, 0, -0.3])
    length = length * (1 + (0 if parts else within(draws, style.fringe) - 1) * front)
    fall, drift = 40 * within(draws, style.weight), draws.normal(0, 1, (count, 3)) * within(draws, style.unrest)
    step = length / (points - 1)
    courses = np.empty((count, points, 3), np.float32)
    place = starts.places.astype(np.float64)
    tied = np.zeros((count, 1), bool)
    for point in range(points):
        courses[:, point] = place
        brow = np.clip((place[:, 2:] - scalp.crown[2] - 0.03) / 0.05, 0, 1)
        brow *= np.clip(1.6 - np.abs(place[:, :1]) / 0.05, 0, 1)
        heading = heading + step * (fall * (np.array([0, -1, 0]) + 1.2 * brow * side) + 12 * drift)
        if style.comb in ("ponytail", "bun"):
            heading, tied = _tied(place, heading, tied, scalp, style.comb)
        heading /= np.maximum(np.linalg.norm(heading, axis=1, keepdims=True), 1e-6)
        moved = obstacle.push_out(
            (place + step * heading).astype(np.float32), 0.002 + 0.01 * min(point / 3, 1) * volume
        )
        if style.comb == "bun":
            off = moved - _knot(scalp)
            ball = BUN_M / np.maximum(np.linalg.norm(off, axis=1, keepdims=True), 1e-6)
            moved = np.where(tied, _knot(scalp) + off * np.minimum(ball, 1), moved)
        heading = 0.5 * heading + 0.5 * (moved - place) / np.maximum(step, 1e-6)
        place = moved.astype(np.float64)
    return courses


def _combed(places: Floats, normals: Floats, scalp: Scalp, comb: str) -> Floats:
    """(S, 3) unit directions along the skin."""
    away = places - scalp.crown
    wanted = {
        "down": away + np.array([0, -0.06, 0]),
        "back": np.array([0, 0.02, -0.1]) + 0.2 * away,
        "up": np.array([0, 0.1, 0.03]) - 0.2 * away,
    }.get(comb, _knot(scalp) - places)
    wanted = wanted - normals * (wanted * normals).sum(1, keepdims=True)
    combed: Floats = wanted / np.maximum(np.linalg.norm(wanted, axis=1, keepdims=True), 1e-6)
    return combed


def _knot(scalp: Scalp) -> Floats:
    """(3,) where hair is tied."""
    knot: Floats = (scalp.crown + np.add((0, -0.07, -0.085), TAIL_M)).astype(np.float32)
    return knot


def _tied(
    places: NDArray[np.float64], heading: NDArray[np.float64], tied: NDArray[np.bool_], scalp: Scalp, comb: str
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Lead locks to the knot; those that have been there hang from it, or wind round it."""
    towards = _knot(scalp) - places
    distance = np.linalg.norm(towards, axis=1, keepdims=True)
    tied = tied | (distance < (0.02 if comb == "ponytail" else BUN_M))
    if comb == "bun":
        spin = np.cross(towards, np.array([0.5, 0.4, 1.0]))
        return np.where(tied, spin / np.maximum(distance, 1e-6), towards / np.maximum(distance, 1e-6)), tied
    return np.where(tied, heading + np.array([0, 0.0, -0.05]), towards / np.maximum(distance, 1e-6)), tied


def _nearest(places: Floats, others: Floats) -> NDArray[np.int64]:
    """(S,) which of the others (L, 3) is nearest to each place (S, 3)."""
    return np.asarray(np.argmin((others**2).sum(1) - 2 * places @ others.T, 1))


def _strands(
    draws: Generator, roots: Roots, starts: Roots, courses: Floats, lock: NDArray[np.int64], style: Style
) -> Floats:
    """(S, P, 3): each strand along its lock, beside its middle, curled, astray."""
    count, points = len(roots), style.points
    share = np.linspace(0, 1, points, dtype=np.float32)[None, :, None]
    cut = draws.uniform(0.6, 1.0, (count, 1, 1)).astype(np.float32)
    at = share[..., 0] * cut[..., 0] * (points - 1)
    below = np.minimum(at.astype(int), points - 2)
    part = (at - below)[..., None].astype(np.float32)
    course = courses[lock[:, None], below] * (1 - part) + courses[lock[:, None], below + 1] * part
    clump = within(draws, style.clump) * draws.uniform(0.7, 1.2, (count, 1, 1))
    beside = (roots.places - starts.places[lock])[:, None] * (1 - np.minimum(clump, 1) * share**0.7)
    length = np.linalg.norm(np.diff(courses, axis=1), axis=2).sum(1)[lock][:, None, None]
    free = np.minimum(length, 0.25)
    lines = course + beside
    if style.curl_m[1] > 0:
        lines = lines + _curls(draws, course, lock, share * cut, length, style)
    stray = np.cumsum(np.cumsum(draws.standard_normal((count, points, 3), np.float32), 1), 1) / points**1.5
    lines = lines + within(draws, style.unrest) * free * stray * np.minimum(draws.exponential(0.7, (count, 1, 1)), 2)
    fly = draws.random((count, 1, 1)) < within(draws, style.flyaways)
    off = roots.normals + draws.normal(0, 0.8, (count, 3)) - np.array([0, 0.4, 0])
    reach = np.minimum(length, 0.15) * np.minimum(draws.exponential(0.15, (count, 1, 1)), 0.8)
    lines = lines + fly * (off[:, None] * reach * share**1.4 + 0.2 * free * stray)
    return np.asarray(lines, np.float32)


def _curls(
    draws: Generator, course: Floats, lock: NDArray[np.int64], share: Floats, length: Floats, style: Style
) -> Floats:
    """(S, P, 3) away from the course: helices, alike in a lock, more or less."""
    along = np.gradient(course, axis=1)
    along /= np.maximum(np.linalg.norm(along, axis=2, keepdims=True), 1e-9)
    across = np.cross(along, np.array([0.31, 0.2, 0.93], np.float32))
    across /= np.maximum(np.linalg.norm(across, axis=2, keepdims=True), 1e-6)
    locks = int(lock.max()) + 1
    apart = within(draws, (0.2, 1.2)) * draws.normal(0, 1, (len(lock), 1, 1))
    phase = draws.uniform(0, 2 * np.pi, (locks, 1, 1))[lock] + apart
    sense = np.where(draws.random((locks, 1, 1)) < 0.5, -1, 1)[lock]
    turns = within(draws, style.turns) * draws.uniform(0.75, 1.3, (locks, 1, 1))[lock]
    # a turn of fewer than five points is a zigzag
    turns = np.minimum(turns, style.points / (50 * length))
    radius = within(draws, style.curl_m) * draws.uniform(0.6, 1.3, (locks, 1, 1))[lock]
    radius = radius * draws.uniform(0.7, 1.2, (len(lock), 1, 1)) * np.minimum(3 * share, 1)
    angle = (phase + sense * 2 * np.pi * turns * 10 * length * share).astype(np.float32)
    helix: Floats = radius * (np.cos(angle) * across + np.sin(angle) * np.cross(along, across))
    return helix


def _colours(draws: Generator, lock: NDArray[np.int64], lines: Floats, colour: Floats) -> Floats:
    """(S, P, 3): tints of one colour, darker at the roots, where other hair keeps the light off."""
    count, points = lines.shape[:2]
    tint = np.exp(draws.normal(0, 0.22, (int(lock.max()) + 1, 1))[lock] + draws.normal(0, 0.25, (count, 1)))
    grey = (draws.random((count, 1)) < max(float(draws.normal(0.0, 0.15)), 0)) * draws.uniform(0.1, 0.5, (count, 1))
    own = colour * tint * (1 - grey) + grey * 0.5
    tips = np.exp(max(float(draws.normal(0, 0.5)), 0) * np.linspace(-0.3, 1, points))
    shade = (0.4 + 0.6 * np.linspace(0, 1, points) ** 0.6) * tips
    colours: Floats = np.clip(own[:, None] * shade[:, None], 0.003, 0.9).astype(np.float32)
    return colours


def _widths(draws: Generator, lines: Floats) -> Floats:
    return draw_widths_px(draws, *lines.shape[:2])
