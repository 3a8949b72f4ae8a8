"""Benchmarks as papers use them: whole pictures and clips at their own size, each frame with its truth and plates."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from matting_rt.build import build_video_source
from matting_rt.errors import SourceFormatError, SourceNotFoundError, UsageError
from matting_rt.frame import FrameSize, Image
from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import Draws, seed_of
from matting_rt.synthetic.pictures import HELD_OUT_EVERY, list_pictures
from matting_rt.synthetic.scenes import Pair
from matting_rt.tensors import to_tensor
from training.data.estimate import estimated_listing
from training.data.listing import Listing, list_part, list_set
from training.data.paths import DataPaths, load_paths
from training.data.picture_files import Alpha, read_alpha, read_colours, read_cutout
from training.data.registry import (
    BACKGROUNDS_EACH,
    BENCHMARKS,
    CLIP_FRAMES,
    CLIP_SIZE_PX,
    Benchmark,
    DataSet,
    Folder,
    Given,
    Kind,
    Part,
)
from training.data.settings import Split, parse_shares
from training.evaluation_sets import Shown, Wanted
from training.metrics import Region
from training.models import UNKNOWN_GREY

NO_PLATE, PUBLISHED_PLATE = ("none",), ("published",)
MADE_PLATES = ("exact", "perturbed")
"""Not even sensor noise is between a frame and its exact plate."""
SHIFT_PX, NOISE = 2.0, 0.015
"""Of perturbed plates: how far the camera moved, at most, and the largest sigma of noise."""
_FRAME, _ALPHA, _PLATE = range(3)
_VIDEO_SUFFIXES = (".mp4", ".mov", ".mkv", ".webm", ".avi")


@dataclass(frozen=True, slots=True, eq=False)
class BenchmarkScenes:
    """The pictures or clips of a benchmark, by their numbers."""

    name: str
    about: str
    """What it shows, in a line for the table."""
    plates: tuple[str, ...]
    count: int
    """Of scenes: each foreground with one background, or photographs, or clips."""
    frames: Callable[[int], Iterator[Shown]]
    """The frames of a scene, of a picture one."""


def open_benchmark(name: str, wanted: Wanted) -> BenchmarkScenes:
    """List the pictures of one of BENCHMARKS, or those that one of the user's own sets keeps from training.

    No picture is read.

    Raises:
        UsageError, SourceError, ConfigError: there is none of this name, or it is not whole, or not estimated yet, or
            there are no backgrounds.
    """
    paths = load_paths(wanted.data_paths)
    benchmark = _find(name, paths)
    name = benchmark.name
    root = paths.root_of(benchmark.path)
    if not root.is_dir():
        raise SourceNotFoundError(f"{name}: there is no folder {root}; check its path in the paths file")
    folder = _find_folder(benchmark, root)
    if benchmark.given in (Given.CLIP, Given.COMPOSED):
        return _open_clips(benchmark, root, folder, paths, wanted)
    own = paths.own.get(benchmark.path)
    data_set = own or DataSet(benchmark.path, benchmark.about, Kind.STILLS, colour=benchmark.colour)
    part = Part((folder,), count=benchmark.count)
    listing = list_set(own, root, Split.VALID) if own else list_part(data_set, root, part, Split.VALID)
    trimaps = None
    if folder.trimaps and (root / folder.trimaps).is_dir():
        trimaps = list_part(data_set, root, Part((Folder(folder.colours, folder.trimaps),)), Split.VALID)
    about = _about(benchmark, len(listing), "pictures", "the set's own" if trimaps else "made from the alphas")
    order = _shuffle(wanted, name, len(listing))
    if benchmark.given is Given.PHOTOGRAPH:
        return BenchmarkScenes(name, about, NO_PLATE, len(order), partial(_show_photograph, listing, trimaps, order))
    backgrounds = _list_backgrounds(name, paths, wanted)
    foregrounds = estimated_listing(listing, root, paths.cache)

    def frames(index: int) -> Iterator[Shown]:
        item, background = _choose(order, index, len(backgrounds))
        colours, alpha = _read_still(foregrounds, item)
        scene = _Composer(seed_of(wanted.seed, name, index), backgrounds[background], alpha)
        yield Shown(scene.pairs(colours, alpha), _read_unknown(trimaps, item, alpha))

    about += f" ({len(backgrounds)})"
    return BenchmarkScenes(name, about, MADE_PLATES, len(listing) * BACKGROUNDS_EACH, frames)


def _find(name: str, paths: DataPaths) -> Benchmark:
    for known, benchmark in BENCHMARKS.items():
        if known.lower() == name.lower():
            return benchmark
    own = paths.own.get(name)
    if own is None or own.kind is not Kind.STILLS:
        stills = [own for own, data_set in paths.own.items() if data_set.kind is Kind.STILLS]
        known_names = ", ".join([*BENCHMARKS, *stills])
        raise UsageError(
            f"no benchmark is called {name!r}; choose from {known_names}, or describe pictures of your own"
        )
    return Benchmark(name, name, Given.COMPOSITE, own.layouts[0].train.folders, colour=own.colour)


def _find_folder(benchmark: Benchmark, root: Path) -> Folder:
    for folder in benchmark.folders:
        if (root / folder.colours.partition("*")[0]).is_dir():
            return folder
    missing = benchmark.folders[0].colours.partition("*")[0]
    raise SourceNotFoundError(f"{benchmark.name}: {root} has no folder {missing}; check the path of {benchmark.path}")


def _about(benchmark: Benchmark, count: int, what: str, trimaps: str) -> str:
    expected = "" if benchmark.count in (None, count) else f" of {benchmark.count}"
    return f"{count}{expected} {what}; trimaps: {trimaps}; {benchmark.about}"


def _list_backgrounds(name: str, paths: DataPaths, wanted: Wanted) -> list[Path]:
    """Of the validation parts of data sets, else the photographs that are kept from training."""
    if wanted.backgrounds:
        listings = [list_set(*paths.locate(share.name), Split.VALID) for share in parse_shares(wanted.backgrounds)]
        return [listing.colour(item) for listing in listings for item in range(len(listing))]
    if wanted.photos:
        return list_pictures(wanted.photos)[::HELD_OUT_EVERY]
    raise UsageError(f"{name} needs backgrounds; give --background-dataset NAME, or --photos DIR")


def _shuffle(wanted: Wanted, name: str, items: int) -> list[int]:
    """The order of the items, so that the first few are a sample of all."""
    order: list[int] = np.random.default_rng(seed_of(wanted.seed, name)).permutation(items).tolist()
    return order


def _choose(order: list[int], index: int, backgrounds: int) -> tuple[int, int]:
    """Item and background of a scene: first every item once, and each item with other backgrounds than the next."""
    item, turn = order[index % len(order)], index // len(order)
    return item, (item * BACKGROUNDS_EACH + turn) % backgrounds


# --- single pictures


def _read_still(listing: Listing, item: int) -> tuple[Image, Alpha]:
    path, alpha_path = listing.colour(item), listing.alpha(item)
    if alpha_path is None:
        return read_cutout(path)
    colours, alpha = read_colours(path), read_alpha(alpha_path)
    _require_same_size(path, colours, alpha)
    return colours, alpha


def _require_same_size(path: Path, colours: Image, alpha: Alpha) -> None:
    if colours.shape[:2] != alpha.shape:
        raise SourceFormatError(f"{path} has another size than its alpha or trimap; copy both again")


def _read_unknown(trimaps: Listing | None, item: int, alpha: Alpha) -> Region | None:
    """Where a trimap is grey; None: there is none."""
    path = None if trimaps is None else trimaps.alpha(item)
    if path is None:
        return None
    trimap = read_alpha(path)
    _require_same_size(path, trimap[..., None], alpha)
    return np.asarray((trimap > 63) & (trimap < 192))


def _show_photograph(listing: Listing, trimaps: Listing | None, order: list[int], index: int) -> Iterator[Shown]:
    item = order[index]
    colours, alpha = _read_still(listing, item)
    src, pha = to_tensor(colours), to_tensor(alpha[..., None])
    pair = Pair(src, torch.full_like(src, UNKNOWN_GREY), pha, src, torch.zeros_like(pha))
    yield Shown(dict.fromkeys(NO_PLATE, pair), _read_unknown(trimaps, item, alpha), has_colours=False)


class _Composer:
    """Puts the frames of a scene before one background, which is the plate."""

    def __init__(self, seed: int, background: Path, alpha: Alpha) -> None:
        """`alpha`: of a frame, for their size."""
        draws = Draws(seed % 2**32)
        picture = to_tensor(_cover(read_colours(background), FrameSize(alpha.shape[1], alpha.shape[0])))
        moved = camera.move_camera(draws, camera.change_light(draws, picture), SHIFT_PX)
        self._background = picture
        self._plates = dict(zip(MADE_PLATES, (picture, camera.add_noise(draws, moved, NOISE).clamp(0, 1)), strict=True))

    def pairs(self, colours: Image, alpha: Alpha) -> dict[str, Pair]:
        fgr, pha = to_tensor(colours), to_tensor(alpha[..., None])
        src = torch.lerp(self._background, fgr, pha)
        known = torch.ones_like(pha)
        return {plate: Pair(src, bgr, pha, fgr, known) for plate, bgr in self._plates.items()}


def _cover(picture: Image, size: FrameSize) -> Image:
    """The middle of a picture, as large as fills the frame."""
    rows, columns = picture.shape[:2]
    scale = max(size.width / columns, size.height / rows)
    fitted = FrameSize(max(round(columns * scale), size.width), max(round(rows * scale), size.height))
    resized = cv2.resize(picture, fitted, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    top, left = (fitted.height - size.height) // 2, (fitted.width - size.width) // 2
    return np.ascontiguousarray(resized[top : top + size.height, left : left + size.width])


# --- clips


def _open_clips(benchmark: Benchmark, root: Path, folder: Folder, paths: DataPaths, wanted: Wanted) -> BenchmarkScenes:
    sides = [_glob(root, pattern) for pattern in (folder.colours, folder.alphas, folder.plates) if pattern]
    names = sorted(sides[_FRAME])
    for found, pattern in zip(sides, (folder.colours, folder.alphas, folder.plates), strict=False):
        lacking = sorted(set(names) - set(found))
        if not names or lacking:
            raise SourceNotFoundError(f"{benchmark.name}: {root} has no {pattern.replace('*', (lacking or ['*'])[0])}")
    clips = [[side[name] for side in sides] for name in names]
    about = _about(benchmark, len(clips), f"clips, up to {CLIP_FRAMES} frames of each", "made from the alphas")
    if benchmark.given is Given.COMPOSED:
        return BenchmarkScenes(
            benchmark.name, about, PUBLISHED_PLATE, len(clips), lambda index: _show_composed(clips[index])
        )
    backgrounds = _list_backgrounds(benchmark.name, paths, wanted)

    def frames(index: int) -> Iterator[Shown]:
        item, background = _choose(list(range(len(clips))), index, len(backgrounds))
        seed = seed_of(wanted.seed, benchmark.name, index)
        composer = None
        for colours, alpha in _read_clip(clips[item]):
            composer = composer or _Composer(seed, backgrounds[background], alpha)
            yield Shown(composer.pairs(colours, alpha))

    about += f" ({len(backgrounds)})"
    return BenchmarkScenes(benchmark.name, about, MADE_PLATES, len(clips) * BACKGROUNDS_EACH, frames)


def _glob(root: Path, pattern: str) -> dict[str, Path]:
    """What matches, by what the star stands for, without a video's suffix."""
    depth = Path(pattern).parts.index("*")
    found = (path for path in root.glob(pattern) if path.is_dir() or path.suffix.lower() in _VIDEO_SUFFIXES)
    return {Path(path.relative_to(root).parts[depth]).stem: path for path in found}


def _show_composed(clip: list[Path]) -> Iterator[Shown]:
    bgr: Tensor | None = None
    for colours, alpha in _read_clip(clip):
        if bgr is None:
            bgr = to_tensor(_reduce(next(_read_frames(clip[_PLATE]))))
        src, pha = to_tensor(colours), to_tensor(alpha[..., None])
        if bgr.shape != src.shape:
            raise SourceFormatError(f"{clip[_PLATE]} has frames of another size than {clip[_FRAME]}; copy both again")
        pair = Pair(src, bgr, pha, src, torch.ones_like(pha))
        yield Shown(dict.fromkeys(PUBLISHED_PLATE, pair), has_colours=False)


def _read_clip(clip: list[Path]) -> Iterator[tuple[Image, Alpha]]:
    """Frames and alphas, or foregrounds and alphas. Raises SourceFormatError: there are not as many of both."""
    sides = (islice(_read_frames(path), CLIP_FRAMES) for path in clip[:_PLATE])
    for colours, alphas in zip_longest(*sides):
        if colours is None or alphas is None:
            raise SourceFormatError(
                f"{clip[_FRAME]} and {clip[_ALPHA]} have different numbers of frames; copy both again"
            )
        alpha = np.asarray(cv2.cvtColor(_reduce(alphas), cv2.COLOR_RGB2GRAY), np.uint8)
        frame = _reduce(colours)
        _require_same_size(clip[_FRAME], frame, alpha)
        yield frame, alpha


def _read_frames(path: Path) -> Iterator[Image]:
    """Of a folder of pictures, or a video."""
    if path.is_dir():
        yield from map(read_colours, list_pictures(path))
        return
    with build_video_source(path) as source:
        yield from (frame.image for frame in source)


def _reduce(picture: Image) -> Image:
    """No larger than clips are shown."""
    rows, columns = picture.shape[:2]
    scale = min(CLIP_SIZE_PX[0] / columns, CLIP_SIZE_PX[1] / rows)
    if scale >= 1:
        return picture
    size = (round(columns * scale), round(rows * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
