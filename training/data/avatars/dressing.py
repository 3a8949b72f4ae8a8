"""Gives a person hair, a beard and clothes: what an avatar has of its own is where it begins."""

from collections.abc import Mapping
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
from training.data.avatars.veil import draw_veil

OWN_COLOUR = 0.4
"""Share of heads that keep the colour of their hair."""

BARE = ("bald", "thin")
"""Styles under which skin is seen."""

BALD = 0.05
BEARD = 0.4
"""Shares of heads without hair, and of heads without a wig that have a beard."""

WIG = 0.4
"""Share of wigs that stay, under strands."""

WIG_STYLES = {
    name: replace(
        style,
        length_m=(0.25 * style.length_m[0], 0.6 * style.length_m[1]),
        lift=(0.05, 0.3),
        parted=1.0,
        strands=7000,
    )
    for name, style in styles.STYLES.items()
    if name in ("straight", "straight, loose", "wavy", "frizz")
}
"""What may grow on a wig, whose length is modelled: strands that stand off it."""

VEILED_STYLES = {
    name: replace(style, lift=(0.02, 0.15), flyaways=(0.0, 0.003))
    for name, style in styles.STYLES.items()
    if name in ("bob", "crop", "buzz", "thin")
}
"""What may grow under a veil, pressed down."""

VEIL = 0.075
"""Share of people without a hat or headphones that wear a veil."""

VEILLESS = frozenset(("hat", "headphones"))

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
    draws: Generator, wardrobe: Wardrobe, places: Floats, matrices: Floats, head_px: float, sits: bool
) -> tuple[Body, tuple[str, ...]]:
    """Dress a resting body.

    Args:
        places: (N, 3) its vertices.
        matrices: (J, 3, 4) from rest to its pose, in which cloth falls.
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
    veil = draw_veil(draws, avatar, places, matrices) if draws.random() < VEIL and VEILLESS.isdisjoint(names) else None
    keeps_wig = bool(len(scalp.wig)) and veil is None and "hat" not in names and bool(draws.random() < WIG)
    if keeps_wig:
        places = _moved_in(draws, avatar, places, scalp)
    where = scalp.wig if keeps_wig else _free(avatar, scalp, "hat" in names)
    kinds = WIG_STYLES if keeps_wig else VEILED_STYLES if veil else styles.STYLES
    dressed, style, hairs = _give_hair(draws, wardrobe, places, dressed, head_px, where, kinds)
    body = Body(avatar, places, join([*groups, *hairs]), dressed, keeps_wig, things, veil)
    return body, (style, *worn, *names, *([veil.name] if veil else []))


def _give_hair(
    draws: Generator,
    wardrobe: Wardrobe,
    places: Floats,
    dressed: look.Look,
    head_px: float,
    where: Triangles,
    kinds: Mapping[str, styles.Style],
) -> tuple[look.Look, str, list[Strands]]:
    """Hair and beard, the name of the hair's style, and the look with dark skin under them."""
    avatar, scalp = wardrobe.avatar, wardrobe.scalp
    own = scalp.colour
    colour = own if own is not None and draws.random() < OWN_COLOUR else styles.draw_colour(draws)
    style, cloth, groups = "bald", dressed.cloth, list[Strands]()

    def grow(triangles: Triangles, how: styles.Style) -> None:
        if len(triangles):  # a head of few vertices may have none
            groups.append(hair.grow(draws, avatar, places, scalp, triangles, how, colour, head_px))

    if kinds is WIG_STYLES or draws.random() > BALD:
        style = styles.draw_style(draws, kinds)
        grow(where, kinds[style])
    if style not in BARE:
        cloth = np.where(scalp.cover > 0, -scalp.cover, cloth)
    if not len(scalp.wig) and draws.random() < BEARD:
        grow(scalp.beard, styles.BEARDS[styles.draw_style(draws, styles.BEARDS)])
        cloth = cloth - 0.3 * scalp.beard_cover
    mean = float(own @ look.LUMINANCE) if own is not None else dressed.hair_mean
    return replace(dressed, cloth=cloth.astype(np.float32), hair_mean=mean, hair_colour=colour), style, groups


def _free(avatar: Avatar, scalp: Scalp, has_hat: bool) -> Triangles:
    """Of the skull, what no hat presses down."""
    high = avatar.positions[scalp.skull, 1].mean(1) > scalp.crown[1] - HAT_M
    return scalp.skull[~high] if has_hat else scalp.skull


def _moved_in(draws: Generator, avatar: Avatar, places: Floats, scalp: Scalp) -> Floats:
    """The body with its wig thinned, here more and there less."""
    vertices = np.unique(scalp.wig)
    depth = draws.uniform(*MOVED_IN_M)
    waves = draws.normal(0, 60, (3, 6))
    uneven = np.sin(places[vertices] @ waves + draws.uniform(0, 6.28, 6)).mean(1, keepdims=True)
    moved = places.copy()
    moved[vertices] -= depth * np.clip(0.7 + 0.8 * uneven, 0, 1.5) * avatar.normals[vertices]
    return moved
