"""Files and folders that get their name only when they are complete.

Until then they are hidden beside it. A program that is killed leaves them there, and the next one that writes into the
same folder removes them. What is still being written is locked, and the system releases a lock when its program ends.
"""

import errno
import logging
import os
import secrets
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from matting_rt.errors import SinkError, SinkExistsError, SinkFullError

if sys.platform != "win32":
    import fcntl

log = logging.getLogger(__name__)

_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NAMES = ".matting-rt-*.part"


class UnfinishedFile:
    """A hidden file, or folder, in the directory of the final one: the same disk, so that publishing is one rename."""

    def __init__(self, final: Path, *, is_folder: bool = False, kept: Path | None = None) -> None:
        """Nothing is made before `create`.

        Args:
            final: what it is called at last.
            is_folder: else a file.
            kept: what it is called until then, where another program may go on with it; `discard` leaves it there.
        """
        self.final = final
        self.path = kept or final.parent / unfinished_name()
        self._is_kept = kept is not None
        self._is_folder = is_folder
        self.is_published = False
        """Whether it has its final name already."""
        self._lock: int | None = None

    def create(self) -> None:
        """Make it, empty, unless it is kept. Raises OSError."""
        if self._is_kept:
            self.path.mkdir(exist_ok=True)
            return
        if self._is_folder:
            self.path.mkdir()
        else:
            self.path.touch(exist_ok=False)
        try:
            self._lock = lock_file(self.path)
        except (FileNotFoundError, BlockingIOError):  # somebody took it for a dead program's before it was locked
            self.path = self.path.with_name(unfinished_name())
            self.create()
        except OSError as error:  # a file system without locks, on which nobody removes it either
            log.debug("%s is not locked: %s", self.path, error)

    def publish(self) -> None:
        """Move what is complete to its final name, a file only when the disk has it. Raises OSError."""
        if not self._is_folder:
            _flush(self.path)
        if not self.is_published:
            os.replace(self.path, self.final)
        self._unlock()

    def publish_early(self) -> None:
        """Give a file that is still being written its final name, under which it stays: one that is whole at any time.

        Raises:
            PermissionError: this system renames no file that is open, and nothing has changed.
        """
        os.replace(self.path, self.final)
        self.path, self.is_published = self.final, True

    def publish_content(self) -> None:
        """Of a folder: move the files in it, which are complete, to where it is, one after another. Raises OSError."""
        for path in sorted(self.path.iterdir()):
            os.replace(path, self.final.parent / path.name)
        self.discard()

    def discard(self) -> None:
        """Remove it if it is there, and neither published nor kept. What cannot be removed stays, as after a kill."""
        if not (self._is_kept or self.is_published):
            with suppress(OSError):
                _remove(self.path)
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def unfinished_name() -> str:
    """A new name by which `remove_dead_parts` knows what nobody has locked."""
    return _NAMES.replace("*", secrets.token_hex(8))


def remove_dead_parts(folder: Path) -> None:
    """Remove what programs that were killed have left unfinished in a folder. What cannot be removed stays."""
    for path in folder.glob(_NAMES):
        with suppress(OSError):
            lock = lock_file(path)
            if lock is None:
                continue
            try:
                _remove(path)
            finally:
                os.close(lock)
            log.info("removed %s, which a program that was killed has left", path)


def lock_file(path: Path) -> int | None:
    """Hold a file or folder until the descriptor is closed or this process ends; None where the system has no locks.

    Raises:
        BlockingIOError: it is held.
        FileNotFoundError: it is gone.
        OSError: it is neither file nor folder, or its file system has no locks.
    """
    if sys.platform == "win32":
        return None
    # On network file systems only what was opened for writing can be locked; folders cannot be opened so.
    access = os.O_RDONLY if path.is_dir() else os.O_RDWR
    descriptor = os.open(path, access | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(descriptor), path.lstat()):
            raise FileNotFoundError(errno.ENOENT, "another is there now", str(path))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def check_free(path: Path, *, overwrite: bool) -> None:
    """Check that `path` may be written.

    Raises:
        SinkExistsError: it exists and `overwrite` is False, or it is not an ordinary file.
    """
    if path.is_dir():
        raise SinkExistsError("{path} is a directory; give the output a file name", path=path)
    if path.exists() and not path.is_file():
        raise SinkExistsError("{path} is a device or a pipe; give the output the name of a file", path=path)
    if path.exists() and not overwrite:
        raise SinkExistsError("{path} exists; choose another name or set overwrite (--overwrite)", path=path)


def prepare_folder(path: Path, output: Path | None = None) -> None:
    """Make a folder for outputs where it is missing, and tidy it, see `remove_dead_parts`.

    Raises SinkError, which names the output, where one is given.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        remove_dead_parts(path)
    except OSError as error:
        raise sink_error(output or path, error) from error


def sink_error(path: Path, error: Exception, *, is_kept: bool = False) -> SinkError:
    """What to raise when writing `path` failed with `error` (OSError or FFmpeg's, which may be one).

    Args:
        is_kept: what was written before stays.
    """
    reason = getattr(error, "strerror", None) or error
    is_full = getattr(error, "errno", None) in _FULL_ERRNOS
    if is_full and is_kept:
        return SinkFullError("the disk is full; {path} has what was written before that; free some space", path=path)
    if is_full:
        return SinkFullError(
            "no room for {path} ({reason}), so nothing was left there; free some space and try again",
            path=path,
            reason=reason,
        )
    return SinkError("cannot write {path}: {reason}; choose another folder", path=path, reason=reason)
