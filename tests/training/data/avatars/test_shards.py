"""Shards: exact alphas, colours beyond the edge, whole files or none, and the stream that training reads."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

from matting_rt.errors import SinkError, SourceFormatError, SourceNotFoundError
from tests.disk import file_size_limit
from training.data.avatars.dataset import AvatarCutouts
from training.data.avatars.shards import Cutout, list_shards, read_shard, straighten, write_shard


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
    first = 0
    for number, count in enumerate(counts):
        write_shard(folder / f"shard-{number}.tar", [disc(first + place) for place in range(count)])
        first += count
    return list_shards(folder)


def numbers_of(dataset: AvatarCutouts, count: int | None = None) -> list[int]:
    found = []
    for _, pha in dataset:
        found.append(int(pha[0, 0, 0]))
        if len(found) == count:
            break
    return found


def test_a_shard_keeps_alphas_exactly_and_colours_nearly(tmp_path: Path) -> None:
    assert write_shard(tmp_path / "shard.tar", [disc(3), disc(40)]) == 2
    first, second = read_shard(tmp_path / "shard.tar")
    for cutout, written in ((first, disc(3)), (second, disc(40))):
        assert np.array_equal(cutout.rgba[..., 3], written.rgba[..., 3])
        assert np.abs(cutout.rgba[..., :3].astype(int) - written.rgba[..., :3]).max() <= 3
        assert cutout.about == written.about


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


def test_a_shard_that_is_cut_short_or_foreign_is_refused(tmp_path: Path) -> None:
    (path,) = write(tmp_path, 4)
    content = path.read_bytes()
    for length in (0, 700, 1500, 3 * 512, 4000):
        path.write_bytes(content[:length])
        with pytest.raises(SourceFormatError, match="is no whole shard"):
            list(read_shard(path))
    with pytest.raises(SourceNotFoundError):
        list(read_shard(tmp_path / "nowhere.tar"))


def test_a_folder_without_shards_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="holds no shards"):
        AvatarCutouts(tmp_path, seed=1)
    with pytest.raises(SourceNotFoundError, match="There is no folder"):
        AvatarCutouts(tmp_path / "nowhere", seed=1)


def test_colours_are_taken_out_of_the_alpha_and_continued() -> None:
    rgba = disc(20).rgba.astype(np.float32) / 255
    straight = straighten(np.concatenate([rgba[..., :3] * rgba[..., 3:], rgba[..., 3:]], 2))
    assert np.array_equal(straight[..., 3], disc(20).rgba[..., 3])
    assert np.abs(straight[..., :3].astype(int) - (80, 120, 60)).max() <= 1


def test_a_picture_of_nobody_has_no_alpha() -> None:
    assert straighten(np.zeros((24, 32, 4), np.float32)).max() == 0


def test_a_stream_gives_colour_and_alpha_as_bytes(tmp_path: Path) -> None:
    write(tmp_path, 1)
    ((fgr, pha),) = AvatarCutouts(tmp_path, seed=1, endless=False)
    assert fgr.shape == (3, 24, 32)
    assert pha.shape == (1, 24, 32)
    assert fgr.dtype == pha.dtype == torch.uint8


def test_a_stream_mixes_its_shards_and_gives_each_cutout_once(tmp_path: Path) -> None:
    write(tmp_path, 9, 9, 9, 9, 3)
    numbers = numbers_of(AvatarCutouts(tmp_path, seed=1, keep=8, endless=False))
    assert sorted(numbers) == list(range(39))
    assert len({number // 9 for number in numbers[:9]}) > 1


def test_an_endless_stream_goes_on_in_another_order(tmp_path: Path) -> None:
    write(tmp_path, 4, 4)
    numbers = numbers_of(AvatarCutouts(tmp_path, seed=1, keep=1), 16)
    assert sorted(numbers[:8]) == sorted(numbers[8:]) == list(range(8))
    assert numbers[:8] != numbers[8:]


def test_the_same_seed_gives_the_same_stream(tmp_path: Path) -> None:
    write(tmp_path, 6, 6)
    first, again, other = (numbers_of(AvatarCutouts(tmp_path, seed=seed), 12) for seed in (1, 1, 2))
    assert first == again != other


def test_workers_and_processes_share_the_shards(tmp_path: Path) -> None:
    write(tmp_path, 2, 2, 2, 2)
    found = []
    for rank in (0, 1):
        dataset = AvatarCutouts(tmp_path, seed=1, rank=rank, world=2, endless=False)
        found += [int(pha[0, 0, 0]) for _, pha in DataLoader(dataset, batch_size=None, num_workers=2)]
    assert sorted(found) == list(range(8))
    # PyTorch closes its queues but does not wait for the threads that fill them
    for thread in threading.enumerate():
        if thread.name == "QueueFeederThread":
            thread.join(2)


def test_takers_beyond_the_shards_read_all_of_them(tmp_path: Path) -> None:
    write(tmp_path, 5)
    found = [numbers_of(AvatarCutouts(tmp_path, seed=1, rank=rank, world=3, endless=False)) for rank in range(3)]
    assert all(sorted(numbers) == list(range(5)) for numbers in found)
