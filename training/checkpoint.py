"""Checkpoints that a run continues from as if it had never stopped, and weights that a new run starts from."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from matting_rt.errors import ConfigError, SinkError, UsageError, WeightsError
from matting_rt.weights import SUFFIX, find_model, first_misfit


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint; the previous one under this name survives until the new one is complete.

    Raises:
        SinkError: it cannot be written.
    """
    temporary = path.with_suffix(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            torch.save(state, file)
        os.replace(temporary, path)
    except (OSError, RuntimeError) as error:  # torch reports a full disk as a RuntimeError, in the OSError's context
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        cause = error.__context__ if isinstance(error.__context__, OSError) else error
        reason = getattr(cause, "strerror", None) or cause
        raise SinkError(f"cannot write the checkpoint {path}: {reason}; the one before it is as it was") from error


def load_checkpoint(path: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """Read a checkpoint without running any code that a file may hold.

    Raises:
        UsageError: there is none.
        WeightsError: it cannot be read, or is not one of ours.
    """
    if not path.is_file():
        raise UsageError(f"There is no checkpoint {path}; start without --resume, or name one that exists")
    try:
        state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    except Exception as error:  # torch raises whatever its unpickler and archive reader met
        raise WeightsError(f"{path} is not a readable checkpoint; name one that a training run has written") from error
    if not isinstance(state, dict) or not {"config", "step", "averaged"} <= state.keys():
        raise WeightsError(f"{path} is not a checkpoint of a training run; name a last.pt")
    return state


def start_from(network: nn.Module, path: Path) -> None:
    """Fill a network with the averaged weights of a checkpoint, or with those of a model file.

    A base network ignores a refiner that the file holds, and a whole network keeps its own where there is none.

    Raises:
        UsageError: there is no such file.
        WeightsError: it cannot be read.
        ConfigError: it is of another network.
    """
    trained = load_file(find_model(str(path)).path) if path.suffix == SUFFIX else load_checkpoint(path)["averaged"]
    own = network.state_dict()
    # the refiner is the one part that either side may lack
    kept = {name: tensor for name, tensor in trained.items() if name in own or not name.startswith("refiner.")}
    expected = {name: tensor for name, tensor in own.items() if name in kept or not name.startswith("refiner.")}
    misfit = first_misfit(kept, expected)
    if misfit:
        raise ConfigError(f"{path} does not fit the network to train: {misfit}; start from one of the same variant")
    network.load_state_dict({**own, **kept})
