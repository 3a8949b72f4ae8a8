"""The order in which shards are shown, and read: few large reads, one after the other, as a parallel file system wants.

What runs at once (`lanes`: the loading processes of all processes of a run) shares out the blocks of a set, some
megabytes of pictures that lie one behind the other in a shard. Each lane shuffles its blocks anew every epoch, takes a
few of them at a time into memory, each in one read, and shows their pictures shuffled; meanwhile a thread reads the
next ones. The order is a function of seed, lane and the number of a showing, so a run that continues goes on in it.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from matting_rt.synthetic.draws import seed_of
from training.data.listing import Listing
from training.data.packed import SUFFIX, Stretch, archive_of, place_of

BLOCK_BYTES = 8 << 20
"""Read at once, and so what a disk array or a network has to deliver per request."""
BUFFERED_BLOCKS = 4
"""Among whose pictures a lane shuffles; as many again are being read."""


def is_in_shards(listing: Listing) -> bool:
    """As the first and the last picture tell."""
    return all(f"{SUFFIX}/".encode() in name for name in (listing.colours[0], listing.colours[-1]))


def find_blocks(listing: Listing, firsts: npt.NDArray[np.int64]) -> list[range] | None:
    """Items whose pictures lie one behind the other, up to BLOCK_BYTES of colours; None: some are files of their own.

    Args:
        firsts: number of each item's first picture, and at the end the count of all pictures.
    """
    if not is_in_shards(listing):
        return None
    blocks, begin, begun = list[range](), 0, None
    for item, first in enumerate(firsts[:-1].tolist()):
        path = listing.colour(first)
        archive = archive_of(path)
        if archive is None:
            return None
        offset = place_of(archive, path).offset
        if begun and not (archive == begun[0] and 0 <= offset - begun[1] < BLOCK_BYTES):
            blocks.append(range(begin, item))
            begun = None
        if begun is None:
            begin, begun = item, (archive, offset)
    return [*blocks, range(begin, len(firsts) - 1)]


class Streamed:
    """Of one lane: the items of its blocks, every one once an epoch; see `schedule.Order`."""

    def __init__(
        self,
        listing: Listing,
        firsts: npt.NDArray[np.int64],
        blocks: list[range],
        seed: int,
        lane: int,
        lanes: int,
    ) -> None:
        """`lanes`: no more than there are blocks; for the others see `find_blocks`."""
        self._listing, self._firsts, self._blocks = listing, firsts, blocks
        self._seed, self._lane, self._lanes = seed, lane, lanes
        self._epoch, self._begin = -1, 0
        self._items = np.empty(0, np.int64)
        self._ends: list[int] = []  # of each group of blocks, among the items
        self._groups: list[list[range]] = []
        self._group = 0

    def at(self, shown: int) -> tuple[int, int]:
        """The `shown`th item of all epochs, and its epoch; after it `now` and `later` say what to have in memory."""
        if shown < self._begin:
            self._epoch, self._begin, self._items = -1, 0, self._items[:0]
        while shown >= self._begin + len(self._items):
            self._begin += len(self._items)
            self._open(self._epoch + 1)
        index = shown - self._begin
        self._group = int(np.searchsorted(self._ends, index, side="right"))
        return int(self._items[index]), self._epoch

    @property
    def now(self) -> list[range]:
        return self._groups[self._group]

    @property
    def later(self) -> list[range]:
        """Of this epoch."""
        return self._groups[self._group + 1] if self._group + 1 < len(self._groups) else []

    def stretches(self, blocks: Sequence[range]) -> tuple[Stretch, ...]:
        """Where the pictures of blocks lie, and their alphas."""
        found = []
        for block in blocks:
            pictures = range(int(self._firsts[block.start]), int(self._firsts[block.stop]))
            found += _stretches([self._listing.colour(index) for index in pictures])
            found += _stretches([path for path in map(self._listing.alpha, pictures) if path is not None])
        return tuple(found)

    def _open(self, epoch: int) -> None:
        mine = _shuffled(len(self._blocks), self._seed, "blocks", epoch)[self._lane :: self._lanes]
        blocks = [self._blocks[number] for number in mine]
        self._groups = [blocks[at : at + BUFFERED_BLOCKS] for at in range(0, len(blocks), BUFFERED_BLOCKS)]
        items = []
        for number, group in enumerate(self._groups):
            held = np.concatenate([np.arange(block.start, block.stop) for block in group])
            items.append(held[_shuffled(len(held), self._seed, "group", epoch, self._lane, number)])
        self._epoch, self._items = epoch, np.concatenate(items)
        self._ends = np.cumsum([len(group) for group in items]).tolist()


def _shuffled(count: int, *seed: int | str) -> list[int]:
    return torch.randperm(count, generator=torch.Generator().manual_seed(seed_of(*seed))).tolist()


def _stretches(paths: Sequence[Path]) -> list[Stretch]:
    """One for each tar file among those of pictures in it."""
    found = []
    for archive, inside in groupby(paths, archive_of):
        if archive is not None:
            places = [place_of(archive, path) for path in inside]
            first = min(place.offset for place in places)
            found.append(Stretch(archive, first, max(place.offset + place.size for place in places) - first))
    return found
