"""What a training run is made of: one frozen dataclass, from the command line, kept in every checkpoint."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize
from training.data.settings import DataSettings, Use


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Settings of a run of `train_base` or `train_refine`; each is a flag of the command."""

    variant: str = "mobilenetv3-lite"
    """One of matting_rt.network.variants.VARIANTS."""
    output: str = "runs/lite-base"
    """Folder for checkpoints and TensorBoard logs."""
    start_from: str = ""
    """Checkpoint or model file whose weights to start from (train_refine: the trained base); empty: random weights."""
    dataset_name: str = "synthetic"
    """Sets of foregrounds: p3m10k, or several with their shares, p3m10k:0.6,synthetic:0.4."""
    background_dataset: str = ""
    """Sets of backgrounds, the same way; empty: painted rooms and the photographs of `photos`."""
    data_paths: str = ""
    """TOML file with the paths of data sets; empty: that of MATTING_RT_DATASETS, or datasets.toml."""
    clip_length: int = 1
    """Consecutive frames of a clip that are shown together; 1: single pictures."""
    workers: int = 0
    """Processes that decode pictures; 0: as many as there are cores for them."""
    people: str = ""
    """Folder of cut-out people (RGBA) to draw from beside the painted figures."""
    photos: str = ""
    """Folder of photographs without people, as backgrounds beside the painted rooms."""
    valid_people: str = ""
    """Folder of cut-out people never trained on, for validation."""
    width: int = 256
    """Width of the pictures, pixels."""
    height: int = 192
    """Height of the pictures, pixels."""
    batch: int = 16
    """Pictures in a step."""
    steps: int = 8000
    """Steps of the whole schedule."""
    rate: float = 1.5e-3
    """Peak learning rate of AdamW."""
    weight_decay: float = 1e-2
    warmup: int = 200
    """Steps over which the rate rises from 0; then it falls to 0 along half a cosine."""
    ema_decay: float = 0.998
    """Share of the old average kept at each step; the averaged weights are what is validated and released."""
    backbone_scale: float = 0.375
    """train_refine: side of the backbone's picture over the frame's."""
    refine_share: float = 0.25
    """train_refine: share of the picture's cells that the refiner works on."""
    pool: int = 1024
    """Painted pictures kept and shown again, see PairSampler."""
    seed: int = 1
    device: str = "auto"
    """auto, cpu or cuda."""
    save_every: int = 250
    """Steps between checkpoints and validations."""
    minutes: float = 0.0
    """Stop after this many minutes as if the schedule ended then (the rate follows the clock); 0: after `steps`."""

    def __post_init__(self) -> None:
        if self.width % 16 or self.height % 16 or min(self.size) < 64:
            raise ConfigError(f"pictures of {self.width}x{self.height} do not fit; choose multiples of 16 from 64 on")
        if min(self.batch, self.steps, self.save_every, self.warmup) < 1:
            raise ConfigError("batch, steps, save-every and warmup must be at least 1")
        self.data()
        if min(self.rate, self.weight_decay, self.minutes, self.pool) < 0:
            raise ConfigError("rate, weight-decay, minutes and pool must not be negative")
        if not 0 <= self.ema_decay < 1:
            raise ConfigError(f"ema-decay is {self.ema_decay:g}; choose a value from 0 to below 1")
        if not 0 < self.refine_share <= 1:
            raise ConfigError(f"refine-share is {self.refine_share:g}; choose a value above 0 and up to 1")
        # Most are read by a process beside the training one, long after the mistake.
        for name in ("people", "photos", "valid_people"):
            folder = optional_path(getattr(self, name))
            if folder is not None and not folder.is_dir():
                raise ConfigError(f"there is no folder {folder}; check the path given to --{name.replace('_', '-')}")

    @property
    def size(self) -> FrameSize:
        return FrameSize(self.width, self.height)

    def data(self, use: Use = Use.TRAIN) -> DataSettings:
        """What batches are made of. Raises ConfigError."""
        return DataSettings(
            self.size,
            self.batch,
            self.dataset_name,
            self.background_dataset,
            self.data_paths,
            self.clip_length,
            people=optional_path(self.people if use is Use.TRAIN else self.valid_people),
            photos=optional_path(self.photos),
            pool=self.pool,
            workers=self.workers,
        )


def parse_config(description: str, arguments: Sequence[str] | None, **defaults: Any) -> tuple[TrainConfig, bool]:
    """The configuration from the command line, and whether to continue an earlier run.

    Args:
        arguments: those of the process where None.
        defaults: instead of those of TrainConfig.

    Raises:
        ConfigError: a setting is out of its range, or a folder is not there.
    """
    parser = argparse.ArgumentParser(description=description)
    for field in fields(TrainConfig):
        default = defaults.get(field.name, field.default)
        flag = "--" + field.name.replace("_", "-")
        parser.add_argument(flag, type=type(field.default), default=default, help=f"default {default}")
    parser.add_argument("--resume", action="store_true", help="continue from OUTPUT/last.pt")
    values = vars(parser.parse_args(arguments))
    resume = values.pop("resume")
    return TrainConfig(**values), resume


def optional_path(text: str) -> Path | None:
    return Path(text) if text else None


def to_dict(config: TrainConfig) -> dict[str, Any]:
    return asdict(config)
