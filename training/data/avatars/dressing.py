"""Gives a person hair, a beard and clothes: what an avatar has of its own is where it begins."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.random import Generator

from training.data.avatars import fuzz, hair, look, styles
from training.data.avatars.avatar import Avatar, load_avatar
from training.data.avatars.renderer import Body
from training.data.avatars.scalp import Scalp, find_scalp
from training.data.avatars.skeleton import Floats
from training.data.avatars.strands import Strands, Triangles, join
from training.data.avatars.things import draw_things

OWN_COLOUR = 0.4
"""Share of heads that keep the colour of their hair."""

BARE = ("bald", "thin")
"""Styles under which skin is seen."""

BALD = 0.05
BEARD = 0.4
"""Shares of heads without hair, and of heads without a wig that have a beard."""

WIG = 0.4
"""Share of wigs that stay, under strands."""

WIG_STYLES = ("straight", "straight, loose", "wavy", "frizz")
"""What may grow on a wig."""

HAT_M = 0.09
"""How far from the crown down a hat covers hair."""

MOVED_IN_M = (0.002, 0.010)
"""How far the surface of a wig goes in, to make room for strands with the wall between them."""


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """An avatar with what was found out about it, once."""

    avatar: Avatar
    plain: look.Look
    scalp: Scalp
    colours: Floats
    """(N, 3) by vertex, as displayed."""


@lru_cache(maxsize=64)
def load_wardrobe(path: Path) -> Wardrobe:
    """Read an avatar; kept, 20 MB each. Raises SourceFormatError."""
    avatar = load_avatar(path)
    colours = look.vertex_colours(avatar)
    plain = look.plain_look(avatar, colours)
    return Wardrobe(avatar, plain, find_scalp(avatar, colours, plain.skin[0]), colours)


def dress(
    draws: Generator, wardrobe: Wardrobe, places: Floats, head_px: float, sits: bool
) -> tuple[Body, tuple[str, ...]]:
    """Dress a resting body.

    Args:
        places: (N, 3) its vertices.
        head_px: how high the head is in the picture.
        sits: on a chair that may be seen.

    Returns:
        The body, and the names of its hair's style and of what else it wears and holds.
    """
    avatar, scalp = wardrobe.avatar, wardrobe.scalp
    dressed = look.draw_look(draws, wardrobe.plain)
    groups, worn = list[Strands](), list[str]()
    for name, kind in fuzz.FUZZ.items():
        if draws.random() < kind.share:
            grown = fuzz.grow_fuzz(draws, avatar, places, dressed, wardrobe.colours, kind, head_px)
            groups += [grown] if grown is not None else []
            worn.append(name)
    things, names = draw_things(draws, avatar, scalp, sits)
    keeps_wig = bool(len(scalp.wig)) and "hat" not in names and bool(draws.random() < WIG)
    if keeps_wig:
        places = _moved_in(draws, avatar, places, scalp)
    where = scalp.wig if keeps_wig else _free(avatar, scalp, "hat" in names)
    dressed, style, hairs = _give_hair(draws, wardrobe, places, dressed, head_px, where, keeps_wig)
    body = Body(avatar, places, join([*groups, *hairs]), dressed, keeps_wig, things)
    return body, (style, *worn, *names)


def _give_hair(
    draws: Generator,
    wardrobe: Wardrobe,
    places: Floats,
    dressed: look.Look,
    head_px: float,
    where: Triangles,
    keeps_wig: bool,
) -> tuple[look.Look, str, list[Strands]]:
    """Hair and beard, the name of the hair's style, and the look with dark skin under them."""
    avatar, scalp = wardrobe.avatar, wardrobe.scalp
    own = scalp.colour
    colour = own if own is not None and draws.random() < OWN_COLOUR else styles.draw_colour(draws)
    style, cloth, groups = "bald", dressed.cloth, list[Strands]()

    def grow(triangles: Triangles, how: styles.Style) -> None:
        if len(triangles):  # a head of few vertices may have none
            groups.append(hair.grow(draws, avatar, places, scalp, triangles, how, colour, head_px))

    if keeps_wig:
        style = WIG_STYLES[draws.integers(len(WIG_STYLES))]
        grow(where, _shorter(styles.STYLES[style]))
    elif draws.random() > BALD:
        style = styles.draw_style(draws)
        grow(where, styles.STYLES[style])
    if style not in BARE:
        cloth = np.where(scalp.cover > 0, -scalp.cover, cloth)
    if not len(scalp.wig) and draws.random() < BEARD:
        grow(scalp.beard, styles.BEARDS[styles.draw_beard(draws)])
        cloth = cloth - 0.3 * scalp.beard_cover
    mean = float(own @ look.LUMINANCE) if own is not None else dressed.hair_mean
    return replace(dressed, cloth=cloth.astype(np.float32), hair_mean=mean, hair_colour=colour), style, groups


def _free(avatar: Avatar, scalp: Scalp, has_hat: bool) -> Triangles:
    """Of the skull, what no hat presses down."""
    high = avatar.positions[scalp.skull, 1].mean(1) > scalp.crown[1] - HAT_M
    return scalp.skull[~high] if has_hat else scalp.skull


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
