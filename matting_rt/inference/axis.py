"""How coarse maps are enlarged to tiles, along one axis: what each of their values counts for each row of a tile."""

import numpy as np
import numpy.typing as npt

from matting_rt.network.settings import MARGIN, TILE

SIDE = TILE + 2 * MARGIN
"""Of a tile with its margins."""


class Axis:
    """How coarse maps are enlarged to the rows, or the columns, of tiles."""

    def __init__(self, whole: int, coarse: int, count: int, reach: int) -> None:
        """
        Args:
            whole, coarse: pixels of frame and maps.
            count: of tiles.
            reach: pixels of the maps that a tile is made from.
        """
        firsts, self.starts = np.arange(count) * TILE, np.zeros(count, np.intp)
        positions = [_positions(firsts // step, whole // step, coarse, step) for step in (1, 2)]
        self.starts[:] = np.clip(np.floor(positions[0].min(1)), 0, coarse - reach)
        self.whole, self.half = (_weights(at - self.starts[:, None], reach) for at in positions)
        """(count, SIDE and SIDE / 2, reach)."""


def _positions(firsts: npt.NDArray[np.intp], whole: int, coarse: int, step: int) -> npt.NDArray[np.float64]:
    """(tiles, pixels) where in the maps the pixels of tiles and their margins lie; beyond a border, at the border."""
    pixels = firsts[:, None] + np.arange(SIDE // step) - MARGIN // step
    at = (np.clip(pixels, 0, whole - 1) + 0.5) * coarse / whole - 0.5
    within: npt.NDArray[np.float64] = np.clip(at, 0, coarse - 1)
    return within


def _weights(at: npt.NDArray[np.float64], reach: int) -> npt.NDArray[np.float32]:
    """(tiles, pixels, reach): what each of `reach` values in a row counts at the positions `at`, between neighbours."""
    weights: npt.NDArray[np.float32] = np.maximum(0, 1 - np.abs(at[..., None] - np.arange(reach))).astype(np.float32)
    return weights
