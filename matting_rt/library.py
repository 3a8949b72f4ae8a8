"""What a program of one's own begins with; `matting_rt` hands it on, docs/library.md shows it."""

import os
from enum import Enum
from typing import TYPE_CHECKING, TypeVar, overload

from matting_rt.build import build_engine, resolve_engine
from matting_rt.config import DeviceKind, EngineConfig, EngineKind, Precision
from matting_rt.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from matting_rt.inference.base import MattingEngine

_AUTO = "auto"
_Kind = TypeVar("_Kind", bound=Enum)


@overload
def load_engine(model: EngineConfig) -> "MattingEngine": ...


@overload
def load_engine(
    model: "str | os.PathLike[str]" = _AUTO, *, device: str = _AUTO, engine: str = _AUTO, precision: str = _AUTO
) -> "MattingEngine": ...


def load_engine(
    model: "str | os.PathLike[str] | EngineConfig" = _AUTO,
    *,
    device: str = _AUTO,
    engine: str = _AUTO,
    precision: str = _AUTO,
) -> "MattingEngine":
    """A network, ready to open streams; close it, or leave its `with` block, when all of them have ended.

    Args:
        model: a released or imported model's name, the path of a weights file or of an exported program, or "auto"; or
            a whole configuration, beside which nothing else is given.
        device: "auto", "cpu" or "cuda".
        engine: "auto", or one of `EngineKind`.
        precision: "auto", or one of `Precision`.

    Raises:
        UsageError: there is no such model, or what it takes is not installed.
        ConfigError: there is no such device, engine or precision, or this computer has none.
        WeightsError: the weights are damaged.
    """
    if not isinstance(model, EngineConfig):
        return _build(
            EngineConfig(
                os.fspath(model),
                engine=_one_of(EngineKind, "engine", engine),
                device=_one_of(DeviceKind, "device", device),
                precision=_one_of(Precision, "precision", precision),
            )
        )
    if {device, engine, precision} != {_AUTO}:
        raise UsageError("device, engine and precision belong into the configuration that is given with them")
    return _build(model)


def _build(config: EngineConfig) -> "MattingEngine":
    return build_engine(resolve_engine(config))


def _one_of(kinds: type[_Kind], name: str, value: str) -> _Kind:
    try:
        return kinds(value)
    except ValueError:
        choices = ", ".join(str(kind.value) for kind in kinds)
        raise ConfigError(f"the {name} is {value!r}; choose one of {choices}") from None
