"""What only the first start pays for, kept in the user's cache: exported programs, and what was measured here."""

import contextlib
import functools
import hashlib
import importlib.metadata
import json
import math
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import matting_rt
from matting_rt.errors import SourceFormatError
from matting_rt.files import WEIGHTS_LIMIT_BYTES, read_file, replacing, user_cache_folder
from matting_rt.inference.sessions import thread_count
from matting_rt.processor import processor_name

FILES_KEPT = 16
"""The most recently used; each size, setting and version of a library has its own, of up to 240 MB (resnet101)."""
MEASUREMENTS_KEPT = 64
"""The same of what was measured, in files of a few hundred bytes."""
MEASUREMENT_LIMIT_S = 7 * 24 * 3600.0
"""After which it is measured again: who measures while the computer is busy with something else is wrong for a week."""
_MEASUREMENT_LIMIT_BYTES = 10_000
_RUNTIMES = ("onnxruntime", "openvino", "torch")
_DIGEST_BYTES = hashlib.sha256().digest_size


def cached(key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """What `make` returned the first time it was called with this key, on this computer.

    A file that was damaged is made again; a folder that cannot be written makes every start the first.

    Args:
        key: all that the content depends on besides the code of the networks and engines, with a stable repr.
    """
    path = cache_folder() / _name(key)
    content = _read(path, WEIGHTS_LIMIT_BYTES)
    if content is None:
        content = make()
        with contextlib.suppress(OSError):
            _write(path, content, FILES_KEPT)
    return content


def remembered(key: tuple[object, ...], measure: Callable[[], Mapping[str, float]]) -> dict[str, float]:
    """What `measure` returned when it was last called with this key, on this computer as it is now, within a week.

    Args:
        key: all that the numbers depend on besides processor, threads, runtimes and our code, with a stable repr.
    """
    numbers = recall(key)
    if numbers is None:
        numbers = dict(measure())
        remember(key, numbers)
    return numbers


def recall(key: tuple[object, ...]) -> dict[str, float] | None:
    """The numbers of `remembered`; None where nothing was measured, or too long ago."""
    measured = _read_measurement(measurements_folder() / _name((*_this_machine(), *key)))
    return None if measured is None else measured.numbers


def remember(key: tuple[object, ...], numbers: Mapping[str, float]) -> None:
    """Keep numbers for `recall`, finite ones; where the folder cannot be written, they are forgotten.

    What was measured before is corrected by them, and as old as it was.
    """
    path = measurements_folder() / _name((*_this_machine(), *key))
    before = _read_measurement(path)
    time_s = time.time() if before is None else before.time_s
    content = json.dumps({"time_s": time_s, "numbers": dict(numbers)}, allow_nan=False).encode()
    with contextlib.suppress(OSError):
        _write(path, content, MEASUREMENTS_KEPT)


class _Measurement(NamedTuple):
    time_s: float
    """When, in seconds since 1970."""
    numbers: dict[str, float]


def _read_measurement(path: Path) -> _Measurement | None:
    content = _read(path, _MEASUREMENT_LIMIT_BYTES)
    if content is None:
        return None
    try:
        found = json.loads(content)
        measured = _Measurement(float(found["time_s"]), {str(k): float(v) for k, v in found["numbers"].items()})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    is_fresh = 0 <= time.time() - measured.time_s < MEASUREMENT_LIMIT_S
    return measured if is_fresh and all(map(math.isfinite, measured.numbers.values())) else None


def _name(key: tuple[object, ...]) -> str:
    return hashlib.sha256(repr((_code_digest(), *key)).encode()).hexdigest()[:32]


def _this_machine() -> tuple[object, ...]:
    """What the speed of networks depends on besides themselves."""
    return processor_name(), thread_count(), *_runtime_versions()


@functools.cache
def _runtime_versions() -> tuple[str, ...]:
    versions = []
    for name in _RUNTIMES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions.append(f"{name} {importlib.metadata.version(name)}")
    return tuple(versions)


@functools.cache
def _code_digest() -> str:
    """Of the code that programs are made from: what an older version of it exported is not used."""
    root = Path(matting_rt.__file__).parent
    files = sorted(path for room in ("network", "inference") for path in (root / room).glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def cache_folder() -> Path:
    """The folder of this user's exported programs; need not exist."""
    return user_cache_folder() / "programs"


def measurements_folder() -> Path:
    """The folder of what was measured for this user; need not exist."""
    return user_cache_folder() / "measurements"


def _read(path: Path, limit_bytes: int) -> bytes | None:
    """The content behind its digest; None where there is no file, or not a whole one."""
    try:
        file = read_file(path, limit_bytes)
        os.utime(path)
    except (OSError, SourceFormatError):
        return None
    digest, content = file[:_DIGEST_BYTES], file[_DIGEST_BYTES:]
    return content if hashlib.sha256(content).digest() == digest else None


def _write(path: Path, content: bytes, kept: int) -> None:
    """Under the final name the file is whole, whoever else writes it at the same time; of the others, so many stay."""
    with replacing(path) as part:
        part.write_bytes(hashlib.sha256(content).digest() + content)
    by_use = sorted(path.parent.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in by_use[kept:]:
        file.unlink(missing_ok=True)
