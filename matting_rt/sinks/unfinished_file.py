"""Files that get their name only when they are complete."""

import errno
import os
import secrets
from pathlib import Path

from matting_rt.errors import SinkError, SinkExistsError, SinkFullError

_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class UnfinishedFile:
    """A hidden file in the directory of the final one: the same disk, so that publishing is one atomic rename."""

    def __init__(self, final: Path) -> None:
        self.final = final
        self.path = final.parent / f".matting-rt-{secrets.token_hex(8)}.part"

    def publish(self) -> None:
        """Move the complete file to its final name. Raises OSError."""
        os.replace(self.path, self.final)

    def discard(self) -> None:
        """Remove the file if it is there."""
        self.path.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text file, and its directory; under the name lies the old one or the whole new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = UnfinishedFile(path)
    try:
        file.path.write_text(text, encoding="utf-8")
        file.publish()
    finally:
        file.discard()


def check_free(path: Path, *, overwrite: bool) -> None:
    """Check that `path` may be written.

    Raises:
        SinkExistsError: it exists and `overwrite` is False, or it is a directory.
    """
    if path.is_dir():
        raise SinkExistsError(f"{path} is a directory; give the output a file name")
    if path.exists() and not overwrite:
        raise SinkExistsError(f"{path} exists; choose another name or pass --overwrite")


def create_directory(path: Path) -> None:
    """Create `path` and its parents where they are missing. Raises SinkError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise sink_error(path, error) from error


def sink_error(path: Path, error: Exception) -> SinkError:
    """What to raise when writing `path` failed with `error` (OSError or FFmpeg's, which may be one)."""
    reason = getattr(error, "strerror", None) or str(error)
    if getattr(error, "errno", None) in _FULL_ERRNOS:
        return SinkFullError(f"no room for {path} ({reason}), so nothing was left there; free some space and try again")
    return SinkError(f"cannot write {path}: {reason}")
