"""Weights: load them into networks, save what was trained, import the checkpoints of BackgroundMattingV2."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load, load_file, save
from torch import Tensor, nn

from matting_rt.errors import UsageError, WeightsError
from matting_rt.files import replacing
from matting_rt.lines import Line
from matting_rt.model_files import (
    FORMAT,
    FORMAT_VERSION,
    PERSON,
    SUFFIX,
    ModelSpec,
    checksum_line,
    checksum_path,
    is_exported,
    is_weights_file,
    read_verified,
    reading_weights,
    released_folder,
    user_folder,
)
from matting_rt.network.person import PersonSegmenter
from matting_rt.network.variants import VARIANTS, build_network
from matting_rt.pytorch_files import find_state_dict, read_checkpoint

_SMALL_CONTEXT = 576
"""Channels that MobileNetV3-Small ends in, with its last convolution; no original's network and none of ours has it."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an imported checkpoint turned out to hold."""

    spec: ModelSpec
    """The model written."""
    parameter_count: int
    """Weights and biases, without the running statistics of batch norms."""


# --- load and save


def load_network(model: ModelSpec, **settings: Any) -> nn.Module:
    """Build the model's network and fill it.

    Args:
        settings: passed to `build_network`.

    Returns:
        The network in evaluation mode, fp32, on the CPU.

    Raises:
        WeightsError: the file does not hold exactly the network's parameters; the message names the first that differs.
    """
    if model.variant not in VARIANTS:
        raise WeightsError(
            "{path} is of a network {variant!r} that this program does not know; update it",
            path=model.path,
            variant=model.variant,
        )
    with reading_weights(model.path):
        tensors = load_file(model.path)
    network = build_network(model.variant, model.kind, refine_kernel_size=kernel_size_of(tensors), **settings)
    misfit = first_misfit(tensors, network.state_dict())
    if misfit:
        raise WeightsError(
            "{path} does not fit {variant} ({kind}): {misfit}; it needs other weights",
            path=model.path,
            variant=model.variant,
            kind=model.kind,
            misfit=misfit,
        )
    network.load_state_dict(tensors)
    return network.eval()


def kernel_size_of(tensors: Mapping[str, Tensor]) -> int | None:
    """Of the refiner that the weights are of, 3 or 1; None where they have none, or our own."""
    weight = tensors.get("refiner.conv1.weight")
    return weight.shape[-1] if weight is not None and weight.dim() == 4 and weight.shape[-1] in (1, 3) else None


def kernel_size_in(path: Path) -> int | None:
    """As `kernel_size_of`, of a weights file. Raises WeightsError."""
    with reading_weights(path):
        return kernel_size_of(load_file(path))


def load_person_network() -> PersonSegmenter:
    """The released person network, verified; in evaluation mode, fp32, on the CPU. Raises WeightsError."""
    path = released_folder() / f"{PERSON}{SUFFIX}"
    network = PersonSegmenter()
    network.load_state_dict(load(read_verified(path)))
    return network.eval()


def first_misfit(tensors: Mapping[str, Tensor], expected: Mapping[str, Tensor]) -> str | None:
    """Say how the first parameter that is missing, of another shape or unexpected differs; None if all fit."""
    for name, tensor in expected.items():
        if name not in tensors:
            return Line("{name} is missing", name=name)
        if tensors[name].shape != tensor.shape:
            return Line(
                "{name} is {shape} instead of {expected}",
                name=name,
                shape=_shape(tensors[name]),
                expected=_shape(tensor),
            )
    return next((Line("{name} is unexpected", name=name) for name in tensors if name not in expected), None)


def _shape(tensor: Tensor) -> str:
    return "x".join(map(str, tensor.shape)) or Line("a single number")


def save_weights(
    network: nn.Module, path: Path, variant: str, kind: str, metadata: Mapping[str, str] | None = None
) -> ModelSpec:
    """Write a trained network in half precision, and its checksum.

    Both files get their names only when they are whole. A tensor that half precision cannot hold (a batch norm's large
    variance) stays as it is.

    Args:
        path: ends in .safetensors; its folder is made where it is missing.
        metadata: more of the header, e.g. the command that trained it.
    """
    tensors = {name: _halve(tensor) for name, tensor in network.state_dict().items()}
    return _write(tensors, path, variant, kind, metadata or {})


def _halve(tensor: Tensor) -> Tensor:
    half = tensor.half()
    return half if tensor.is_floating_point() and bool(half.isfinite().all()) else tensor


def _write(
    tensors: Mapping[str, Tensor], path: Path, variant: str, kind: str, metadata: Mapping[str, str]
) -> ModelSpec:
    header = {**metadata, "format": FORMAT, "format_version": FORMAT_VERSION, "variant": variant, "kind": kind}
    content = to_bytes(tensors, header)
    sha256 = hashlib.sha256(content).hexdigest()
    write_checked(path, content)
    return ModelSpec(path.stem, variant, kind, path, sha256)


def to_bytes(tensors: Mapping[str, Tensor], header: Mapping[str, str]) -> bytes:
    """A safetensors file, the same for the same tensors and header: by itself it lists the header in any order."""
    content = save({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}, dict(header))
    end = 8 + int.from_bytes(content[:8], "little")  # the length of what describes the data, then that, as JSON
    about = json.loads(content[8:end])
    text = json.dumps({**about, "__metadata__": dict(sorted(header.items()))}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data stays aligned
    return len(text).to_bytes(8, "little") + text + content[end:]


def write_checked(path: Path, content: bytes) -> None:
    """Write a file and its checksum; both get their names only when they are whole. Raises OSError."""
    for file, its_content in ((path, content), (checksum_path(path), checksum_line(path, content))):
        with replacing(file) as part:
            part.write_bytes(its_content)


# --- import


def import_checkpoint(path: Path, name: str | None = None, folder: Path | None = None) -> ImportReport:
    """Turn a checkpoint of BackgroundMattingV2 (.pth, a plain state_dict) into a model of ours, in its own precision.

    Args:
        path: the checkpoint; nothing in it is executed.
        name: what to call the model; the file's stem by default.
        folder: where to write it; `user_folder()` by default, where `find_model` looks.

    Raises:
        UsageError: there is no such file, or a model of this name.
        WeightsError: the file is no checkpoint, holds code or objects, or none of the networks fits it.
    """
    if not path.exists():
        raise UsageError("there is no checkpoint {path}", path=path)
    name = name or path.stem
    if Path(name).name != name:
        raise UsageError("{name!r} cannot be a model's name; choose one without a slash", name=name)
    target = (folder or user_folder()) / f"{name}{SUFFIX}"
    if target.exists() or (released_folder() / target.name).exists():
        raise UsageError("there is a model called {name} already; choose another name with --name", name=name)
    tensors = _read_state_dict(path)
    variant, kind = _recognise(path, tensors)
    spec = _write(tensors, target, variant, kind, {"source": path.name})
    statistics = ("running_mean", "running_var", "num_batches_tracked")
    return ImportReport(spec, sum(t.numel() for n, t in tensors.items() if not n.endswith(statistics)))


def to_model_file(path: Path, stack: ExitStack) -> Path:
    """The file itself; of a PyTorch checkpoint, what an import makes of it, there for as long as `stack` is open.

    Raises:
        WeightsError: see `import_checkpoint`.
    """
    if path.suffix == SUFFIX or is_weights_file(path) or is_exported(path):
        return path
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    return import_checkpoint(path, name=f"checkpoint-{path.stem}", folder=folder).spec.path


def _read_state_dict(path: Path) -> dict[str, Tensor]:
    if is_exported(path):
        raise WeightsError(
            "{path} is an exported program, which holds code; import the .pth of the same model", path=path
        )
    if is_weights_file(path):
        raise UsageError("{path} is a weights file already; give it to --model as it is", path=path)
    tensors = find_state_dict(read_checkpoint(path))
    if tensors is None:
        raise WeightsError(
            "{path} holds no plain state_dict of tensors; import a published checkpoint of one network", path=path
        )
    return tensors


def _recognise(path: Path, tensors: Mapping[str, Tensor]) -> tuple[str, str]:
    """The variant and kind whose parameters these are, exactly."""
    context = tensors.get("aspp.convs.0.0.weight")
    if context is not None and context.shape[1:2] == (_SMALL_CONTEXT,):
        raise WeightsError(
            "{path} is of the MobileNetV3-Small of another re-implementation of BackgroundMattingV2, which none of the "
            "networks here is; use a released model, or train mobilenetv3 or mobilenetv3-lite",
            path=path,
        )
    closest, fewest = "", None
    for variant in VARIANTS:
        for kind in ("base", "refine"):
            with torch.device("meta"):  # names and shapes, no memory
                expected = build_network(variant, kind, refine_kernel_size=kernel_size_of(tensors)).state_dict()
            misfit = first_misfit(tensors, expected)
            if misfit is None:
                return variant, kind
            differing = len(expected.keys() ^ tensors.keys())
            if fewest is None or differing < fewest:
                fewest = differing
                closest = Line(
                    "{variant} ({kind}) comes closest, but {misfit}", variant=variant, kind=kind, misfit=misfit
                )
    raise WeightsError(
        "{path} fits none of the networks: {closest}; import a checkpoint of BackgroundMattingV2",
        path=path,
        closest=closest,
    )
