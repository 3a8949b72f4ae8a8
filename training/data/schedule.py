"""Which picture is shown when: a function of the seed and of the number of a showing, and of nothing else.

So a run that is continued sees what it would have seen, and so does one of the same global batch on more processes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch

from matting_rt.synthetic.draws import seed_of

_ROUND = 1000
"""Shares are kept exactly over so many showings."""


@dataclass(frozen=True, slots=True)
class Showing:
    source: int
    """Number of the set."""
    item: int
    """Number of the picture, or clip, in it."""
    epoch: int
    """How often all of its set have been shown before."""


class Order(Protocol):
    """In which the items of a set are shown."""

    def at(self, shown: int) -> tuple[int, int]:
        """The `shown`th of all, from 0, and its epoch."""
        ...


class Shuffled:
    """All items of a set, or every `lanes`th from `lane` on, in another order each epoch."""

    def __init__(self, count: int, *seed: int | str, lane: int = 0, lanes: int = 1) -> None:
        """`count`: 0 for a set that has no items to choose from."""
        self._count, self._seed = count, seed
        self._lanes = max(min(lanes, count), 1)
        self._lane = lane % self._lanes
        self._order = (-1, torch.empty(0))

    def at(self, shown: int) -> tuple[int, int]:
        if self._count == 0:
            return shown, 0
        epoch, index = divmod(shown, len(range(self._lane, self._count, self._lanes)))
        if self._order[0] != epoch:
            generator = torch.Generator().manual_seed(seed_of(*self._seed, epoch))
            self._order = (epoch, torch.randperm(self._count, generator=generator)[self._lane :: self._lanes])
        return int(self._order[1][index]), epoch


class Schedule:
    """Deals the items of several sets out, each set as often as its share says, each item once an epoch.

    Args:
        shares: of the sets, in any unit.
        orders: of the items in each set.
    """

    def __init__(self, shares: Sequence[float], orders: Sequence[Order]) -> None:
        self.orders = orders
        exact = torch.tensor(shares, dtype=torch.float64) / sum(shares) * _ROUND
        # the set that is most behind its share comes next; a shuffle would do too, but leave gaps
        behind, dealt = torch.zeros_like(exact), []
        for _ in range(_ROUND):
            behind += exact / _ROUND
            source = int(behind.argmax())
            behind[source] -= 1
            dealt.append(source)
        self._dealt = dealt
        self._before = [[dealt[:place].count(source) for source in range(len(orders))] for place in range(_ROUND + 1)]

    def at(self, showing: int) -> Showing:
        """The `showing`th of all, from 0."""
        turn, place = divmod(showing, _ROUND)
        source = self._dealt[place]
        shown = turn * self._before[_ROUND][source] + self._before[place][source]
        return Showing(source, *self.orders[source].at(shown))
