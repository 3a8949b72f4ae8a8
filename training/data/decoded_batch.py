"""What one step needs of data sets, decoded and cropped on the CPU: bytes that the training device makes pairs of."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import Dataset

from matting_rt.errors import SourceFormatError
from matting_rt.frame import FrameSize, Image
from matting_rt.synthetic.draws import seed_of
from training.data.damage import load_whole
from training.data.foreground_crop import Crop, Place, canvas_of, choose_place, draw_on_canvas, find_crop
from training.data.listing import Listing
from training.data.packed import READ_AHEAD
from training.data.picture_files import Alpha, read_alpha, read_colours, read_cutout, read_header
from training.data.registry import Kind
from training.data.schedule import Order, Schedule, Showing, Shuffled
from training.data.settings import DataSettings
from training.data.streaming import Streamed, find_blocks, is_in_shards

_SMALLEST_WINDOW = 0.35
"""Of a background: the smallest window that is shown, over the largest of the frame's shape."""


class DecodedBatch(NamedTuple):
    """Foregrounds and backgrounds of a step that come from data sets; what they leave out is painted."""

    layers: Tensor
    """uint8 (N * clip_length, 4, H, W), RGBA with straight alpha on canvases, see `foreground_crop`."""
    layer_clips: Tensor
    """int64 (N,), the clips of the step that these are."""
    backgrounds: Tensor
    """uint8 (M, 3, H, W) RGB, of the frame's size."""
    background_clips: Tensor
    """int64 (M,)"""
    skipped: tuple[str, ...] = ()
    """Why each picture could not be read that others came for."""

    @property
    def drawn(self) -> int:
        """Pictures, or clips, that come from data sets."""
        return len(self.layer_clips) + len(self.background_clips)

    def without_pictures(self) -> "DecodedBatch":
        """What there is to say about it."""
        return self._replace(layers=self.layers[:0].clone(), backgrounds=self.backgrounds[:0].clone())


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A set to draw from."""

    share: float
    listing: Listing | None
    """None: painted."""
    damaged: frozenset[int] = frozenset()
    """Numbers of pictures that an inspection found damaged."""

    def item_count(self, clip_length: int) -> int:
        """Items that an epoch has: stretches of `clip_length` frames, or pictures."""
        if self.listing is None:
            return 0
        return len(self.listing) if clip_length == 1 else int(self._stretches(clip_length).sum())

    def firsts(self, clip_length: int) -> npt.NDArray[np.int64]:
        """Number of each item's first picture, and at the end the count of all."""
        assert self.listing is not None
        if clip_length == 1 or self.listing.data_set.kind is not Kind.CLIPS:
            return np.arange(len(self.listing) + 1)
        starts, stretches = self.listing.clip_starts, self._stretches(clip_length)
        parts = [start + np.arange(count) * clip_length for start, count in zip(starts[:-1], stretches, strict=True)]
        return np.concatenate([*parts, starts[-1:]])

    def frames_of(self, item: int, clip_length: int, rng: np.random.Generator) -> list[int]:
        """Numbers of the pictures of an item; a clip that is too short goes back and forth."""
        assert self.listing is not None
        if clip_length == 1 or self.listing.data_set.kind is not Kind.CLIPS:
            return [item] * clip_length
        ends = self._stretches(clip_length).cumsum()
        clip = int(np.searchsorted(ends, item, side="right"))
        first, end = (int(start) for start in self.listing.clip_starts[clip : clip + 2])
        if end - first < clip_length:
            there_and_back = [*range(first, end), *range(end - 2, first, -1)]
            return [there_and_back[index % len(there_and_back)] for index in range(clip_length)]
        stretch = item - (int(ends[clip - 1]) if clip else 0)
        start = min(first + stretch * clip_length + int(rng.integers(clip_length)), end - clip_length)
        return list(range(start, start + clip_length))

    def require_whole(self, pictures: Sequence[int]) -> None:
        """Raise SourceFormatError if one of them was found damaged: decoded, the rest of a cut-off picture is grey."""
        for picture in self.damaged.intersection(pictures):
            assert self.listing is not None
            raise SourceFormatError(f"{self.listing.colour(picture)} or its alpha is damaged; copy both again")

    def _stretches(self, clip_length: int) -> npt.NDArray[np.int64]:
        """Of each clip."""
        assert self.listing is not None
        lengths: npt.NDArray[np.int64] = np.diff(self.listing.clip_starts)
        if self.listing.data_set.kind is not Kind.CLIPS:
            return lengths
        return np.asarray(np.maximum(lengths // clip_length, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """All sets that a run draws from."""

    foregrounds: tuple[Source, ...]
    backgrounds: tuple[Source, ...]

    @property
    def are_in_shards(self) -> bool:
        """Whether any of them is worth to be read in the order of its shards."""
        listings = [source.listing for source in (*self.foregrounds, *self.backgrounds)]
        return any(listing is not None and is_in_shards(listing) for listing in listings)

    @property
    def are_painted(self) -> bool:
        """Whether there is nothing to read."""
        return all(source.listing is None for source in (*self.foregrounds, *self.backgrounds))


class DecodedBatches(Dataset[DecodedBatch]):
    """Decoded batches by the number of the step."""

    def __init__(self, settings: DataSettings, sources: Sources, seed: int) -> None:
        self._settings, self._sources, self._seed = settings, sources, seed
        self._drawn_from = {
            "foregrounds": [_Drawn(source, settings.clip_length, settings.lanes) for source in sources.foregrounds],
            "backgrounds": [_Drawn(source, 1, settings.lanes) for source in sources.backgrounds],
        }
        self._schedules: dict[tuple[str, int], Schedule] = {}

    def __getitem__(self, step: int) -> DecodedBatch:
        """Raises SourceFormatError: pictures cannot be read, more than are skipped."""
        settings, size = self._settings, self._settings.size
        first, skipped = step * settings.clips, list[str]()
        layers, layer_clips, backgrounds, background_clips = [], [], [], []
        for clip in range(settings.clips):
            rng = np.random.default_rng(seed_of(self._seed, first + clip))
            shown = self.show("foregrounds", step, clip)
            source = self._sources.foregrounds[shown.source]
            if source.listing is not None:
                count = source.item_count(settings.clip_length)
                load_clip = partial(load_item, source, settings.clip_length, size, rng)
                layers.append(load_whole(load_clip, shown.item, count, rng, skipped))
                layer_clips.append(clip)
            shown = self.show("backgrounds", step, clip)
            source = self._sources.backgrounds[shown.source]
            if source.listing is not None:
                load_room = partial(load_room_of, source, size, rng)
                backgrounds.append(load_whole(load_room, shown.item, len(source.listing), rng, skipped))
                background_clips.append(clip)
        canvas = canvas_of(size)
        return DecodedBatch(
            _to_tensor(np.concatenate(layers) if layers else np.empty((0, 4, canvas.height, canvas.width), np.uint8)),
            torch.tensor(layer_clips, dtype=torch.int64),
            _to_tensor(np.stack(backgrounds) if backgrounds else np.empty((0, 3, size.height, size.width), np.uint8)),
            torch.tensor(background_clips, dtype=torch.int64),
            tuple(skipped),
        )

    def show(self, role: str, step: int, clip: int) -> Showing:
        """What is shown in a clip of a step, of the role "foregrounds" or "backgrounds".

        Where that is streamed, its pictures are in memory then.
        """
        lanes = max(self._settings.lanes, 1)
        lane = step % lanes
        if (role, lane) not in self._schedules:
            drawn, seed = self._drawn_from[role], seed_of(self._seed, role)
            orders = [each.order((seed, "order", number), lane, lanes) for number, each in enumerate(drawn)]
            self._schedules[role, lane] = Schedule([each.source.share for each in drawn], orders)
        schedule = self._schedules[role, lane]
        shown = schedule.at(step // lanes * self._settings.clips + clip)
        order = schedule.orders[shown.source]
        if isinstance(order, Streamed):
            READ_AHEAD.turn_to((role, lane, shown.source), order.stretches(order.now), order.stretches(order.later))
        return shown


class _Drawn:
    """A source, and how its items are divided among lanes."""

    def __init__(self, source: Source, clip_length: int, lanes: int) -> None:
        self.source, self._clip_length = source, clip_length
        self._blocks = None
        if lanes and source.listing is not None:
            self._blocks = find_blocks(source.listing, source.firsts(clip_length))

    def order(self, seed: tuple[int | str, ...], lane: int, lanes: int) -> Order:
        listing = self.source.listing
        if listing is None or self._blocks is None or len(self._blocks) < lanes:
            return Shuffled(self.source.item_count(self._clip_length), *seed, lane=lane, lanes=lanes)
        return Streamed(listing, self.source.firsts(self._clip_length), self._blocks, seed_of(*seed), lane, lanes)


def _to_tensor(array: npt.NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(array))


def load_item(
    source: Source, clip_length: int, size: FrameSize, rng: np.random.Generator, item: int
) -> npt.NDArray[np.uint8]:
    """See `load_foreground`, of an item of a source."""
    assert source.listing is not None
    frames = source.frames_of(item, clip_length, rng)
    source.require_whole(frames)
    return load_foreground(source.listing, frames, size, rng)


def load_room_of(source: Source, size: FrameSize, rng: np.random.Generator, item: int) -> npt.NDArray[np.uint8]:
    """See `load_background`, of an item of a source."""
    assert source.listing is not None
    source.require_whole([item])
    return load_background(source.listing, item, size, rng)


def load_foreground(
    listing: Listing, frames: list[int], size: FrameSize, rng: np.random.Generator
) -> npt.NDArray[np.uint8]:
    """uint8 (frames, 4, H, W): a foreground on a canvas, at the same random place in all frames."""
    canvas = canvas_of(size)
    pictures = {frame: _read_alpha_first(listing, frame) for frame in dict.fromkeys(frames)}
    alphas = [alpha for alpha, _ in pictures.values()]
    if any(alpha.shape != alphas[0].shape for alpha in alphas):
        raise SourceFormatError(f"{listing.colour(frames[0]).parent} has frames of several sizes; a clip has one")
    crop = find_crop(alphas)
    if crop is None:
        return np.zeros((len(frames), 4, canvas.height, canvas.width), np.uint8)
    place = choose_place(crop, size, rng)
    # decoding at a half or a quarter, where no more is seen, takes a fraction of the time
    shrink = max((factor for factor in (1, 2, 4, 8) if factor * place.scale <= 1), default=1)
    drawn = {}
    for frame, (alpha, colours) in pictures.items():
        if colours is not None:
            drawn[frame] = draw_on_canvas(colours, alpha, crop, place, size)
        else:
            colours = read_colours(listing.colour(frame), shrink)
            drawn[frame] = _draw_shrunk(listing.colour(frame), colours, alpha, shrink, crop, place, size)
    return np.stack([drawn[frame] for frame in frames])


def _draw_shrunk(
    path: Path, colours: Image, alpha: Alpha, shrink: int, crop: Crop, place: Place, size: FrameSize
) -> npt.NDArray[np.uint8]:
    """Draw colours that were decoded at a fraction of their alpha's size, if they could be: only JPEGs can."""
    rows, columns = alpha.shape
    if colours.shape[:2] not in ((rows, columns), (-(-rows // shrink), -(-columns // shrink))):
        raise SourceFormatError(f"{path} has another size than its alpha; copy both again, or remove them")
    if shrink > 1 and colours.shape[:2] != alpha.shape:
        rows, columns = colours.shape[:2]
        alpha = np.asarray(cv2.resize(alpha, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
        left, top = crop.left // shrink, crop.top // shrink
        right, bottom = -(-(crop.left + crop.width) // shrink), -(-(crop.top + crop.height) // shrink)
        crop = crop._replace(left=left, top=top, width=min(right, columns) - left, height=min(bottom, rows) - top)
        place = replace(place, scale=place.scale * shrink)
    return draw_on_canvas(colours, alpha, crop, place, size)


def _read_alpha_first(listing: Listing, frame: int) -> tuple[Alpha, Image | None]:
    """Alpha, and the colours if they are in the same file."""
    path = listing.alpha(frame)
    if path is not None:
        return read_alpha(path), None
    colours, alpha = read_cutout(listing.colour(frame))
    return alpha, colours


def load_background(listing: Listing, item: int, size: FrameSize, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """uint8 (3, H, W) RGB: a random window of a photograph, of the frame's shape."""
    path = listing.colour(item)
    whole = read_header(path).size
    fit = min(whole.height / size.height, whole.width / size.width)
    zoom = math.exp(rng.uniform(math.log(_SMALLEST_WINDOW), 0)) * fit
    shrink = max((factor for factor in (1, 2, 4, 8) if factor <= zoom), default=1)
    picture = read_colours(path, shrink)
    rows, columns = picture.shape[:2]
    zoom *= min(rows / whole.height, columns / whole.width)
    height, width = min(max(round(size.height * zoom), 1), rows), min(max(round(size.width * zoom), 1), columns)
    top, left = int(rng.integers(rows - height + 1)), int(rng.integers(columns - width + 1))
    method = cv2.INTER_AREA if zoom > 1 else cv2.INTER_LINEAR
    window = cv2.resize(picture[top : top + height, left : left + width], size, interpolation=method)
    return np.asarray(window.transpose(2, 0, 1), np.uint8)
