"""Files are read only where they are ordinary ones, up to a limit, and written whole or not at all.

A name may lead to a device without end, to a pipe into which nobody writes, or to far more than its kind of file ever
holds. What is given to a library by its name goes through `check_file` first.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from matting_rt.errors import SinkExistsError, SourceFormatError, UsageError
from matting_rt.lines import Line
from matting_rt.unfinished_file import UnfinishedFile, remove_dead_parts

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

TEXT_LIMIT_BYTES = 1 << 20
"""Of settings and checksums, which have some thousand characters."""
PICTURE_LIMIT_BYTES = 1 << 30
"""As large as the most pixels of a picture (see `pictures.files`) are in 16 bits without compression."""
WEIGHTS_LIMIT_BYTES = 1 << 30
"""The largest network of BackgroundMattingV2 has 240 MB, and three times as much in training."""

_KINDS = {
    stat.S_IFDIR: Line("a directory"),
    stat.S_IFCHR: Line("a device"),
    stat.S_IFBLK: Line("a device"),
    stat.S_IFIFO: Line("a pipe"),
    stat.S_IFSOCK: Line("a socket"),
}


# --- the user's own folders, as the system has them (on Linux, by the XDG variables); none needs to exist


def user_config_folder() -> Path:
    """Settings and profiles."""
    return _folders().user_config_path


def user_data_folder() -> Path:
    """What the user would miss: imported models."""
    return _folders().user_data_path


def user_cache_folder() -> Path:
    """What can be made again."""
    return _folders().user_cache_path


def user_runtime_folder() -> Path:
    """Sockets of running programs; the user's alone, which who uses it checks."""
    # Not by platformdirs: without the variable it would take a folder below /tmp, and programs have to find each other.
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return Path(runtime) / "matting-rt" if runtime else user_cache_folder() / "run"


def user_videos_folder() -> Path:
    """Where recordings go, unless another folder is chosen."""
    return _folders().user_videos_path


def dated_name(suffix: str) -> str:
    """Of what is recorded now; what comes within the same second has the same, see `write_free`."""
    return f"Matting RT {datetime.now():%Y-%m-%d %H.%M.%S}{suffix}"


def _folders() -> "PlatformDirs":
    from platformdirs import PlatformDirs

    return PlatformDirs("matting-rt", appauthor=False)


# --- reading and writing


def user_path(text: str) -> Path:
    """A path as a person writes it, with ~ and ~name for home folders.

    Raises:
        UsageError: there is no such user.
    """
    expanded = os.path.expanduser(text)
    if expanded.startswith("~"):
        raise UsageError(
            "{text} names the home folder of a user who is not known here; write ./{text} for the file", text=text
        )
    return Path(expanded)


def check_file(path: Path, limit_bytes: int | None = None) -> int:
    """Check that `path` leads to an ordinary file of at most `limit_bytes`, without opening it; gives its size.

    Raises:
        SourceFormatError: it leads to something else, or to a larger file.
        OSError: there is no such file, or its folder cannot be read.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), Line("not an ordinary file"))
        raise SourceFormatError("{path} is {kind}; give a file", path=path, kind=kind)
    if limit_bytes is not None and status.st_size > limit_bytes:
        raise SourceFormatError(
            "{path} is {size_mb:,.0f} MB large, and {limit_mb:,.0f} MB are the most that such a file "
            "may have; give another",
            path=path,
            size_mb=status.st_size / 1e6,
            limit_mb=limit_bytes / 1e6,
        )
    return status.st_size


def open_file(path: Path, limit_bytes: int | None = None) -> BinaryIO:
    """Open for reading what `check_file` accepts. Raises as that does."""
    check_file(path, limit_bytes)
    return path.open("rb")


def read_file(path: Path, limit_bytes: int) -> bytes:
    """The content of what `check_file` accepts; no more than its size then, whatever is appended. Raises as that does.

    Files of /proc, which have a size of 0 and no end, read as empty.
    """
    size = check_file(path, limit_bytes)
    with path.open("rb") as file:
        return file.read(size)


def read_text(path: Path, limit_bytes: int = TEXT_LIMIT_BYTES) -> str:
    """As `read_file`, of a text in UTF-8; SourceFormatError: it is something else."""
    try:
        return read_file(path, limit_bytes).decode("utf-8")
    except UnicodeDecodeError:
        raise SourceFormatError("{path} is not a text file", path=path) from None


def numbered(path: Path) -> Iterator[Path]:
    """The names to try where one must not be taken: clip.mp4, clip-2.mp4, clip-3.mp4 and so on."""
    yield path
    yield from (path.with_stem(f"{path.stem}-{number}") for number in count(2))


def write_free(path: Path, write: Callable[[Path], None]) -> Path:
    """Write a file under a name that is free, see `numbered`, and give that name.

    Args:
        write: writes the file that it is given. Not asked before whether that is there: of two that write at the same
            time, each has its own.

    Raises:
        SinkExistsError: something is there that is no file. And what `write` raises.
    """
    for free in numbered(path):
        try:
            write(free)
        except SinkExistsError:
            if not free.is_file():
                raise
        else:
            return free
    raise AssertionError("names never end")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new, empty file in the folder of `path`, which takes that name when the block ends without an error.

    Under the name lies the old file or the whole new one at any time, even if the computer loses power. Each process
    has a file of its own; the last to end its block wins. The folder is made where it is missing.

    Yields:
        The path to write to; its suffix is not that of `path`.

    Raises:
        OSError: it cannot be written or renamed. After any error `path` is as it was, and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_dead_parts(path.parent)
    file = UnfinishedFile(path)
    try:
        file.create()
        yield file.path
        file.publish()
    finally:
        file.discard()
