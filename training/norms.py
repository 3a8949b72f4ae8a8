"""Batch norms: statistics that are recalibrated, or held while everything else trains."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn

from matting_rt.synthetic.scenes import Pair

CALIBRATION_PICTURES = 600
"""Enough for statistics that do not depend on which pictures they were gathered from: with 128, and with 288, the same
weights gave alpha errors that differed by a quarter."""


Forward = Callable[[nn.Module, Pair], object]


def run_whole(network: nn.Module, pair: Pair) -> object:
    """Not through `torch.compile`, which would break off at every norm: a plain mean counts on the host."""
    return network.forward(pair.src, pair.bgr, pair.known)


def norms_of(*networks: nn.Module) -> list[nn.BatchNorm2d]:
    return [module for network in networks for module in network.modules() if isinstance(module, nn.BatchNorm2d)]


def hold_norms(*networks: nn.Module) -> None:
    """From now on `train_mode` leaves the statistics of these parts as they are, and normalises by them.

    That is what inference does, so the weights learn for it; and batches of a few large pictures, whose own statistics
    differ from one to the next, are enough.
    """
    for norm in norms_of(*networks):
        norm.is_held = True  # type: ignore[assignment]  # what torch's types allow is tensors and modules


def train_mode(network: nn.Module) -> nn.Module:
    """As `network.train()`, but for norms that are held."""
    network.train()
    for norm in norms_of(network):
        if getattr(norm, "is_held", False):
            norm.eval()
    return network


def free_statistics(network: nn.Module) -> list[Tensor]:
    """The running means and variances of all norms that are not held."""
    free = [norm for norm in norms_of(network) if not getattr(norm, "is_held", False)]
    return [statistic for norm in free for statistic in (norm.running_mean, norm.running_var) if statistic is not None]


@torch.no_grad()
def recalibrate_batchnorm(
    network: nn.Module, pairs: Iterator[Pair], pictures: int = CALIBRATION_PICTURES, run: Forward = run_whole
) -> nn.Module:
    """Gather the statistics of all norms that are not held over fresh pairs; leaves evaluation mode.

    Args:
        run: how the network meets a pair in training.
    """
    train_mode(network)
    momenta = {}
    for norm in norms_of(network):
        if norm.training:
            momenta[norm] = norm.momentum
            norm.reset_running_stats()
            norm.momentum = None  # a plain mean over all that follows
    seen = 0
    try:
        while momenta and seen < pictures:
            pair = next(pairs)
            run(network, pair)
            seen += len(pair.src)
    finally:
        for norm, momentum in momenta.items():
            norm.momentum = momentum
    return network.eval()
