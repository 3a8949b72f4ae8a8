"""What tiles are cut from: the pictures of a video at one size, continued beyond their borders."""

import math
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.inference.axis import SIDE, Axis
from matting_rt.network.settings import MARGIN, TILE

Floats = npt.NDArray[np.float32]
Levels = npt.NDArray[np.uint16]
Indices = npt.NDArray[np.intp]
_Value = TypeVar("_Value", bound=np.generic)


class Cutter:
    """Frame, plate, and the frame before with its alpha, at one size; what the edge network takes is cut from them."""

    def __init__(self, size: FrameSize, coarse: FrameSize, grid: tuple[int, int]) -> None:
        """
        Args:
            size: of the pictures, even.
            coarse: of the maps that the base network gives.
            grid: rows and columns of tiles, no fewer than the pictures have.
        """
        self.size, self.grid = size, grid
        needed = (math.ceil(SIDE * maps / whole) + 2 for whole, maps in zip(size, coarse, strict=True))
        self.reach = min(min(coarse), max(needed))
        """Pixels of the maps that a tile is made from, at the least, along either side."""
        self._coarse = coarse
        self._axes: dict[int, list[Axis]] = {}
        """By the reach."""
        self._padded = (grid[0] * TILE + 2 * MARGIN, grid[1] * TILE + 2 * MARGIN)
        self.frame, self.last_frame, self.plate = (np.zeros((0, 0, 3), np.uint8) for _ in range(3))
        """Those of `new_picture`, `lay` has filled."""
        self.last_alpha = np.zeros(self._padded, np.uint16)
        """65535 for 1: of bytes, a memory that changes little by little would stand still."""
        self.known: Floats | None = None
        """Of `spread`."""

    def new_picture(self) -> Image:
        """Memory for a frame or a plate."""
        return np.empty((*self._padded, 3), np.uint8)

    def lay(self, picture: npt.NDArray[_Value], padded: npt.NDArray[_Value]) -> None:
        """Continue a picture beyond its borders, where tiles have their margins, into one of this cutter's."""
        height, width = picture.shape[:2]
        below, right = padded.shape[0] - height - MARGIN, padded.shape[1] - width - MARGIN
        cv2.copyMakeBorder(picture, MARGIN, below, MARGIN, right, cv2.BORDER_REPLICATE, dst=padded)

    def spread(self, known: FloatMap | None) -> Floats | None:
        """How far the plate is known, 0..1, a map of any size, as tiles of it are cut; None: wholly."""
        if known is None:
            return None
        half = (self.size.width // 2, self.size.height // 2)
        resized = cv2.resize(known, half, interpolation=cv2.INTER_LINEAR)
        whole = np.empty([side // 2 for side in self._padded], np.float32)
        border = MARGIN // 2
        below, right = (length - side - border for length, side in zip(whole.shape, resized.shape, strict=True))
        cv2.copyMakeBorder(resized, border, below, border, right, cv2.BORDER_REPLICATE, dst=whole)
        return whole

    def prepare(self, reach: int) -> None:
        """For tiles that are made from so many pixels of the maps."""
        sides = zip(self.size[::-1], self._coarse[::-1], self.grid, strict=True)
        self._axes[reach] = [Axis(*side, reach) for side in sides]

    def cut(self, tiles: Indices, coarse: Floats, reach: int, has_last: bool) -> dict[str, npt.NDArray[np.generic]]:
        """All that the edge network takes of some tiles, counted along rows of tiles, by its name there.

        Args:
            coarse: (h, w, 5 + C), the maps.
            reach: one that was prepared for.
            has_last: whether there is a frame before.
        """
        rows, columns = np.divmod(tiles, self.grid[1])
        frame = _cut(self.frame, rows, columns, TILE, SIDE)
        if self.known is None:
            known = np.ones((len(tiles), SIDE // 2, SIDE // 2), np.float32)
        else:
            known = _cut(self.known, rows, columns, TILE // 2, SIDE // 2)
        if has_last:
            last_frame = _cut(self.last_frame, rows, columns, TILE, SIDE)
            last_alpha = _cut(self.last_alpha, rows, columns, TILE, SIDE).astype(np.float32) / 65535
        else:
            last_frame, last_alpha = frame, np.full(frame.shape[:3], -1, np.float32)
        down, across = self._axes[reach]
        return {
            "frame": frame,
            "plate": _cut(self.plate, rows, columns, TILE, SIDE),
            "known": known,
            "patches": _cut(coarse, down.starts[rows], across.starts[columns], 1, reach),
            "rows": down.whole[rows],
            "columns": across.whole[columns],
            "half_rows": down.half[rows],
            "half_columns": across.half[columns],
            "last_frame": last_frame,
            "last_alpha": last_alpha,
        }


def tiled(picture: npt.NDArray[_Value], side: int = TILE) -> npt.NDArray[_Value]:
    """(H, W, ...) of whole tiles as (rows, columns, side, side, ...), the same memory."""
    height, width, *channels = picture.shape
    shape = (height // side, side, width // side, side, *channels)
    down, across, *rest = picture.strides
    view = np.lib.stride_tricks.as_strided(picture, shape, (down * side, down, across * side, across, *rest))
    return view.swapaxes(1, 2)


def halve(picture: npt.NDArray[_Value], border: int = MARGIN) -> npt.NDArray[_Value]:
    """At half the size, without its border."""
    within = picture[border : picture.shape[0] - border, border : picture.shape[1] - border]
    half: npt.NDArray[_Value] = cv2.resize(
        within, (within.shape[1] // 2, within.shape[0] // 2), interpolation=cv2.INTER_AREA
    )
    return half


def inner(padded: npt.NDArray[_Value]) -> npt.NDArray[_Value]:
    """Without its borders."""
    return padded[MARGIN:-MARGIN, MARGIN:-MARGIN]


def continue_borders(padded: Levels) -> None:
    """Have the borders go on with the last pixels within them."""
    padded[:MARGIN], padded[-MARGIN:] = padded[MARGIN], padded[-MARGIN - 1]
    padded[:, :MARGIN], padded[:, -MARGIN:] = padded[:, MARGIN, None], padded[:, -MARGIN - 1, None]


def _cut(padded: npt.NDArray[_Value], rows: Indices, columns: Indices, step: int, side: int) -> npt.NDArray[_Value]:
    """(N, side, side, ...) from places of a grid of `step` pixels in (H, W, ...)."""
    down, across = padded.strides[:2]
    channels = padded.shape[2:]
    count = ((padded.shape[0] - side) // step + 1, (padded.shape[1] - side) // step + 1)
    # a tile's row and its channels lie in one piece: together they are copied at once
    row = side * (channels[0] if channels else 1)
    item = padded.itemsize
    windows = np.lib.stride_tricks.as_strided(
        padded, (*count, side, row), (step * down, step * across, down, item), writeable=False
    )
    return windows[rows, columns].reshape(len(rows), side, side, *channels)
