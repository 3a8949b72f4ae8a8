"""What is decoded for a step."""

from pathlib import Path

import numpy as np
import pytest
import torch

from matting_rt.errors import SourceFormatError
from matting_rt.frame import FrameSize
from tests.training.data.trees import SIZE, SKIN, make_tree, person, plain, write
from training.data.decoded_batch import DecodedBatches, Source, Sources, load_background, load_foreground
from training.data.listing import list_set
from training.data.registry import REGISTRY
from training.data.settings import DataSettings, Split

FRAME = FrameSize(64, 48)


def source(name: str, root: Path, share: float = 1) -> Source:
    return Source(share, list_set(REGISTRY[name], make_tree(name, root / name), Split.TRAIN))


@pytest.fixture
def video(tmp_path: Path) -> Source:
    return source("videomatte240k", tmp_path)


def test_stretches_of_a_clip_are_consecutive_and_stay_within_it(video: Source) -> None:
    assert video.item_count(1) == 14
    assert video.item_count(3) == 2 + 1 + 1  # of 7, 5 and 2 frames
    for seed in range(10):
        rng = np.random.default_rng(seed)
        first, second, other, short = (video.frames_of(item, 3, rng) for item in range(4))
        for frames, clip in ((first, range(7)), (second, range(7)), (other, range(7, 12))):
            assert frames == list(range(frames[0], frames[0] + 3))
            assert set(frames) <= set(clip)
        assert short == [12, 13, 12]
    assert {video.frames_of(0, 3, np.random.default_rng(seed))[0] for seed in range(20)} == {0, 1, 2}


def test_a_still_is_a_clip_that_does_not_move(tmp_path: Path) -> None:
    still = source("photomatte85", tmp_path)
    assert still.item_count(4) == 5
    assert still.frames_of(2, 4, np.random.default_rng(0)) == [2, 2, 2, 2]


def test_all_frames_of_a_clip_are_placed_alike(video: Source) -> None:
    layers = load_foreground(video.listing, [0, 1, 2], FrameSize(128, 72), np.random.default_rng(3))
    assert layers.shape == (3, 4, 90, 160)
    heads = [np.nonzero(layer[3] > 127)[1].mean() for layer in layers]
    steps = np.diff(heads)  # each frame's person stands a pixel further to the right
    assert (steps > 0.3).all()
    assert np.allclose(steps, steps[0], atol=0.3)


def test_what_is_seen_small_is_decoded_small_and_looks_the_same(tmp_path: Path) -> None:
    big = FrameSize(960, 1280)
    for folder, suffix in (("png", ".png"), ("jpg", ".jpg")):
        write(tmp_path / folder / "Train/FG" / f"0{suffix}", plain(big, SKIN))
        write(tmp_path / folder / "Train/GT" / "0.png", person(big))
        write(tmp_path / folder / "Test/FG" / "0.png", plain(SIZE, SKIN))
        write(tmp_path / folder / "Test/GT" / "0.png", person(SIZE))
    whole, fraction = (
        load_foreground(
            list_set(REGISTRY["distinctions646"], tmp_path / folder, Split.TRAIN), [0], FRAME, np.random.default_rng(1)
        ).astype(int)
        for folder in ("png", "jpg")
    )
    assert np.abs(whole[:, 3] - fraction[:, 3]).mean() < 2
    assert np.abs(fraction[0, :3, fraction[0, 3] > 20] - SKIN).max() < 5


def test_a_window_of_a_background_has_the_shape_of_the_frame(tmp_path: Path) -> None:
    rooms = source("bg20k", tmp_path)
    windows = [load_background(rooms.listing, 0, FRAME, np.random.default_rng(seed)) for seed in range(2)]
    assert all(window.shape == (3, 48, 64) for window in windows)
    assert (windows[0] != windows[1]).any()


def test_a_batch_depends_on_the_step_and_on_nothing_else(tmp_path: Path, video: Source) -> None:
    sources = Sources((video, Source(1, None)), (source("bg20k", tmp_path),))
    settings = DataSettings(FRAME, batch=6, clip_length=2)
    straight, resumed = DecodedBatches(settings, sources, 1), DecodedBatches(settings, sources, 1)
    for step in range(3):
        straight[step]
    first, second = straight[3], resumed[3]
    assert all(torch.equal(a, b) for a, b in zip(first[:4], second[:4], strict=True))
    assert first.layers.shape == (2 * len(first.layer_clips), 4, 60, 80)
    assert len(first.layer_clips) in (1, 2)
    assert first.background_clips.tolist() == [0, 1, 2]


def test_two_processes_read_together_what_one_reads_alone(tmp_path: Path, video: Source) -> None:
    sources = Sources((video,), (source("bg20k", tmp_path),))
    alone = DecodedBatches(DataSettings(FRAME, batch=4), sources, 1)[5]
    half = DecodedBatches(DataSettings(FRAME, batch=2), sources, 1)
    parts = [half[number] for number in (10, 11)]
    assert torch.equal(alone.layers, torch.cat([part.layers for part in parts]))
    assert torch.equal(alone.backgrounds, torch.cat([part.backgrounds for part in parts]))


def test_nobody_in_the_picture_is_an_empty_layer(tmp_path: Path) -> None:
    root = make_tree("distinctions646", tmp_path)
    write(root / "Train/GT/1.png", np.zeros((SIZE.height, SIZE.width), np.uint8))
    listing = list_set(REGISTRY["distinctions646"], root, Split.TRAIN)
    assert not load_foreground(listing, [1], FRAME, np.random.default_rng(0)).any()


def test_a_picture_that_changed_its_size_is_named(tmp_path: Path) -> None:
    root = make_tree("distinctions646", tmp_path)
    write(root / "Train/FG/1.png", plain(FrameSize(70, 80), SKIN))
    listing = list_set(REGISTRY["distinctions646"], root, Split.TRAIN)
    with pytest.raises(SourceFormatError, match=r"FG/1\.png has another size than its alpha"):
        load_foreground(listing, [1], FRAME, np.random.default_rng(0))
