"""Fur round a neck and the fuzz of knitwear: short strands on clothes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from training.data.avatars.avatar import Avatar
from training.data.avatars.look import Look
from training.data.avatars.skeleton import Floats
from training.data.avatars.strands import Strands, draw_roots, draw_widths_px, to_strands
from training.data.avatars.styles import Span, draw_colour, within

POINTS = 6


@dataclass(frozen=True, slots=True)
class Fuzz:
    """Strands on cloth."""

    share: float
    """Of people who wear it."""
    length_m: Span
    strands: int
    reach_m: float
    """How far from the neck's joint it grows."""
    own_colour: bool
    """Of the cloth, rather than of an animal."""


FUZZ: Mapping[str, Fuzz] = {
    "fur collar": Fuzz(0.06, (0.02, 0.07), 7000, 0.17, False),
    "knitwear": Fuzz(0.15, (0.002, 0.008), 9000, 0.6, True),
    "mohair": Fuzz(0.05, (0.008, 0.02), 9000, 0.6, True),
}


def grow_fuzz(
    draws: Generator, avatar: Avatar, places: Floats, dressed: Look, colours: Floats, fuzz: Fuzz, head_px: float = 370
) -> Strands | None:
    """Grow it; None where no cloth is near the neck.

    Args:
        places: (N, 3) of the resting body.
        colours: (N, 3) by vertex, as displayed.
        head_px: how high the head is in the picture: larger people show more strands.
    """
    triangles = _clothed(avatar, dressed, fuzz.reach_m, colours)
    if not len(triangles):
        return None
    roots = draw_roots(draws, avatar, places, triangles, max(int(fuzz.strands * np.clip(head_px / 370, 0.05, 1.8)), 1))
    count = len(roots)
    if fuzz.own_colour:
        cloth = worn_colours(dressed, roots.places, colours[roots.vertices])
    else:
        cloth = np.broadcast_to(draw_colour(draws), (count, 3))
    direction = roots.normals + draws.normal((0, -0.3, 0), 0.5, (count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    share = np.linspace(0, 1, POINTS)[None, :, None]
    length = within(draws, fuzz.length_m) * draws.uniform(0.4, 1.3, (count, 1, 1))
    bend = draws.normal((0, -0.25, 0), 0.35, (count, 1, 3))
    lines = roots.places[:, None] + length * (direction[:, None] * share + bend * share**2)
    tint = np.exp(draws.normal(0, 0.2, (count, 1, 1))) * (0.6 + 0.5 * share)
    tinted = np.clip(cloth[:, None] * tint, 0.003, 0.95).astype(np.float32)
    return to_strands(avatar, roots, lines.astype(np.float32), tinted, draw_widths_px(draws, count, POINTS))


def worn_colours(dressed: Look, places: Floats, shown: Floats) -> Floats:
    """(S, 3) linear colours of clothes at places of the resting body, whose picture shows (S, 3) there."""
    own = shown**2.2
    share = np.zeros((len(places), 1))
    stripes = np.flatnonzero(dressed.wave)
    if len(stripes):
        share = (np.sin(places * dressed.wave)[:, stripes] > 0).mean(1, keepdims=True)
    upper = dressed.colours[0] * (1 - share) + dressed.colours[1] * share
    dyed = np.where(places[:, 1:2] < dressed.waist_m, dressed.colours[2], upper)
    worn: Floats = (own + (dyed - own) * dressed.dye).astype(np.float32)
    return worn


def _clothed(avatar: Avatar, dressed: Look, reach_m: float, colours: Floats) -> NDArray[np.int64]:
    """(T, 3) triangles of clothes near the neck."""
    near = np.linalg.norm(avatar.positions - np.add(avatar.skeleton.at("Neck"), (0, -0.02, 0)), axis=1) < reach_m
    bare = np.linalg.norm(colours - dressed.skin[0], axis=1) < 0.15
    chosen = near & (dressed.cloth > 0.7) & ~bare
    found = [part.indices.reshape(-1, 3) for part in avatar.parts]
    return np.concatenate([some[chosen[some].all(1)] for some in found]).astype(np.int64)
