"""Joints of a rigged human: where they rest, and where they go when parts of the body are turned.

Everything is told in the axes of the resting body, so that it means the same in every rig, whatever its joints' own
axes: x to the person's left, y up, z to the front, metres. The rest pose is a T.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

REQUIRED = (
    "Hips", "Spine", "Neck", "Head",
    "LeftArm", "LeftForeArm", "LeftHand", "LeftUpLeg", "LeftLeg", "LeftFoot",
    "RightArm", "RightForeArm", "RightHand", "RightUpLeg", "RightLeg", "RightFoot",
)  # fmt: skip
"""Joints, in the names of Mixamo's rigs, without which nobody can be posed; spines, shoulders and fingers may lack."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Joints in an order in which parents come before their children."""

    names: Sequence[str]
    parents: Sequence[int]
    """-1: has none."""
    rest: Floats
    """(J, 3) where joints rest."""

    def index(self, name: str) -> int:
        """Raises ValueError where there is no such joint."""
        return self.names.index(name)

    def at(self, name: str) -> Floats:
        """(3,) where a joint rests."""
        place: Floats = self.rest[self.index(name)]
        return place

    def missing(self) -> list[str]:
        """Required joints that it lacks."""
        return [name for name in REQUIRED if name not in self.names]

    def bend(self, turns: Mapping[str, Floats], shift: Floats) -> Floats:
        """Turn joints, each with all that hangs on it.

        Args:
            turns: (3, 3) rotations by joint; a joint that the skeleton lacks is passed over.
            shift: (3,) of the whole body, metres.

        Returns:
            (J, 3, 4) what takes a point of the resting body, held by one joint, to where it is now.
        """
        matrices = np.zeros((len(self.names), 3, 4), np.float32)
        for joint, (name, parent) in enumerate(zip(self.names, self.parents, strict=True)):
            turn = turns.get(name)
            if parent < 0:
                rotation = np.eye(3, dtype=np.float32) if turn is None else turn
                place = self.rest[joint] + shift
            else:
                above = matrices[parent]
                rotation = above[:, :3] if turn is None else above[:, :3] @ turn
                place = above[:, :3] @ self.rest[joint] + above[:, 3]
            matrices[joint, :, :3] = rotation
            matrices[joint, :, 3] = place - rotation @ self.rest[joint]
        return matrices


def rotation(axis: Sequence[float] | Floats, angle: float) -> Floats:
    """(3, 3), about a unit axis by the right-hand rule, radians."""
    x, y, z = axis
    cosine, sine = np.cos(angle), np.sin(angle)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]], np.float32)
    outer = np.outer(axis, axis).astype(np.float32)
    turned: Floats = (cosine * np.eye(3) + sine * cross + (1 - cosine) * outer).astype(np.float32)
    return turned


def turn(pitch: float = 0.0, yaw: float = 0.0, roll: float = 0.0) -> Floats:
    """(3, 3): roll about z, then pitch about x (positive: to the front), then yaw about y (positive: to the left)."""
    turned = rotation((0, 1, 0), yaw) @ rotation((1, 0, 0), pitch) @ rotation((0, 0, 1), roll)
    return np.asarray(turned, np.float32)


def unit(vector: Floats) -> Floats:
    """The vector with length 1; one without a direction stays 0."""
    length = float(np.linalg.norm(vector))
    return vector / length if length > 1e-6 else vector * 0


def frame_of(first: Floats, second: Floats) -> Floats:
    """(3, 3) with orthonormal columns: `first`, what of `second` is square to it, and their cross product."""
    first = unit(first)
    second = unit(second - first * float(first @ second))
    return np.stack([first, second, np.cross(first, second)], 1).astype(np.float32)
