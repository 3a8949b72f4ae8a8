"""The command line of a training run: a flag for each setting, and the names that BackgroundMattingV2 gave them."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import tyro

from matting_rt.errors import ConfigError
from matting_rt.network.variants import REFINER_KERNEL_SIZE, VARIANTS
from training.config import Resume, TrainConfig

RUNS = "runs"
"""Folder of the runs that --model-name names."""


@dataclass(frozen=True, slots=True)
class _Command:
    """What a command line says."""

    settings: tyro.conf.OmitArgPrefixes[TrainConfig]
    resume: Resume = Resume.NO
    """Continue from OUTPUT/last.safetensors; if-there: start a new run where there is none. Alone it means yes."""
    model_name: str = ""
    """Short for --output runs/NAME."""
    model_refine_kernel_size: int = REFINER_KERNEL_SIZE
    """Accepted where it is the variant's own."""


def parse_config(description: str, arguments: Sequence[str] | None, **defaults: Any) -> tuple[TrainConfig, Resume]:
    """The configuration from the command line, and whether to resume an earlier run.

    Args:
        arguments: those of the process where None.
        defaults: instead of those of TrainConfig.

    Raises:
        ConfigError: a setting is out of its range, or a folder is not there.
    """
    default = _Command(replace(TrainConfig(), **defaults))
    words = _with_value_of_resume(sys.argv[1:] if arguments is None else arguments)
    choices = (tyro.conf.EnumChoicesFromValues,)
    given = tyro.cli(_Command, args=words, default=default, description=description, config=choices)
    settings, name = given.settings, given.model_name
    _check_kernel_size(settings.variant, given.model_refine_kernel_size)
    if name:
        if "/" in name or settings.output != default.settings.output:
            raise ConfigError(f"--model-name {name} is short for --output {RUNS}/{name}; give one of them")
        settings = replace(settings, output=f"{RUNS}/{name}")
    settings.require_folders()
    return settings, given.resume


def _with_value_of_resume(words: Sequence[str]) -> list[str]:
    """The words, with "yes" after each --resume that has no value of its own."""
    values = {choice.value for choice in Resume}
    given = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        given.append(word)
        if word == "--resume" and following not in values:
            given.append(Resume.YES.value)
    return given


def _check_kernel_size(variant: str, size: int) -> None:
    """Raise ConfigError unless all of the refiner's kernels are of this size: a variant says what it is made of."""
    if size != REFINER_KERNEL_SIZE and variant in VARIANTS:
        raise ConfigError(
            f"the refiner of {variant} has kernels of {REFINER_KERNEL_SIZE}, not {size}; leave the kernel size out"
        )
