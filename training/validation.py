"""How good a network in training is, by the metrics of its evaluation, on pictures that no training step draws."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isfinite
from typing import Protocol

import torch
from torch import nn
from torch.nn import functional as F

from matting_rt.frame import FrameSize
from matting_rt.network.matting import MattingRefine
from matting_rt.synthetic.pairs import TRAINED
from training.config import TrainConfig
from training.data.batches import validation_pair
from training.data.crops import CoarseScenes, to_batch
from training.data.scenes import Scenes
from training.data.settings import Split
from training.metrics import Truth

CHOSEN_BY = "mad"
"""The metric whose best value makes a checkpoint the best."""
LARGEST_SIDE = 1024
"""Of its pictures: 96 of 2048x2048 would take 18 GB, and minutes to measure."""
_WATCHED = ("mad", "mad_edge", "mad_holes", "mad_leaks", "mse", "grad", "fgr_mse")


class Validates(Protocol):
    """What tells a run how good its network is."""

    def errors(self, network: nn.Module, between: Callable[[], object]) -> dict[str, float]: ...


class EdgeValidation:
    """Stored scenes, behind a base network that does not learn; what is between sharp edges is not measured again."""

    def __init__(self, scenes: Scenes, network: MattingRefine, device: torch.device) -> None:
        self._device = device
        self._coarse = CoarseScenes(scenes, network.eval(), device)

    @torch.no_grad()
    def errors(self, network: nn.Module, between: Callable[[], object]) -> dict[str, float]:
        """See `Validation.errors`: mad, mse, and what of mad lies where the true alpha is neither 0 nor 1."""
        assert isinstance(network, MattingRefine)
        sums = torch.zeros(3)
        for number in self._coarse.numbers:
            matte, context = self._coarse.matte[number], self._coarse.context[number]
            src, bgr, known, true_pha = to_batch(self._coarse.scenes[number], self._device).split([3, 3, 1, 1], 1)
            matte, context = (x.to(self._device).float().unsqueeze(0) for x in (matte, context))
            given = network.refiner(src, bgr, known, matte, context[:, :1], context[:, 1:], None, None)
            difference = (given[0][:, :1].clamp(0, 1) - true_pha).abs()
            is_edge = (true_pha > 0) & (true_pha < 1)
            sums += torch.stack([difference.mean(), (difference * is_edge).mean(), difference.square().mean()]).cpu()
            between()
        mad, edge, mse = (1000 * sums / max(len(self._coarse.numbers), 1)).tolist()
        return {"mad": mad, "mad_edge": edge, "mse": mse}


class Validation:
    """Pictures kept from training and people never trained on, the same on every process."""

    def __init__(self, config: TrainConfig, device: torch.device) -> None:
        """Raises UsageError, SourceError: a set has no pictures for validation, or is not whole."""
        mix = replace(TRAINED, people=0.6, figures=0.25) if config.valid_people else None
        data = config.data(Split.VALID)
        data = replace(data, size=FrameSize(*(min(side, LARGEST_SIDE) for side in data.size)))
        self._pair = validation_pair(data, config.seed, torch.device("cpu"), config.valid_pictures, mix)
        self._device, self._at_once = device, config.batch
        pha, fgr = self._pair.true_pha.numpy(), self._pair.true_fgr.numpy()
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
            pair = self._pair
            shown = [x[chosen].to(self._device) for x in (pair.src, pair.bgr, pair.known)]
            matte = torch.cat(network(*shown)[:2], 1).float()
            matte = F.interpolate(matte, size, mode="bilinear", align_corners=False).cpu()
            matte = matte.nan_to_num(0.0)  # whoever starts from broken weights is told so by the first step's loss
            for truth, picture in zip(self._truths[chosen], matte.numpy(), strict=True):
                yield truth.errors(picture[0], picture[1:])
