"""What is remembered of the frames so far, as plain data: with it another process goes on exactly where one ended.

What has such a state gives it with `state` between two frames, and takes it with `restore` in place of those frames:
then the next frame comes out the same to the last bit. A state may hold the very arrays in use: save it before the next
frame.
"""

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matting_rt.errors import SourceFormatError

State = dict[str, Any]
"""Arrays, numbers, texts and None by name, and lists and dictionaries of these."""

_ARRAY = "array"
_TREE = "tree"


def values_of(thing: object, names: Iterable[str]) -> State:
    """Attributes that are plain data."""
    return {name: getattr(thing, name) for name in names}


def set_values(thing: object, names: Iterable[str], state: State) -> None:
    """The reverse of `values_of`."""
    for name in names:
        setattr(thing, name, state[name])


def save_state(path: Path, state: State) -> None:
    """Write a state; an array that it holds twice is stored once. Raises OSError."""
    arrays: dict[int, tuple[str, npt.NDArray[Any]]] = {}

    def flatten(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            name, _ = arrays.setdefault(id(value), (str(len(arrays)), value))
            return {_ARRAY: name}
        if isinstance(value, dict):
            return {key: flatten(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [flatten(each) for each in value]
        return value.item() if isinstance(value, np.generic) else value

    tree = json.dumps(flatten(state))
    stored = dict(arrays.values())
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **{_TREE: np.array(tree)}, **stored)


def load_state(path: Path) -> State:
    """Read what `save_state` has written. Raises SourceFormatError, OSError."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        state: State = _unflatten(json.loads(str(arrays.pop(_TREE))), arrays)
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise SourceFormatError("{path} is damaged: {error}", path=path, error=error) from error
    return state


def _unflatten(value: Any, arrays: dict[str, npt.NDArray[Any]]) -> Any:
    if isinstance(value, dict):
        if value.keys() == {_ARRAY}:
            return arrays[value[_ARRAY]]
        return {key: _unflatten(each, arrays) for key, each in value.items()}
    return [_unflatten(each, arrays) for each in value] if isinstance(value, list) else value
