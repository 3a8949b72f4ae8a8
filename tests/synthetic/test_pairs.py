from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws
from matting_rt.synthetic.pairs import Mix, PairSampler, Pool

SIZE = FrameSize(96, 64)


def make_people(folder: Path) -> Path:
    """One cut-out: a green disc that touches the lower edge."""
    folder.mkdir()
    picture = np.zeros((60, 80, 4), np.uint8)
    picture[..., 1] = 200
    cv2.circle(picture, (40, 45), 25, (0, 200, 0, 255), -1)
    assert cv2.imwrite(str(folder / "person.png"), picture)
    return folder


def make_photos(folder: Path, count: int = 7) -> Path:
    folder.mkdir()
    for index in range(count):
        assert cv2.imwrite(str(folder / f"{index}.png"), np.full((90, 120, 3), index * 30, np.uint8))
    return folder


def test_the_same_seed_gives_the_same_pairs() -> None:
    first, second = (PairSampler(SIZE, seed=5, pool=16).sample(3) for _ in range(2))
    assert torch.equal(first.src, second.src)
    assert torch.equal(first.true_pha, second.true_pha)


def test_another_seed_gives_other_pairs() -> None:
    assert not torch.equal(PairSampler(SIZE, seed=5).sample(2).bgr, PairSampler(SIZE, seed=6).sample(2).bgr)


def test_all_pictures_have_the_size_and_range_asked_for() -> None:
    pair = PairSampler(SIZE, seed=1).sample(4)
    for picture, channels in ((pair.src, 3), (pair.bgr, 3), (pair.true_pha, 1), (pair.true_fgr, 3)):
        assert picture.shape == (4, channels, 64, 96)
        assert picture.min() >= 0
        assert picture.max() <= 1


def test_a_clean_frame_is_the_exact_composite_of_its_truth_over_its_plate() -> None:
    pair = PairSampler(SIZE, seed=2, clean=True).sample(6)
    composite = pair.true_fgr * pair.true_pha + pair.bgr * (1 - pair.true_pha)
    # two pictures' sensor noise of 0.004 each is all that may differ
    assert (pair.src - composite).abs().mean() < 0.006
    assert pair.true_pha.max() > 0.9


def test_a_perturbed_plate_differs_from_the_background_but_not_beyond_recognition() -> None:
    pair = PairSampler(SIZE, seed=3).sample(8)
    outside = (pair.true_pha < 0.01).expand_as(pair.src)
    difference = (pair.src - pair.bgr).abs()[outside].mean()
    assert 0.005 < difference < 0.15


def test_the_empty_scene_is_among_the_pictures() -> None:
    pair = PairSampler(SIZE, seed=4, mix=Mix(people=0, figures=0, objects=0, second=0)).sample(3)
    assert pair.true_pha.max() == 0


def test_cut_out_people_and_photographs_are_drawn_from(tmp_path: Path) -> None:
    sampler = PairSampler(
        SIZE,
        seed=1,
        people=make_people(tmp_path / "people"),
        photos=make_photos(tmp_path / "photos"),
        clean=True,
        mix=Mix(people=1, figures=0, objects=0, photos=1, second=0),
    )
    pair = sampler.sample(4)
    inside = (pair.true_pha > 0.99).squeeze(1)
    red, green, blue = (pair.true_fgr[:, channel][inside].mean() for channel in range(3))
    assert green > red + 0.1
    assert green > blue + 0.1


def test_held_out_photographs_are_never_trained_on(tmp_path: Path) -> None:
    """Each is told by the channels that have light, which no change of light or crop takes away."""
    for number in range(1, 8):
        levels = [200 * (number >> channel & 1) for channel in range(3)]
        assert cv2.imwrite(str(tmp_path / f"{number}.png"), np.full((90, 120, 3), levels, np.uint8))
    samplers = [PairSampler(SIZE, seed=1, photos=tmp_path, mix=Mix(photos=1), held_out=x) for x in (False, True)]
    train, held_out = (
        {tuple(channels) for channels in (sampler.backgrounds(64).mean((2, 3)) > 0.3).tolist()} for sampler in samplers
    )
    assert len(train) == 5
    assert len(held_out) == 2
    assert not train & held_out


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="nowhere"):
        PairSampler(SIZE, seed=1, people=tmp_path / "nowhere")


def test_people_without_an_alpha_channel_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match=r"0\.png has no alpha channel"):
        PairSampler(SIZE, seed=1, people=make_photos(tmp_path / "photos", 1))


def test_a_step_gives_the_same_pairs_whatever_was_drawn_before() -> None:
    straight, resumed = PairSampler(SIZE, seed=5, pool=16), PairSampler(SIZE, seed=5, pool=16)
    straight.sample(2)
    for sampler in (straight, resumed):
        sampler.turn_to(48)
    assert torch.equal(straight.sample(2).src, resumed.sample(2).src)


def test_a_pool_is_painted_anew_block_by_block() -> None:
    painted: list[int] = []

    def paint(draws: Draws, count: int) -> torch.Tensor:
        painted.append(count)
        return torch.full((count, 3, 2, 2), len(painted) / 255)

    def levels() -> list[float]:
        return pool.draw(Draws(1), 64).mul(255).round().unique().tolist()

    pool = Pool(paint, 2 * Pool.BLOCK, seed=5)
    assert levels() == [1, 2]
    pool.turn_to(Pool.STEPS_PER_BLOCK)
    assert levels() == [2, 3]
    assert painted == [Pool.BLOCK] * 3
