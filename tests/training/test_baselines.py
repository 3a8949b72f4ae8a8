"""Baselines: what they find, and where they cannot."""

import pytest
import torch
from torch import Tensor

from matting_rt.synthetic.scenes import Pair
from training.baselines import AbsoluteDifference, MixtureOfGaussians, UntrainedNetwork, best_threshold


@pytest.fixture
def room() -> Tensor:
    return torch.rand(1, 3, 72, 128, generator=torch.Generator().manual_seed(0)) * 0.2 + 0.3


@pytest.fixture
def true_pha(room: Tensor) -> Tensor:
    pha = torch.zeros_like(room[:, :1])
    pha[..., 20:60, 40:90] = 1
    return pha


def composite(room: Tensor, pha: Tensor, level: float) -> Tensor:
    return room * (1 - pha) + level * pha


def test_the_best_threshold_is_that_of_an_exhaustive_search(room: Tensor, true_pha: Tensor) -> None:
    noise = torch.randn(room.shape, generator=torch.Generator().manual_seed(1)) * 0.1
    src = (composite(room, true_pha, 0.7) + noise).clamp(0, 1)
    soft = true_pha * 0.8
    known = torch.ones_like(soft)
    errors = [(AbsoluteDifference(t).matte(src, room, known).pha - soft).abs().mean().item() for t in range(256)]
    assert errors[best_threshold([Pair(src, room, soft, src, known)])] == pytest.approx(min(errors))


@pytest.mark.parametrize("baseline", [AbsoluteDifference(20), MixtureOfGaussians()], ids=lambda each: each.name)
def test_something_unlike_the_plate_is_found(baseline, room: Tensor, true_pha: Tensor) -> None:
    matte = baseline.matte(composite(room, true_pha, 0.95), room, torch.ones_like(true_pha))
    assert matte.pha.shape == true_pha.shape
    assert matte.fgr.shape == room.shape
    assert (matte.pha - true_pha).abs().mean() < 0.001


@pytest.mark.parametrize("baseline", [AbsoluteDifference(20), MixtureOfGaussians()], ids=lambda each: each.name)
def test_nothing_is_found_in_the_plate_itself(baseline, room: Tensor) -> None:
    assert baseline.matte(room, room, torch.ones_like(room[:, :1])).pha.max() == 0


def test_the_untrained_network_gives_the_same_matte_every_time(room: Tensor, true_pha: Tensor) -> None:
    src, known = composite(room, true_pha, 0.9), torch.ones_like(true_pha)
    first, second = (UntrainedNetwork().matte(src, room, known) for _ in range(2))
    assert torch.equal(first.pha, second.pha)
    assert first.pha.shape == true_pha.shape
    assert (first.pha - true_pha).abs().mean() > 0.1


def test_where_the_plate_is_not_known_whatever_it_shows_makes_no_difference(room: Tensor, true_pha: Tensor) -> None:
    src, known = composite(room, true_pha, 0.95), (true_pha == 0).float()
    for baseline in (AbsoluteDifference(20), MixtureOfGaussians(), UntrainedNetwork()):
        alphas = [baseline.matte(src, composite(room, true_pha, level), known).pha for level in (0.0, 1.0)]
        assert torch.equal(*alphas)
