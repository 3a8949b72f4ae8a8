"""Things that people wear, hold and sit on, each a small mesh that moves with a joint."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from training.data.avatars.avatar import Avatar
from training.data.avatars.scalp import Scalp
from training.data.avatars.skeleton import Floats, frame_of

AROUND = 20
"""Corners of a tube."""

Place = tuple[float, float, float] | NDArray[np.floating]
"""(3,) metres in the axes of the resting body."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Triangles of one colour."""

    joint: str
    """What it moves with."""
    places: Floats
    """(N, 3) on the resting body."""
    normals: Floats
    """(N, 3)"""
    indices: NDArray[np.uint32]
    """(3 T,)"""
    colour: tuple[int, int, int]
    """As displayed, 0..255."""


Shape = tuple[Floats, Floats, NDArray[np.uint32]]
"""Places, normals and indices."""


def tube(path: Sequence[Place] | NDArray[np.floating], radii: float | Sequence[float]) -> Shape:
    """A tube round a path of points, closed at both ends."""
    points = np.asarray(path, np.float32)
    wide = np.broadcast_to(np.asarray(radii, np.float32), len(points))
    along = np.gradient(points, axis=0)
    angle = np.arange(AROUND) * 2 * np.pi / AROUND
    rings, normals = [], []
    for point, direction, radius in zip(points, along, wide, strict=True):
        axes = frame_of(direction, np.array([0.37, 0.61, -0.70], np.float32))
        round_about = np.cos(angle)[:, None] * axes[:, 1] + np.sin(angle)[:, None] * axes[:, 2]
        rings.append(point + radius * round_about)
        normals.append(round_about)
    for end, sign in ((0, -1), (-1, 1)):
        towards = sign * along[end] / max(float(np.linalg.norm(along[end])), 1e-9)
        rings += [rings[end if end == 0 else len(points) - 1], np.tile(points[end], (AROUND, 1))]
        normals += [np.tile(towards, (AROUND, 1))] * 2
    count = len(points)
    steps = [*range(count - 1), count, count + 2]
    ring = np.arange(AROUND)
    after = (ring + 1) % AROUND
    quads = np.stack([ring, after, ring + AROUND, ring + AROUND, after, after + AROUND], 1).reshape(-1)
    indices = np.concatenate([quads + AROUND * step for step in steps]).astype(np.uint32)
    return np.concatenate(rings).astype(np.float32), np.concatenate(normals).astype(np.float32), indices


def box(centre: Place, half: Place) -> Shape:
    """Its edges along the axes."""
    places, normals, indices = list[Floats](), list[Floats](), list[NDArray[np.int64]]()
    for axis in range(3):
        for sign in (-1, 1):
            corners = np.array([[u, v] for u, v in ((-1, -1), (-1, 1), (1, 1), (1, -1))], np.float32)
            places.append(
                np.insert(corners, axis, sign, 1) * np.asarray(half, np.float32) + np.asarray(centre, np.float32)
            )
            normals.append(np.tile(sign * np.eye(3, dtype=np.float32)[axis], (4, 1)))
            indices.append(np.array([0, 1, 2, 0, 2, 3]) + 4 * len(indices))
    return np.concatenate(places), np.concatenate(normals), np.concatenate(indices).astype(np.uint32)


def made_of(joint: str, colour: tuple[int, int, int], *shapes: Shape) -> Thing:
    starts = np.cumsum([0] + [len(shape[0]) for shape in shapes])
    return Thing(
        joint,
        np.concatenate([shape[0] for shape in shapes]).astype(np.float32),
        np.concatenate([shape[1] for shape in shapes]).astype(np.float32),
        np.concatenate([shape[2] + np.uint32(start) for shape, start in zip(shapes, starts, strict=False)]),
        colour,
    )


def glasses(draws: Generator, avatar: Avatar, scalp: Scalp) -> list[Thing]:
    """Two rims, a bridge and two temples; what is seen through the lenses stays."""
    eyes, front, side = _eyes(avatar)
    wide, high = draws.uniform(0.022, 0.03), draws.uniform(0.015, 0.026)
    square, thick = draws.uniform(1, 3), draws.uniform(0.0006, 0.0025)
    angle = np.linspace(0, 2 * np.pi, 33)
    cosine, sine = np.cos(angle), np.sin(angle)
    rim = np.stack([np.sign(cosine) * np.abs(cosine) ** (1 / square) * wide,
                    np.sign(sine) * np.abs(sine) ** (1 / square) * high, 0 * angle], 1)  # fmt: skip
    apart = wide + 0.009
    shapes = [tube(np.add(rim, (sign * apart, eyes, front)), thick) for sign in (-1, 1)]
    bridge = [(-0.009, eyes + 0.004, front), (0, eyes + 0.007, front + 0.002), (0.009, eyes + 0.004, front)]
    shapes.append(tube(bridge, thick))
    for sign in (-1, 1):
        hinge, ear = sign * (apart + wide), sign * (side - 0.006)
        shapes.append(tube([(hinge, eyes + 0.006, front), (ear, eyes + 0.006, front - 0.03),
                            (ear, eyes + 0.002, front - 0.09), (ear, eyes - 0.02, front - 0.11)], thick))  # fmt: skip
    return [made_of("Head", _colour(draws, 60), *shapes)]


def headphones(draws: Generator, avatar: Avatar, scalp: Scalp) -> list[Thing]:
    """A band over the crown, two cups, half of the time a microphone before the mouth."""
    eyes, front, side = _eyes(avatar)
    ear, z = eyes - 0.015, float(avatar.skeleton.at("Head")[2]) + 0.012
    top, out = float(scalp.crown[1]) + draws.uniform(0.006, 0.018), side + 0.002
    angle = np.linspace(0, np.pi, 25)
    band = np.stack([out * np.cos(angle), ear + (top - ear) * np.sin(angle) ** 0.8, np.full(25, z)], 1)
    radius = draws.uniform(0.03, 0.045)
    shapes = [tube(band, draws.uniform(0.004, 0.011))]
    for sign in (-1, 1):
        cup = [(sign * (out - 0.016), ear, z), (sign * (out + 0.008), ear, z), (sign * (out + 0.02), ear, z)]
        shapes.append(tube(cup, [radius, radius, 0.7 * radius]))
    if draws.random() < 0.5:
        share = np.linspace(0, 1, 9)[:, None]
        bend = np.sin(share * np.pi) * np.array([0.02, -0.015, 0.01])
        start, end = np.array([out, ear - 0.02, z]), np.array([0.02, eyes - 0.075, front + 0.012])
        shapes.append(tube(start + share * (end - start) + bend, [0.0025] * 7 + [0.008, 0.008]))
    return [made_of("Head", _colour(draws, 90), *shapes)]


def hat(draws: Generator, avatar: Avatar, scalp: Scalp) -> list[Thing]:
    """A crown of cloth round the skull, with a brim, a peak, or neither."""
    eyes, front, side = _eyes(avatar)
    kind = draws.integers(3)
    rear = float(avatar.positions[scalp.skull.reshape(-1), 2].min())
    centre = np.array([0, eyes + draws.uniform(0.045, 0.06), (front + rear) / 2])
    up = float(scalp.crown[1]) - centre[1] + draws.uniform(0.012, 0.03)
    half = np.array([side + 0.012, up, (front - rear) / 2 + 0.012])
    polar = np.linspace(0.02, np.pi / 2, 9)
    angle = np.arange(33) * 2 * np.pi / 32
    dome = np.stack(np.broadcast_arrays(np.sin(polar)[:, None] ** 0.6 * np.cos(angle), np.cos(polar)[:, None],
                                        np.sin(polar)[:, None] ** 0.6 * np.sin(angle)), -1)  # fmt: skip
    shapes = [sheet(centre + dome * half, dome / half)]
    if kind:
        peak = 0.075 * np.clip(np.sin(angle) * 1.4 - 0.4, 0, 1)
        reach = np.full(33, draws.uniform(0.05, 0.09)) if kind == 1 else peak
        edge = dome[-1] * (half + reach[:, None]) - (0, draws.uniform(0, 0.02), 0)
        brim = np.stack([dome[-1] * half, edge]) + centre
        shapes.append(sheet(brim, np.broadcast_to([0.0, 1.0, 0.0], (2, 33, 3))))
    return [made_of("Head", _colour(draws, 220), *shapes)]


def chair(draws: Generator, avatar: Avatar, scalp: Scalp) -> list[Thing]:
    """A back behind the person, often with armrests and a headrest."""
    x, y, z = avatar.skeleton.at("Hips")
    back, wide = z - draws.uniform(0.17, 0.24), draws.uniform(0.2, 0.29)
    top = float(avatar.skeleton.at("Neck")[1]) + draws.uniform(-0.25, 0.08)
    path = [(x, y - 0.1, back), (x, (y + top) / 2, back - 0.02), (x, top, back - 0.06)]
    shapes = [_cushion(path, wide, draws.uniform(0.015, 0.04))]
    if draws.random() < 0.5:
        head = float(avatar.skeleton.at("Head")[1]) + draws.uniform(0.02, 0.12)
        post = np.array([[x, top - 0.02, back - 0.06], [x, head, back - 0.05]])
        shapes += [tube(post, 0.015), box((x, head, back - 0.04), (draws.uniform(0.1, 0.16), 0.06, 0.03))]
    if draws.random() < 0.7:
        for sign in (-1, 1):
            arm = x + sign * (wide + 0.05)
            shapes.append(box((arm, y + 0.15, back + 0.22), (0.035, 0.015, 0.15)))
            shapes.append(tube([(arm, y - 0.1, back + 0.2), (arm, y + 0.14, back + 0.2)], 0.02))
    return [made_of("Hips", _colour(draws, 200), *shapes)]


def held(draws: Generator, avatar: Avatar, scalp: Scalp) -> list[Thing]:
    """A cup, a telephone or a book in the palm of a hand."""
    hand = ("LeftHand", "RightHand")[draws.integers(2)]
    wrist, fingers = avatar.skeleton.at(hand), np.sign(avatar.skeleton.at(hand)[0])
    kind = draws.integers(3)
    if kind == 0:
        radius, half = draws.uniform(0.03, 0.042), draws.uniform(0.04, 0.07)
        middle = np.add(wrist, (fingers * 0.085, -0.02 - radius, 0))
        ends = np.array([[0, 0, -half], [0, 0, half]]) + middle
        handle = np.linspace(0, np.pi, 9)[:, None]
        bow = middle + np.concatenate([0 * handle, -radius - 0.022 * np.sin(handle), 0.03 * np.cos(handle)], 1)
        return [made_of(hand, _colour(draws, 255), tube(ends, [radius * 0.9, radius]), tube(bow, 0.005))]
    sides = (0.075, 0.005, 0.037) if kind == 1 else (draws.uniform(0.09, 0.13), draws.uniform(0.006, 0.02), 0.085)
    return [made_of(hand, _colour(draws, 255), box(np.add(wrist, (fingers * 0.11, -0.025 - sides[1], 0)), sides))]


THINGS: Mapping[str, tuple[float, Callable[[Generator, Avatar, Scalp], list[Thing]]]] = {
    "glasses": (0.25, glasses),
    "headphones": (0.15, headphones),
    "hat": (0.06, hat),
    "held": (0.25, held),
}
"""With the share of people who have each."""

CHAIR = 0.5
"""Share of those who sit whose chair is seen."""


def draw_things(draws: Generator, avatar: Avatar, scalp: Scalp, sits: bool) -> tuple[list[Thing], list[str]]:
    """What somebody has, and its names; two things on one head are rare, but nothing forbids them."""
    things, names = list[Thing](), []
    for name, (share, make) in [*THINGS.items(), ("chair", (CHAIR * sits, chair))]:
        if draws.random() < share:
            things += make(draws, avatar, scalp)
            names.append(name)
    return things, names


def _eyes(avatar: Avatar) -> tuple[float, float, float]:
    """How high the eyes are, how far to the front glasses sit, and how far to the side of the head ears begin."""
    head = avatar.positions[avatar.held_by("Head") > 0.6]
    base, top = float(avatar.skeleton.at("Head")[1]), float(head[:, 1].max())
    names = [name for name in ("LeftEye", "RightEye") if name in avatar.skeleton.names]
    eyes = float(np.mean([avatar.skeleton.at(name)[1] for name in names])) if names else base + 0.35 * (top - base)
    level = head[np.abs(head[:, 1] - eyes) < 0.015]
    level = level if len(level) else head
    between = level[np.abs(level[:, 0]) < 0.04]
    front = float((between if len(between) else level)[:, 2].max())
    temple = level[level[:, 2] > front - 0.09]
    return eyes, front - 0.004, float(np.abs(temple[:, 0]).max()) + 0.002


def sheet(places: NDArray[np.floating], normals: NDArray[np.floating]) -> Shape:
    """(R, C, 3) rows of points, joined."""
    rows, columns = places.shape[:2]
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1, 1)
    quads = corner + np.array([0, 1, columns, columns, 1, columns + 1])
    flat = normals.reshape(-1, 3)
    flat = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9)
    return places.reshape(-1, 3).astype(np.float32), flat.astype(np.float32), quads.reshape(-1).astype(np.uint32)


def _cushion(path: Sequence[Place], half_width: float, thick: float) -> Shape:
    """A back that follows a path upwards, with round corners."""
    points = np.asarray(path, np.float64)
    share = np.linspace(0, 1, 12)
    line = np.stack([np.interp(share, np.linspace(0, 1, len(points)), points[:, axis]) for axis in range(3)], 1)
    angle = np.arange(33) * 2 * np.pi / 32
    flat = np.stack([np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.4, 0 * angle, np.sin(angle)], 1)
    width = half_width * np.minimum(1, np.sqrt(np.clip((1 - share) / 0.15, 0, 1)) + 0.02)[:, None, None]
    places = line[:, None] + flat * np.concatenate([width, 0 * width, 0 * width + thick * width / half_width], 2)
    return sheet(places, np.broadcast_to(flat, places.shape))


def _colour(draws: Generator, brightest: int) -> tuple[int, int, int]:
    """Grey more often than not."""
    grey = draws.uniform(8, brightest)
    tint = np.clip(grey * (1 + draws.normal(0, 0.5, 3) * (draws.random() < 0.4)), 5, 250)
    return int(tint[0]), int(tint[1]), int(tint[2])
