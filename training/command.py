"""What every command of training does alike: it chooses a device, and gives each failure one line and a status."""

import os
import sys
from collections.abc import Callable

import torch

from matting_rt.errors import ConfigError, MattingError
from training.interruption import RunStoppedError

INTERRUPTED = 130
"""128 + SIGINT, as shells count it."""


def run_command(name: str, work: Callable[[], None]) -> int:
    """Do the work of the command `name` and return its exit status: 0, 2 for a user's mistake, 1 for a failure.

    Errors that nobody foresaw pass through with their traceback: who trains also programs.
    """
    try:
        work()
    except KeyboardInterrupt:
        print(f"{name}: interrupted", file=sys.stderr)
        return INTERRUPTED
    except RunStoppedError as stop:
        if _is_first("RANK"):
            print(f"{name}: {stop}", file=sys.stderr)
        return stop.status
    except (MattingError, OSError) as error:
        is_mistake = isinstance(error, MattingError) and error.is_user_mistake
        if not is_mistake or _is_first("LOCAL_RANK"):  # all of a computer make, and meet, the same mistake
            print(f"{name}: error: {_line_of(error)}", file=sys.stderr)
        return 2 if is_mistake else 1
    return 0


def _is_first(place: str) -> bool:
    """Whether this is the first process of its run ("RANK"), or of its run on this computer ("LOCAL_RANK")."""
    return os.environ.get(place, "0") == "0"


def _line_of(error: Exception) -> str:
    """The message; of an error that comes from a process that draws pairs, what it says behind that traceback."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1] if len(lines) == 1 else lines[-1].partition(": ")[2]


def choose_device(name: str) -> torch.device:
    """The device called auto, cpu or cuda. Raises ConfigError."""
    if name not in ("auto", "cpu", "cuda"):
        raise ConfigError(f"no device is called {name!r}; choose auto, cpu or cuda")
    if name == "cuda" and not torch.cuda.is_available():
        built = torch.version.cuda
        made_for = f"CUDA {built}, which the driver that nvidia-smi names must know" if built else "CPUs alone"
        raise ConfigError(
            f"the device is cuda, but PyTorch finds no CUDA device here; choose cpu or auto (it is made for {made_for})"
        )
    return torch.device(("cuda" if torch.cuda.is_available() else "cpu") if name == "auto" else name)
