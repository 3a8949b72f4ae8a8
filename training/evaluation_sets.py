"""What contenders are measured on: scenes with known truth, each with a clean and a perturbed plate."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws, seed_of
from matting_rt.synthetic.pairs import Mix, PairSampler
from matting_rt.synthetic.scenes import PUBLISHED, Pair
from training.data.batches import PairMaker, open_sources
from training.data.material import MaterialSet, Sources
from training.data.paths import load_paths
from training.data.registry import REGISTRY, Kind
from training.data.settings import DataSettings, Use

PLATES = ("clean", "perturbed")
SEEDS, MOST_PAIRS = 2**12, 2**20
"""So many seeds there are, from 0, and pairs of each."""

PAINTED = {
    "synthetic": Mix(),
    "people": Mix(people=1.0, figures=0.0, objects=0.0, camouflage=0.0),
    # 1.5 of `dress` gives everybody the wall's mean colour, and half of them its texture; 1.0 would leave two in nine
    # as they were
    "camouflage": Mix(people=1.0, figures=0.0, objects=0.0, second=0.0, camouflage=1.5),
}
"""What the painted scenes of each set show."""
_ABOUT = {
    "synthetic": "painted figures, objects and empty rooms",
    "people": "cut-out people in their own clothes",
    "camouflage": "people in the colours of what is behind them, half of them in its texture",
}
_OWN_CLOTHES = Mix(camouflage=0.0)

DrawPairs = Callable[[int], dict[str, Pair]]
"""Number of a scene -> it with each of PLATES (batches of one), whatever was drawn before."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the sets are to be drawn from."""

    size: FrameSize
    """Of the pictures."""
    seed: int
    people: Path | None = None
    """Folder of cut-out people (RGBA) for `people` and `camouflage`."""
    photos: Path | None = None
    """Folder of photographs; those kept from training are used."""
    backgrounds: str = ""
    """Sets that data sets are put before; empty: painted rooms and `photos`."""
    data_paths: str = ""
    """File with the paths of data sets; empty: see training.data.paths."""


@dataclass(frozen=True, slots=True, eq=False)
class PairedSet:
    """Scenes by their numbers."""

    name: str
    about: str
    """What it shows, in a line for the table."""
    draw: DrawPairs


def open_set(name: str, wanted: Wanted) -> PairedSet:
    """One of PAINTED, or the validation part of a data set.

    Raises:
        UsageError, SourceError: there is no such set, or it is not whole, or holds nothing to draw.
    """
    return _painted_set(name, wanted) if name in PAINTED else _data_set(name, wanted)


def _painted_set(name: str, wanted: Wanted) -> PairedSet:
    is_bare = name == "synthetic"  # the same for everybody, whatever folders they have
    sampler = PairSampler(
        wanted.size,
        seed=0,
        people=None if is_bare else wanted.people,
        photos=None if is_bare else wanted.photos,
        held_out=True,
        mix=PAINTED[name],
    )

    def draw(index: int) -> dict[str, Pair]:
        # the generator of a CPU heeds 32 bits of its seed; the published figures are of seed 1
        sampler.draws = Draws((wanted.seed - 1) % SEEDS << 20 | index)
        scene = sampler.paint(1)
        return {plate: sampler.photograph(scene, clean=plate == "clean") for plate in PLATES}

    return PairedSet(name, _ABOUT[name], draw)


def _data_set(name: str, wanted: Wanted) -> PairedSet:
    own = load_paths(wanted.data_paths).own
    if name not in REGISTRY and name not in own:
        foregrounds = [entry.name for entry in REGISTRY.values() if entry.kind in (Kind.STILLS, Kind.CLIPS)]
        known = ", ".join([*PAINTED, "moving", "clip", *foregrounds, *own])
        raise UsageError(f"no set is called {name!r}; choose from {known}, or describe yours in the paths file")
    settings = DataSettings(
        wanted.size,
        batch=1,
        foregrounds=name,
        backgrounds=wanted.backgrounds,
        data_paths=wanted.data_paths,
        photos=wanted.photos,
    )
    sources, seed = open_sources(settings, Use.VALID), seed_of(wanted.seed, "evaluation")
    material = MaterialSet(settings, sources, seed)
    maker = PairMaker(settings, seed, torch.device("cpu"), Use.VALID, _OWN_CLOTHES, PUBLISHED)

    def draw(index: int) -> dict[str, Pair]:
        drawn = material[index]
        return {plate: maker.pair(index, drawn, clean=plate == "clean") for plate in PLATES}

    return PairedSet(name, _about(sources, wanted.photos), draw)


def _about(sources: Sources, photos: Path | None) -> str:
    shown = sum(source.item_count(1) for source in sources.foregrounds)
    behind = [
        f"{len(source.listing)} of {source.listing.data_set.name}"
        if source.listing
        else f"painted rooms{' and photographs' if photos else ''}"
        for source in sources.backgrounds
    ]
    return f"{shown} pictures kept from training, before {', '.join(behind)}"
