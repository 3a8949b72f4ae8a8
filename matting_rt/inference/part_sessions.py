"""The two parts of one of our own networks, open in a runtime, and the sizes that they work at."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matting_rt.errors import UsageError
from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.inference.cutting import Floats, Indices
from matting_rt.inference.sessions import Session

_Refined = TypeVar("_Refined")

CHUNK = 24
"""Tiles at once: more do not run faster, and what the last of them lack is made up by others that nobody needs."""


class Parts:
    """The two parts of a network; see `network.parts` for what they take and give."""

    def __init__(self, base: Session, edges: Session, side_by_side: int) -> None:
        """
        Args:
            base: computes in several threads.
            edges: computes in one.
            side_by_side: chunks of tiles that are computed at the same time, at most.
        """
        self._base, self._edges = base, edges
        self._workers = ThreadPoolExecutor(side_by_side, "tiles")
        self._is_closed = False

    def find(self, frame: Image, plate: Image, known: FloatMap) -> Floats:
        """(h', w', 5 + C), the coarse maps."""
        if self._is_closed:
            raise UsageError("the engine is closed; open another, and a stream of it")
        coarse: Floats
        (coarse,) = self._base.run({"frame": frame, "plate": plate, "known": known})
        return coarse

    def side_by_side(self, refine: Callable[[Indices], _Refined], chunks: list[Indices]) -> list[_Refined]:
        """What `refine` makes of each, in their order."""
        return list(self._workers.map(refine, chunks))

    def close(self) -> None:
        """Wait for what is being refined, and refine nothing more; may be called twice."""
        self._is_closed = True
        self._workers.shutdown()

    def refine(self, count: int, **inputs: npt.NDArray[np.generic]) -> tuple[Floats, Image]:
        """Alpha (count, TILE, TILE) and foreground (count, TILE, TILE, 3) of the first tiles of CHUNK."""
        alpha, foreground = self._edges.run(inputs)
        return alpha[:count], foreground[:count]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a network works on frames of one size."""

    base: FrameSize
    """Of the base network's picture."""
    coarse: FrameSize
    """Of the maps that it gives."""
    most_tiles: int
    """Refined in a frame at most, at either size."""
