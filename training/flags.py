"""The command line of a training run: a flag for each setting, and the names that BackgroundMattingV2 gave them."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import tyro

from matting_rt.errors import ConfigError
from training.config import Resume, TrainConfig
from training.defaults import default_settings

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


def parse_config(description: str, arguments: Sequence[str] | None, kind: str = "base") -> tuple[TrainConfig, Resume]:
    """The configuration from the command line, and whether to resume an earlier run.

    Args:
        arguments: those of the process where None.
        kind: of what is trained, for the defaults: base, edges or refine.

    Raises:
        ConfigError: a setting is out of its range, or a folder is not there.
    """
    words = _with_value_of_resume(sys.argv[1:] if arguments is None else arguments)
    default = _Command(_default_config(kind, words))
    choices = (tyro.conf.EnumChoicesFromValues,)
    given = tyro.cli(_Command, args=words, default=default, description=description, config=choices)
    settings, name = given.settings, given.model_name
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
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        given.append(word)
        if word == "--resume" and following not in values:
            given.append(Resume.YES.value)
    return given


def _default_config(kind: str, words: Sequence[str]) -> TrainConfig:
    """The defaults for the sets and the network that the words name. Raises ConfigError."""
    config = TrainConfig()
    named = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    named.add_argument("--dataset-name", "--dataset_name", default=config.dataset_name)
    named.add_argument("--variant", "--model-backbone", "--model_backbone", default=config.variant)
    named.add_argument("--steps", "--minutes", dest="length")
    given, _ = named.parse_known_args(list(words))
    settings = default_settings(kind, given.dataset_name, given.variant, is_length_given=given.length is not None)
    return replace(config, **settings)
