"""Pictures that cannot be read: a few are skipped and counted, many end the run in one line."""

from pathlib import Path

import numpy as np
import pytest
import torch

from matting_rt.errors import SourceFormatError
from matting_rt.frame import FrameSize
from tests.training.data.trees import backgrounds, make_tree, write_paths
from training.data.batches import Pairs, open_sources
from training.data.damage import LEAST, TRIES, SkippedPictures, load_whole
from training.data.inspection import require_whole
from training.data.listing import list_set
from training.data.registry import REGISTRY
from training.data.settings import DataSettings, Split


def test_another_picture_comes_for_one_that_cannot_be_read() -> None:
    def load(item: int) -> int:
        if item < 5:
            raise SourceFormatError(f"{item} is damaged")
        return item

    skipped: list[str] = []
    assert load_whole(load, 3, 10, np.random.default_rng(1), skipped) >= 5
    assert skipped[0] == "3 is damaged"
    again: list[str] = []
    load_whole(load, 3, 10, np.random.default_rng(1), again)
    assert skipped == again  # so a run that is continued sees what it would have seen


def test_where_nothing_can_be_read_the_disk_is_suspected() -> None:
    def load(item: int) -> int:
        raise FileNotFoundError(f"no file {item}")

    with pytest.raises(SourceFormatError, match=f"{TRIES} pictures in a row cannot be read, the last: no file"):
        load_whole(load, 0, 10, np.random.default_rng(1), [])


def test_too_many_end_a_run_and_each_is_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    few = SkippedPictures()
    few.add(10_000, ["a.png is cut off"] * 100)
    assert str(few) == "  pictures skipped: 100"
    assert capsys.readouterr().err == "skipped: a.png is cut off\n"
    with pytest.raises(SourceFormatError, match="101 of 10001 pictures could not be read, more than 1%"):
        few.add(1, ["b.png is cut off"])
    early = SkippedPictures()
    early.add(1, ["c.png is empty"] * LEAST)  # one in the first fifty says nothing
    with pytest.raises(SourceFormatError):
        early.add(0, ["c.png is empty"])


def test_one_damaged_picture_of_a_hundred_is_a_note_and_two_are_an_error(tmp_path: Path) -> None:
    backgrounds(tmp_path / "bg20k", "train", 100)
    backgrounds(tmp_path / "bg20k", "testval", 1)
    paths = [tmp_path / "bg20k" / "train" / f"h_{number:04}.jpg" for number in (7, 8)]
    paths[0].write_bytes(paths[0].read_bytes()[:-300])
    found = require_whole(list_set(REGISTRY["bg20k"], tmp_path / "bg20k", Split.TRAIN), tmp_path)
    assert found.damaged == (7,)
    assert "1 of 100 pictures are cut off" in found.findings[0].message
    assert found.findings[0].message.endswith("h_0007.jpg; training skips them")
    paths[1].write_bytes(b"")
    with pytest.raises(SourceFormatError, match="cannot be read as pictures"):
        require_whole(list_set(REGISTRY["bg20k"], tmp_path / "bg20k", Split.TRAIN), tmp_path)


def test_a_run_goes_on_without_a_picture_that_vanished_and_counts_it(tmp_path: Path) -> None:
    root = make_tree("bg20k", tmp_path / "bg20k")
    file = write_paths(tmp_path, bg20k=root)
    settings = DataSettings(FrameSize(64, 64), batch=4, backgrounds="bg20k", data_paths=str(file), workers=1)
    sources = open_sources(settings)
    (root / "train" / "h_0001.jpg").unlink()
    pairs = Pairs(settings, sources, 1, torch.device("cpu"))
    shown = [next(pairs) for _ in range(2)]
    assert all(pair.src.shape == (4, 3, 64, 64) for pair in shown)
    assert pairs.skipped.drawn == 8
    assert pairs.skipped.count >= 2  # each of the four backgrounds is shown twice
