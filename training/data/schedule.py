"""Which picture is shown when: a function of the seed and of the number of a showing, and of nothing else.

So a run that is continued sees what it would have seen, and so does one of the same global batch on more processes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

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


class Schedule:
    """Deals the items of several sets out, each set as often as its share says, each item once an epoch.

    Args:
        shares: of the sets, in any unit.
        counts: items in each set; 0 for one that has no items to choose from.
    """

    def __init__(self, shares: Sequence[float], counts: Sequence[int], seed: int) -> None:
        self._counts, self._seed = counts, seed
        exact = torch.tensor(shares, dtype=torch.float64) / sum(shares) * _ROUND
        # the set that is most behind its share comes next; a shuffle would do too, but leave gaps
        behind, dealt = torch.zeros_like(exact), []
        for _ in range(_ROUND):
            behind += exact / _ROUND
            source = int(behind.argmax())
            behind[source] -= 1
            dealt.append(source)
        self._dealt = dealt
        self._before = [[dealt[:place].count(source) for source in range(len(counts))] for place in range(_ROUND + 1)]
        self._orders: dict[int, tuple[int, Tensor]] = {}

    def at(self, showing: int) -> Showing:
        """The `showing`th of all, from 0."""
        turn, place = divmod(showing, _ROUND)
        source = self._dealt[place]
        shown = turn * self._before[_ROUND][source] + self._before[place][source]
        count = self._counts[source]
        if count == 0:
            return Showing(source, shown, 0)
        epoch, index = divmod(shown, count)
        return Showing(source, int(self._order(source, epoch)[index]), epoch)

    def _order(self, source: int, epoch: int) -> Tensor:
        if self._orders.get(source, (-1,))[0] != epoch:
            generator = torch.Generator().manual_seed(seed_of(self._seed, "order", source, epoch))
            self._orders[source] = (epoch, torch.randperm(self._counts[source], generator=generator))
        return self._orders[source][1]
