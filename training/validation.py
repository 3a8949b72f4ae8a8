"""How good a network in training is, by the metrics of its evaluation, on pictures that no training step draws."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isfinite

import torch
from torch import nn
from torch.nn import functional as F

from matting_rt.synthetic.pairs import TRAINED
from training.config import TrainConfig
from training.data.batches import validation_pair
from training.data.settings import Use
from training.metrics import Truth

CHOSEN_BY = "mad"
"""The metric whose best value makes a checkpoint the best."""
_WATCHED = ("mad", "mad_edge", "mad_holes", "mad_leaks", "mse", "grad", "fgr_mse")


class Validation:
    """Pictures kept from training and people never trained on, the same on every process."""

    def __init__(self, config: TrainConfig, device: torch.device) -> None:
        """Raises UsageError, SourceError: a set has no pictures for validation, or is not whole."""
        mix = replace(TRAINED, people=0.6, figures=0.25) if config.valid_people else None
        self._pair = validation_pair(config.data(Use.VALID), config.seed, device, config.valid_pictures, mix)
        self._at_once = config.batch
        pha, fgr = self._pair.true_pha.cpu().numpy(), self._pair.true_fgr.cpu().numpy()
        self._truths = [Truth(alpha[0], colour) for alpha, colour in zip(pha, fgr, strict=True)]

    @torch.no_grad()
    def errors(self, network: nn.Module, between: Callable[[], object]) -> dict[str, float]:
        """Mean errors in the units of `training.metrics`, at the size of the truth; the network evaluates.

        Args:
            between: called after each picture: measuring a large one takes a second.
        """
        found, means = [], {}
        for errors in self._errors_of_each(network):
            found.append(errors)
            between()
        for name in _WATCHED:
            values = [errors[name] for errors in found if isfinite(errors[name])]
            if values:
                means[name] = sum(values) / len(values)
        return means

    def _errors_of_each(self, network: nn.Module) -> Iterator[dict[str, float]]:
        size = self._pair.true_pha.shape[-2:]
        for first in range(0, len(self._truths), self._at_once):
            chosen = slice(first, first + self._at_once)
            matte = torch.cat(network(self._pair.src[chosen], self._pair.bgr[chosen])[:2], 1).float()
            matte = F.interpolate(matte, size, mode="bilinear", align_corners=False).cpu()
            matte = matte.nan_to_num(0.0)  # whoever starts from broken weights is told so by the first step's loss
            for truth, picture in zip(self._truths[chosen], matte.numpy(), strict=True):
                yield truth.errors(picture[0], picture[1:])
