"""Scenes at the frame's own size, painted once and stored in shards: what an edge network learns from.

    python -m training.data.scenes --output SCENES/train --count 640 --dataset-name avatars:0.7,synthetic:0.3 ...
    python -m training.data.scenes --output SCENES/valid --count 96 --held-out ...

Painting a scene of 1280x720 costs a hundred times as much as a step of training on its edges, and every scene has
thousands of places to learn from. A shard is a NumPy array that is mapped, not read: uint8 (N, 8, H, W), frame RGB,
plate RGB, how far the plate is known, alpha. Stopped, the command goes on where it was.
"""

import argparse
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from matting_rt.errors import SinkError, SourceFormatError, SourceNotFoundError
from matting_rt.files import replacing
from matting_rt.frame import FrameSize
from training.command import run_command
from training.data.batches import PairMaker, open_sources
from training.data.decoded_batch import DecodedBatches
from training.data.settings import DataSettings, Split, add_data_flags, settings_of

CHANNELS = 8
PER_SHARD = 16
_AT_ONCE = 4
"""Scenes painted together."""


@dataclass(frozen=True, slots=True, eq=False)
class Scenes:
    """Stored scenes by their numbers."""

    shards: tuple[npt.NDArray[np.uint8], ...]
    ends: tuple[int, ...]
    """Scenes up to the end of each shard."""

    def __len__(self) -> int:
        return self.ends[-1]

    def __getitem__(self, number: int) -> npt.NDArray[np.uint8]:
        """(8, H, W), not yet read from the disk."""
        shard = bisect_right(self.ends, number)
        scene: npt.NDArray[np.uint8] = self.shards[shard][number - self.ends[shard]]  # negative: from the shard's end
        return scene

    @property
    def size(self) -> FrameSize:
        return FrameSize(self.shards[0].shape[3], self.shards[0].shape[2])


def open_scenes(folder: Path) -> Scenes:
    """All shards of a folder.

    Raises:
        SourceNotFoundError: there are none.
        SourceFormatError: one is damaged, or of another size than the others.
    """
    paths = sorted(folder.glob("scenes-*.npy"))
    if not paths:
        raise SourceNotFoundError(f"there are no scenes in {folder}; write some with python -m training.data.scenes")
    shards: list[npt.NDArray[np.uint8]] = []
    for path in paths:
        try:
            shard = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise SourceFormatError(f"{path} is damaged ({error}); remove it and write it anew") from None
        if shard.dtype != np.uint8 or shard.ndim != 4 or shard.shape[1] != CHANNELS:
            raise SourceFormatError(f"{path} holds no scenes; remove it, or name another folder")
        if shards and shard.shape[2:] != shards[0].shape[2:]:
            raise SourceFormatError(f"{path} has scenes of another size than {paths[0].name}; keep sizes apart")
        shards.append(shard)
    return Scenes(tuple(shards), tuple(accumulate(len(shard) for shard in shards)))


def write_scenes(settings: DataSettings, seed: int, split: Split, output: Path, count: int) -> Iterator[Path]:
    """Paint the shards that are not there yet; yields each when it is whole.

    Raises:
        UsageError, SourceError: see `open_sources`.
        SinkError: the folder cannot be written to, or the disk is full; nothing is left of the shard.
    """
    shards = -(-count // PER_SHARD)
    paths = [output / f"scenes-{seed}-{number:05d}.npy" for number in range(shards)]
    missing = [number for number, path in enumerate(paths) if not path.exists()]
    if not missing:
        return
    decoded = DecodedBatches(settings, open_sources(settings, split), seed)
    maker = PairMaker(settings, seed, torch.device("cpu"), split)
    output.mkdir(parents=True, exist_ok=True)
    for number in missing:
        first, end = number * PER_SHARD, min((number + 1) * PER_SHARD, count)
        painted = [_paint(maker, decoded, step) for step in range(first // _AT_ONCE, -(-end // _AT_ONCE))]
        try:
            with replacing(paths[number]) as part, part.open("wb") as file:
                np.save(file, np.concatenate(painted)[: end - first])
        except OSError as error:
            raise SinkError(f"{paths[number]} cannot be written: {error.strerror}; free space on its disk") from error
        yield paths[number]


def _paint(maker: PairMaker, decoded: DecodedBatches, step: int) -> npt.NDArray[np.uint8]:
    pair = maker.pair(step, decoded[step])
    joined = torch.cat([pair.src, pair.bgr, pair.known, pair.true_pha], 1)
    scenes: npt.NDArray[np.uint8] = (joined.clamp(0, 1) * 255).round().to(torch.uint8).numpy()
    return scenes


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="for the shards")
    parser.add_argument("--count", type=int, required=True, help="scenes in all")
    add_data_flags(parser, FrameSize(1280, 720))
    parser.add_argument("--held-out", action="store_true", help="what is kept from training")
    given = parser.parse_args(arguments)
    return run_command("scenes", lambda: _write(given))


def _write(given: argparse.Namespace) -> None:
    settings = settings_of(given, _AT_ONCE)
    split = Split.VALID if given.held_out else Split.TRAIN
    with tqdm(total=-(-given.count // PER_SHARD), unit="shard", mininterval=5) as bar:
        for _ in write_scenes(settings, given.seed, split, given.output, given.count):
            bar.update()
    print(f"{given.output}: {len(open_scenes(given.output))} scenes of {settings.size}")


if __name__ == "__main__":
    sys.exit(main())
