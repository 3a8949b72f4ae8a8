"""What a part of a data set holds: its pictures in order, each with its alpha, and where clips begin."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
import numpy.typing as npt

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.synthetic.pictures import HELD_OUT_EVERY, SUFFIXES
from training.data import packed
from training.data.registry import DataSet, Folder, Kind, Layout, Part
from training.data.settings import Split

Names = npt.NDArray[np.bytes_]


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """The pictures of one part of a set.

    Names are kept as arrays of bytes: VideoMatte240K has half a million, and every loading process has the list.
    """

    data_set: DataSet
    split: Split
    colours: Names
    alphas: Names | None
    """None: the alpha channels of `colours`, or backgrounds, which have none."""
    clip_starts: npt.NDArray[np.int64]
    """Number of each clip's first picture, and at the end the count of all. Stills are clips of one picture."""
    expected: int | None
    """Clips that the set's authors say there are."""
    is_trained_on: bool = False
    """Of a part of validation: it is trained on as well, because there is but one picture or clip."""

    def __len__(self) -> int:
        return len(self.colours)

    @property
    def clip_count(self) -> int:
        return len(self.clip_starts) - 1

    def colour(self, index: int) -> Path:
        return _to_path(self.colours[index])

    def alpha(self, index: int) -> Path | None:
        return None if self.alphas is None else _to_path(self.alphas[index])

    def names(self) -> Iterator[bytes]:
        """Of all files."""
        for names in (self.colours, self.alphas):
            if names is not None:
                yield from map(bytes, names)


def list_set(data_set: DataSet, root: Path, split: Split) -> Listing:
    """List one part of a set; reads folders, no picture.

    Raises:
        SourceNotFoundError: its path or its folders are not there.
        SourceFormatError: there are no pictures, or pictures and alphas do not pair.
    """
    if not root.is_dir():
        raise SourceNotFoundError(f"{data_set.name}: there is no folder {root}; check its path in the paths file")
    layout = _find_layout(data_set, root)
    part = layout.valid if split is Split.VALID and layout.valid else layout.train
    listing = list_part(data_set, root, part, split)
    return listing if layout.valid else _keep_share(listing, split)


def list_part(data_set: DataSet, root: Path, part: Part, split: Split) -> Listing:
    """List all pictures of a part. Raises as `list_set`."""
    folders = [*part.folders, *(folder for folder in part.more if (root / folder.colours).is_dir())]
    colours: list[str] = []
    alphas: list[str] = []
    for folder in folders:
        found, paired = _list_folder(data_set, root, folder)
        colours += found
        alphas += paired
    starts = _clip_starts(colours, data_set.kind)
    return Listing(data_set, split, _to_names(colours), _to_names(alphas) if alphas else None, starts, part.count)


def _find_layout(data_set: DataSet, root: Path) -> Layout:
    for layout in data_set.layouts:
        if all((root / folder.colours).is_dir() for folder in layout.train.folders):
            return layout
    first = data_set.layouts[0]
    missing = next(folder.colours for folder in first.train.folders if not (root / folder.colours).is_dir())
    if not any(root.iterdir()):
        raise SourceFormatError(f"{data_set.name}: the folder {root} is empty; copy the set there")
    if Path(missing).is_absolute():
        raise SourceNotFoundError(f"{data_set.name}: there is no folder {missing}; check it in the paths file")
    held = _outline(first.train)
    raise SourceNotFoundError(f"{data_set.name}: {root} has no folder {missing}; its path must be what holds {held}")


def _outline(part: Part) -> str:
    return ", ".join(name for folder in part.folders for name in (folder.colours, folder.alphas) if name)


def _list_folder(data_set: DataSet, root: Path, folder: Folder) -> tuple[list[str], list[str]]:
    """Pictures of a folder and the alphas of the same names, both sorted alike."""
    colours = _pictures_below(data_set, root / folder.colours)
    if not folder.alphas:
        return [colours[stem] for stem in sorted(colours)], []
    alphas = _pictures_below(data_set, root / folder.alphas)
    for here, there, have, lack in (
        (colours, alphas, folder.colours, folder.alphas),
        (alphas, colours, folder.alphas, folder.colours),
    ):
        alone = sorted(here.keys() - there.keys())
        if alone:
            raise SourceFormatError(
                f"{data_set.name}: {len(alone)} of {len(here)} pictures in {root / have} have none of the same name in "
                f"{root / lack}, the first is {PurePath(here[alone[0]]).name}; copy the set again, or remove them"
            )
    stems = sorted(colours)
    return [colours[stem] for stem in stems], [alphas[stem] for stem in stems]


def _pictures_below(data_set: DataSet, folder: Path) -> dict[str, str]:
    """Name below the folder without suffix -> path, of every picture."""
    if not folder.is_dir():
        raise SourceNotFoundError(f"{data_set.name}: there is no folder {folder}; copy the whole set, or fix its path")
    pictures: dict[str, str] = {}
    for at, folders, files in os.walk(folder, followlinks=True):
        folders.sort()
        below = os.path.relpath(at, folder)
        for file in files:
            for name in _pictures_in(at, file):
                # two pictures of one name but for the suffix would hide each other
                stem = os.path.normpath(os.path.join(below, os.path.splitext(name)[0]))
                if stem in pictures:
                    first = PurePath(pictures[stem]).name
                    raise SourceFormatError(f"{data_set.name}: {at} has both {first} and {name}; remove one of them")
                pictures[stem] = os.path.join(at, name)
    if not pictures:
        raise SourceFormatError(
            f"{data_set.name}: the folder {folder} holds no pictures ({', '.join(SUFFIXES)}), nor tar files of any"
        )
    return pictures


def _pictures_in(folder: str, file: str) -> Iterator[str]:
    """A file's name if it is a picture, and those in a tar file, below the folder."""
    suffix = os.path.splitext(file)[1].lower()
    if file.startswith("."):
        return
    if suffix in SUFFIXES:
        yield file
    elif suffix == packed.SUFFIX:
        names = packed.names_in(Path(folder, file))
        yield from (os.path.join(file, name) for name in names if os.path.splitext(name)[1].lower() in SUFFIXES)


def _clip_starts(colours: list[str], kind: Kind) -> npt.NDArray[np.int64]:
    if kind is not Kind.CLIPS:
        return np.arange(len(colours) + 1, dtype=np.int64)
    folders = [os.path.dirname(path) for path in colours]
    starts = [index for index, folder in enumerate(folders) if index == 0 or folder != folders[index - 1]]
    return np.array([*starts, len(colours)], dtype=np.int64)


def _keep_share(listing: Listing, split: Split) -> Listing:
    """Every sixth clip for validation, the others for training; of a single one, it for both."""
    count = listing.clip_count
    wanted = [clip for clip in range(count) if (clip % HELD_OUT_EVERY == 0) == (split is Split.VALID)]
    clips = wanted or list(range(count))
    starts = listing.clip_starts
    indices = np.concatenate([np.arange(starts[clip], starts[clip + 1]) for clip in clips])
    lengths = np.array([starts[clip + 1] - starts[clip] for clip in clips], dtype=np.int64)
    return Listing(
        listing.data_set,
        split,
        listing.colours[indices],
        None if listing.alphas is None else listing.alphas[indices],
        np.concatenate([[0], lengths.cumsum()]).astype(np.int64),
        None if listing.expected is None else _share_of(listing.expected, split),
        is_trained_on=split is Split.VALID and count == 1,
    )


def _share_of(count: int, split: Split) -> int:
    held_out = -(-count // HELD_OUT_EVERY)
    return held_out if split is Split.VALID else count - held_out


def _to_names(paths: list[str]) -> Names:
    return np.array([os.fsencode(path) for path in paths], dtype=np.bytes_)


def _to_path(name: bytes) -> Path:
    return Path(os.fsdecode(bytes(name)))
