"""The command line of a training run: a flag for each setting, and the names that BackgroundMattingV2 gave them."""

import argparse
from collections.abc import Sequence
from dataclasses import fields
from enum import Enum
from typing import Any

from matting_rt.errors import ConfigError
from matting_rt.network.variants import REFINER_KERNEL_SIZE, VARIANTS
from training.config import Resume, TrainConfig

FIRST_NAMES = {
    "variant": ["--model-backbone"],
    "start_from": ["--model-last-checkpoint", "--model-pretrain-initialization"],
    "batch": ["--batch-size"],
    "workers": ["--num-workers"],
    "epochs": ["--epoch-end"],
    "backbone_scale": ["--model-backbone-scale"],
    "refine_mode": ["--model-refine-mode"],
    "refine_sample_pixels": ["--model-refine-sample-pixels"],
    "refine_threshold": ["--model-refine-threshold", "--model-refine-thresholding"],
    "save_every": ["--checkpoint-interval", "--log-valid-interval"],
    "log_every": ["--log-train-loss-interval"],
    "pictures_every": ["--log-train-images-interval"],
}
"""What else a setting is called."""
RUNS = "runs"
"""Folder of the runs that --model-name names."""


def parse_config(description: str, arguments: Sequence[str] | None, **defaults: Any) -> tuple[TrainConfig, Resume]:
    """The configuration from the command line, and whether to go on with an earlier run.

    Args:
        arguments: those of the process where None.
        defaults: instead of those of TrainConfig.

    Raises:
        ConfigError: a setting is out of its range, or a folder is not there.
    """
    parser = argparse.ArgumentParser(description=description, allow_abbrev=False)
    for field in fields(TrainConfig):
        default = defaults.get(field.name, field.default)
        kind = type(default)
        choices = [choice.value for choice in kind] if issubclass(kind, Enum) else None
        shown = default.value if isinstance(default, Enum) else default
        parser.add_argument(
            "--" + field.name.replace("_", "-"),
            *FIRST_NAMES.get(field.name, []),
            dest=field.name,
            type=str if choices else kind,
            choices=choices,
            default=shown,
            help=f"default {shown}" if shown != "" else "empty by default",
        )
    parser.add_argument("--model-name", default="", metavar="NAME", help=f"short for --output {RUNS}/NAME")
    parser.add_argument(
        "--model-refine-kernel-size",
        type=int,
        choices=(1, 3),
        help="accepted where it is the variant's own",
    )
    parser.add_argument(
        "--resume",
        nargs="?",
        const=Resume.YES.value,
        default=Resume.NO.value,
        choices=[choice.value for choice in Resume],
        help="go on from OUTPUT/last.safetensors; if-there: or begin, where there is none",
    )
    values = vars(parser.parse_args(arguments))
    resume, name = Resume(values.pop("resume")), values.pop("model_name")
    _check_kernel_size(values["variant"], values.pop("model_refine_kernel_size"))
    if name:
        if "/" in name or values["output"] != parser.get_default("output"):
            raise ConfigError(f"--model-name {name} is short for --output {RUNS}/{name}; give one of them")
        values["output"] = f"{RUNS}/{name}"
    for field in fields(TrainConfig):
        if isinstance(field.default, Enum):
            values[field.name] = type(field.default)(values[field.name])
    return TrainConfig(**values), resume


def _check_kernel_size(variant: str, size: int | None) -> None:
    """Raise ConfigError unless all of the refiner's kernels are of this size: a variant says what it is made of."""
    if size not in (None, REFINER_KERNEL_SIZE) and variant in VARIANTS:
        raise ConfigError(
            f"the refiner of {variant} has kernels of {REFINER_KERNEL_SIZE}, not {size}; leave the kernel size out"
        )
