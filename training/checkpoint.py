"""Checkpoints that a run continues from as if it had never stopped, and weights that a new run starts from."""

import os
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from matting_rt.errors import ConfigError, WeightsError
from matting_rt.weights import SUFFIX, find_model, first_misfit


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint; the previous one under this name survives until the new one is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    os.replace(temporary, path)


def load_checkpoint(path: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """Read a checkpoint without running any code that a file may hold.

    Raises:
        WeightsError: there is none, or it cannot be read.
    """
    if not path.is_file():
        raise WeightsError(f"There is no checkpoint {path}; start without --resume, or name one that exists")
    try:
        state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    except Exception as error:  # torch raises whatever its unpickler and archive reader met
        raise WeightsError(f"{path} is not a readable checkpoint: {error}") from error
    return state


def start_from(network: nn.Module, path: Path) -> None:
    """Fill a network with the averaged weights of a checkpoint, or with those of a model file.

    A base network ignores a refiner that the file holds, and a whole network keeps its own where there is none.

    Raises:
        WeightsError: there is no such file, or it cannot be read.
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
