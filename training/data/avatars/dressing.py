"""Gives a person hair, a beard and clothes: what an avatar has of its own is where it begins."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.random import Generator

from training.data.avatars import hair, look, styles
from training.data.avatars.avatar import Avatar, load_avatar
from training.data.avatars.renderer import Body
from training.data.avatars.scalp import Scalp, find_scalp
from training.data.avatars.skeleton import Floats
from training.data.avatars.strands import Strands, join

OWN_COLOUR = 0.4
"""Share of heads that keep the colour of their hair."""

BALD = 0.05
BEARD = 0.4
"""Shares of heads without hair, and of heads without a wig that have a beard."""

WIG = 0.4
"""Share of wigs that stay, under strands."""

WIG_STYLES = ("straight", "straight, loose", "wavy", "frizz")
"""What may grow on a wig."""

MOVED_IN_M = (0.002, 0.018)
"""How far the surface of a wig goes in, to make room for strands with the wall between them."""


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """An avatar with what was found out about it, once."""

    avatar: Avatar
    plain: look.Look
    scalp: Scalp


@lru_cache(maxsize=64)
def load_wardrobe(path: Path) -> Wardrobe:
    """Read an avatar; kept, 20 MB each. Raises SourceFormatError."""
    avatar = load_avatar(path)
    colours = look.vertex_colours(avatar)
    plain = look.plain_look(avatar, colours)
    return Wardrobe(avatar, plain, find_scalp(avatar, colours, plain.skin[0]))


def dress(draws: Generator, wardrobe: Wardrobe, places: Floats, head_px: float) -> tuple[Body, str]:
    """Dress a resting body.

    Args:
        places: (N, 3) its vertices.
        head_px: how high the head is in the picture.

    Returns:
        The body, and the name of its hair's style.
    """
    avatar, scalp = wardrobe.avatar, wardrobe.scalp
    dressed = look.draw_look(draws, wardrobe.plain)
    own = scalp.colour
    colour = own if own is not None and draws.random() < OWN_COLOUR else styles.draw_colour(draws)
    cloth, groups, style = dressed.cloth.copy(), list[Strands](), "bald"
    keeps_wig = bool(len(scalp.wig)) and draws.random() < WIG
    if keeps_wig:
        style = WIG_STYLES[draws.integers(len(WIG_STYLES))]
        places = _moved_in(draws, avatar, places, scalp)
        groups.append(hair.grow(draws, avatar, places, scalp, scalp.wig, _shorter(styles.STYLES[style]), colour, head_px))
    elif draws.random() > BALD:
        style = styles.draw_style(draws)
        groups.append(hair.grow(draws, avatar, places, scalp, scalp.skull, styles.STYLES[style], colour, head_px))
    if style not in ("bald", "thin"):
        cloth = np.where(scalp.cover > 0, -scalp.cover, cloth)
    if not len(scalp.wig) and draws.random() < BEARD:
        beard = styles.draw_beard(draws)
        groups.append(hair.grow(draws, avatar, places, scalp, scalp.beard, styles.BEARDS[beard], colour, head_px))
        cloth = cloth - 0.3 * scalp.beard_cover
    mean = float(own @ look.LUMINANCE) if own is not None else dressed.hair_mean
    dressed = replace(dressed, cloth=cloth.astype(np.float32), hair_mean=mean, hair_colour=colour)
    return Body(avatar, places, join(groups), dressed, keeps_wig), style


def _shorter(style: styles.Style) -> styles.Style:
    """For hair whose length is modelled: strands that stand off it."""
    low, high = style.length_m
    return replace(style, length_m=(0.25 * low, 0.6 * high), lift=(0.05, 0.3), parted=1.0, strands=7000)


def _moved_in(draws: Generator, avatar: Avatar, places: Floats, scalp: Scalp) -> Floats:
    """The body with its wig thinned, here more and there less."""
    vertices = np.unique(scalp.wig)
    depth = draws.uniform(*MOVED_IN_M)
    waves = draws.normal(0, 60, (3, 6))
    uneven = np.sin(places[vertices] @ waves + draws.uniform(0, 6.28, 6)).mean(1, keepdims=True)
    moved = places.copy()
    moved[vertices] -= depth * np.clip(0.7 + 0.8 * uneven, 0, 1.5) * avatar.normals[vertices]
    return moved
