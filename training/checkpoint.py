"""Checkpoints that a run continues from as if it had never stopped."""

import os
from pathlib import Path
from typing import Any

import torch

from matting_rt.errors import WeightsError


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
