import itertools
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from matting_rt.synthetic.pairs import Pair
from training.norms import hold_norms, recalibrate_batchnorm, train_mode


class TwoNorms(nn.Module):
    """Takes src alone; the first norm sees it, the second what the first leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.BatchNorm2d(3), nn.BatchNorm2d(3)

    def forward(self, src: Tensor, bgr: Tensor, known: Tensor | None = None) -> Tensor:
        out: Tensor = self.second(self.first(src))
        return out


def pairs(*levels: float) -> Iterator[Pair]:
    for level in levels:
        grey = torch.full((2, 3, 4, 4), level)
        yield Pair(grey, grey, grey[:, :1], grey, grey[:, :1])


def test_recalibrated_statistics_are_the_mean_over_the_pictures_asked_for() -> None:
    network = TwoNorms()
    recalibrate_batchnorm(network, pairs(0.2, 0.4, 9.0), pictures=4)
    assert torch.allclose(network.first.running_mean, torch.full((3,), 0.3))
    assert not network.training


def test_held_norms_keep_their_statistics_and_normalise_by_them_while_the_rest_trains() -> None:
    network = TwoNorms()
    hold_norms(network.first)
    before = network.first.running_mean.clone()
    train_mode(network)
    out = network(*(torch.full((2, 3, 4, 4), 0.7),) * 2)
    assert torch.equal(network.first.running_mean, before)
    assert network.second.training
    assert out.shape == (2, 3, 4, 4)
    recalibrate_batchnorm(network, itertools.cycle(list(pairs(0.5))), pictures=2)
    assert torch.equal(network.first.running_mean, before)
    assert torch.allclose(network.second.running_mean, torch.full((3,), 0.5), atol=1e-3)


def test_a_network_whose_norms_are_all_held_draws_no_pairs() -> None:
    network = TwoNorms()
    hold_norms(network)
    recalibrate_batchnorm(network, iter(()))
    assert not network.training
