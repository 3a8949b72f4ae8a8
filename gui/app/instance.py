"""One window for each folder of settings, which two would overwrite for each other: a second start of the program
brings the window of the first to the front, and ends.
"""

import hashlib
import logging
import time
from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from matting_rt.errors import AlreadyRunningError, ControlError
from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import ControlServer, control_path, send_command

log = logging.getLogger(__name__)

LOCK_NAME = "window.lock"
WAIT_S = 8.0
"""For a program that has only just started, or is about to end, which takes five seconds."""
_PAUSE_S = 0.1


class Instance(QObject):
    """Whether this program may use a folder of settings; asked before anything of it is read."""

    show_wanted = pyqtSignal(str)
    """The program was started again, perhaps with a profile or a video: its path, or nothing."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder.absolute()
        name = hashlib.sha256(bytes(self._folder.resolve())).hexdigest()[:16]
        self._path = control_path().with_name(f"window-{name}.sock")
        self._server = ControlServer(self._obey, self._path, self._folder / LOCK_NAME)
        self.is_ready = False
        """Whether there is a window to be shown; until then, and at the end, a second start waits."""

    def begin(self, files: Sequence[Path] = (), limit_s: float = WAIT_S) -> None:
        """Take the folder.

        Args:
            files: a profile, and videos, which go to the program that has the folder.

        Raises:
            AlreadyRunningError: another program has it, which now shows its window, and uses the files.
            ControlError: another program has it, and does not answer.
        """
        asked = [ControlCommand(ControlVerb.SHOW, str(path.absolute())) for path in files]
        asked = asked or [ControlCommand(ControlVerb.SHOW)]
        end_s = time.monotonic() + limit_s
        while True:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._server.open()
                return
            except AlreadyRunningError:
                pass
            except (ControlError, OSError) as error:  # such as a folder that cannot be written: nothing is kept there
                log.warning("a second start of the program cannot be detected: %s", error)
                return
            try:
                while asked:
                    send_command(asked[0], self._path, limit_s=1.0)
                    del asked[0]
            except ControlError as error:
                if time.monotonic() > end_s:
                    raise ControlError(self._complaint()) from error
                time.sleep(_PAUSE_S)
            else:
                raise AlreadyRunningError("Matting RT is already running; its window is now in front")

    def close(self) -> None:
        """Leave the folder to another program; may be called twice."""
        self._server.close()

    def _obey(self, command: ControlCommand) -> str:
        """On the server's thread. Raises ControlError."""
        if command.verb is not ControlVerb.SHOW or not self.is_ready:
            raise ControlError("the window cannot be shown now")
        self.show_wanted.emit(command.argument)
        return "here it is"

    def _complaint(self) -> str:
        lock = self._folder / LOCK_NAME
        number = lock.read_text().strip() if lock.exists() else ""
        end = f"; end it with: kill {number}" if number.isdecimal() else ""
        return f"Matting RT is already running with the settings in {self._folder} but does not respond{end}"
