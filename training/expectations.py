"""What a recipe expects of what it made: errors below a limit, and the very bits where the machine is the same."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch

from matting_rt.errors import UsageError
from matting_rt.model_files import sha256_of
from matting_rt.processor import processor_facts


@dataclass(frozen=True, slots=True)
class Limit:
    """Of a model's mean absolute error, as `training.evaluate` measured it."""

    evaluation: str
    """The evaluation.json."""
    model: str
    """As the evaluation calls it; likewise the rest."""
    set: str
    plate: str
    mad: float
    """At most, times 1000."""
    shares: dict[str, float] = field(default_factory=dict)
    """And at most such a share of another's error, by its name."""


@dataclass(frozen=True, slots=True)
class Bits:
    """A file that comes out the same every time on one kind of machine."""

    file: str
    sha256: str = ""
    """Empty: not known yet."""
    machine: str = ""
    """Where it came out so, as `this_machine` describes it."""


def require_limits(limits: Iterable[Limit], places: Mapping[str, str]) -> None:
    """Compare and print all. Raises SystemExit: one is missed; UsageError: the evaluation lacks one."""
    missed = 0
    for limit in limits:
        errors = _errors(Path(limit.evaluation.format_map(places)), limit.set, limit.plate)
        allowed = {f"the limit {limit.mad:g}": limit.mad}
        for other, share in limit.shares.items():
            error = _error_of(errors, other, limit)
            allowed[f"{share:g} of {other}'s {error:.3g}"] = share * error
        error = _error_of(errors, limit.model, limit)
        for what, most in allowed.items():
            is_met = error <= most
            missed += not is_met
            print(f"{limit.set}, {limit.plate}: error {error:.2f} is {'within' if is_met else 'ABOVE'} {what}")
    if missed:
        raise SystemExit(f"recipe: {missed} limits are missed")


def _errors(path: Path, set_name: str, plate: str) -> dict[str, float]:
    """By model."""
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return {row["model"]: row["mad"] for row in rows if (row["set"], row["plate"]) == (set_name, plate)}


def _error_of(errors: Mapping[str, float], model: str, limit: Limit) -> float:
    if model not in errors:
        raise UsageError(f"{limit.evaluation} has no error of {model} on {limit.set}, {limit.plate}")
    return errors[model]


def require_bits(bits: Bits, places: Mapping[str, str]) -> None:
    """Compare and print. Raises SystemExit: the file differs from what it was on a machine like this."""
    path = Path(bits.file.format_map(places))
    found, here = sha256_of(path), this_machine()
    print(f"{path}: sha256 {found}, on {here}")
    if found == bits.sha256:
        print("The bits are those of the recipe")
    elif here == bits.machine:
        raise SystemExit(f"recipe: on this kind of machine they were {bits.sha256}")
    else:
        print(f"The recipe knows the bits of {bits.machine or 'no machine'} alone; sums are rounded otherwise here")


def this_machine() -> str:
    """What decides how sums are rounded: PyTorch's version, its instructions, the processor and its threads."""
    facts = processor_facts()
    processor = " ".join(facts.get(name, "") for name in ("vendor_id", "cpu family", "model"))
    return f"torch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}, {processor}"
