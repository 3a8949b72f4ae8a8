"""Checks of the paths on a command line, made before anything heavy is loaded."""

import os
from pathlib import Path

from matting_rt.errors import SinkExistsError, SourceNotFoundError, UsageError


def require_exists(path: Path, option: str) -> None:
    """Check that the file or directory given to `option` is there. Raises SourceNotFoundError."""
    if not path.exists():
        raise SourceNotFoundError(f"there is no {path}; check the path given to {option}")


def require_file(path: Path, option: str) -> None:
    """Check that `option` was given a file that is there. Raises SourceNotFoundError, UsageError."""
    require_exists(path, option)
    if path.is_dir():
        raise UsageError(f"{path} is a directory; {option} takes a file")
    if not path.is_file():
        raise UsageError(f"{path} is a device or a pipe; {option} takes a file")


def require_free_file(path: Path, option: str, overwrite: bool) -> None:
    """Check that `option` names a file that may be written.

    Raises:
        UsageError: it is a directory, or would lie in what is none, or in one where nothing may be written.
        SinkExistsError: it exists and may not be replaced.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a directory; {option} takes the name of a file to write")
    folder = next(parent for parent in path.absolute().parents if parent.exists())  # those below it will be made
    if not folder.is_dir():
        raise UsageError(f"{path} cannot be written: {folder} is a file; choose another name for {option}")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{path} cannot be written: nothing may be written in {folder}; choose another for {option}")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is a device or a pipe; {option} takes the name of a file to write")
    if path.exists() and not overwrite:
        raise SinkExistsError(f"{path} exists; choose another name for {option}, or give --overwrite")


def require_distinct(inputs: dict[str, Path | None], outputs: dict[str, Path | None]) -> None:
    """Check that no output would replace an input or another output; keys are the options. Raises UsageError."""
    taken = {path.resolve(): option for option, path in inputs.items() if path is not None}
    for option, path in outputs.items():
        if path is None:
            continue
        other = taken.setdefault(path.resolve(), option)
        if other != option:
            raise UsageError(f"{other} and {option} are the same file {path}; choose another name for {option}")
