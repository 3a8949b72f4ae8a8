"""Stored scenes, and the crops along their edges."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.frame import FrameSize
from matting_rt.network.matting import MattingRefine
from matting_rt.network.variants import build_network
from training.data.crops import CoarseScenes, CropStream, decode_scene, enlarge_window, to_batch
from training.data.scenes import main, open_scenes

SIZE = FrameSize(320, 192)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty painted scenes in two shards."""
    output = tmp_path_factory.mktemp("scenes")
    assert main(["--output", str(output), "--count", "20", "--width", "320", "--height", "192"]) == 0
    return output


@pytest.fixture(scope="module")
def network() -> MattingRefine:
    torch.manual_seed(0)
    network = build_network("mobilenetv3-lite", backbone_scale=0.5, refine_mode="full").eval()
    assert isinstance(network, MattingRefine)
    return network


def test_scenes_come_back_by_their_numbers(folder: Path) -> None:
    scenes = open_scenes(folder)
    assert (len(scenes), scenes.size, len(scenes.shards)) == (20, SIZE, 2)
    assert np.array_equal(scenes[17], scenes.shards[1][1])
    assert len({scenes[number].tobytes() for number in range(20)}) == 20


def test_a_lost_shard_is_painted_again_as_it_was(folder: Path, tmp_path: Path) -> None:
    paths = sorted(folder.iterdir())
    before = [path.read_bytes() for path in paths]
    paths[1].unlink()
    assert main(["--output", str(folder), "--count", "20", "--width", "320", "--height", "192"]) == 0
    assert [path.read_bytes() for path in paths] == before


@pytest.mark.parametrize(
    ("content", "error"),
    [(None, SourceNotFoundError), (b"no array", SourceFormatError), (np.zeros((2, 3, 8, 8)), SourceFormatError)],
)
def test_a_folder_without_scenes_is_named(tmp_path: Path, content: object, error: type[Exception]) -> None:
    if isinstance(content, bytes):
        (tmp_path / "scenes-1-00000.npy").write_bytes(content)
    elif content is not None:
        np.save(tmp_path / "scenes-1-00000.npy", content)
    with pytest.raises(error, match=str(tmp_path)):
        open_scenes(tmp_path)


@pytest.mark.parametrize("corner", [(0, 0), (96, 224), (40, 100)])
def test_an_enlarged_window_is_cut_from_what_the_network_enlarges(corner: tuple[int, int]) -> None:
    x, (top, left) = torch.randn(4, 96, 160), corner
    whole = F.interpolate(x.unsqueeze(0), (192, 320), mode="bilinear", align_corners=False)[0]
    window = enlarge_window(x, top, left, 96, 192, 320)
    torch.testing.assert_close(window, whole[:, top : top + 96, left : left + 96], atol=1e-4, rtol=0)


def scenes_of(folder: Path, network: MattingRefine) -> CoarseScenes:
    """All of them, though a network of random weights is lost in each."""
    coarse = CoarseScenes(open_scenes(folder), network, torch.device("cpu"))
    assert coarse.numbers == []
    coarse.numbers = list(range(len(coarse.scenes)))
    return coarse


def cut(x: torch.Tensor, top: int, left: int, is_mirrored: bool) -> torch.Tensor:
    window = x[0, :, top : top + 64, left : left + 64]
    return window.flip(2) if is_mirrored else window


def test_crops_hold_what_the_edge_network_sees_inside_the_whole(folder: Path, network: MattingRefine) -> None:
    scenes = open_scenes(folder)
    coarse, number = scenes_of(folder, network), 3
    coarse.numbers = [number]
    scene = to_batch(scenes[number], torch.device("cpu"))
    matte, _, _ = decode_scene(network, scene)
    whole = torch.cat([scene[:, :6], F.interpolate(matte, SIZE[::-1], mode="bilinear"), scene[:, 6:7]], 1)
    crops = coarse.crops(seed=1, count=4, side=64)
    for crop, truth in zip(crops.seen, crops.true_pha, strict=True):
        found = [
            (top, left, is_mirrored)
            for is_mirrored in (False, True)
            for top in range(0, SIZE.height - 63, 4)
            for left in range(0, SIZE.width - 63, 4)
            if torch.equal(cut(whole[:, :3], top, left, is_mirrored), crop[:3])
        ]
        window = cut(torch.cat([whole, scene[:, 7:]], 1), *found[0])
        torch.testing.assert_close(crop, window[:11], atol=2e-3, rtol=0)  # coarse mattes are kept in fp16
        assert torch.equal(truth, window[11:])


def test_the_same_step_has_the_same_crops(folder: Path, network: MattingRefine) -> None:
    coarse = scenes_of(folder, network)
    first = CropStream(coarse, seed=3, batch=2, side=64, first_step=0)
    crops = [next(first) for _ in range(3)]
    again = next(CropStream(coarse, seed=3, batch=2, side=64, first_step=2))
    assert torch.equal(again.seen, crops[2].seen)
    assert torch.equal(again.context, crops[2].context)
    assert not torch.equal(again.seen, crops[1].seen)
