"""How hair grows: a table of styles with names, and what one person's is, drawn from it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from training.data.avatars.skeleton import Floats

Span = tuple[float, float]
"""From and to; drawn in between."""


@dataclass(frozen=True, slots=True)
class Style:
    """Of the hair of a skull, or of a beard."""

    length_m: Span
    strands: int = 9000
    """For a head of 370 pixels."""
    locks: int = 220
    """Strands of a lock follow one course."""
    clump: Span = (0.4, 0.8)
    """How much a lock's strands draw together towards its tip, 0..1."""
    lift: Span = (0.1, 0.35)
    """Of the root's direction: 0 combed along the skin, 1 straight off it."""
    weight: Span = (0.5, 1.0)
    """How soon strands hang down."""
    curl_m: Span = (0.0, 0.0)
    """Radius of a strand's helix."""
    turns: Span = (0.0, 0.0)
    """Of the helix in 10 cm."""
    unrest: Span = (0.02, 0.08)
    """How far strands stray from their lock, in their length."""
    flyaways: Span = (0.003, 0.04)
    """Share of strands that go their own way."""
    fringe: Span = (0.2, 1.0)
    """Length of what falls over the brow, in the length of the rest."""
    parted: float = 0.7
    """Share of heads whose hair is swept off the brow to both sides."""
    comb: str = "down"
    """Down, back, up, ponytail or bun."""
    points: int = 14
    """Of a strand."""


STYLES: Mapping[str, Style] = {
    "straight": Style((0.25, 0.5), flyaways=(0.005, 0.03), unrest=(0.01, 0.03), points=16),
    "straight, loose": Style((0.2, 0.45), clump=(0.05, 0.3), flyaways=(0.05, 0.15), unrest=(0.03, 0.1), points=16),
    "bob": Style((0.14, 0.22), fringe=(0.35, 0.6), parted=0.4, unrest=(0.01, 0.04)),
    "fringe": Style((0.15, 0.4), fringe=(0.22, 0.5), parted=0.0, clump=(0.1, 0.6), points=16),
    "wavy": Style((0.2, 0.45), curl_m=(0.006, 0.016), turns=(1.0, 2.2), lift=(0.2, 0.5), points=26),
    "ringlets": Style(
        (0.15, 0.38), locks=150, clump=(0.75, 0.95), curl_m=(0.008, 0.016), turns=(2.5, 4.5), lift=(0.3, 0.7),
        weight=(0.3, 0.7), flyaways=(0.02, 0.1), points=40,
    ),
    "curls": Style(
        (0.08, 0.2), locks=320, clump=(0.6, 0.9), curl_m=(0.005, 0.011), turns=(3.5, 6.0), lift=(0.4, 0.9),
        weight=(0.15, 0.5), unrest=(0.03, 0.1), flyaways=(0.01, 0.06), points=36,
    ),
    "tight curls": Style(
        (0.04, 0.12), strands=10000, locks=600, clump=(0.4, 0.8), curl_m=(0.003, 0.006), turns=(7.0, 12.0),
        lift=(0.6, 1.0), weight=(0.0, 0.15), unrest=(0.06, 0.15), flyaways=(0.02, 0.1), points=36,
    ),
    "afro": Style(
        (0.06, 0.16), strands=11000, locks=900, clump=(0.2, 0.6), curl_m=(0.002, 0.005), turns=(8.0, 14.0),
        lift=(0.8, 1.0), weight=(0.0, 0.05), unrest=(0.08, 0.2), flyaways=(0.03, 0.15), points=36,
    ),
    "frizz": Style(
        (0.1, 0.35), locks=300, clump=(0.05, 0.4), curl_m=(0.002, 0.008), turns=(3.0, 7.0), lift=(0.3, 0.8),
        weight=(0.2, 0.7), unrest=(0.06, 0.18), flyaways=(0.05, 0.2), points=30,
    ),
    "tousled": Style((0.05, 0.12), clump=(0.5, 0.9), lift=(0.4, 0.8), weight=(0.1, 0.4), unrest=(0.08, 0.25)),
    "crop": Style((0.012, 0.035), clump=(0.1, 0.5), lift=(0.25, 0.7), weight=(0.0, 0.3), fringe=(0.7, 1.4), points=7),
    "buzz": Style((0.002, 0.008), lift=(0.6, 1.0), clump=(0.0, 0.1), flyaways=(0.0, 0.0), fringe=(1.0, 1.0), points=4),
    "combed back": Style((0.06, 0.16), comb="back", lift=(0.05, 0.4), fringe=(1.0, 1.2), weight=(0.2, 0.5)),
    "quiff": Style((0.03, 0.09), comb="up", lift=(0.4, 0.9), clump=(0.5, 0.9), weight=(0.0, 0.15), fringe=(1.0, 1.6)),
    "spikes": Style((0.03, 0.07), locks=130, comb="up", clump=(0.85, 1.0), lift=(0.7, 1.0), weight=(0.0, 0.05)),
    "thin": Style((0.03, 0.2), strands=2000, clump=(0.2, 0.7), lift=(0.1, 0.5), flyaways=(0.1, 0.4)),
    "ponytail": Style(
        (0.35, 0.6), comb="ponytail", lift=(0.05, 0.1), fringe=(1.0, 1.0), flyaways=(0.002, 0.03), points=24
    ),
    "bun": Style(
        (0.45, 0.6), comb="bun", unrest=(0.005, 0.03), lift=(0.05, 0.1), fringe=(1.0, 1.0), flyaways=(0.002, 0.03),
        points=34,
    ),
}  # fmt: skip

BEARDS: Mapping[str, Style] = {
    "stubble": Style((0.001, 0.005), strands=3500, lift=(0.5, 1.0), clump=(0.0, 0.0), flyaways=(0.0, 0.0), points=3),
    "trimmed": Style((0.006, 0.02), strands=5000, lift=(0.3, 0.7), weight=(0.2, 0.6), clump=(0.0, 0.4), points=7),
    "full": Style(
        (0.03, 0.09), strands=5000, locks=120, lift=(0.3, 0.6), clump=(0.1, 0.5), unrest=(0.05, 0.15),
        curl_m=(0.001, 0.004), turns=(2.0, 5.0), flyaways=(0.02, 0.12), points=18,
    ),
    "thin": Style((0.01, 0.05), strands=900, lift=(0.2, 0.7), clump=(0.1, 0.5), flyaways=(0.05, 0.2), points=10),
}  # fmt: skip

COLOURS: Mapping[str, tuple[float, float, float]] = {
    "black": (0.008, 0.007, 0.006),
    "dark brown": (0.03, 0.017, 0.010),
    "brown": (0.09, 0.05, 0.028),
    "chestnut": (0.12, 0.05, 0.025),
    "red": (0.25, 0.075, 0.03),
    "dark blond": (0.26, 0.17, 0.09),
    "blond": (0.50, 0.36, 0.19),
    "grey": (0.25, 0.25, 0.26),
    "white": (0.65, 0.65, 0.66),
}
"""Of hair, linear."""

DYED = 0.05
"""Share of heads in a colour that nature lacks."""


def draw_style(draws: Generator, table: Mapping[str, Style]) -> str:
    """One of its names."""
    return list(table)[draws.integers(len(table))]


def draw_colour(draws: Generator) -> Floats:
    """(3,) linear."""
    if draws.random() < DYED:
        colour = draws.uniform(0.02, 0.7, 3) ** 1.5
    else:
        colour = np.array(list(COLOURS.values())[draws.integers(len(COLOURS))]) * np.exp(draws.normal(0, 0.2))
    drawn: Floats = np.clip(colour, 0.004, 0.9).astype(np.float32)
    return drawn


def within(draws: Generator, span: Span) -> float:
    return float(draws.uniform(*span))
