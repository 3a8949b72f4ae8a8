"""Poses of a human, told by what the body does, and the turns of joints that bring them about.

An arm is told by where its wrist is, so that hands meet chins and hips of people of any build; elbows and the twist of
an arm follow. No joint turns further than a human's: limits are kept where turns are made, not hoped for where poses
are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from training.data.avatars.skeleton import Floats, Skeleton, frame_of, rotation, turn, unit

FINGERS = ("Thumb", "Index", "Middle", "Ring", "Pinky")
SPINES = ("Spine", "Spine1", "Spine2")

TORSO_LIMITS = (0.6, 0.6, 0.35)
"""Pitch, yaw and roll of the whole spine, radians: two thirds of what the lithe can do."""
HEAD_LIMITS = (0.6, 1.1, 0.45)
"""Of neck and head together, against the chest."""
FOREARM_TWIST = 1.4
"""Pronation and supination from the middle, radians."""
WRIST_LIMIT = 1.0
FINGER_LIMITS = (1.4, 1.6, 1.0)
"""Flexion of a finger's joints from the palm on, radians, when it is curled fully."""


def triple(*numbers: float) -> Floats:
    return np.array(numbers, np.float32)


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm. Directions in the chest's axes, x outwards: the same numbers mirror between left and right."""

    wrist: Floats
    """(3,) from the shoulder, in lengths of the stretched arm."""
    elbow: Floats
    """(3,) the direction in which the elbow points."""
    palm: Floats
    """(3,) the direction that the palm faces, as far as the forearm can turn it."""
    bend: float = 0.0
    """Of the wrist towards the palm, radians."""
    curls: Floats = field(default_factory=lambda: np.full(5, 0.25, np.float32))
    """(5,) thumb to little finger, 0 stretched to 1 curled."""
    spread: float = 0.0
    """Between neighbouring fingers, radians."""


@dataclass(frozen=True, slots=True)
class Pose:
    """All of a body. Angles are radians as in `skeleton.turn`."""

    torso: Floats
    """(3,) pitch, yaw, roll of the spine."""
    head: Floats
    """(3,) pitch, yaw, roll against the chest."""
    left: Arm
    right: Arm
    legs: Floats
    """(2, 3) left, right: thigh raised, thigh outwards, knee bent."""
    heading: float = 0.0
    """Yaw of the whole body; 0 faces the camera."""
    eyes: Floats = field(default_factory=lambda: np.zeros(2, np.float32))
    """(2,) pitch, yaw."""
    shrug: Floats = field(default_factory=lambda: np.zeros(2, np.float32))
    """(2,) how far the left and right shoulder is raised."""


def between(first: Any, second: Any, share: float) -> Any:
    """What a pose, an arm or a number is on its way from `first` (share 0) to `second` (share 1)."""
    if isinstance(first, Pose | Arm):
        names = [entry.name for entry in fields(first)]
        return type(first)(**{name: between(getattr(first, name), getattr(second, name), share) for name in names})
    return first + (second - first) * share


def turns_of(pose: Pose, skeleton: Skeleton) -> dict[str, Floats]:
    """The rotations, by joint, that bring a resting skeleton into a pose."""
    turns = {"Hips": turn(yaw=pose.heading)}
    torso = np.clip(pose.torso, -triple(*TORSO_LIMITS), TORSO_LIMITS)
    spines = [name for name in SPINES if name in skeleton.names]
    for name in spines:
        turns[name] = turn(*(torso / len(spines)))
    head = np.clip(pose.head, -triple(*HEAD_LIMITS), HEAD_LIMITS)
    turns["Neck"], turns["Head"] = turn(*(head * 0.4)), turn(*(head * 0.6))
    for name in ("LeftEye", "RightEye"):
        turns[name] = turn(*np.clip(pose.eyes, -0.45, 0.45))
    for side, arm, shrug in (("Left", pose.left, pose.shrug[0]), ("Right", pose.right, pose.shrug[1])):
        turns |= _arm_turns(arm, float(np.clip(shrug, -0.1, 0.35)), side, skeleton)
    for side, leg in (("Left", pose.legs[0]), ("Right", pose.legs[1])):
        turns |= _leg_turns(leg, side)
    return turns


def _leg_turns(leg: Floats, side: str) -> dict[str, Floats]:
    raised, outwards, knee = np.clip(leg, (-0.4, -0.15, 0), (1.7, 0.7, 2.2))
    outwards = outwards if side == "Left" else -outwards
    level = turn(pitch=min(max(raised - knee, -0.5), 0.4))
    return {f"{side}UpLeg": turn(-raised, 0, outwards), f"{side}Leg": turn(pitch=knee), f"{side}Foot": level}


def _arm_turns(arm: Arm, shrug: float, side: str, skeleton: Skeleton) -> dict[str, Floats]:
    mirror = triple(1, 1, 1) if side == "Left" else triple(-1, 1, 1)
    shoulder, elbow, hand = (skeleton.at(f"{side}{name}") for name in ("Arm", "ForeArm", "Hand"))
    upper_rest, fore_rest = elbow - shoulder, hand - elbow
    upper_m, fore_m = float(np.linalg.norm(upper_rest)), float(np.linalg.norm(fore_rest))
    upper, fore, hinge = bend_arm(arm.wrist * mirror * (upper_m + fore_m), arm.elbow * mirror, upper_m, fore_m)
    hinge_rest = triple(0, -1, 0) * mirror[0]
    upper_turn = frame_of(upper, hinge) @ frame_of(upper_rest, hinge_rest).T
    # a shoulder follows its arm: it sinks where the arm hangs, and rises with it
    shrug += 0.22 * float(upper[1]) if upper[1] < 0 else 0.30 * float(upper[1])
    collar = rotation((0, 0, mirror[0]), shrug)
    # rigs without joints for the twist crumple at the shoulder: half of it is left to the elbow
    swing = _shortest(unit(upper_rest), upper)
    upper_turn = swing @ _part_of(swing.T @ upper_turn, 0.5)
    fore_turn = frame_of(fore, hinge) @ frame_of(fore_rest, hinge_rest).T
    palm = np.asarray(fore_turn @ triple(0, -1, 0), np.float32)
    twist = float(np.clip(_angle_about(fore, palm, arm.palm * mirror), -FOREARM_TWIST, FOREARM_TWIST))
    hand_turn = rotation(fore, twist) @ fore_turn
    fore_turn = rotation(fore, 0.5 * twist) @ fore_turn
    bend = float(np.clip(arm.bend, -WRIST_LIMIT, WRIST_LIMIT))
    hand_turn = hand_turn @ rotation((0, 0, -mirror[0]), bend)
    turns = {
        f"{side}Shoulder": collar,
        f"{side}Arm": (collar.T if f"{side}Shoulder" in skeleton.names else np.eye(3, dtype=np.float32)) @ upper_turn,
        f"{side}ForeArm": upper_turn.T @ fore_turn,
        f"{side}Hand": fore_turn.T @ hand_turn,
    }
    return turns | _finger_turns(arm, side, mirror[0])


def bend_arm(wrist: Floats, elbow: Floats, upper_m: float, fore_m: float) -> tuple[Floats, Floats, Floats]:
    """Reach for a place.

    Args:
        wrist: (3,) from the shoulder, metres; what is out of reach is reached for.
        elbow: (3,) the direction in which the elbow points.

    Returns:
        unit vectors: along the upper arm, along the forearm, and about which the elbow bends.
    """
    along = unit(wrist)
    # an elbow opens to nearly straight and closes until the forearm meets the upper arm
    closest = float(np.sqrt(upper_m**2 + fore_m**2 - 2 * upper_m * fore_m * np.cos(0.6)))
    distance = float(np.clip(np.linalg.norm(wrist), closest, 0.985 * (upper_m + fore_m)))
    outwards = frame_of(along, elbow)[:, 1]
    reach = (upper_m**2 - fore_m**2 + distance**2) / (2 * distance)
    height = float(np.sqrt(max(upper_m**2 - reach**2, 0)))
    at_elbow = along * reach + outwards * height
    return unit(at_elbow), unit(along * distance - at_elbow), np.cross(outwards, along).astype(np.float32)


def _finger_turns(arm: Arm, side: str, sign: float) -> dict[str, Floats]:
    turns = {}
    for place, (finger, curl) in enumerate(zip(FINGERS, np.clip(arm.curls, 0, 1), strict=True)):
        if finger == "Thumb":
            turns[f"{side}HandThumb1"] = rotation((0, sign, 0), -0.25 + 0.45 * curl) @ rotation(
                (0, 0, -sign), 0.3 * curl
            )
            turns[f"{side}HandThumb2"] = rotation((0, sign, 0), 0.5 * curl)
            turns[f"{side}HandThumb3"] = rotation((0, sign, 0), 0.6 * curl)
            continue
        fan = float(np.clip(arm.spread, 0, 0.2)) * (2.2 - place) * (1 - curl)
        for joint, limit in enumerate(FINGER_LIMITS, start=1):
            bent = rotation((0, 0, -sign), float(limit * curl))
            turns[f"{side}Hand{finger}{joint}"] = rotation((0, -sign, 0), fan) @ bent if joint == 1 else bent
    return turns


def _shortest(first: Floats, second: Floats) -> Floats:
    """(3, 3) the rotation from one unit vector to another that turns the least."""
    axis = np.cross(first, second)
    sine, cosine = float(np.linalg.norm(axis)), float(first @ second)
    if sine < 1e-6:
        return np.eye(3, dtype=np.float32) if cosine > 0 else rotation((0, 1, 0), np.pi)
    return rotation(axis / sine, float(np.arctan2(sine, cosine)))


def _part_of(matrix: Floats, share: float) -> Floats:
    """A share of a rotation about its own axis."""
    angle = float(np.arccos(np.clip((np.trace(matrix) - 1) / 2, -1, 1)))
    axis = triple(matrix[2, 1] - matrix[1, 2], matrix[0, 2] - matrix[2, 0], matrix[1, 0] - matrix[0, 1])
    return rotation(unit(axis), share * angle)


def _angle_about(axis: Floats, first: Floats, second: Floats) -> float:
    """From one vector to another, seen along an axis, radians; 0 where they do not differ but along it."""
    first, second = (unit(vector - axis * float(axis @ vector)) for vector in (first, second))
    return float(np.arctan2(axis @ np.cross(first, second), first @ second))


def curls(*shares: float | Sequence[float]) -> Floats:
    """(5,) from one number for all fingers, or from five."""
    return np.full(5, shares[0], np.float32) if len(shares) == 1 else np.array(shares, np.float32)
