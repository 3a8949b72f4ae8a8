"""Thin cloth over hair and shoulders, which falls in folds and through which the room is seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from training.data.avatars.avatar import Avatar
from training.data.avatars.skeleton import Floats, unit
from training.data.avatars.styles import Span, within
from training.data.avatars.things import sheet

ROWS, COLUMNS = 90, 260
"""Of the cloth's mesh, from its upper edge to its hem and from one side of the face round the back to the other."""

ANGLES, STEP_M = 72, 0.015
"""Directions round the head in which the body is measured, and how high a ring of it is."""

ARM_M = 0.14
"""From the joint of an arm: so much of it carries cloth."""

CLEAR_M = 0.025
"""How far off the body cloth lies, for hair between them."""

FULL = 0.35
"""Metres of cloth in a radian: a gathered veil is wider than what it covers."""

THREADS_M = (0.0012, 0.004)
"""Between two threads, or the holes of a net."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A kind of veil."""

    length_m: Span
    """From its middle over the body to the hem."""
    start_m: Span
    """From its middle to the upper edge; above 0, where cloth faces nowhere."""
    opens: Span
    """Where its sides are, radians from the middle of the back; pi: they meet under the chin."""
    closes: Span
    """The same at the hem."""
    forward: Span
    """Its middle: 0 the middle of the head, 1 the brow."""
    cover: Span
    """Alpha of one layer that is looked at straight; folds and oblique cloth have more."""
    edge: Span
    """Alpha at the hem and the sides."""
    edge_m: Span
    """How wide that border is."""
    folds: Span
    """From one side to the other."""
    depth_m: Span
    """Of the folds at the hem."""
    on_head: bool = True
    pale: float = 0.5
    """Share of those that are white or nearly so."""


CUTS: Mapping[str, Cut] = {
    "bridal veil": Cut(
        (0.5, 1.1), (0.004, 0.05), (1.7, 2.1), (1.5, 2.4), (-0.2, 0.3), (0.1, 0.25), (0.3, 0.6), (0.004, 0.03),
        (12, 26), (0.015, 0.04), pale=0.9,
    ),
    "headscarf": Cut(
        (0.4, 0.65), (0.004, 0.01), (1.75, 2.0), (2.3, 3.0), (0.25, 0.5), (0.35, 0.8), (0.15, 0.4), (0.03, 0.12),
        (5, 12), (0.006, 0.02), pale=0.3,
    ),
    "sheer shawl": Cut(
        (0.3, 0.5), (0.06, 0.12), (2.2, 2.8), (2.2, 2.9), (0.0, 0.0), (0.15, 0.45), (0.3, 0.6), (0.005, 0.04),
        (6, 16), (0.008, 0.025), on_head=False,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Veil:
    """A sheet of cloth on the resting body."""

    name: str
    """Of its cut."""
    columns: Sequence[NDArray[Any]]
    """(V, width): place, normal, alpha of a layer that is looked at straight, place on the cloth (metres), joints and
    weights."""
    indices: NDArray[np.uint32]
    """(3 T,)"""
    colour: Floats
    """(3,) linear."""
    threads_m: float
    """Between two threads, or the holes of a net."""

    def tell(self, program: Any) -> None:
        """Set the uniforms of the program `veil`."""
        program["cloth_colour"] = tuple(map(float, self.colour))
        program["threads"] = self.threads_m


def draw_veil(draws: Generator, avatar: Avatar, places: Floats, matrices: Floats) -> Veil:
    """Lay a cloth of one of `CUTS` over somebody.

    Args:
        places: (N, 3) of the resting body.
        matrices: (J, 3, 4) from rest to the pose in which the cloth falls; it moves with head and chest afterwards.
    """
    name, skeleton = list(CUTS)[draws.integers(len(CUTS))], avatar.skeleton
    cut = CUTS[name]
    head, chest = skeleton.index("Head"), skeleton.parents[skeleton.index("Neck")]
    middle, axes = _stand(avatar, matrices, head if cut.on_head else chest, within(draws, cut.forward))
    carries = _carries(avatar, places, cut.on_head)
    body = _moved(places, avatar.joints, avatar.weights, matrices)[carries]
    angle, along, shares = _spread(draws, cut)
    radius, height = _hang(((body - middle) @ axes).astype(np.float32), angle, along)
    radius += _folds(draws, cut, angle, along)
    lies = np.stack([radius * np.sin(angle), height, -radius * np.cos(angle)], -1) @ axes.T + middle
    down, across = (np.gradient(lies, axis=axis) for axis in (0, 1))
    flat, normals, indices = sheet(lies, np.cross(across, down))
    held = np.clip((flat[:, 1] - _place(skeleton.at("Neck"), matrices[chest])[1]) / 0.12, 0, 1) * cut.on_head
    joints = np.tile(np.array([head, chest, 0, 0], np.uint8), (len(flat), 1))
    weights = np.stack([held, 1 - held, 0 * held, 0 * held], 1).astype(np.float32)
    back = np.linalg.inv(_blend(joints, weights, matrices))[:, :3].astype(np.float32)
    normals = np.einsum("nij,nj->ni", back[:, :, :3], normals)
    cover = _cover(draws, cut, angle, along, shares).reshape(-1, 1)
    cloth = np.stack([FULL * angle, along], -1).reshape(-1, 2)
    columns = (_place(flat, back), normals, cover, cloth, joints, weights)
    return Veil(name, columns, indices, _draw_colour(draws, cut.pale), float(draws.uniform(*THREADS_M)))


def _stand(avatar: Avatar, matrices: Floats, joint: int, forward: float) -> tuple[Floats, Floats]:
    """(3,) where the middle of the cloth is above, and (3, 3) columns to the left, up and to the front."""
    head = avatar.positions[avatar.held_by("Head") > 0.6]
    middle = np.array([0.0, float(avatar.skeleton.at("Head")[1]), 0.0])
    rear, front = float(head[:, 2].min()), float(head[:, 2].max())
    middle[2] = (rear + front) / 2 + forward * (front - rear) / 2
    front_axis = matrices[joint, :, 2] * (1, 0, 1)
    front_axis = unit(front_axis) if np.linalg.norm(front_axis) > 0.1 else np.array([0.0, 0.0, 1.0])
    up = np.array([0.0, 1.0, 0.0])
    axes = np.stack([np.cross(up, front_axis), up, front_axis], 1)
    return _place(middle, matrices[joint]), axes.astype(np.float32)


def _carries(avatar: Avatar, places: Floats, on_head: bool) -> NDArray[np.bool_]:
    """(N,) vertices that cloth lies on: head and trunk, with the beginnings of the arms."""
    skeleton = avatar.skeleton
    trunk = avatar.held_by("Spine") - avatar.held_by("LeftArm", "RightArm") > 0.5
    for name in ("LeftArm", "RightArm"):
        trunk |= np.linalg.norm(places - skeleton.at(name), axis=1) < ARM_M
    return trunk if on_head else trunk & (avatar.held_by("Neck", "Head") < 0.5)


def _spread(draws: Generator, cut: Cut) -> tuple[Floats, Floats, Floats]:
    """(ROWS, COLUMNS) each: the angle from the back, metres from the middle along the cloth, and those over the hem's.

    Neither hem nor sides are straight.
    """
    across = np.linspace(-1, 1, COLUMNS)[None]
    shares = np.linspace(0, 1, ROWS)[:, None]
    start, length = within(draws, cut.start_m), within(draws, cut.length_m)
    uneven = (draws.normal(0, 0.03, 3) @ np.sin(np.outer([2, 5, 9], across[0]) + draws.uniform(0, 6.28, (3, 1))))[None]
    along = start + (length * (1 + uneven) - start) * shares
    sides = within(draws, cut.opens) * (1 - shares) + within(draws, cut.closes) * shares
    sides = sides + 0.05 * np.sin(shares * draws.uniform(4, 12) + draws.uniform(0, 6.28))
    angle: Floats = np.clip(across * sides, -3.1, 3.1).astype(np.float32)
    return angle, along.astype(np.float32), np.broadcast_to(shares, angle.shape).astype(np.float32)


def _hang(body: Floats, angle: Floats, along: Floats) -> tuple[Floats, Floats]:
    """Radius and height of cloth that lies on a body (N, 3): from where it is widest, it falls straight down."""
    import cv2

    top = float(body[:, 1].max()) + CLEAR_M / 2
    turn = np.round((np.arctan2(body[:, 0], -body[:, 2]) / (2 * np.pi) % 1) * ANGLES).astype(int) % ANGLES
    ring = np.maximum((top - body[:, 1]) / STEP_M, 0).astype(int)
    rings = int(np.ceil(1.2 * float(along.max()) / STEP_M))
    seen = ring < rings
    wide = np.zeros((rings, ANGLES), np.float32)
    np.maximum.at(wide, (ring[seen], turn[seen]), np.hypot(body[seen, 0], body[seen, 2]))
    wide = np.maximum.accumulate(np.maximum(wide, np.maximum(np.roll(wide, 1, 1), np.roll(wide, -1, 1))), 0)
    padded = np.pad(wide, ((0, 0), (12, 12)), "wrap")
    soft = cv2.GaussianBlur(padded, (0, 0), 2.0, sigmaY=1.0, borderType=cv2.BORDER_REPLICATE)[:, 12:-12]
    wide = np.concatenate([np.zeros((1, ANGLES), np.float32), CLEAR_M + np.maximum.accumulate(soft, 0)])
    heights = top - STEP_M * np.maximum(np.arange(rings + 1) - 0.5, 0)
    steps = np.hypot(np.diff(wide, axis=0), np.diff(heights)[:, None])
    path = np.concatenate([np.zeros((1, ANGLES)), steps.cumsum(0)])
    metres = np.linspace(0, float(along.max()), 2 * rings)
    profile = np.array([
        [np.interp(metres, path[:, at], values) for values in (wide[:, at], heights)] for at in [*range(ANGLES), 0]
    ], np.float32)  # fmt: skip
    where = (angle / (2 * np.pi) % 1 * ANGLES).astype(np.float32), (along / metres[1]).astype(np.float32)
    radii, falls = profile.transpose(1, 2, 0).copy()
    falls = cv2.GaussianBlur(falls, (1, 15), 0.01, sigmaY=3.0, borderType=cv2.BORDER_REFLECT)  # no peak on the crown
    radius, height = (cv2.remap(values, *where, cv2.INTER_LINEAR) for values in (radii, falls))
    return np.asarray(radius, np.float32), np.asarray(height, np.float32)


def _folds(draws: Generator, cut: Cut, angle: Floats, along: Floats) -> Floats:
    """How far each place stands out: folds that begin below the crown and deepen towards the hem."""
    number, depth = within(draws, cut.folds), within(draws, cut.depth_m)
    pitch = number / (2 * within(draws, cut.opens))  # in a radian
    waves = np.zeros(angle.shape)
    for times, strength in ((1.0, 1.0), (0.37, 0.7), (2.1, 0.45)):
        drift = draws.normal(0, 1.5) * along + 0.8 * np.sin(draws.uniform(3, 9) * along + draws.uniform(0, 6.28))
        waves += strength * np.sin(2 * np.pi * pitch * times * angle + drift + draws.uniform(0, 6.28))
    begun = np.clip((along - 0.08) / 0.35, 0, 1) ** 1.3
    folds: Floats = (depth * begun * (0.5 + 0.35 * waves).clip(0)).astype(np.float32)
    return folds


def _cover(draws: Generator, cut: Cut, angle: Floats, along: Floats, shares: Floats) -> Floats:
    """(ROWS, COLUMNS) alpha of a layer: of the border, and within, where threads lie closer here than there."""
    inside, edge, wide = within(draws, cut.cover), within(draws, cut.edge), within(draws, cut.edge_m)
    length = along[-1:] - along[:1]
    across = np.linspace(0, 1, COLUMNS)[None]
    aside = np.minimum(across, 1 - across) * 2 * np.abs(angle[:, :1]) * np.maximum(along, 0.05)
    border = np.clip(1.5 - np.minimum((1 - shares) * length, aside) / wide, 0, 1)
    drift = np.sin(9 * along + 7 * angle + draws.uniform(0, 6.28)) + np.sin(17 * angle - 5 * along)
    cover: Floats = np.clip(inside * (1 + 0.1 * drift) * (1 - border) + edge * border, 0.03, 0.92).astype(np.float32)
    return cover


def _blend(joints: NDArray[np.uint8], weights: Floats, matrices: Floats) -> Floats:
    """(N, 4, 4) what four joints each make of places."""
    blended = np.zeros((len(joints), 4, 4), np.float32)
    blended[:, :3] = np.einsum("nk,nkij->nij", weights, matrices[joints])
    blended[:, 3, 3] = 1
    return blended


def _moved(places: Floats, joints: NDArray[np.uint8], weights: Floats, matrices: Floats) -> Floats:
    return _place(places, _blend(joints, weights, matrices)[:, :3])


def _place(places: Floats, matrices: Floats) -> Floats:
    """(..., 3) places, each moved by a matrix (..., 3, 4)."""
    placed: Floats = np.einsum("...ij,...j->...i", matrices[..., :3], places) + matrices[..., 3]
    return placed


def _draw_colour(draws: Generator, pale: float) -> Floats:
    """(3,) linear: white, cream or silver, else any, dark more often than not."""
    if draws.random() < pale:
        tinted = draws.uniform(0.6, 0.9) * (1 + draws.uniform(0, 0.12) * np.array([0.6, 0.0, -1.0]))
    else:
        tints = 1 + draws.uniform(0, 1) * np.cos(draws.uniform(0, 2 * np.pi) + np.array([0, 2.1, 4.2]))
        tinted = draws.uniform(0.02, 0.8) ** 1.5 * tints
    colour: Floats = np.clip(tinted, 0.01, 0.9).astype(np.float32)
    return colour
