"""Shards: exact alphas, colours beyond the edge, whole files or none, and a data set like others."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import SinkError
from tests.disk import file_size_limit
from training.data.avatars.shards import Cutout, straighten, write_shard
from training.data.inspection import inspect
from training.data.listing import list_set
from training.data.packed import open_file
from training.data.picture_files import read_cutout
from training.data.registry import REGISTRY
from training.data.settings import Split


def disc(number: int = 0) -> Cutout:
    """A soft disc; its colour, and exactly the alpha of its first corner, tell its number."""
    y, x = np.mgrid[0:24, 0:32]
    alpha = np.clip(9 - np.hypot(y - 12, x - 16), 0, 1)
    rgba = np.full((24, 32, 4), (4 * number, 120, 60, 0), np.uint8)
    rgba[..., 3] = np.round(255 * alpha)
    rgba[0, 0, 3] = number
    return Cutout(rgba, {"people": [f"somebody {number}"], "moves": False})


def write(folder: Path, *counts: int) -> list[Path]:
    """Shards of as many discs, numbered through."""
    folder.mkdir(exist_ok=True)
    paths, first = [], 0
    for number, count in enumerate(counts):
        paths.append(folder / f"shard-{number}.tar")
        write_shard(paths[-1], [disc(first + place) for place in range(count)])
        first += count
    return paths


def test_a_shard_keeps_alphas_exactly_and_colours_nearly(tmp_path: Path) -> None:
    assert write_shard(tmp_path / "shard.tar", [disc(3), disc(40)]) == 2
    for number, written in enumerate((disc(3), disc(40))):
        colours, alpha = read_cutout(tmp_path / "shard.tar" / f"{number:06d}.webp")
        assert np.array_equal(alpha, written.rgba[..., 3])
        assert np.abs(colours.astype(int) - written.rgba[..., :3]).max() <= 3
        with open_file(tmp_path / "shard.tar" / f"{number:06d}.json") as file:
            assert json.load(file) == written.about


def test_a_shard_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Cutout]:
        yield disc()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_shard(tmp_path / "shard.tar", broken())
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_told_and_the_shard_before_stays(tmp_path: Path) -> None:
    (path,) = write(tmp_path, 1)
    before = path.read_bytes()
    with file_size_limit(4096), pytest.raises(SinkError, match="cannot be written"):
        write_shard(path, [disc(number) for number in range(20)])
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_colours_are_taken_out_of_the_alpha_and_continued() -> None:
    rgba = disc(20).rgba.astype(np.float32) / 255
    straight = straighten(np.concatenate([rgba[..., :3] * rgba[..., 3:], rgba[..., 3:]], 2))
    assert np.array_equal(straight[..., 3], disc(20).rgba[..., 3])
    assert np.abs(straight[..., :3].astype(int) - (80, 120, 60)).max() <= 1


def test_a_picture_of_nobody_has_no_alpha() -> None:
    assert straighten(np.zeros((24, 32, 4), np.float32)).max() == 0


def test_shards_are_a_data_set(tmp_path: Path) -> None:
    write(tmp_path / "train", 4, 2)
    write(tmp_path / "valid", 1)
    train, valid = (list_set(REGISTRY["avatars"], tmp_path, split) for split in Split)
    assert (len(train), len(valid)) == (6, 1)
    assert not inspect(train).findings
    assert [int(read_cutout(train.colour(index))[1][0, 0]) for index in (5, 0, 3)] == [5, 0, 3]
