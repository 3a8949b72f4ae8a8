"""One video on a CPU: a small picture for the base network, tiles of the soft band for the edge network, else bytes.

The same matte as `MattingRefine` gives of whole pictures, to within rounding; see `network.edges` for the idea. What is
floating point is small: the coarse maps, and the tiles while they are refined.

Where more tiles would have to be refined than a frame has time for, tiles of frame and plate at half their size stand
in: one covers what takes four. An outline that is sharp here and coarse there looks gnawed at; of one and two pixels'
softness nobody sees which is where.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.errors import ModelError
from matting_rt.frame import FloatMap, FrameSize, Image, Matte
from matting_rt.inference.base import FrameContext, MattingStream, padded_size
from matting_rt.inference.cutting import (
    Cutter,
    Floats,
    Indices,
    Levels,
    continue_borders,
    halve,
    inner,
    tiled,
)
from matting_rt.inference.depth import FineMatte
from matting_rt.inference.part_sessions import CHUNK, Parts, Shape
from matting_rt.network.settings import REACH, TILE
from matting_rt.state import State

_Value = TypeVar("_Value", bound=np.generic)

SOFT_FROM, SOFT_TO = 6, 249
"""Levels of alpha that are soft."""
QUARTER = 4
"""Pixels that one stands for in the picture by which changes are found: the noise of a camera is averaged away."""
UNCHANGED = 3
"""Levels by which that picture may differ from the one of when a tile was refined, for its alpha to stay."""
REFRESH_EVERY = 8
"""Frames after which a tile is refined again though nothing has changed, each in its turn."""
HARDLY_SOFT = 0.1
"""Of what is soft in the softest tile: with less, a tile keeps its coarse alpha where too many would be refined."""
_NO_TILES = np.zeros((0, TILE, TILE), np.uint16), np.zeros((0, TILE, TILE, 3), np.uint8)


class _Plate(NamedTuple):
    """What tiles are cut from at both sizes."""

    full: Image
    half: Image


class _Begun(NamedTuple):
    """A frame that the base network has seen."""

    image: Image
    frame: Image
    """As the full-size cutter takes it; so is the frame before, which stays whole until this one is finished."""
    last_frame: Image
    half: Image
    """At half the size."""
    plate: _Plate
    is_new_plate: bool
    known: tuple[Floats | None, Floats | None]
    """For the cutters of both sizes."""
    coarse: Floats
    follows: bool
    """Whether the frame before is the last one of the same scene."""


class TileStream(MattingStream):
    """One video.

    A frame may be begun on one thread while the frame before is finished on another: what is written at the beginning
    and read at the end goes from one to the other in a `_Begun`, whose pictures are used again two frames later.
    """

    def __init__(self, parts: Parts, shape: Shape, size: FrameSize) -> None:
        super().__init__(size)
        self._parts, self._shape = parts, shape
        self._whole = padded_size(size)
        half = FrameSize(self._whole.width // 2, self._whole.height // 2)
        blocks = (-(-half.height // TILE), -(-half.width // TILE))
        self._grid = rows, columns = 2 * blocks[0], 2 * blocks[1]
        self._full = Cutter(self._whole, shape.coarse, self._grid)
        self._half = Cutter(half, shape.coarse, blocks)
        for reach in (self._full.reach, self._half.reach):
            self._full.prepare(reach)
        self._half.prepare(self._half.reach)
        self._everywhere = np.ones((shape.base.height, shape.base.width), np.float32)
        self._frames = [self._full.new_picture() for _ in range(3)]
        """Used in turn: the one that is begun, the one that is finished, and the one before that."""
        self._plates = [_Plate(self._full.new_picture(), self._half.new_picture()) for _ in range(2)]
        """Used in turn, as plates change."""
        self._full.frame, self._full.last_frame, _ = self._frames
        self._full.plate, self._half.plate = self._plates[0]
        self._half.frame, self._half.last_frame = (self._half.new_picture() for _ in range(2))
        self._plate_of: Image | None = None
        self._has_last = False
        self._count = 0
        self._colours = np.empty((rows * TILE, columns * TILE, 3), np.uint8)
        self._refined_of = np.empty((rows * TILE // QUARTER, columns * TILE // QUARTER, 3), np.uint8)
        """What the frames showed when the tiles were refined."""
        self._stays = np.zeros(self._grid, bool)
        """Tiles whose last alpha was refined at full size, with this plate."""

    def _update_plate(self, plate: Image, known: FloatMap | None) -> bool:
        """Make ready what is made of the plate; whether it is another one."""
        is_new = plate is not self._plate_of
        if is_new:
            self._plate_of = plate
            self._plates.reverse()
            laid = self._plates[0]
            self._full.lay(plate, laid.full)
            half = self._within_half(halve(laid.full))
            self._half.lay(half, laid.half)
            self._small_plate = self._shrink(half)
        self._known_at = self._full.spread(known), self._half.spread(known)
        self._known_small = self._everywhere
        if known is not None:
            self._known_small = cv2.resize(known, self._shape.base, interpolation=cv2.INTER_LINEAR)
        return is_new

    def memory(self) -> State:
        return {
            **{"has_last": self._has_last, "count": self._count, "frame": self._frames[0]},
            **{"alpha": self._full.last_alpha, "colours": self._colours},
            **{"refined_of": self._refined_of, "stays": self._stays},
        }

    def restore_memory(self, memory: State) -> None:
        self._has_last, self._count = memory["has_last"], memory["count"]
        self._frames[0], self._full.last_alpha, self._colours = (memory[name] for name in ("frame", "alpha", "colours"))
        self._refined_of, self._stays = memory["refined_of"], memory["stays"]
        if self._given is not None:
            self._update_plate(self._plate, None)

    def matte_next(self, image: Image, context: FrameContext) -> Matte:
        return self._finish(self._begin(image, context))

    def begin_next(self, image: Image, context: FrameContext) -> Callable[[], Matte]:
        return partial(self._finish, self._begin(image, context))

    def _begin(self, image: Image, context: FrameContext) -> _Begun:
        is_new_plate = self._update_plate(context.plate, context.known)
        self._frames = [self._frames[-1], *self._frames[:-1]]
        frame, last_frame, _ = self._frames
        self._full.lay(image, frame)
        half = halve(frame)
        coarse = self._parts.find(self._shrink(self._within_half(half)), self._small_plate, self._known_small)
        known = self._known_at
        return _Begun(image, frame, last_frame, half, self._plates[0], is_new_plate, known, coarse, context.follows)

    def _finish(self, begun: _Begun) -> Matte:
        image, coarse, half, full = begun.image, begun.coarse, begun.half, self._full
        self._has_last = self._has_last and begun.follows
        if begun.is_new_plate or not begun.follows:
            self._stays[:] = False
        self._require_numbers(coarse)
        full.frame, full.last_frame = begun.frame, begun.last_frame
        full.plate, self._half.plate = begun.plate
        full.known, self._half.known = begun.known
        height, width = self.size.height, self.size.width
        alpha = self._enlarge_alpha(coarse)
        soft = self._soft_share(alpha)
        now = halve(half, 0)
        staying = np.flatnonzero((soft > 0) & self._find_unchanged(now))
        tiles, others, blocks = self._choose(soft, staying)
        foreground = np.empty((*alpha.shape, 3), np.uint8)
        foreground[:height, :width] = image
        if len(blocks):
            self._lay_half(half)
        refined, colours = self._refine(tiles, blocks, coarse)
        self._put_staying(staying, alpha, foreground)
        count, side = len(tiles), TILE // QUARTER
        self._put_tiles(tiles, refined[:count], colours[:count], alpha, foreground)
        rows, columns = np.divmod(tiles, self._grid[1])
        tiled(self._refined_of, side)[rows, columns] = tiled(now, side)[rows, columns]
        if len(blocks):
            self._put_enlarged(others, blocks, refined[count:], colours[count:], alpha, foreground)
        continue_borders(full.last_alpha)
        self._has_last = True
        self._count += 1
        return Matte(alpha[:height, :width], foreground[:height, :width])

    def begin_finely(self, image: Image, context: FrameContext) -> Callable[[], tuple[Matte, FineMatte]]:
        return partial(self._finish_finely, self._begin(image, context))

    def _finish_finely(self, begun: _Begun) -> tuple[Matte, FineMatte]:
        matte = self._finish(begun)
        height, width = matte.alpha.shape
        alpha = inner(self._full.last_alpha)[:height, :width].copy()
        residual = cv2.resize(begun.coarse[..., 1:4], self._whole, interpolation=cv2.INTER_LINEAR)[:height, :width]
        return matte, FineMatte(alpha, residual)

    def warm_up(self, coarse: Floats) -> None:
        """Refine something, for nothing: runtimes prepare when they are first run."""
        none, one = np.zeros(0, np.intp), np.zeros(1, np.intp)
        self._refine(one, none, coarse)
        self._refine(none, one, coarse)

    def _within_half(self, half: npt.NDArray[_Value]) -> npt.NDArray[_Value]:
        """Of a whole grid's picture, without what is beyond the frame."""
        return half[: self._half.size.height, : self._half.size.width]

    def _shrink(self, half: Image) -> Image:
        """The base network's picture: of the half-size one, because a plain reduction would skip pixels."""
        small: Image = cv2.resize(half, self._shape.base, interpolation=cv2.INTER_LINEAR)
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
        soft = halve(cv2.inRange(alpha, SOFT_FROM, SOFT_TO) & np.uint8(252), 0)
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

    def _choose(self, soft: Floats, staying: Indices) -> tuple[Indices, Indices, Indices]:
        """Which tiles are refined, of those that are soft and have changed, and which are enlarged from what is refined
        at half the size in which blocks of 2x2; all counted along their rows.

        Where there is not time for all of them, none is left out as long as there is a tile for each block. What is
        left of time goes to blocks at full size, to those with most that is soft for each tile that they take more.
        """
        counts = soft.copy()
        counts.ravel()[staying] = 0
        tiles, most = np.flatnonzero(counts), self._shape.most_tiles
        if len(tiles) > most:  # of a few pixels at a tile's rim nobody sees how soft they are
            counts[counts < HARDLY_SOFT * counts.max()] = 0
            tiles = np.flatnonzero(counts)
        if len(tiles) <= most:
            return tiles, tiles[:0], tiles[:0]
        in_blocks = tiled(counts, 2)
        softness, needed = in_blocks.sum((2, 3)).ravel(), np.count_nonzero(in_blocks, (2, 3)).ravel()
        order = np.argsort(-softness, kind="stable")[: min(most, np.count_nonzero(needed))]
        order = order[np.argsort((needed[order] - 1) / softness[order], kind="stable")]
        is_full = np.cumsum(needed[order] - 1) <= most - len(order)
        blocks = np.sort(order[~is_full])
        rows, columns = np.divmod(tiles, self._grid[1])
        block_of = rows // 2 * self._half.grid[1] + columns // 2
        return tiles[np.isin(block_of, order[is_full])], tiles[np.isin(block_of, blocks)], blocks

    def _lay_half(self, half: Image) -> None:
        """Make ready what is cut from at half the size."""
        full, at_half = self._full, self._half
        at_half.lay(self._within_half(half), at_half.frame)
        if self._has_last:
            at_half.lay(self._within_half(halve(full.last_frame)), at_half.last_frame)
            at_half.lay(self._within_half(halve(full.last_alpha)), at_half.last_alpha)

    def _refine(self, tiles: Indices, blocks: Indices, coarse: Floats) -> tuple[Levels, Image]:
        """Alpha in 65535ths and foreground: of tiles at full size, then of blocks at half."""
        numbers = np.concatenate([tiles, blocks + self._stays.size])
        # tiles of both sizes are refined together, from as many pixels of the maps
        reach = (self._half if len(blocks) else self._full).reach
        chunks = [numbers[first : first + CHUNK] for first in range(0, len(numbers), CHUNK)]
        refined = self._parts.side_by_side(lambda some: self._refine_chunk(some, coarse, reach), chunks)
        alphas, colours = zip(*(refined or [_NO_TILES]), strict=True)
        return np.concatenate(alphas), np.concatenate(colours)

    def _refine_chunk(self, numbers: Indices, coarse: Floats, reach: int) -> tuple[Levels, Image]:
        chunk = np.pad(numbers, (0, CHUNK - len(numbers)), mode="edge")
        count = np.searchsorted(chunk, self._stays.size)
        sizes = ((self._full, chunk[:count]), (self._half, chunk[count:] - self._stays.size))
        cuts = [cutter.cut(tiles, coarse, reach, self._has_last) for cutter, tiles in sizes if len(tiles)]
        inputs = {name: np.concatenate([cut[name] for cut in cuts]) for name in cuts[0]} if len(cuts) > 1 else cuts[0]
        alpha, colours = self._parts.refine(len(numbers), **inputs)
        self._require_numbers(alpha)
        return np.rint(alpha * 65535).astype(np.uint16), colours

    def _put_enlarged(
        self, tiles: Indices, blocks: Indices, refined: Levels, colours: Image, alpha: Image, foreground: Image
    ) -> None:
        """Enlarge what was refined at half the size to the tiles of those blocks that need it."""
        small = halve(alpha, 0)  # what lies beside a block takes part in how its border is enlarged
        places = np.divmod(blocks, self._half.grid[1])
        tiled(small)[places] = np.rint(refined / np.float32(257))
        enlarged = cv2.resize(small, alpha.shape[::-1], interpolation=cv2.INTER_LINEAR)
        rows, columns = np.divmod(tiles, self._grid[1])
        tiled(alpha)[rows, columns] = tiled(enlarged)[rows, columns]
        tiled(inner(self._full.last_alpha))[rows, columns] = tiled(alpha)[rows, columns] * np.uint16(257)

        # the person's own colours differ from the frame's by what changes slowly from pixel to pixel
        more = colours.astype(np.int16) - tiled(inner(self._half.frame))[places]
        quarters = more.reshape(len(blocks), 2, TILE // 2, 2, TILE // 2, 3)
        of = np.searchsorted(blocks, rows // 2 * self._half.grid[1] + columns // 2)
        more = quarters[of, rows % 2, :, columns % 2].reshape(-1, TILE // 2, 3)
        more = cv2.resize(more, (TILE, TILE * len(tiles)), interpolation=cv2.INTER_NEAREST)
        own = cv2.add(tiled(foreground)[rows, columns].reshape(more.shape), more, dtype=cv2.CV_8U)
        tiled(foreground)[rows, columns] = own.reshape(-1, TILE, TILE, 3)

    def _put_staying(self, tiles: Indices, alpha: Image, foreground: Image) -> None:
        """Have the alpha of these tiles stay; that of all others becomes the last one for now."""
        rows, columns = np.divmod(tiles, self._grid[1])
        last_alpha = tiled(inner(self._full.last_alpha))
        kept = last_alpha[rows, columns]
        np.multiply(alpha, 257, dtype=np.uint16, out=inner(self._full.last_alpha))
        last_alpha[rows, columns] = kept
        tiled(alpha)[rows, columns] = np.rint(kept / np.float32(257))
        tiled(foreground)[rows, columns] = tiled(self._colours)[rows, columns]
        self._stays[:] = False
        self._stays[rows, columns] = True

    def _put_tiles(self, tiles: Indices, refined: Levels, colours: Image, alpha: Image, foreground: Image) -> None:
        """Have these tiles show what was refined at full size; as long as nothing changes there, they may stay."""
        rows, columns = np.divmod(tiles, self._grid[1])
        tiled(inner(self._full.last_alpha))[rows, columns] = refined
        tiled(alpha)[rows, columns] = np.rint(refined / np.float32(257))
        tiled(foreground)[rows, columns] = tiled(self._colours)[rows, columns] = colours
        self._stays[rows, columns] = True

    def _require_numbers(self, values: Floats) -> None:
        """Raise ModelError where the model gave NaN or infinity, which as bytes would be any picture at all."""
        if not math.isfinite(float(values.sum())):
            self._has_last = False
            self._stays[:] = False
            raise ModelError("the model produced NaN or infinite values; choose another model")
