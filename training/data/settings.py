"""What batches are made of: one frozen dataclass, checked when it is built."""

import argparse
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize


class Painting(str, Enum):
    """Where a run on a GPU has its pairs made; one on a CPU always has them made by processes beside it."""

    DEVICE = "device"
    """On the GPU, between its steps, from what processes decode."""
    PROCESSES = "processes"
    """Whole, by those processes: where there are many cores, or two runs share the GPU."""


class Split(Enum):
    """What the pictures are for."""

    TRAIN = "training"
    VALID = "validation"


@dataclass(frozen=True, slots=True)
class Share:
    """A set, and how much of all pictures come from it."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class DataSettings:
    """Settings of the batches of a run."""

    size: FrameSize
    """Of the pictures."""
    batch: int
    """Pictures in a step of this process, the frames of clips among them."""
    foregrounds: str = "synthetic"
    """Sets of foregrounds, as "p3m10k" or "p3m10k:0.6,synthetic:0.4"; without shares, all alike."""
    backgrounds: str = ""
    """Sets of backgrounds, the same way; "synthetic", or nothing: painted rooms and the photographs of `photos`."""
    data_paths: str = ""
    """File with the paths of sets; empty: see training.data.paths."""
    clip_length: int = 1
    """Consecutive frames that are shown of a clip; 1: single pictures."""
    people: Path | None = None
    """Folder of cut-out people to paint scenes with."""
    photos: Path | None = None
    """Folder of photographs to paint scenes with."""
    pool: int = 0
    """Painted pictures kept and shown again, see PairSampler."""
    plate_faults: float = 1.0
    """How often the plate is not known, or the room has changed since, over what is usual in training."""
    workers: int = 0
    """Processes that decode; 0: as many as there are cores for them."""
    painting: Painting = Painting.DEVICE
    rank: int = 0
    """Number of this process among those that train together."""
    world: int = 1
    """How many they are."""
    lanes: int = 0
    """Loading processes that share out the pictures of shards, in all processes together, see `streaming`; 0: pictures
    are shown in any order."""

    def __post_init__(self) -> None:
        if self.clip_length < 1 or self.batch % self.clip_length:
            raise ConfigError(
                f"batches of {self.batch} pictures do not hold whole clips of {self.clip_length} frames; "
                f"choose a batch that is a multiple of the clip's length, which is 1 at least"
            )
        if self.workers < 0:
            raise ConfigError(f"workers is {self.workers}; choose 0 or more")
        self.foreground_shares()
        self.background_shares()

    @property
    def clips(self) -> int:
        """Clips in a step of this process."""
        return self.batch // self.clip_length

    def foreground_shares(self) -> tuple[Share, ...]:
        return parse_shares(self.foregrounds)

    def background_shares(self) -> tuple[Share, ...]:
        return parse_shares(self.backgrounds or "synthetic")


def add_data_flags(parser: argparse.ArgumentParser, size: FrameSize, plate_faults: float = 1.0) -> None:
    """The flags that `settings_of` reads; `size` and `plate_faults` are their defaults."""
    parser.add_argument("--dataset-name", default="synthetic", metavar="SETS", help="foregrounds, as in training")
    parser.add_argument("--background-dataset", default="", metavar="SETS", help="backgrounds, as in training")
    parser.add_argument("--data-paths", default="", metavar="FILE", help="paths of data sets; default datasets.toml")
    parser.add_argument("--people", type=Path, metavar="DIR", help="cut-out people (RGBA)")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="photographs without people")
    parser.add_argument(
        "--plate-faults", type=float, default=plate_faults, help=f"as in training, default {plate_faults:g}"
    )
    parser.add_argument("--width", type=int, default=size.width)
    parser.add_argument("--height", type=int, default=size.height)
    parser.add_argument("--seed", type=int, default=1)


def settings_of(given: argparse.Namespace, batch: int, pool: int = 0) -> DataSettings:
    """What the flags of `add_data_flags` say. Raises ConfigError."""
    return DataSettings(
        FrameSize(given.width, given.height),
        batch,
        given.dataset_name,
        given.background_dataset,
        given.data_paths,
        people=given.people,
        photos=given.photos,
        pool=pool,
        plate_faults=given.plate_faults,
    )


def parse_shares(text: str) -> tuple[Share, ...]:
    """ "p3m10k:0.6,synthetic:0.4", or names alone, to shares.

    Raises:
        ConfigError: it is written otherwise, or names a set twice.
    """
    shares = []
    for part in text.split(","):
        name, colon, number = part.strip().partition(":")
        try:
            share = float(number) if colon else 1.0
        except ValueError:
            share = 0.0
        if not name or not 0 < share < float("inf"):
            raise ConfigError(f"{text!r} names no data sets; write p3m10k, or with shares p3m10k:0.6,synthetic:0.4")
        shares.append(Share(name, share))
    names = [share.name for share in shares]
    if len(set(names)) < len(names):
        raise ConfigError(f"{text!r} names a data set twice; give it one share")
    return tuple(shares)
