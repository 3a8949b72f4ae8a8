"""Pairs of any sets: the one way by which a run gets its batches."""

import gc
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest
import torch
from av.video.reformatter import VideoReformatter
from torch.utils.data import DataLoader, Dataset

from matting_rt.errors import ConfigError, MattingError
from matting_rt.frame import FrameSize
from matting_rt.synthetic import camera
from matting_rt.synthetic.pairs import Mix
from matting_rt.synthetic.scenes import PUBLISHED, Pair
from tests.training.data.trees import make_tree, write_paths
from training.data.batches import PairMaker, Pairs, begin_loading, open_sources, validation_pair
from training.data.decoded_batch import DecodedBatches
from training.data.settings import DataSettings, Painting, Share, Split, parse_shares

FRAME = FrameSize(64, 48)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("sets")
    names = ("videomatte240k", "photomatte85", "bg20k")
    return str(write_paths(folder, **{name: make_tree(name, folder / name) for name in names}))


def settings_for(paths: str, **more: Any) -> DataSettings:
    return DataSettings(
        FRAME, **{"batch": 4, "foregrounds": "videomatte240k", "backgrounds": "bg20k"} | more, data_paths=paths
    )


def pair_at(settings: DataSettings, step: int, **more: Any) -> Pair:
    return PairMaker(settings, 1, CPU).pair(step, DecodedBatches(settings, open_sources(settings), 1)[step], **more)


@pytest.mark.parametrize(
    ("foregrounds", "backgrounds"),
    [("videomatte240k", "bg20k"), ("photomatte85,synthetic", "bg20k,synthetic"), ("synthetic", "")],
)
def test_every_mix_of_sets_gives_pairs_of_one_kind(paths: str, foregrounds: str, backgrounds: str) -> None:
    pair = pair_at(settings_for(paths, foregrounds=foregrounds, backgrounds=backgrounds), 0)
    for picture, channels in ((pair.src, 3), (pair.bgr, 3), (pair.true_pha, 1), (pair.true_fgr, 3)):
        assert picture.shape == (4, channels, 48, 64)
        assert picture.min() >= 0
        assert picture.max() <= 1
    assert pair.true_pha.max() > 0.9


def test_a_clean_frame_is_the_exact_composite_of_its_truth_over_its_plate(paths: str) -> None:
    pair = pair_at(settings_for(paths), 1, clean=True)
    composite = pair.true_fgr * pair.true_pha + pair.bgr * (1 - pair.true_pha)
    assert (pair.src - composite).abs().mean() < 0.006


def test_the_plate_of_a_clip_stands_still_while_its_frames_move(paths: str) -> None:
    settings = settings_for(paths, batch=6, clip_length=3)
    pair = pair_at(settings, 0)
    assert pair.clip_length == 3
    plates, frames = (picture.unflatten(0, (2, 3)) for picture in (pair.bgr, pair.src))
    assert torch.equal(plates[:, 0], plates[:, 1])
    assert torch.equal(plates[:, 0], plates[:, 2])
    assert not torch.equal(plates[0], plates[1])
    assert (frames[:, 0] != frames[:, 1]).any()
    moves = (pair.true_pha.unflatten(0, (2, 3)).diff(dim=1)).abs().amax((1, 2, 3, 4))
    assert (moves > 0.05).any()


def test_painted_figures_move_through_clips_too(paths: str) -> None:
    pair = pair_at(settings_for(paths, foregrounds="synthetic", backgrounds="", batch=8, clip_length=2), 0)
    assert pair.true_pha.unflatten(0, (4, 2)).diff(dim=1).abs().max() > 0.05


@pytest.mark.parametrize("clip_length", [1, 2])
def test_who_stands_behind_is_painted_where_they_are_seen_and_changes_nothing_else(
    paths: str, monkeypatch: pytest.MonkeyPatch, clip_length: int
) -> None:
    settings = settings_for(paths, batch=12, clip_length=clip_length)
    decoded = DecodedBatches(settings, open_sources(settings), 1)[0]

    def draw(share: float) -> Pair:
        return PairMaker(settings, 1, CPU, mix=Mix(second=share), faults=PUBLISHED).pair(0, decoded)

    alone, crowded = draw(0.0), draw(1.0)
    affine, painted = camera.affine, list[int]()

    def count(picture: torch.Tensor, **how: Any) -> torch.Tensor:
        if picture.shape[1] == 4 and how.get("padding") == "border" and "angle" not in how:
            painted.append(len(picture))
        return affine(picture, **how)

    monkeypatch.setattr(camera, "affine", count)
    some = draw(0.4)
    is_alone, is_crowded = (
        [torch.equal(some.true_pha[place], other.true_pha[place]) for place in range(12)] for other in (alone, crowded)
    )
    assert all(one or other for one, other in zip(is_alone, is_crowded, strict=True))
    assert painted == [painted[0]]
    assert 12 - sum(is_alone) <= painted[0] <= sum(is_crowded) < 12
    assert not all(is_alone)
    assert torch.equal(some.bgr, alone.bgr)


def test_the_loader_gives_each_step_its_own_pair_wherever_it_begins(paths: str) -> None:
    settings = settings_for(paths, foregrounds="videomatte240k,synthetic")
    sources = open_sources(settings)
    straight = Pairs(settings, sources, 1, CPU)
    resumed = Pairs(settings, sources, 1, CPU, first_step=2)
    expected = [next(straight) for _ in range(4)]
    for pair in expected[2:]:
        assert torch.equal(next(resumed).src, pair.src)
    assert torch.equal(pair_at(settings, 1).src, expected[1].src)
    assert straight.idle.take_share() > 0


@pytest.mark.cuda
def test_processes_make_the_same_pairs_for_a_gpu_as_for_a_cpu(paths: str) -> None:
    settings = settings_for(paths, painting=Painting.PROCESSES, workers=1)
    for pair in (made := Pairs(settings, open_sources(settings), 1, torch.device("cuda"))):
        assert pair.src.device.type == "cuda"
        assert torch.equal(pair.src.cpu(), pair_at(settings, 0).src)
        break
    assert made.loaders == 1


@pytest.mark.slow
def test_processes_that_take_turns_paint_different_pictures_and_go_on_as_they_would_have(paths: str) -> None:
    settings = settings_for(paths, foregrounds="synthetic", backgrounds="", workers=2, pool=16)
    sources = open_sources(settings)
    straight = Pairs(settings, sources, 1, CPU)
    pictures = [next(straight).src for _ in range(6)]
    assert len({picture.sum().item() for picture in pictures}) == 6
    resumed = Pairs(settings, sources, 1, CPU, first_step=3)
    assert torch.equal(next(resumed).src, pictures[3])
    assert torch.equal(next(resumed).src, pictures[4])


def test_two_processes_share_the_batches_of_one_out(paths: str) -> None:
    settings = settings_for(paths, foregrounds="synthetic")
    alone = Pairs(settings, open_sources(settings), 1, CPU)
    second = settings_for(paths, foregrounds="synthetic", rank=1, world=2)
    shared = Pairs(second, open_sources(second), 1, CPU)
    expected = [next(alone).src for _ in range(4)]
    assert torch.equal(next(shared).src, expected[1])
    assert torch.equal(next(shared).src, expected[3])


def test_other_seeds_and_numbers_draw_other_pairs(paths: str) -> None:
    settings = settings_for(paths)
    decoded = DecodedBatches(settings, open_sources(settings), 1)[0]
    sources = [PairMaker(settings, seed, CPU).pair(0, decoded).src for seed in (1, 2)]
    sources.append(PairMaker(settings, 1, CPU).pair(1, decoded).src)
    assert len({source.sum().item() for source in sources}) == 3


def test_validation_shows_what_training_does_not_and_is_always_the_same(paths: str) -> None:
    settings = settings_for(paths, clip_length=2)
    first, again = (validation_pair(settings, 1, CPU, count=3) for _ in range(2))
    assert first.src.shape[0] == 3
    assert torch.equal(first.src, again.src)
    train, valid = (open_sources(settings, split).foregrounds[0].listing for split in Split)
    assert not set(train.names()) & set(valid.names())


def test_notes_on_the_sets_are_printed_once_each(paths: str, capsys: pytest.CaptureFixture[str]) -> None:
    open_sources(settings_for(paths, foregrounds="photomatte85"))
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[:2] for line in lines] == [["note", " photomatte85"], ["note", " bg20k"]]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"foregrounds": "bg20k"}, "bg20k is a set of backgrounds; choose one of foregrounds in its place"),
        ({"backgrounds": "photomatte85"}, "photomatte85 is a set of stills; choose one of backgrounds"),
        ({"foregrounds": "p3m"}, "no data set is called 'p3m'"),
        ({"foregrounds": "aim500"}, "gives no path for aim500"),
    ],
)
def test_a_set_that_cannot_serve_is_refused(paths: str, more: dict[str, Any], message: str) -> None:
    with pytest.raises(MattingError, match=message):
        open_sources(settings_for(paths, **more))


def test_shares_are_written_behind_colons() -> None:
    assert parse_shares("p3m10k:0.6, synthetic") == (Share("p3m10k", 0.6), Share("synthetic", 1.0))
    for text, message in (("", "names no data sets"), ("a:x", "names no data"), ("a:0", "names no"), ("a,a", "twice")):
        with pytest.raises(ConfigError, match=message):
            parse_shares(text)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"batch": 5, "clip_length": 2}, "batches of 5 pictures do not hold whole clips of 2 frames"),
        ({"workers": -1}, "workers is -1"),
        ({"foregrounds": ","}, "names no data sets"),
        ({"backgrounds": "a,a"}, "names a data set twice"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        settings_for("", **more)


KEEPS_ITS_PAIRS = """
import torch
from matting_rt.frame import FrameSize
from training.data.batches import Pairs, open_sources
from training.data.settings import DataSettings

settings = DataSettings(FrameSize(64, 48), batch=1, pool=2)
kept = Pairs(settings, open_sources(settings), 1, torch.device("cpu"))
next(kept)
"""


@pytest.mark.slow
def test_a_program_that_keeps_its_pairs_ends_all_the_same() -> None:
    """Its loaders ignore the signal that Python would end them by."""
    command = [sys.executable, "-c", KEEPS_ITS_PAIRS]
    subprocess.run(command, check=True, timeout=120, cwd=Path(__file__).parents[3])


def test_without_faults_of_the_plate_it_is_known_everywhere_and_no_thing_has_moved() -> None:
    settings = DataSettings(FrameSize(128, 96), batch=16, plate_faults=0.0)
    pair = PairMaker(settings, 1, CPU).pair(0, DecodedBatches(settings, open_sources(settings), 1)[0])
    usual = replace(settings, plate_faults=1.0)
    faulty = PairMaker(usual, 1, CPU).pair(0, DecodedBatches(usual, open_sources(usual), 1)[0])
    assert pair.known[:, :, 16:-16, 16:-16].min() == 1  # but for strips that a shifted plate lacks
    assert faulty.known.amin((1, 2, 3)).eq(0).sum() >= 3


def test_as_many_pictures_as_ever_have_no_plate_where_faults_of_the_plate_are_fewer() -> None:
    def count(factor: float) -> int:
        settings = DataSettings(FrameSize(64, 48), batch=200, pool=2, plate_faults=factor)
        pair = PairMaker(settings, 1, CPU).pair(0, DecodedBatches(settings, open_sources(settings), 1)[0])
        return int(pair.known.amax((1, 2, 3)).eq(0).sum())

    assert 18 <= count(0.3) <= 45
    assert count(0.0) == 0


class Collecting(Dataset[int]):
    """Collects garbage in the process that loads."""

    def __getitem__(self, index: int) -> int:
        gc.collect()
        return index


def throw_away_a_scaler() -> None:
    """With threads of its own, in a cycle that nobody has collected yet."""
    scaler = VideoReformatter()
    frame = av.VideoFrame(1280, 720, "yuv420p")
    scaler.reformat(frame, width=640, height=360, format="rgb24", threads=2)
    kept: list[Any] = [scaler]
    kept.append(kept)


def test_a_process_that_loads_does_not_wait_for_threads_that_stayed_behind() -> None:
    gc.collect()
    gc.disable()
    try:
        throw_away_a_scaler()
        loader = DataLoader(
            Collecting(), None, sampler=range(2), num_workers=1, worker_init_fn=begin_loading, timeout=60
        )
        assert list(loader) == [0, 1]
    finally:
        gc.enable()
        gc.collect()
