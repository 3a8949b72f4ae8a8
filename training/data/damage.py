"""Pictures that cannot be read: a few are skipped and counted, many end the run.

A run of days must not end for one picture of a million that a disk has lost; and it must not go on, on a fraction of
its data, when a file system is away.
"""

import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np

from matting_rt.errors import SourceError, SourceFormatError

TOLERATED = 0.01
"""Share of a set's pictures, and of those that a run draws, that may be damaged."""
LEAST = 20
"""So many may be skipped whatever their share is: one in the first fifty says nothing."""
TRIES = 20
"""Pictures in a row of which none can be read: then it is not the pictures that are damaged."""

Loaded = TypeVar("Loaded")


def load_whole(
    load: Callable[[int], Loaded], item: int, count: int, rng: np.random.Generator, skipped: list[str]
) -> Loaded:
    """What `load` makes of an item of a set, or of others, drawn by `rng`, as long as that one cannot be read.

    Args:
        count: of the items of the set.
        skipped: why each that was tried before could not be read, to be added to.

    Raises:
        SourceFormatError: none of so many could be read.
    """
    for _ in range(TRIES):
        try:
            return load(item)
        except (SourceError, OSError) as error:
            skipped.append(str(error))
            item = int(rng.integers(count))
    raise SourceFormatError(f"{TRIES} pictures in a row cannot be read, the last: {skipped[-1]}; is its disk there?")


class SkippedPictures:
    """Counts what a process of a run has skipped since it was started, and names each picture once."""

    def __init__(self) -> None:
        self.count, self.drawn = 0, 0
        self._told: set[str] = set()

    def __str__(self) -> str:
        return f"  pictures skipped: {self.count}" if self.count else ""

    def add(self, drawn: int, reasons: Iterable[str]) -> None:
        """Count `drawn` pictures, and those for which others came.

        Raises:
            SourceFormatError: too many of all were skipped.
        """
        self.drawn += drawn
        for reason in reasons:
            self.count += 1
            if reason not in self._told:
                self._told.add(reason)
                print(f"skipped: {reason}", file=sys.stderr)
        if self.count > max(LEAST, TOLERATED * self.drawn):
            raise SourceFormatError(
                f"{self.count} of {self.drawn} pictures could not be read, more than {TOLERATED:.0%}; see the lines "
                "that begin with skipped:, and python -m training.data.check"
            )
