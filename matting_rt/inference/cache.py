"""Exported programs, kept in the user's cache so that only the first start pays for the export."""

import contextlib
import functools
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import matting_rt
from matting_rt.errors import SourceFormatError
from matting_rt.files import WEIGHTS_LIMIT_BYTES, read_file

FILES_KEPT = 16
"""The most recently used; each size, setting and version of a library has its own, of up to 240 MB (resnet101)."""
_DIGEST_BYTES = hashlib.sha256().digest_size


def cached(key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """What `make` returned the first time it was called with this key, on this computer.

    A file that was damaged is made again; a folder that cannot be written makes every start the first.

    Args:
        key: all that the content depends on besides the code of the networks and engines, with a stable repr.
    """
    name = hashlib.sha256(repr((_code_digest(), *key)).encode()).hexdigest()[:32]
    path = cache_folder() / name
    content = _read(path)
    if content is None:
        content = make()
        with contextlib.suppress(OSError):
            _write(path, content)
    return content


@functools.cache
def _code_digest() -> str:
    """Of the code that programs are made from: what an older version of it exported is not used."""
    root = Path(matting_rt.__file__).parent
    files = sorted(path for room in ("network", "inference") for path in (root / room).glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def cache_folder() -> Path:
    """The folder of this user's exported programs; need not exist."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "matting-rt" / "programs"


def _read(path: Path) -> bytes | None:
    """The content behind its digest; None where there is no file, or not a whole one."""
    try:
        file = read_file(path, WEIGHTS_LIMIT_BYTES)
        os.utime(path)
    except (OSError, SourceFormatError):
        return None
    digest, content = file[:_DIGEST_BYTES], file[_DIGEST_BYTES:]
    return content if hashlib.sha256(content).digest() == digest else None


def _write(path: Path, content: bytes) -> None:
    """Under the final name the file is whole, whoever else writes it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with open(descriptor, "wb") as stream:
            stream.write(hashlib.sha256(content).digest() + content)
        os.replace(partial, path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    by_use = sorted(path.parent.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in by_use[FILES_KEPT:]:
        file.unlink(missing_ok=True)
