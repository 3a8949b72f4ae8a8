"""What is found of each known set in its own layout, and what is said of copies that are not whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matting_rt.errors import MattingError, SourceFormatError, SourceNotFoundError
from tests.training.data.trees import SIZE, backgrounds, clips, make_tree, person, write
from training.data.listing import list_set
from training.data.picture_files import read_header
from training.data.registry import REGISTRY, Kind
from training.data.settings import Split

COUNTS = {
    "p3m10k": (3, 2),
    "bg20k": (4, 2),
    "videomatte240k": (14, 4),
    "videomatte240k-sd": (14, 4),
    "photomatte85": (5, 2),
    "distinctions646": (3, 1),
    "adobe": (3, 1),
    "aim500": (5, 2),
    "ppm100": (5, 2),
    "backgrounds": (5, 2),
    "avatars": (5, 2),
}
"""Pictures of the miniatures for training and for validation."""


def test_every_known_set_has_a_miniature() -> None:
    assert COUNTS.keys() == {name for name, data_set in REGISTRY.items() if data_set.kind is not Kind.PAINTED}


@pytest.mark.parametrize("name", COUNTS)
def test_a_set_is_found_in_its_own_layout(tmp_path: Path, name: str) -> None:
    root = make_tree(name, tmp_path / "set")
    train, valid = (list_set(REGISTRY[name], root, split) for split in Split)
    assert (len(train), len(valid)) == COUNTS[name]
    assert not set(train.names()) & set(valid.names())
    for listing in (train, valid):
        for index in range(len(listing)):
            colour, alpha = listing.colour(index), listing.alpha(index)
            assert read_header(colour).is_whole
            assert alpha is None or (read_header(alpha).is_whole and alpha.stem == colour.stem)


def test_clips_begin_where_folders_do(tmp_path: Path) -> None:
    root = make_tree("videomatte240k", tmp_path)
    listing = list_set(REGISTRY["videomatte240k"], root, Split.TRAIN)
    assert listing.clip_starts.tolist() == [0, 7, 12, 14]
    assert [listing.colour(index).parent.name for index in (6, 7)] == ["0000", "0001"]


def test_the_validation_clips_of_a_set_without_any_are_whole(tmp_path: Path) -> None:
    clips(tmp_path, "train", [3, 4, 5])
    shutil.copytree(tmp_path / "train" / "fgr", tmp_path / "fgr")
    data_set = REGISTRY["videomatte240k"]
    only_train = type(data_set)("mine", "", Kind.CLIPS, (type(data_set.layouts[0])(data_set.layouts[0].train),))
    assert list_set(only_train, tmp_path, Split.VALID).clip_starts.tolist() == [0, 3]
    assert list_set(only_train, tmp_path, Split.TRAIN).clip_starts.tolist() == [0, 4, 9]


def test_the_other_splits_of_ppm100_are_known(tmp_path: Path) -> None:
    root = make_tree("ppm100", tmp_path)
    for part in ("train", "valid"):
        shutil.copytree(root / "image", root / part / "image")
        shutil.copytree(root / "matte", root / part / "matte")
    shutil.rmtree(root / "image")
    assert len(list_set(REGISTRY["ppm100"], root, Split.VALID)) == 7


def test_the_parts_of_backgrounds_are_kept_apart_where_a_copy_has_them(tmp_path: Path) -> None:
    backgrounds(tmp_path, "train", 5)
    backgrounds(tmp_path, "test", 3)
    found = {split: list_set(REGISTRY["backgrounds"], tmp_path, split) for split in Split}
    assert {split: len(listing) for split, listing in found.items()} == {Split.TRAIN: 5, Split.VALID: 3}
    assert all(b"/test/" in name for name in found[Split.VALID].names())


def test_suffixes_in_capitals_are_pictures_too(tmp_path: Path) -> None:
    root = make_tree("backgrounds", tmp_path)
    (root / "h_0000.jpg").rename(root / "h_0000.JPG")
    assert sum(len(list_set(REGISTRY["backgrounds"], root, split)) for split in Split) == 7


def _empty(root: Path) -> None:
    shutil.rmtree(root)
    root.mkdir()


def _no_pictures(root: Path) -> None:
    _empty(root / "train" / "mask")


def _path_too_high(root: Path) -> None:
    shutil.move(root, root.parent / "inner")
    shutil.move(root.parent / "inner", root / "P3M-10k")


@pytest.mark.parametrize(
    ("damage", "error", "message"),
    [
        (shutil.rmtree, SourceNotFoundError, "there is no folder .*set; check its path in the paths file"),
        (_empty, SourceFormatError, "the folder .*set is empty; copy the set there"),
        (_path_too_high, SourceNotFoundError, "has no folder train/blurred_image; its path must be what holds train/"),
        (lambda root: shutil.rmtree(root / "train" / "mask"), SourceNotFoundError, "there is no folder .*train/mask"),
        (_no_pictures, SourceFormatError, "train/mask holds no pictures"),
        (lambda root: (root / "train/mask/p_0001.png").unlink(), SourceFormatError, "1 of 3 .* p_0001.jpg; copy the"),
        (lambda root: (root / "train/blurred_image/p_0002.jpg").unlink(), SourceFormatError, "first is p_0002.png;"),
        (lambda root: write(root / "train/mask/p_0000.jpg", person(SIZE)), SourceFormatError, "has both p_0000.*; rem"),
    ],
)
def test_a_copy_that_is_not_whole_is_one_line(
    tmp_path: Path, damage: Callable[[Path], object], error: type[MattingError], message: str
) -> None:
    root = make_tree("p3m10k", tmp_path / "set")
    damage(root)
    with pytest.raises(error, match=message) as caught:
        list_set(REGISTRY["p3m10k"], root, Split.TRAIN)
    assert str(caught.value).startswith("p3m10k: ")
    assert "\n" not in str(caught.value)
