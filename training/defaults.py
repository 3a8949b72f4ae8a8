"""The settings of a run that nobody gives: by the command, the data sets and the network.

Painted scenes alone train at sizes that a CPU can do. Data sets, and the networks of BackgroundMattingV2, are trained
as the original's scripts do: size, batch and epochs, and how fast each part learns.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from torch import nn

from matting_rt.network.settings import OUR_VARIANTS
from training.data.registry import REGISTRY, Kind
from training.data.settings import parse_shares

_PAINTED: Mapping[str, Mapping[str, Any]] = {
    "base": {},
    "edges": {"output": "runs/lite-edges", "batch": 24, "steps": 10_000, "rate": 2e-3, "calibration_pictures": 2400},
    "refine": {
        **{"output": "runs/lite-refine", "width": 512, "height": 384, "batch": 6},
        **{"steps": 1500, "rate": 1e-3, "pool": 256},
    },
}
_SETS: Mapping[str, Mapping[str, Any]] = {
    "base": {"width": 512, "height": 512, "epochs": 8, "save_every": 1000},
    "refine": {"width": 2048, "height": 2048, "epochs": 1, "batch": 4, "backbone_scale": 0.25, "save_every": 500},
}
"""The original's sizes; its examples train 8 epochs of VideoMatte240K, and 1 with the refiner."""
_ORIGINALS: Mapping[str, Mapping[str, Any]] = {
    "base": {"batch": 8, "rate": 5e-4},
    "refine": {"batch": 4, "rate": 3e-4, "backbone_scale": 0.25, "refine_sample_pixels": 80_000},
}
_FACTORS: Mapping[str, Mapping[str, float]] = {
    "base": {"backbone": 1.0, "aspp": 1.0, "decoder": 1.0},
    "refine": {"backbone": 0.2, "aspp": 0.2, "decoder": 0.2, "refiner": 1.0},
}
_ORIGINAL_FACTORS: Mapping[str, Mapping[str, float]] = {
    "base": {"backbone": 0.2, "aspp": 1.0, "decoder": 1.0},
    "refine": {"backbone": 1 / 6, "aspp": 1 / 6, "decoder": 1 / 3, "refiner": 1.0},
}
"""1e-4 and 5e-4; 5e-5, 5e-5, 1e-4 and 3e-4 (train_base.py and train_refine.py of BackgroundMattingV2)."""


def default_settings(kind: str, dataset_name: str, variant: str, is_length_given: bool) -> dict[str, Any]:
    """Settings of `TrainConfig` that differ from its own defaults.

    Args:
        kind: base, edges (which are trained on stored scenes) or refine.
        dataset_name: as TrainConfig has it.
        is_length_given: whether the steps or minutes of the run are; then no number of epochs is assumed.
    """
    settings = dict(_PAINTED[kind])
    if not is_painted(dataset_name):
        settings |= _SETS.get(kind, {})
    if variant not in OUR_VARIANTS:
        settings |= _ORIGINALS.get(kind, {})
    if is_length_given:
        settings.pop("epochs", None)
    return settings


def is_painted(dataset_name: str) -> bool:
    """Whether all sets of foregrounds are painted while training runs. Raises ConfigError: the shares are none."""
    sets = [REGISTRY.get(share.name) for share in parse_shares(dataset_name)]
    return all(each is not None and each.kind is Kind.PAINTED for each in sets)


def parameter_groups(network: nn.Module, kind: str, variant: str) -> Sequence[dict[str, Any]]:
    """For AdamW, in the order of the network's parts; "factor" in each scales the learning rate."""
    factors = (_FACTORS if variant in OUR_VARIANTS else _ORIGINAL_FACTORS)[kind]
    return [
        {"params": [each for each in network.get_submodule(part).parameters() if each.requires_grad], "factor": factor}
        for part, factor in factors.items()
    ]
