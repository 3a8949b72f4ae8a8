"""Which cameras, virtual cameras and microphones there are, told again whenever that changes."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PyQt6.QtCore import QFileSystemWatcher, QObject, pyqtSignal

from gui.look.timers import after
from matting_rt.doctor import checks, probe

log = logging.getLogger(__name__)

_SETTLE_MS = (300, 1500)
"""After a device has come or gone: it takes a moment until its node may be opened, and some cameras take longer."""
_DEVICES = ("/dev", "/dev/snd")


class DeviceWatch(QObject):
    """Looks on a thread of its own, once after `start` and then when the system's device nodes change.

    Where the system has no such nodes, `look` is to be called when somebody wants to know: cameras are found there by
    opening them.
    """

    cameras_changed = pyqtSignal(object)
    """tuple of probe.CameraEntry."""
    outputs_changed = pyqtSignal(object, object)
    """tuple of probe.VirtualCameraEntry, and tuple of checks.Finding: what to fix where none can be used."""
    microphones_changed = pyqtSignal(object)
    """tuple of probe.MicrophoneEntry."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, "devices")
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._settle)
        self._timers = [after(delay_ms, self.look, self) for delay_ms in _SETTLE_MS]

    def start(self) -> None:
        if sys.platform == "linux":
            self._watcher.addPaths([folder for folder in _DEVICES if Path(folder).is_dir()])
        self.look()

    def look(self) -> None:
        """Look now."""
        self._thread.submit(self._look)

    def stop(self) -> None:
        """Wait for the thread. The last call."""
        for timer in self._timers:
            timer.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _settle(self) -> None:
        for timer in self._timers:
            timer.start()

    def _look(self) -> None:
        survey = probe.probe_system(
            {
                "cameras": probe.list_cameras,
                "virtual_cameras": probe.list_virtual_cameras,
                "microphones": probe.list_microphones,
            }
        )
        for problem in survey.problems:
            log.warning("%s", problem)
        self.cameras_changed.emit(survey.cameras)
        self.microphones_changed.emit(survey.microphones)
        findings = checks.about_virtual_cameras(survey, checks.System())
        self.outputs_changed.emit(survey.virtual_cameras, tuple(findings))
