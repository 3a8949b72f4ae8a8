"""Run a recipe: the stages of a release, each a command of training with its settings, from one TOML file.

    python -m training.recipe training/recipes/toy.toml --output runs/toy
    python -m training.recipe training/recipes/mobilenetv3-lite.toml --output runs/lite --input people=PEOPLE ... --show

Each stage is printed as the command that it is (--show: nothing else happens). The first that fails ends the recipe;
the same command goes on there, and a run of training in its middle. A stage that is done is noted in OUTPUT/STAGE.done,
and not done again.

In the file, {output} is this command's --output, and {NAME} what --input gives for an entry of [inputs], which says
what is wanted. After the last stage, what the file expects of the models is compared, see `training.expectations`.
"""

import argparse
import importlib
import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from matting_rt.config.toml import read_toml
from matting_rt.errors import ConfigError, UsageError
from training.command import run_command
from training.expectations import Bits, Limit, require_bits, require_limits
from training.scores import write_text


@dataclass(frozen=True, slots=True)
class Stage:
    """One command of training."""

    command: str
    """Module below `training`, e.g. train_base or data.scenes."""
    does: str
    """What it is for, in a line."""
    files: list[str] = field(default_factory=list)
    """Arguments without a flag."""
    flags: dict[str, Any] = field(default_factory=dict)
    """Of the command, without the dashes; a list: several values; true: a flag without a value."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a recipe's file holds."""

    about: str
    stages: dict[str, Stage]
    """By their names, in order."""
    threads: int = 0
    """That networks compute in; 0: as many as each command would take."""
    deterministic: bool = False
    """Whether PyTorch may use only what gives the same bits every time."""
    inputs: dict[str, str] = field(default_factory=dict)
    """Names of folders that must be given, and what is wanted in each."""
    limits: dict[str, Limit] = field(default_factory=dict)
    bits: Bits | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", type=Path, help="TOML file")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="for all that the stages make")
    parser.add_argument("--input", nargs="+", default=[], metavar="NAME=DIR", help="what the recipe's [inputs] ask for")
    parser.add_argument("--show", action="store_true", help="print the commands and do nothing")
    given = parser.parse_args(arguments)
    return run_command("recipe", lambda: cook(given))


def cook(given: argparse.Namespace) -> None:
    """Raises UsageError, ConfigError: the file, or an input, will not do. SystemExit: a stage or a limit failed."""
    recipe = read_recipe(given.recipe)
    places = {**_inputs(recipe, given.input), "output": str(given.output)}
    words = {name: _words(name, stage, places) for name, stage in recipe.stages.items()}
    print(recipe.about)
    with _computing(recipe.threads, recipe.deterministic):
        for number, (name, stage) in enumerate(recipe.stages.items(), 1):
            line = shlex.join(["python", "-m", f"training.{stage.command}", *words[name]])
            print(f"\n[{number}/{len(words)}] {name}: {stage.does}\n    {line}", flush=True)
            if not given.show:
                _run(stage, words[name], line, given.output / f"{name}.done")
    if not given.show:
        require_limits(recipe.limits.values(), places)
        if recipe.bits:
            require_bits(recipe.bits, places)


def read_recipe(path: Path) -> Recipe:
    """Raises UsageError: there is no such file. ConfigError: it is no recipe."""
    if not path.is_file():
        raise UsageError(f"There is no recipe {path}; check the path, or look into training/recipes")
    return read_toml(path.read_text(encoding="utf-8"), Recipe)


def _inputs(recipe: Recipe, given: Sequence[str]) -> dict[str, str]:
    inputs = dict(text.partition("=")[::2] for text in given)
    for name, wanted in recipe.inputs.items():
        if not inputs.get(name):
            raise UsageError(f"the recipe needs {wanted}: --input {name}=DIR")
    unknown = next((name for name in inputs if name not in recipe.inputs), None)
    if unknown is not None:
        raise UsageError(f"the recipe asks for no {unknown!r}; it takes {', '.join(recipe.inputs) or 'no inputs'}")
    names: dict[Path, str] = {}
    for name, folder in inputs.items():
        other = names.setdefault(Path(folder).resolve(), name)
        if other != name:
            raise UsageError(f"{other} and {name} are both {folder}; a run must not be measured on what it learns from")
    return inputs


def _words(name: str, stage: Stage, places: dict[str, str]) -> list[str]:
    """A stage's arguments as they would be typed."""
    words = list(stage.files)
    for flag, value in stage.flags.items():
        values = value if isinstance(value, list) else [] if value is True else [str(value)]
        words += [f"--{flag.replace('_', '-')}", *values]
    try:
        return [word.format_map(places) for word in words]
    except (KeyError, ValueError) as error:
        raise ConfigError(f"the stage {name} names {error}; the recipe has {', '.join(places)}") from None


def _run(stage: Stage, words: list[str], line: str, done: Path) -> None:
    if done.is_file():
        if done.read_text(encoding="utf-8").strip() != line:
            raise UsageError(
                f"{done} is of another command: choose another --output, or remove it to do this stage anew"
            )
        print("    is done")
        return
    status = importlib.import_module(f"training.{stage.command}").main(words)
    if status:
        print(f"recipe: {done.stem} has ended with status {status}; the same command goes on there", file=sys.stderr)
        raise SystemExit(status)
    done.parent.mkdir(parents=True, exist_ok=True)
    write_text(done, line + "\n")


@contextmanager
def _computing(threads: int, deterministic: bool) -> Iterator[None]:
    """Compute in a fixed number of threads, and by algorithms that give the same bits each time."""
    before = torch.get_num_threads(), torch.are_deterministic_algorithms_enabled(), os.environ.get("OMP_NUM_THREADS")
    if threads:
        os.environ["OMP_NUM_THREADS"] = str(threads)  # what training.cores goes by, and the processes that paint
        torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(deterministic)
    try:
        yield
    finally:
        torch.set_num_threads(before[0])
        torch.use_deterministic_algorithms(before[1])
        os.environ.pop("OMP_NUM_THREADS", None)
        if before[2] is not None:
            os.environ["OMP_NUM_THREADS"] = before[2]


if __name__ == "__main__":
    sys.exit(main())
