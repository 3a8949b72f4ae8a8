"""Puts people before a camera: who, how they stand, what light falls on them, how the picture is framed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.random import Generator

from matting_rt.frame import FrameSize
from training.data.avatars import gestures
from training.data.avatars.dressing import Wardrobe, dress, load_wardrobe
from training.data.avatars.light import draw_light, load_probe
from training.data.avatars.poses import Pose, between, turns_of
from training.data.avatars.renderer import Renderer
from training.data.avatars.skeleton import Floats, rotation

NEAREST_M = 0.5
"""From the camera: nearer, faces look as in a spoon."""

LONGEST_BLUR = 0.05
"""Over the picture's height: a waving hand at a webcam's usual exposure."""

STEP_PX, STEP = 2.5, 1 / 270
"""Between two moments of a picture with motion blur, of what moves most, in pixels and over the picture's height, the
larger of the two: further apart, one sees each of them."""


class Framing(Enum):
    """How much of a person is in the picture."""

    FACE = "face"
    HEAD_AND_SHOULDERS = "head-and-shoulders"
    HALF = "half"
    FULL = "full"


FRAMING_SHARES = {Framing.FACE: 0.08, Framing.HEAD_AND_SHOULDERS: 0.40, Framing.HALF: 0.30, Framing.FULL: 0.22}

HEIGHTS_M = {
    Framing.FACE: (0.32, 0.45),
    Framing.HEAD_AND_SHOULDERS: (0.5, 0.85),
    Framing.HALF: (0.85, 1.35),
    Framing.FULL: (1.9, 2.6),
}
"""What the picture's height shows at the person's distance."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered cut-out, not yet encoded."""

    premultiplied: Floats
    """(H, W, 4) RGB as displayed and alpha, 0..1."""
    people: Sequence[str]
    """Names of the avatars, the nearest first."""
    framing: Framing
    moves: bool
    worn: Sequence[Sequence[str]]
    """By each: the style of the hair, see `styles`, and what else is worn, held and sat on."""


@dataclass(frozen=True, slots=True)
class _Person:
    """One who was cast."""

    wardrobe: Wardrobe
    places: Floats
    """(N, 3) of the resting body, with its face."""
    pose: Pose
    end: Pose
    """The pose when the shutter closes."""
    offset: Floats
    """(3,) from the first person."""

    def at(self, share: float) -> Floats:
        """(J, 3, 4) from rest to the scene when a share of the exposure is over."""
        skeleton = self.wardrobe.avatar.skeleton
        pose = between(self.pose, self.end, share) if share else self.pose
        matrices = skeleton.bend(turns_of(pose, skeleton), np.zeros(3, np.float32))
        matrices[:, :, 3] += self.offset
        return matrices


@lru_cache(maxsize=64)
def kept_probe(path: Path) -> Floats:
    return load_probe(path)


def draw_picture(draws: Generator, renderer: Renderer, cast: Sequence[Path], probes: Sequence[Path]) -> Picture:
    """Render one picture of one to three people of a cast."""
    framing = list(FRAMING_SHARES)[draws.choice(len(FRAMING_SHARES), p=list(FRAMING_SHARES.values()))]
    count = int(draws.choice([1, 2, 3], p=[0.82, 0.14, 0.04])) if framing is not Framing.FACE else 1
    moves = bool(draws.random() < 0.2)
    chosen = draws.permutation(len(cast))[:count]
    stand = framing is Framing.FULL or bool(draws.random() < 0.5)
    people = [_draw_person(draws, load_wardrobe(cast[index]), stand, moves, rank) for rank, index in enumerate(chosen)]
    camera, eye = _draw_camera(draws, renderer.size, framing, people[0])
    shares = [0.0]
    if moves:
        people, count = _slowed(people, camera, renderer.size)
        shares = [(moment + 0.5) / count for moment in range(count)]
    light = draw_light(draws, kept_probe(probes[int(draws.integers(len(probes)))]))
    moments = [[person.at(float(share)) for person in people] for share in shares]
    dressed = [
        dress(draws, person.wardrobe, person.places, person.at(0.0), _head_px(person, camera, renderer.size), not stand)
        for person in people
    ]
    drawn = renderer.render([body for body, _ in dressed], moments, camera, eye, light)
    names = [person.wardrobe.avatar.name for person in people]
    return Picture(drawn, names, framing, moves, [worn for _, worn in dressed])


def _draw_person(draws: Generator, wardrobe: Wardrobe, stands: bool, moves: bool, rank: int) -> _Person:
    """Cast one; `rank` 0 is who the camera looks at, others stand beside or behind."""
    places = wardrobe.avatar.with_face(gestures.draw_face(draws))
    pose = gestures.draw_pose(draws, stands)
    end = gestures.draw_motion(draws, pose) if moves else pose
    side = 1 if (rank == 1) == (draws.random() < 0.5) else -1
    offset = np.zeros(3, np.float32)
    if rank:
        offset = np.array([side * draws.uniform(0.3, 0.85), 0, -draws.uniform(0.15, 1.1)], np.float32)
    return _Person(wardrobe, places, pose, end, offset)


def _head_px(person: _Person, camera: Floats, size: FrameSize) -> float:
    """How high the person's head is in the picture."""
    skeleton = person.wardrobe.avatar.skeleton
    joint = skeleton.index("Head")
    place = np.append(person.at(0.0)[joint] @ np.append(skeleton.rest[joint], 1), 1)
    metre = size.height / 2 * float(np.linalg.norm(camera[1, :3])) / max(float(camera[3] @ place), 0.05)
    return 0.23 * metre


def _slowed(people: Sequence[_Person], camera: Floats, size: FrameSize) -> tuple[list[_Person], int]:
    """The people, each slow enough for the longest blur, and how many moments it takes to show it."""
    slowed, furthest = [], 0.0
    for person in people:
        moved = _blur_px(person, camera, size)
        share = min(1.0, LONGEST_BLUR * size.height / max(moved, 1e-3))
        slowed.append(replace(person, end=between(person.pose, person.end, share)))
        furthest = max(furthest, share * moved)
    return slowed, max(2, math.ceil(furthest / max(STEP_PX, STEP * size.height)))


def _blur_px(person: _Person, camera: Floats, size: FrameSize) -> float:
    """How far the person's joints move at most across the picture, pixels."""
    rest = person.wardrobe.avatar.skeleton.rest
    corners = []
    for share in (0.0, 1.0):
        places = np.einsum("jik,jk->ji", person.at(share)[:, :, :3], rest) + person.at(share)[:, :, 3]
        clip = np.concatenate([places, np.ones((len(places), 1))], 1) @ camera.T
        corners.append(clip[:, :2] / np.maximum(clip[:, 3:], 0.05) * (size.width / 2, size.height / 2))
    return float(np.linalg.norm(corners[1] - corners[0], axis=1).max())


def _draw_camera(draws: Generator, size: FrameSize, framing: Framing, person: _Person) -> tuple[Floats, Floats]:
    """(4, 4) from the scene to clip space, and (3,) where the camera is."""
    skeleton = person.wardrobe.avatar.skeleton
    at_start = person.at(0.0)

    def now(name: str) -> Floats:
        joint = skeleton.index(name)
        place: Floats = at_start[joint, :, :3] @ skeleton.rest[joint] + at_start[joint, :, 3]
        return place

    low, high = HEIGHTS_M[framing]
    shown = draws.uniform(low, high)
    head = now("Head") + np.array([0, 0.09, 0])
    if framing is Framing.FULL:
        target = np.array([now("Hips")[0], 0.5 * (head[1] + 0.13) + draws.normal(0, 0.08), 0])
    else:
        # eyes lie a third below the upper edge, more or less
        target = head - np.array([0, shown * draws.uniform(0.03, 0.22), 0])
    target = target + np.array([draws.normal(0, 0.13) * shown * size.width / size.height, 0, 0])
    angle = draws.uniform(0.45, 1.05) if framing is not Framing.FULL else draws.uniform(0.35, 0.8)
    distance = shown / (2 * np.tan(angle / 2))
    if distance < NEAREST_M:
        distance, angle = NEAREST_M, 2 * np.arctan(shown / 2 / NEAREST_M)
    towards = rotation((0, 1, 0), float(draws.normal(0, 0.15))) @ rotation((1, 0, 0), float(draws.normal(-0.02, 0.12)))
    eye = target + towards @ np.array([0, 0, distance])
    tilt = float(draws.normal(0, 0.02))
    return clip_matrix(eye, target, tilt, float(angle), size), eye.astype(np.float32)


def clip_matrix(eye: Floats, target: Floats, tilt: float, angle: float, size: FrameSize) -> Floats:
    """(4, 4) to OpenGL's clip space.

    Args:
        angle: of view from the lower to the upper edge, radians.
        tilt: of the camera about its axis, radians.
    """
    back = np.asarray(eye - target, np.float64)
    back /= np.linalg.norm(back)
    right = np.cross([np.sin(tilt), np.cos(tilt), 0], back)
    right /= np.linalg.norm(right)
    turned = np.stack([right, np.cross(back, right), back])
    view = np.eye(4)
    view[:3, :3], view[:3, 3] = turned, -turned @ eye
    near, far = 0.05, 30.0
    focal = 1 / np.tan(angle / 2)
    projection = np.zeros((4, 4))
    projection[0, 0], projection[1, 1] = focal * size.height / size.width, focal
    projection[2, 2:] = (far + near) / (near - far), 2 * far * near / (near - far)
    projection[3, 2] = -1
    return (projection @ view).astype(np.float32)
