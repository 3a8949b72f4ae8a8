"""One video on a CPU: a small picture for the base network, tiles of the soft band for the edge network, else bytes.

The same matte as `MattingRefine` gives of whole pictures, to within rounding; see `network.edges` for the idea. What is
floating point is small: the coarse maps, and the tiles while they are refined.
"""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.errors import ModelError, UsageError
from matting_rt.frame import FloatMap, FrameSize, Image, Matte
from matting_rt.inference.axis import SIDE, Axis
from matting_rt.inference.base import MattingStream, padded_size
from matting_rt.inference.depth import FineMatte
from matting_rt.inference.sessions import Session
from matting_rt.network.settings import MARGIN, REACH, TILE

Floats = npt.NDArray[np.float32]
Levels = npt.NDArray[np.uint16]
Indices = npt.NDArray[np.intp]
_Value = TypeVar("_Value", bound=np.generic)
_Refined = TypeVar("_Refined")

SOFT_FROM, SOFT_TO = 6, 249
"""Levels of alpha that are soft."""
CHUNK = 24
"""Tiles at once: more do not run faster, and what the last of them lack is made up by others that nobody needs."""
QUARTER = 4
"""Pixels that one stands for in the picture by which changes are found: the noise of a camera is averaged away."""
UNCHANGED = 3
"""Levels by which that picture may differ from the one of when a tile was refined, for its alpha to stay."""
REFRESH_EVERY = 8
"""Frames after which a tile is refined again though nothing has changed, each in its turn."""


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
    """Refined in a frame at most, those with most soft pixels first."""


class TileStream(MattingStream):
    """One video."""

    def __init__(self, parts: Parts, shape: Shape, size: FrameSize) -> None:
        super().__init__(size)
        self._parts, self._shape = parts, shape
        self._whole = padded_size(size)
        self._grid = (-(-self._whole.height // TILE), -(-self._whole.width // TILE))
        sides = list(zip(self._whole[::-1], shape.coarse[::-1], self._grid, strict=True))
        self._reach = min(min(shape.coarse), max(math.ceil(SIDE * coarse / whole) + 2 for whole, coarse, _ in sides))
        self._down, self._across = (Axis(*side, self._reach) for side in sides)
        rows, columns = self._grid
        padded = (rows * TILE + 2 * MARGIN, columns * TILE + 2 * MARGIN)
        self._frame, self._last_frame, self._plate_pixels = (np.empty((*padded, 3), np.uint8) for _ in range(3))
        self._last_alpha = np.zeros(padded, np.uint16)
        """65535 for 1: of bytes, a memory that changes little by little would stand still."""
        self._everywhere = np.ones((shape.base.height, shape.base.width), np.float32)
        self._half_known: Floats | None = None
        self._has_last = False
        self._plate_of: Image | None = None
        self._count = 0
        self._colours = np.empty((rows * TILE, columns * TILE, 3), np.uint8)
        self._refined_of = np.empty((rows * TILE // QUARTER, columns * TILE // QUARTER, 3), np.uint8)
        """What the frames showed when the tiles were refined."""
        self._stays = np.zeros(self._grid, bool)
        """Tiles whose last alpha was refined, with this plate."""

    def take_plate(self, plate: Image, known: FloatMap | None) -> None:
        if plate is not self._plate_of:
            self._plate_of = plate
            self._stays[:] = False
            self._lay(plate, self._plate_pixels)
            self._small_plate = self._shrink(_halve(self._plate_pixels))
        if known is None:
            self._known, self._half_known = self._everywhere, None
        else:
            self._known = cv2.resize(known, self._shape.base, interpolation=cv2.INTER_LINEAR)
            half = (self._whole.width // 2, self._whole.height // 2)
            self._half_known = self._pad_half(cv2.resize(known, half, interpolation=cv2.INTER_LINEAR))

    def matte_next(self, image: Image) -> Matte:
        self._frame, self._last_frame = self._last_frame, self._frame
        self._lay(image, self._frame)
        half = _halve(self._frame)
        self._coarse = coarse = self._parts.find(self._shrink(half), self._small_plate, self._known)
        self._require_numbers(coarse)
        height, width = self.size.height, self.size.width
        alpha = self._enlarge_alpha(coarse)
        soft = self._soft_share(alpha)
        now = _halve(half, 0)
        staying = np.flatnonzero((soft > 0) & self._find_unchanged(now))
        tiles = self._choose(soft, staying)
        fine = self._refine(tiles, coarse)
        foreground = np.empty((*alpha.shape, 3), np.uint8)
        foreground[:height, :width] = image

        last_alpha = _tiled(_inner(self._last_alpha))
        rows, columns = np.divmod(staying, self._grid[1])
        kept = last_alpha[rows, columns]
        np.multiply(alpha, 257, dtype=np.uint16, out=_inner(self._last_alpha))
        last_alpha[rows, columns] = kept
        _tiled(alpha)[rows, columns] = np.rint(kept / np.float32(257))
        _tiled(foreground)[rows, columns] = _tiled(self._colours)[rows, columns]
        self._stays[:] = False
        self._stays[rows, columns] = True
        for some, refined, colours in fine:
            rows, columns = np.divmod(some, self._grid[1])
            last_alpha[rows, columns] = refined
            _tiled(alpha)[rows, columns] = np.rint(refined / np.float32(257))
            _tiled(foreground)[rows, columns] = _tiled(self._colours)[rows, columns] = colours
            side = TILE // QUARTER
            _tiled(self._refined_of, side)[rows, columns] = _tiled(now, side)[rows, columns]
            self._stays[rows, columns] = True
        _continue_borders(self._last_alpha)
        self._has_last = True
        self._count += 1
        return Matte(alpha[:height, :width], foreground[:height, :width])

    def matte_finely(self, image: Image) -> tuple[Matte, FineMatte]:
        matte = self.matte_next(image)
        height, width = image.shape[:2]
        alpha = _inner(self._last_alpha)[:height, :width].astype(np.float32) / np.float32(65535)
        residual = cv2.resize(self._coarse[..., 1:4], self._whole, interpolation=cv2.INTER_LINEAR)[:height, :width]
        return matte, FineMatte(alpha, residual)

    def warm_up(self, coarse: Floats) -> None:
        """Refine something, for nothing: runtimes prepare when they are first run."""
        self._refine_chunk(np.zeros(1, np.intp), coarse)

    def reset(self) -> None:
        self._has_last = False
        self._stays[:] = False

    def _lay(self, picture: Image, padded: Image) -> None:
        """Continue a picture beyond its borders, where tiles have their margins."""
        height, width = picture.shape[:2]
        below, right = padded.shape[0] - height - MARGIN, padded.shape[1] - width - MARGIN
        cv2.copyMakeBorder(picture, MARGIN, below, MARGIN, right, cv2.BORDER_REPLICATE, dst=padded)

    def _pad_half(self, known: Floats) -> Floats:
        rows, columns = self._grid
        below, right = (
            count * TILE // 2 + MARGIN // 2 - side for count, side in zip((rows, columns), known.shape, strict=True)
        )
        padded: Floats = cv2.copyMakeBorder(known, MARGIN // 2, below, MARGIN // 2, right, cv2.BORDER_REPLICATE)
        return padded

    def _shrink(self, half: Image) -> Image:
        """The base network's picture: of the half-size one, because a plain reduction would skip pixels."""
        width, height = self._whole
        whole = half[: height // 2, : width // 2]
        small: Image = cv2.resize(whole, self._shape.base, interpolation=cv2.INTER_LINEAR)
        return small

    def _enlarge_alpha(self, coarse: Floats) -> Image:
        """The coarse alpha in levels, for whole tiles; nothing is soft beyond the frame."""
        rows, columns = self._grid
        alpha = np.zeros((rows * TILE, columns * TILE), np.uint8)
        levels = cv2.convertScaleAbs(coarse[..., 0], alpha=255)
        width, height = self._whole
        alpha[:height, :width] = cv2.resize(levels, self._whole, interpolation=cv2.INTER_LINEAR)
        return alpha

    def _soft_share(self, alpha: Image) -> Floats:
        """(rows, columns), how much is soft in each tile and close to it."""
        # counted in blocks of 2x2, of which tile and reach are whole ones; of 252, a quarter is a whole number
        soft = _halve(cv2.inRange(alpha, SOFT_FROM, SOFT_TO) & np.uint8(252), 0)
        side, reach = TILE // 2 + REACH, REACH // 2
        within = cv2.boxFilter(
            soft, cv2.CV_32F, (side, side), anchor=(reach, reach), normalize=False, borderType=cv2.BORDER_CONSTANT
        )
        share: Floats = within[:: TILE // 2, :: TILE // 2]
        return share

    def _find_unchanged(self, now: Image) -> npt.NDArray[np.bool_]:
        """(rows, columns), where what was refined may stay."""
        rows, columns = self._grid
        _, differs = cv2.threshold(cv2.absdiff(now, self._refined_of), UNCHANGED, 255, cv2.THRESH_BINARY)
        changed = cv2.resize(differs, (columns, rows), interpolation=cv2.INTER_AREA).max(-1) > 0
        number = np.arange(rows * columns).reshape(rows, columns)
        is_due = (number + self._count) % REFRESH_EVERY == 0
        unchanged: npt.NDArray[np.bool_] = self._stays & ~changed & ~is_due
        return unchanged

    def _choose(self, soft: Floats, staying: Indices) -> Indices:
        """Which tiles are refined, counted along rows of tiles: those with most that is soft, and has changed."""
        counts = soft.ravel().copy()
        counts[staying] = 0
        tiles = np.flatnonzero(counts)
        if len(tiles) > self._shape.most_tiles:
            order = np.argsort(-counts[tiles], kind="stable")
            tiles = np.sort(tiles[order[: self._shape.most_tiles]])
        return tiles

    def _refine(self, tiles: Indices, coarse: Floats) -> list[tuple[Indices, Levels, Image]]:
        """Of some tiles after others: which they are, their alpha in 65535ths and their foreground."""
        chunks = [tiles[first : first + CHUNK] for first in range(0, len(tiles), CHUNK)]
        return self._parts.side_by_side(lambda some: self._refine_chunk(some, coarse), chunks)

    def _refine_chunk(self, tiles: Indices, coarse: Floats) -> tuple[Indices, Levels, Image]:
        rows, columns = np.divmod(np.resize(tiles, CHUNK), self._grid[1])
        frame = _cut(self._frame, rows, columns, TILE, SIDE)
        if self._half_known is None:
            known = np.ones((CHUNK, SIDE // 2, SIDE // 2), np.float32)
        else:
            known = _cut(self._half_known, rows, columns, TILE // 2, SIDE // 2)
        if self._has_last:
            last_frame = _cut(self._last_frame, rows, columns, TILE, SIDE)
            last_alpha = _cut(self._last_alpha, rows, columns, TILE, SIDE).astype(np.float32) / 65535
        else:
            last_frame, last_alpha = frame, np.full(frame.shape[:3], -1, np.float32)
        down, across = self._down, self._across
        alpha, colours = self._parts.refine(
            len(tiles),
            frame=frame,
            plate=_cut(self._plate_pixels, rows, columns, TILE, SIDE),
            known=known,
            patches=_cut(coarse, down.starts[rows], across.starts[columns], 1, self._reach),
            rows=down.whole[rows],
            columns=across.whole[columns],
            half_rows=down.half[rows],
            half_columns=across.half[columns],
            last_frame=last_frame,
            last_alpha=last_alpha,
        )
        self._require_numbers(alpha)
        return tiles, np.rint(alpha * 65535).astype(np.uint16), colours

    def _require_numbers(self, values: Floats) -> None:
        """Raise ModelError where the model gave NaN or infinity, which as bytes would be any picture at all."""
        if not math.isfinite(float(values.sum())):
            self.reset()
            raise ModelError("the model gave no numbers; choose another model")


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


def _tiled(picture: npt.NDArray[_Value], side: int = TILE) -> npt.NDArray[_Value]:
    """(H, W, ...) of whole tiles as (rows, columns, side, side, ...), the same memory."""
    height, width, *channels = picture.shape
    shape = (height // side, side, width // side, side, *channels)
    down, across, *rest = picture.strides
    tiled = np.lib.stride_tricks.as_strided(picture, shape, (down * side, down, across * side, across, *rest))
    return tiled.swapaxes(1, 2)


def _halve(picture: Image, border: int = MARGIN) -> Image:
    """At half the size, without its border."""
    within = picture[border : picture.shape[0] - border, border : picture.shape[1] - border]
    half: Image = cv2.resize(within, (within.shape[1] // 2, within.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return half


def _inner(padded: Levels) -> Levels:
    return padded[MARGIN:-MARGIN, MARGIN:-MARGIN]


def _continue_borders(padded: Levels) -> None:
    padded[:MARGIN], padded[-MARGIN:] = padded[MARGIN], padded[-MARGIN - 1]
    padded[:, :MARGIN], padded[:, -MARGIN:] = padded[:, MARGIN, None], padded[:, -MARGIN - 1, None]
