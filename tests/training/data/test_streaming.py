"""Shards are read in few large pieces, one after the other, by processes that share them out."""

from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
import torch

from matting_rt.frame import FrameSize
from tests.training.data.trees import backgrounds, clips
from training.data import pack, streaming
from training.data.batches import Pairs, open_sources
from training.data.decoded_batch import DecodedBatches, Source, Sources
from training.data.listing import list_set
from training.data.packed import READ_AHEAD, open_file
from training.data.paths import load_paths
from training.data.settings import DataSettings, Split
from training.data.streaming import Streamed, find_blocks

PICTURES = 60


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """Backgrounds in four shards, in blocks of a few pictures."""
    return packed_set(tmp_path, monkeypatch, "bg20k")


def packed_set(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> Source:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(streaming, "BLOCK_BYTES", 20_000)
    if name == "bg20k":
        backgrounds(folder / name, "train", PICTURES)
        backgrounds(folder / name, "testval", 1)
    else:
        clips(folder / name, "train", [9, 7, 8, 2])
        clips(folder / name, "test", [1])
    Path("datasets.toml").write_text(f'cache = "{folder / "cache"}"\n[{name}]\npath = "{folder / name}"\n')
    assert pack.main([name, "--output", "shards", "--shard-mb", "0.08"]) == 0
    with Path("datasets.toml").open("a") as file:
        file.write(pack.describe(load_paths().locate(name)[0], folder / "shards", has_alphas=name != "bg20k"))
    return Source(1, list_set(*load_paths().locate(f"{name}-shards"), Split.TRAIN))


def streams(source: Source, lanes: int, clip_length: int = 1, seed: int = 1) -> list[Streamed]:
    assert source.listing is not None
    firsts = source.firsts(clip_length)
    blocks = find_blocks(source.listing, firsts)
    assert blocks is not None
    assert len(blocks) >= lanes
    return [Streamed(source.listing, firsts, blocks, seed, lane, lanes) for lane in range(lanes)]


def epoch_of(stream: Streamed, epoch: int) -> list[int]:
    shown = [stream.at(number) for number in range(PICTURES * (epoch + 1))]
    return [item for item, found in shown if found == epoch]


@pytest.mark.parametrize("lanes", [1, 3])
def test_lanes_share_a_set_out_without_overlap_and_anew_each_epoch(rooms: Source, lanes: int) -> None:
    for epoch in (0, 1):
        parts = [epoch_of(stream, epoch) for stream in streams(rooms, lanes)]
        assert sorted(chain.from_iterable(parts)) == list(range(PICTURES))
    first, second = (epoch_of(streams(rooms, 1)[0], epoch) for epoch in (0, 1))
    assert first != second
    assert first != epoch_of(streams(rooms, 1, seed=2)[0], 0)
    assert first != sorted(first)


def test_a_stream_goes_on_wherever_it_is_asked_to(rooms: Source) -> None:
    straight, jumping = (streams(rooms, 3)[1] for _ in range(2))
    expected = [straight.at(number) for number in range(70)]
    assert [jumping.at(number) for number in (69, 3, 40, 41)] == [expected[number] for number in (69, 3, 40, 41)]


def test_stretches_of_clips_are_items_and_all_of_their_frames_are_in_a_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = packed_set(tmp_path, monkeypatch, "videomatte240k")
    (stream,) = streams(video, 1, clip_length=4)
    assert sorted(epoch_of(stream, 0)) == list(range(2 + 1 + 2 + 1))
    assert video.firsts(4)[-1] == 9 + 7 + 8 + 2
    kinds = {stretch.archive.parent.name for stretch in stream.stretches(stream.now)}
    assert kinds == {"fgr", "pha"}


def _reads() -> int:
    """System calls by which this process has read; the kernel counts them."""
    lines = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(lines["syscr"])


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="the kernel does not count reads here")
def test_an_epoch_takes_a_few_large_reads_and_opens_no_picture_by_itself(rooms: Source) -> None:
    assert rooms.listing is not None
    (stream,) = streams(rooms, 1)
    blocks = find_blocks(rooms.listing, rooms.firsts(1))
    assert blocks is not None
    assert len(blocks) < PICTURES / 2
    before = _reads()
    for number in range(PICTURES):
        item, _ = stream.at(number)
        READ_AHEAD.turn_to("rooms", stream.stretches(stream.now), stream.stretches(stream.later))
        with open_file(rooms.listing.colour(item)) as file:
            assert len(file.read()) > 1000
    streamed = _reads() - before
    assert streamed <= len(blocks) + 2  # of which one is what /proc itself takes
    before = _reads()
    for number in range(PICTURES):
        path = next(iter(Path("bg20k/train").glob(f"h_{number:04}.jpg")))
        path.read_bytes()
    assert _reads() - before >= PICTURES
    READ_AHEAD.turn_to("rooms", (), ())


def test_batches_of_lanes_hold_every_picture_once_and_the_same_as_from_single_reads(rooms: Source) -> None:
    painted = Source(1, None)
    settings = DataSettings(FrameSize(64, 48), batch=4, lanes=2)
    batches = DecodedBatches(settings, Sources((painted,), (rooms,)), seed=1)
    shown = {batches.show("backgrounds", step, clip).item for step in range(14) for clip in range(4)}
    assert len(shown) >= 50  # of 60, while one lane may be through before the other
    again = DecodedBatches(settings, Sources((painted,), (rooms,)), seed=1)
    assert torch.equal(batches[9].backgrounds, again[9].backgrounds)
    READ_AHEAD.turn_to(("backgrounds", 1, 0), (), ())
    READ_AHEAD.turn_to(("backgrounds", 0, 0), (), ())
    assert torch.equal(again[9].backgrounds, batches[9].backgrounds)


def test_a_run_has_a_lane_for_each_process_that_loads_and_keeps_their_number(rooms: Source) -> None:
    settings = DataSettings(FrameSize(64, 64), batch=2, backgrounds="bg20k-shards", workers=1, world=3)
    sources = open_sources(settings)
    assert sources.are_in_shards
    pairs = Pairs(settings, sources, 1, torch.device("cpu"))
    assert pairs.lanes == 3
    del pairs
    continued = Pairs(replace(settings, workers=2, lanes=3), sources, 1, torch.device("cpu"), first_step=5)
    assert continued.lanes == 3
    loose = open_sources(DataSettings(FrameSize(64, 64), batch=2, backgrounds="bg20k"))
    assert not loose.are_in_shards
