"""Rendered people as training takes them: a stream of (fgr, pha)."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from training.data.avatars.shards import Cutout, list_shards, read_shard

Pair = tuple[Tensor, Tensor]


class AvatarCutouts(IterableDataset[Pair]):
    """Cut-outs from shards without end, in an order that a seed decides.

    Each is `fgr` (3, H, W) and `pha` (1, H, W), uint8, on the CPU: RGB, not premultiplied, continued beyond the edge.
    A few shards are open at a time, and as many cut-outs are kept as are needed to mix them. Every worker of a
    DataLoader, and every process of a distributed run, takes shards of its own; where there are fewer shards than
    takers, all read all, in orders of their own.

    Args:
        folder: of shards.
        rank, world: this process's number, and how many there are.
        keep: cut-outs in memory, 1.2 MB each at 640x480.
        endless: False ends after each cut-out was given once.

    Raises:
        SourceNotFoundError, SourceFormatError: no folder, no shards; while iterating, a damaged shard.
    """

    OPEN = 4

    def __init__(
        self, folder: Path, *, seed: int, rank: int = 0, world: int = 1, keep: int = 128, endless: bool = True
    ) -> None:
        self._shards = list_shards(folder)
        self._seed, self._rank, self._world = seed, rank, world
        self._keep, self._endless = keep, endless

    def __iter__(self) -> Iterator[Pair]:
        worker = get_worker_info()
        workers, number = (worker.num_workers, worker.id) if worker else (1, 0)
        taker, takers = self._rank * workers + number, self._world * workers
        shards = self._shards[taker::takers] if takers <= len(self._shards) else self._shards
        draws = np.random.default_rng([self._seed, taker])
        kept: list[Cutout] = []
        for cutout in self._mixed(draws, shards):
            kept.append(cutout)
            if len(kept) >= self._keep:
                yield _tensors(_taken(draws, kept))
        while kept:
            yield _tensors(_taken(draws, kept))

    def _mixed(self, draws: np.random.Generator, shards: list[Path]) -> Iterator[Cutout]:
        """Cut-outs of a few shards in turns, until all are read; then anew, if it goes on."""
        while True:
            waiting = [shards[place] for place in draws.permutation(len(shards))]
            opened: list[Iterator[Cutout]] = []
            while waiting or opened:
                while waiting and len(opened) < self.OPEN:
                    opened.append(read_shard(waiting.pop()))
                place = int(draws.integers(len(opened)))
                cutout = next(opened[place], None)
                if cutout is None:
                    del opened[place]
                else:
                    yield cutout
            if not self._endless:
                return


def _taken(draws: np.random.Generator, kept: list[Cutout]) -> Cutout:
    """One at random; the last takes its place."""
    place = int(draws.integers(len(kept)))
    kept[place], kept[-1] = kept[-1], kept[place]
    return kept.pop()


def _tensors(cutout: Cutout) -> Pair:
    rgba = torch.from_numpy(cutout.rgba.copy()).permute(2, 0, 1)
    return rgba[:3].contiguous(), rgba[3:].contiguous()
