"""Hidden folders beside outputs, in which what is done of a long job waits for the rest, whatever ends the program."""

import logging
import os
import shutil
from contextlib import suppress
from pathlib import Path

from matting_rt.errors import SinkBusyError, SinkError
from matting_rt.unfinished_file import lock_file, prepare_folder, sink_error, unfinished_name

log = logging.getLogger(__name__)

_LOCK = "lock"


def remove_work(output: Path) -> None:
    """Remove what is kept of an output's frames, unless a program is at it. What cannot be removed stays."""
    folder = WorkFolder(output)
    if folder.path.is_dir():
        with suppress(SinkError, OSError):
            folder.open(keeps=True)
            folder.discard()


class WorkFolder:
    """The folder of one output; its name follows from the output's, so that the next program finds it.

    It is locked from `open` to `close` or `discard`, and the system releases a lock when its program ends.
    """

    def __init__(self, output: Path) -> None:
        """Nothing is made before `open`."""
        self.output = output
        self.path = output.parent / f".{output.name}.matting-rt"
        self._lock: int | None = None
        self._is_open = False

    def open(self, *, keeps: bool) -> None:
        """Make and lock it.

        Args:
            keeps: leave what an earlier program left in it; else that is removed.

        Raises:
            SinkBusyError: another program has it locked.
            SinkError: it cannot be made.
        """
        prepare_folder(self.path, self.output)
        try:
            (self.path / _LOCK).touch()
            self._lock = lock_file(self.path / _LOCK)
        except BlockingIOError:
            raise SinkBusyError(
                "{output} is being written by another program; wait for its end, or choose another name",
                output=self.output,
            ) from None
        except FileNotFoundError:  # who had it has just removed it
            return self.open(keeps=keeps)
        except OSError as error:  # a file system without locks
            log.debug("%s is not locked: %s", self.path, error)
        self._is_open = True
        if not keeps:
            self.empty()

    @property
    def size_bytes(self) -> int:
        """Of all files in it."""
        return sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file())

    def close(self) -> None:
        """Leave it for a program that resumes. May be called twice, and after `discard`."""
        self._is_open = False
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def empty(self) -> None:
        """Remove what is in it, but for the lock. Raises SinkError, and then it is closed."""
        try:
            for path in self.path.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.name != _LOCK:
                    path.unlink()
        except OSError as error:
            self.close()
            raise sink_error(self.output, error) from error

    def discard(self) -> None:
        """Remove it, if it is open. May be called twice."""
        if self._is_open and self.path.exists():
            doomed = self.path
            with suppress(OSError):  # a full disk may have no room for another name
                # by which others remove what is left, should this program be killed meanwhile
                doomed = self.path.rename(self.path.with_name(unfinished_name()))
            shutil.rmtree(doomed, ignore_errors=True)
        self.close()
