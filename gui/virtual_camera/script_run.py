"""One run of the script that sets up the virtual camera, on a thread of its own."""

import threading
from collections.abc import Sequence

from PyQt6.QtCore import QObject, pyqtSignal

from matting_rt.virtual_camera.progress import Progress, unasked
from matting_rt.virtual_camera.running import watch


class ScriptRun(QObject):
    """Has no parent in Qt: a dialog that is closed, and a program that is quit, leave the script to its work."""

    changed = pyqtSignal()
    """`progress` is further on."""
    ended = pyqtSignal()

    def __init__(self, call: Sequence[str]) -> None:
        """
        Args:
            call: the program and its arguments.
        """
        super().__init__()
        self.progress = Progress()
        self._call = call
        self._thread = threading.Thread(target=self._run, name="virtual camera", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        try:
            self.progress.end(watch(self._call, self._hear))
        except FileNotFoundError:  # there is no pkexec
            self.progress.failure = unasked()
        self.ended.emit()

    def _hear(self, line: str) -> None:
        self.progress.hear(line)
        self.changed.emit()
