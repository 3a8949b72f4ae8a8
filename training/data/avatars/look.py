"""What an avatar is dressed in: its own clothes, or the same ones dyed and patterned."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from training.data.avatars.avatar import Avatar
from training.data.avatars.skeleton import Floats

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of one person; linear light but for `skin`."""

    cloth: Floats
    """(N,) by vertex, 0..1: where there may be clothes; the picture decides which of it is bare skin. Down to -1: how
    much of the skin is dark with hair."""
    skin: Floats
    """(2, 3) RGB as displayed: the face, the hands."""
    cloth_mean: float
    """Luminance of the clothes in the avatar's picture."""
    dye: float = 0.0
    """0: the avatar's own clothes; 1: of the two colours below."""
    colours: Floats = field(default_factory=lambda: np.full((3, 3), 0.5, np.float32))
    """(3, 3) of cloth, of its pattern, and of what is worn below the waist."""
    wave: Floats = field(default_factory=lambda: np.zeros(3, np.float32))
    """(3,) radians a metre: stripes along these axes, none where 0."""
    waist_m: float = 0.0
    """Height of the resting body's waist; 0: one colour from collar to hem."""
    hair_mean: float = 0.02
    """Luminance of hair that is modelled on its own, in the avatar's picture."""
    hair_colour: Floats = field(default_factory=lambda: np.full(3, 0.02, np.float32))
    """(3,) that such hair has, and the skin under hair, darker."""

    def tell(self, program: Any) -> None:
        """Set the uniforms of the program `body`."""
        program["skin"] = [tuple(map(float, colour)) for colour in self.skin]
        program["dye"] = self.dye
        program["cloth_mean"] = self.cloth_mean
        program["cloth_colour"] = tuple(map(float, self.colours[0]))
        program["second_colour"] = tuple(map(float, self.colours[1]))
        program["lower_colour"] = tuple(map(float, self.colours[2]))
        program["waist"] = self.waist_m
        program["wave"] = tuple(map(float, self.wave))
        program["hair_mean"] = self.hair_mean
        program["hair_colour"] = tuple(map(float, self.hair_colour))


def vertex_colours(avatar: Avatar) -> Floats:
    """(N, 3) RGB as displayed: what the avatar's pictures show at its vertices."""
    colours = np.zeros((len(avatar.positions), 3), np.float32)
    for part in avatar.parts:
        used = np.unique(part.indices)
        height, width = part.texture.shape[:2]
        columns, rows = (avatar.texture_places[used] % 1).T
        texels = part.texture[(rows * (height - 1)).astype(int), (columns * (width - 1)).astype(int)]
        colours[used] = texels / np.float32(255)
    return colours


def face_of(avatar: Avatar) -> NDArray[np.bool_]:
    """(N,) bool: the front of the head between brows and chin."""
    head = avatar.held_by("Head") > 0.6
    chin, front = avatar.skeleton.at("Head"), avatar.positions[head, 2].max(initial=0)
    x, y, z = avatar.positions.T
    is_face = head & (np.abs(x) < 0.06) & (y > chin[1]) & (y < chin[1] + 0.06) & (z > 0.6 * front + 0.4 * chin[2])
    return np.asarray(is_face)


def plain_look(avatar: Avatar, colours: Floats) -> Look:
    """The avatar as it is; `colours` are those of `vertex_colours`."""
    face = colours[face_of(avatar)]
    hands = colours[avatar.held_by("LeftHand", "RightHand") > 0.8]
    usual = np.array([[0.7, 0.5, 0.4]], np.float32)
    skin = np.stack([np.median(bare if len(bare) else usual, 0) for bare in (face, hands)])
    bare = np.clip(avatar.held_by("Head", "LeftHand", "RightHand") * 2, 0, 1)
    for part in avatar.parts:
        if any(word in part.name for word in ("eye", "teeth", "gland", "wig", "hair")):
            bare[np.unique(part.indices)] = 1
    cloth = (1 - bare).astype(np.float32)
    dressed = colours[(cloth > 0.9) & (np.linalg.norm(colours - skin[0], axis=1) > 0.2)]
    mean = float((dressed**2.2 @ LUMINANCE).mean()) if len(dressed) else 0.2
    waist_m = float(avatar.skeleton.at("Spine")[1]) + 0.03
    return Look(cloth, skin.astype(np.float32), max(mean, 0.02), waist_m=waist_m)


def draw_look(draws: Generator, plain: Look) -> Look:
    """Often other colours, sometimes striped or checked: 48 wardrobes would teach which clothes people wear."""
    wave = np.zeros(3)
    if draws.random() < 0.35:
        axes = draws.permutation(2)[: draws.integers(1, 3)]
        wave[axes] = 2 * np.pi / np.exp(draws.uniform(np.log(0.012), np.log(0.12)))
    return Look(
        plain.cloth,
        plain.skin,
        plain.cloth_mean,
        float(draws.random() < 0.6) * float(draws.uniform(0.75, 1)),
        _colours(draws),
        wave.astype(np.float32),
        plain.waist_m * (draws.random() < 0.75),
    )


def _colours(draws: Generator) -> Floats:
    """(3, 3) linear colours of cloth: muted more often than not, from black to white."""
    value = draws.uniform(0.02, 0.95, (3, 1)) ** 1.5
    hue = draws.uniform(0, 2 * np.pi, (3, 1))
    saturation = draws.uniform(0, 1, (3, 1)) ** 1.5
    tints = 1 + saturation * np.cos(hue + np.array([0, 2.1, 4.2]))
    colours: Floats = np.clip(value * tints, 0.01, 0.9).astype(np.float32)
    return colours
