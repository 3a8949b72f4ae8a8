"""What models are measured on: scenes with known truth, each with one or more plates."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import torch

from matting_rt.errors import SourceFormatError, UsageError
from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws, seed_of
from matting_rt.synthetic.pairs import Mix, PairSampler
from matting_rt.synthetic.pictures import list_pictures
from matting_rt.synthetic.scenes import PUBLISHED, Pair, Scene, photograph
from training.data.batches import PairMaker, open_sources
from training.data.decoded_batch import DecodedBatches, Sources
from training.data.paths import load_paths
from training.data.registry import REGISTRY, Kind
from training.data.settings import DataSettings, Split
from training.evaluation_scenes import paint_hairy, photograph_moved, show_cutout
from training.metrics import Region, Truth

PLATES = ("clean", "perturbed")
MOVED_PLATES = ("known", "partly known")
CLIPS = ("moving", "bumps", "lamp", "drift", "clip")
"""What is no set of pairs; see evaluation_clips and evaluation_events."""
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
_PEOPLE_ALONE = Mix(figures=0.45, objects=0.0, camouflage=0.0)
"""What is foreground without a plate: no things."""
_MOVED = replace(_PEOPLE_ALONE, rearranged=1.0)
MADE = ("hair", "moved", "noplate")
"""Sets that are made like nothing that is trained on."""


class Shown(NamedTuple):
    """One frame of a scene."""

    pairs: dict[str, Pair]
    """With each plate of the set (batches of one)."""
    unknown: Region | None = None
    """Of the set's own trimap; None: it has none."""
    has_colours: bool = True
    """Whether the foreground's own colours are known."""

    def truth(self) -> Truth:
        pair = next(iter(self.pairs.values()))
        fgr = pair.true_fgr[0].numpy() if self.has_colours else None
        return Truth(pair.true_pha[0, 0].numpy(), fgr, self.unknown)


DrawPairs = Callable[[int], dict[str, Pair]]
"""Number of a scene -> it with each plate of the set (batches of one), whatever was drawn before."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the sets are to be drawn from."""

    size: FrameSize
    """Of the pictures."""
    seed: int
    people: Path | None = None
    """Folder of cut-out people (RGBA) for `people` and `camouflage`, and for those of MADE."""
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
    plates: tuple[str, ...] = PLATES

    def frames(self, index: int) -> Iterator[Shown]:
        """The one frame of a scene."""
        yield Shown(self.draw(index))


def open_set(name: str, wanted: Wanted) -> PairedSet:
    """One of PAINTED or of MADE, or the validation part of a data set.

    Raises:
        UsageError, SourceError: there is no such set, or it is not whole, or holds nothing to draw.
    """
    made = {"hair": _hair_set, "moved": _moved_set, "noplate": _noplate_set}
    if name in made:
        return made[name](wanted)
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
        # the generator of a CPU uses 32 bits of its seed; the published figures are of seed 1
        sampler.draws = Draws((wanted.seed - 1) % SEEDS << 20 | index)
        scene = sampler.paint(1)
        return {plate: sampler.photograph(scene, clean=plate == "clean") for plate in PLATES}

    return PairedSet(name, _ABOUT[name], draw)


def _hair_set(wanted: Wanted) -> PairedSet:
    """Sharp, because nobody is enlarged or put out of focus."""
    cutouts, whose = _list_cutouts(wanted)
    sampler = PairSampler(wanted.size, seed=0, photos=wanted.photos, held_out=True)

    def draw(index: int) -> dict[str, Pair]:
        draws = sampler.draws = Draws(seed_of(wanted.seed, "hair", index))
        background = sampler.backgrounds(1)
        shown = show_cutout(draws, cutouts, wanted.size) if cutouts and index % 2 == 0 else None
        scene = Scene(background, background, *(shown or paint_hairy(draws, wanted.size)))
        return {plate: photograph(draws, scene, None if plate == "clean" else PUBLISHED) for plate in PLATES}

    painted = "painted figures with single hairs"
    return PairedSet(
        "hair", f"{whose} no larger than they are, every second scene {painted}" if whose else painted, draw
    )


def _list_cutouts(wanted: Wanted) -> tuple[list[Path], str]:
    """Rendered people of the data set `avatars` that are kept from training, else those of `people`; and who they are.

    Raises: as `open_sources`.
    """
    if "avatars" in load_paths(wanted.data_paths).roots:
        settings = DataSettings(wanted.size, 1, "avatars", data_paths=wanted.data_paths)
        listing = open_sources(settings, Split.VALID).foregrounds[0].listing
        assert listing is not None, "avatars are not painted"
        return [listing.colour(item) for item in range(len(listing))], f"{len(listing)} rendered people"
    if wanted.people:
        paths = list_pictures(wanted.people)
        return paths, f"{len(paths)} cut-out people"
    print("note: the set hair has painted hair alone; give it people by a path of avatars or --people", file=sys.stderr)
    return [], ""


def _moved_set(wanted: Wanted) -> PairedSet:
    sampler = _people_sampler(wanted, _MOVED)

    def draw(index: int) -> dict[str, Pair]:
        sampler.draws = Draws(seed_of(wanted.seed, "moved", index))
        scene, elsewhere = sampler.paint(1), sampler.backgrounds(1)
        return dict(zip(MOVED_PLATES, photograph_moved(sampler.draws, scene, elsewhere), strict=True))

    about = "people and their shadows in a room whose things were moved since, all of its plate known or parts of it"
    return PairedSet("moved", about, draw, MOVED_PLATES)


def _noplate_set(wanted: Wanted) -> PairedSet:
    sampler = _people_sampler(wanted, _PEOPLE_ALONE)

    def draw(index: int) -> dict[str, Pair]:
        sampler.draws = Draws(seed_of(wanted.seed, "noplate", index))
        scene, elsewhere = sampler.paint(1), sampler.backgrounds(1)
        pair = sampler.photograph(scene, clean=False)
        return {"none": replace(pair, bgr=elsewhere, known=torch.zeros_like(pair.known))}

    return PairedSet("noplate", "people in their own clothes, nothing known of the room", draw, ("none",))


def _people_sampler(wanted: Wanted, mix: Mix) -> PairSampler:
    return PairSampler(wanted.size, seed=0, people=wanted.people, photos=wanted.photos, held_out=True, mix=mix)


def _data_set(name: str, wanted: Wanted) -> PairedSet:
    own = load_paths(wanted.data_paths).own
    if name not in REGISTRY and name not in own:
        foregrounds = [entry.name for entry in REGISTRY.values() if entry.kind in (Kind.STILLS, Kind.CLIPS)]
        known = ", ".join([*PAINTED, *MADE, *CLIPS, *foregrounds, *own])
        raise UsageError(f"no set is called {name!r}; choose from {known}, or describe yours in the paths file")
    settings = DataSettings(
        wanted.size,
        batch=1,
        foregrounds=name,
        backgrounds=wanted.backgrounds,
        data_paths=wanted.data_paths,
        photos=wanted.photos,
    )
    sources, seed = open_sources(settings, Split.VALID), seed_of(wanted.seed, "evaluation")
    decoded = DecodedBatches(settings, sources, seed)
    maker = PairMaker(settings, seed, torch.device("cpu"), Split.VALID, _OWN_CLOTHES, PUBLISHED)

    def draw(index: int) -> dict[str, Pair]:
        drawn = decoded[index]
        if drawn.skipped:  # what is measured is not exchanged for another
            raise SourceFormatError(drawn.skipped[0])
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
