"""A library of what people do: before a webcam, in a room, with their hands and faces."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from training.data.avatars.poses import Arm, Pose, curls, triple
from training.data.avatars.skeleton import Floats

# --- one arm; wrists from the shoulder in arm lengths, x outwards, y up, z to the front ---


def hanging(draws: Generator) -> Arm:
    return Arm(
        _near(draws, (0.14, -0.95, 0.07), 0.03),
        triple(0.5, -0.1, -1),
        triple(-1, 0, -0.2),
        curls=curls(0.2, *(_share(draws, 0.2, 0.5) for _ in range(4))),
    )


def on_the_desk(draws: Generator) -> Arm:
    """Typing, or resting on a desk or in the lap."""
    return Arm(
        _near(draws, (draws.uniform(-0.35, 0.1), -0.62, 0.58), 0.06),
        triple(0.8, -0.7, -0.4),
        triple(0, -1, 0.1),
        bend=_share(draws, -0.3, 0.1),
        curls=curls(_share(draws, 0.2, 0.5)),
    )


def talking_hand(draws: Generator) -> Arm:
    """Before the chest, open, as one who explains something."""
    return Arm(
        triple(draws.uniform(-0.35, 0.45), draws.uniform(-0.45, 0.1), draws.uniform(0.45, 0.75)),
        triple(draws.uniform(0.3, 1), -1, -0.2),
        triple(draws.uniform(-1, 0), draws.uniform(-0.3, 1), draws.uniform(-0.4, 0.4)),
        bend=_share(draws, -0.5, 0.4),
        curls=curls(*(_share(draws, 0.0, 0.45) for _ in range(5))),
        spread=_share(draws, 0, 0.12),
    )


def raised_hand(draws: Generator) -> Arm:
    """A wave, a hand up, a stop: the palm to the camera, beside the head or above it."""
    return Arm(
        triple(draws.uniform(0.1, 0.6), draws.uniform(0.2, 0.8), draws.uniform(0.1, 0.5)),
        triple(1, -0.7, -0.1),
        triple(draws.uniform(-0.5, 0.3), 0, 1),
        bend=_share(draws, -0.3, 0.3),
        curls=curls(*(_share(draws, 0.0, 0.2) for _ in range(5))),
        spread=_share(draws, 0.03, 0.2),
    )


def stretched(draws: Generator) -> Arm:
    """Overhead or to the side, as one who stretches, or shows the size of a fish."""
    angle = draws.uniform(-0.2, 1.4)
    return Arm(
        triple(np.cos(angle), np.sin(angle), draws.uniform(0, 0.3)) * draws.uniform(0.75, 0.97),
        triple(0.3, -1, -0.6),
        triple(0, -0.3, 1),
        curls=curls(_share(draws, 0, 0.3)),
        spread=_share(draws, 0, 0.15),
    )


def at_the_head(draws: Generator) -> Arm:
    """At the temple: glasses, a headset, hair."""
    return Arm(
        _near(draws, (0.16, 0.14, 0.30), 0.03),
        triple(1, -0.6, 0.2),
        triple(-1, 0.1, -0.35),
        bend=_share(draws, 0.1, 0.5),
        curls=curls(*(_share(draws, 0.15, 0.6) for _ in range(5))),
    )


def at_the_chin(draws: Generator) -> Arm:
    """A chin on a hand, one who thinks."""
    return Arm(
        _near(draws, (-0.22, -0.10, 0.46), 0.03),
        triple(0.3, -1, 0.4),
        triple(-0.5, 0.4, -1),
        bend=_share(draws, 0.0, 0.3),
        curls=curls(0.3, *(_share(draws, 0.5, 0.9) for _ in range(4))),
    )


def on_the_hip(draws: Generator) -> Arm:
    return Arm(
        _near(draws, (0.20, -0.74, 0.10), 0.02),
        triple(1, 0, -0.55),
        triple(-0.7, -0.5, -0.3),
        bend=_share(draws, 0.2, 0.6),
        curls=curls(_share(draws, 0.2, 0.5)),
    )


def pointing(draws: Generator) -> Arm:
    """At the camera, at a slide, at somebody."""
    aside = draws.uniform(-0.3, 1.2)
    return Arm(
        triple(np.sin(aside), draws.uniform(-0.1, 0.45), np.cos(aside)) * draws.uniform(0.7, 0.93),
        triple(0.6, -1, -0.3),
        triple(-0.5, -1, 0),
        curls=curls(0.5, 0.0, 0.85, 0.9, 0.9),
    )


def holding(draws: Generator) -> Arm:
    """A cup, a telephone, a pen: a fist before the chest or the face."""
    return Arm(
        triple(draws.uniform(-0.3, 0.15), draws.uniform(-0.35, 0.05), draws.uniform(0.5, 0.75)),
        triple(0.8, -1, 0),
        triple(-1, 0, -0.2),
        bend=_share(draws, -0.2, 0.3),
        curls=curls(*(_share(draws, 0.5, 0.75) for _ in range(5))),
    )


def behind_the_back(draws: Generator) -> Arm:
    return Arm(_near(draws, (-0.12, -0.68, -0.42), 0.03), triple(1, 0, -0.7), triple(0, 0, -1), curls=curls(0.4))


ARMS: Mapping[Callable[[Generator], Arm], float] = {
    hanging: 4, on_the_desk: 3, talking_hand: 4, raised_hand: 2.5, stretched: 0.8, at_the_head: 1.2, at_the_chin: 1,
    on_the_hip: 1.2, pointing: 1, holding: 1.5, behind_the_back: 0.6,
}  # fmt: skip
"""With how often each is drawn."""


def crossed_arms(draws: Generator) -> tuple[Arm, Arm]:
    """Left and right: each forearm lies across the chest, one before and above the other."""
    height = draws.uniform(-0.05, 0.05)
    under = Arm(triple(-0.50, -0.46 + height, 0.40), triple(1, -1, 0.1), triple(-0.2, 0, -1), curls=curls(0.3))
    over = Arm(triple(-0.46, -0.36 + height, 0.54), triple(1, -1, 0.3), triple(-0.2, -0.2, -1), curls=curls(0.25))
    return (over, under) if draws.random() < 0.5 else (under, over)


def folded_hands(draws: Generator) -> tuple[Arm, Arm]:
    """Together before the belly or the chest."""
    height, front = draws.uniform(-0.72, -0.25), draws.uniform(0.5, 0.62)
    arm = Arm(triple(-0.20, height, front), triple(1, -0.8, -0.2), triple(-1, 0.1, -0.4), curls=curls(0.45))
    return arm, replace(arm, wrist=arm.wrist + triple(0.0, 0.04, 0.03))


# --- all of a body ---


def draw_arms(draws: Generator) -> tuple[Arm, Arm]:
    kind = draws.random()
    if kind < 0.09:
        return crossed_arms(draws)
    if kind < 0.17:
        return folded_hands(draws)
    makers, shares = list(ARMS), np.array(list(ARMS.values()))
    shares = shares / shares.sum()
    first = makers[draws.choice(len(makers), p=shares)]
    second = first if kind < 0.5 else makers[draws.choice(len(makers), p=shares)]
    return first(draws), second(draws)


def draw_pose(draws: Generator, stands: bool) -> Pose:
    """Somebody who stands or, else, sits: then only what is above the table is natural."""
    left, right = draw_arms(draws)
    lean = 0.10 if stands else 0.22
    torso = draws.normal(0, (lean, 0.12, 0.06)) + np.array([0.02 if stands else 0.06, 0, 0])
    if draws.random() < 0.12:  # to reach, to look at something, to listen
        torso = torso * 2.2
    # heads do not turn as far as they can, and mostly back to where they look: at the screen
    head = draws.normal(0, (0.12, 0.25, 0.08)) - np.array([0.7 * torso[0], 0.5 * torso[1], 0.5 * torso[2]])
    if draws.random() < 0.2:
        head = head + draws.normal(0, (0.25, 0.5, 0.1))
    heading = draws.normal(0, 0.35 if not stands else 0.6)
    if draws.random() < 0.07:
        heading = draws.uniform(-np.pi, np.pi)
    head[1] -= np.clip(0.4 * heading, -0.4, 0.4)
    return Pose(
        torso.astype(np.float32),
        head.astype(np.float32),
        left,
        right,
        _standing_legs(draws) if stands else _sitting_legs(draws),
        float(heading),
        draws.normal(0, (0.08, 0.15)).astype(np.float32),
        np.maximum(draws.normal(0.0, 0.06, 2), 0).astype(np.float32),
    )


def _standing_legs(draws: Generator) -> Floats:
    """On both feet, on one more than on the other, or on the way."""
    if draws.random() < 0.25:
        stride = draws.uniform(0.15, 0.45)
        legs = np.array([[stride, 0.02, 0.15 + 0.3 * draws.random()], [-0.7 * stride, 0.02, 0.2]])
        return (legs if draws.random() < 0.5 else legs[::-1]).astype(np.float32)
    apart, idle = draws.uniform(0.0, 0.16), draws.uniform(0, 0.35)
    legs = np.array([[0, apart, 0.03], [0.5 * idle, apart + 0.06 * draws.random(), idle]])
    return (legs if draws.random() < 0.5 else legs[::-1]).astype(np.float32)


def _sitting_legs(draws: Generator) -> Floats:
    legs = np.array([[1.45, 0.1, 1.5], [1.45, 0.1, 1.5]]) + draws.normal(0, 0.08, (2, 3))
    return legs.astype(np.float32)


def draw_motion(draws: Generator, pose: Pose) -> Pose:
    """Where a body has moved when the shutter closes: mostly hands, quickly, and the head, less."""
    speed = np.exp(draws.normal(-0.3, 0.6))

    def moved(arm: Arm) -> Arm:
        sweep = draws.normal(0, 0.10, 3) * speed * (draws.random() < 0.75)
        return replace(arm, wrist=(arm.wrist + sweep).astype(np.float32), bend=arm.bend + draws.normal(0, 0.15) * speed)

    return replace(
        pose,
        torso=(pose.torso + draws.normal(0, 0.006, 3) * speed).astype(np.float32),
        head=(pose.head + draws.normal(0, 0.03, 3) * speed).astype(np.float32),
        left=moved(pose.left),
        right=moved(pose.right),
        heading=pose.heading + float(draws.normal(0, 0.008)) * speed,
    )


# --- faces ---

SPEECH = ("aeaa", "aoa", "axe", "tdi", "uhoo", "uwu", "hest", "fv", "s", "shch", "kg", "mpb")
"""Blend shapes of the mouth while it speaks, by sounds."""

MOODS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "calm": (),
    "smile": (("rsmileclose", 0.8), ("lsmileclose", 0.8), ("rlowlid", 0.3), ("llowlid", 0.3)),
    "laugh": (("rsmileopen", 1), ("lsmileopen", 1), ("mouthopen", 0.4), ("rsquint", 0.5), ("lsquint", 0.5)),
    "surprise": (("reyeopen", 0.8), ("leyeopen", 0.8), ("rbrowup", 0.9), ("lbrowup", 0.9), ("mouthopen", 0.5)),
    "doubt": (("rbrowup", 0.9), ("lbrowdown", 0.7), ("lllipcorner", 0.4)),
    "sad": (("rmouthsad", 0.7), ("lmouthsad", 0.7), ("rpityful", 0.6), ("lpityful", 0.6)),
    "anger": (("rbrowdown", 0.9), ("lbrowdown", 0.9), ("rsquint", 0.5), ("lsquint", 0.5)),
    "kiss": (("kiss", 0.8),),
}


def draw_face(draws: Generator) -> dict[str, float]:
    """Shares of blend shapes: a mood, often a sound, now and then closed eyes; never all of it at once."""
    moods = list(MOODS)
    mood = moods[draws.choice(len(moods), p=[0.4, 0.22, 0.1, 0.06, 0.06, 0.06, 0.06, 0.04])]
    strength = draws.uniform(0.3, 1.0)
    face = {name: share * strength for name, share in MOODS[mood]}
    if draws.random() < 0.45 and "mouthopen" not in face:
        sound = SPEECH[draws.integers(len(SPEECH))]
        face[sound] = face.get(sound, 0.0) + float(draws.uniform(0.3, 0.9))
    if draws.random() < 0.12:
        lids = draws.uniform(0.5, 1)
        face["reyeclose"] = face["leyeclose"] = float(lids)
    return face


def _near(draws: Generator, place: tuple[float, float, float], spread: float) -> Floats:
    near: Floats = (np.array(place) + draws.normal(0, spread, 3)).astype(np.float32)
    return near


def _share(draws: Generator, low: float, high: float) -> float:
    return float(draws.uniform(low, high))
