"""Checkpoints, as safetensors: nothing in them is ever executed.

    OUTPUT/last.safetensors              the averaged weights: a model file, with the run's configuration in its header
    OUTPUT/last-STEP.state.safetensors   what a run needs beside them to go on: raw weights, optimiser, counters
    OUTPUT/best.safetensors              the averaged weights that were best in validation

The model file names its state, and is replaced after the state is whole: at every moment the last that was completed
can be continued from. A checkpoint of earlier versions (last.pt) or of BackgroundMattingV2 (.pth) can be started from.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor, nn

from matting_rt.errors import ConfigError, SinkError, SinkFullError, UsageError, WeightsError
from matting_rt.files import replacing
from matting_rt.model_files import FORMAT, FORMAT_VERSION, SUFFIX, find_model, is_weights_file, reading_weights
from matting_rt.network.person import PersonSegmenter
from matting_rt.pytorch_files import find_state_dict, read_checkpoint
from matting_rt.weights import first_misfit, load_person_network, to_bytes

LAST = f"last{SUFFIX}"
BEST = f"best{SUFFIX}"
_STATES = f"last-*.state{SUFFIX}"
_DEEPLAB_HEAD = "classifier.classifier."
_DEEPLAB_PARTS = (
    (f"{_DEEPLAB_HEAD}0.", "aspp."),
    ("backbone.low_level_features.", "backbone.features."),
    ("backbone.high_level_features.", "backbone.features."),
)
"""Names in the DeepLabV3 of github.com/VainF/DeepLabV3Plus-Pytorch, and here."""
_PYTORCH = (".pt", ".pth", ".ckpt")


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights that a run has made, and what is known of them."""

    weights: dict[str, Tensor]
    variant: str
    """Empty: a file that does not say."""
    step: int
    """0: a file that does not say."""
    config: dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """What a run goes on with, beside its averaged weights."""

    tensors: dict[str, Tensor]
    counters: dict[str, Any]
    """All that is no tensor; JSON's types."""


# --- writing


def save_checkpoint(folder: Path, trained: Trained, kind: str, state: State) -> None:
    """Write a run's last checkpoint; the one before survives until this one is complete.

    Raises:
        SinkError: it cannot be written.
    """
    name = f"last-{trained.step}.state{SUFFIX}"
    _write(folder / name, state.tensors, {"counters": json.dumps(state.counters)})
    save_trained(folder / LAST, trained, kind, {"state": name})
    for path in folder.glob(_STATES):
        if path.name != name:
            path.unlink(missing_ok=True)


def save_trained(path: Path, trained: Trained, kind: str, more: Mapping[str, str] | None = None) -> None:
    """Write weights as a model file of the program, in full precision. Raises SinkError."""
    header = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "variant": trained.variant,
        "kind": kind,
        "step": str(trained.step),
        "config": json.dumps(trained.config),
    }
    _write(path, trained.weights, {**header, **(more or {})})


def save_tensors(path: Path, tensors: Mapping[str, Tensor], about: Mapping[str, str]) -> None:
    """Write a few tensors for a person to look at. Raises SinkError."""
    _write(path, tensors, about)


def _write(path: Path, tensors: Mapping[str, Tensor], header: Mapping[str, str]) -> None:
    try:
        with replacing(path) as part:
            part.write_bytes(to_bytes(tensors, header))
    except OSError as error:
        raise SinkError(f"cannot write {path}: {error.strerror}; the checkpoint before it is as it was") from error


def require_space(folder: Path, needed_bytes: int) -> None:
    """Make the folder. Raises SinkError: it cannot be made, or its disk has not so much room."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SinkError(f"the folder {folder} cannot be made ({error.strerror}); choose another --output") from None
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise SinkFullError(
            f"{folder} has room for {free_bytes / 1e6:.0f} MB, and checkpoints of this network need "
            f"{needed_bytes / 1e6:.0f} MB; free some, or choose another --output"
        )


# --- reading


def tensors_under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Those whose names begin with the prefix and a dot, without both."""
    start = len(prefix) + 1
    return {name[start:]: tensor for name, tensor in tensors.items() if name.startswith(f"{prefix}.")}


def load_state(folder: Path) -> tuple[Trained, State]:
    """The last checkpoint of a run.

    Raises:
        UsageError: there is none.
        WeightsError: it cannot be read, or is not one of ours.
    """
    path = folder / LAST
    if not path.is_file():
        raise UsageError(f"There is no checkpoint {path}; start without --resume, or name the folder of another run")
    trained, header = _read(path)
    state = folder / header.get("state", "nothing")
    if not state.is_file():
        raise WeightsError(
            f"{path} lacks its state {state.name}: copy both, or start a new run with --start-from {path}"
        )
    return trained, State(_load(state), json.loads(_header(state)["counters"]))


def load_trained(path: Path) -> Trained:
    """Weights of a checkpoint, old or new, a model file or a plain state_dict; runs no code that a file may hold.

    Raises:
        UsageError: there is no such file.
        WeightsError: it cannot be read, or holds no weights.
    """
    if not path.is_file():
        raise UsageError(f"There is no checkpoint {path}; check the path")
    is_pytorch = path.suffix in _PYTORCH and not is_weights_file(path)
    return _load_pytorch(path) if is_pytorch else _read(path)[0]


def _read(path: Path) -> tuple[Trained, dict[str, str]]:
    spec = find_model(str(path))  # refuses what is no model file, and what does not fit its checksum
    header = _header(path)
    config = json.loads(header.get("config", "{}"))
    step = int(header.get("step") or header.get("steps") or 0)
    return Trained(_load(path), spec.variant, step, config), header


def _header(path: Path) -> dict[str, str]:
    with reading_weights(path), safe_open(path, framework="pt") as file:
        return file.metadata() or {}


def _load(path: Path) -> dict[str, Tensor]:
    with reading_weights(path):
        return load_file(path)


def _load_pytorch(path: Path) -> Trained:
    content = read_checkpoint(path)
    weights = find_state_dict(content)
    if weights is None:
        raise WeightsError(f"{path} is not a checkpoint: it holds no weights; name a last{SUFFIX}")
    run = content if "averaged" in content else {}  # ours, of an earlier version: other runs mean other things by these
    config = run.get("config", {})
    return Trained(weights, config.get("variant", ""), run.get("step", 0), config)


# --- starting


def know_people(network: nn.Module) -> None:
    """Fill the person network inside a network that has one, which never learns, with its released weights.

    Raises:
        WeightsError: they are missing, or damaged.
    """
    for part in network.modules():
        if isinstance(part, PersonSegmenter):
            part.load_state_dict(load_person_network().state_dict())


def start_from(network: nn.Module, path: Path) -> None:
    """Fill a network with the averaged weights of a checkpoint, or with those of a model file.

    A base network ignores a refiner that the file holds, and a whole network keeps its own where there is none. Of a
    DeepLabV3, from which BackgroundMattingV2's training begins, the parts that both have are taken.

    Raises:
        UsageError: there is no such file.
        WeightsError: it cannot be read.
        ConfigError: it is of another network.
    """
    trained = load_trained(path).weights
    own = network.state_dict()
    if any(name.startswith(_DEEPLAB_HEAD) for name in trained):
        trained = {**own, **_shared_with_deeplab(trained, own)}
    # the refiner is the one part that either side may lack
    kept = {name: tensor for name, tensor in trained.items() if name in own or not name.startswith("refiner.")}
    expected = {name: tensor for name, tensor in own.items() if name in kept or not name.startswith("refiner.")}
    misfit = first_misfit(kept, expected)
    if misfit:
        raise ConfigError(f"{path} does not fit the network to train: {misfit}; start from one of the same variant")
    network.load_state_dict({**own, **kept})


def _shared_with_deeplab(tensors: Mapping[str, Tensor], own: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Those that the network has too, in the same shape: backbone and context, but for the first convolution."""
    shared = {}
    for given, tensor in tensors.items():
        name = given
        for theirs, ours in _DEEPLAB_PARTS:
            if given.startswith(theirs):
                name = f"{ours}{given.removeprefix(theirs)}"
        if name in own and own[name].shape == tensor.shape:
            shared[name] = tensor
    return shared


def optimizer_to_channels_last(optimizer: torch.optim.Optimizer) -> None:
    """Give moments that were loaded the layout of their weights, channels last: only then CUDA steps all at once."""
    for weight, moments in optimizer.state.items():
        for name, moment in moments.items():
            if moment.shape == weight.shape:
                moments[name] = torch.empty_like(weight).copy_(moment)
