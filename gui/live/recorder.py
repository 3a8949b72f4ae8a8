"""The recording of what others see: started and stopped in one place, and told to all that show it."""

import time
from datetime import datetime
from pathlib import Path

from PyQt6.QtCore import QObject, QStandardPaths, pyqtSignal

from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.look.language import mark, tr
from gui.look.timers import every
from gui.settings.store import SettingsStore

HELP = mark("Record what others see to a video file")
_TICK_MS = 250
"""A second that is shown late by more would be seen."""


class Recorder(QObject):
    """Records what others see into the folder of recordings."""

    changed = pyqtSignal()
    """Something else is to be shown: it has started, ended or gone on for another second, or may be started now."""

    def __init__(self, store: SettingsStore, controller: LiveController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._controller = store, controller
        self.path: Path | None = None
        """Of the recording that runs; None: none does."""
        self.last: Path | None = None
        """Of the one that has ended last; the file is there unless it could not be written."""
        self._is_asked = False
        """Whether it was asked for another state, and it is not known yet what came of it."""
        self._since_s = 0.0
        self._shown = ""
        self._tick = every(_TICK_MS, self._show_time, self)
        controller.recording_changed.connect(self._note)
        controller.state_changed.connect(lambda state: self.changed.emit())

    @property
    def folder(self) -> Path:
        """Where recordings go: the one chosen, or the user's own for films."""
        chosen = self._store.program.recording_folder
        return Path(chosen or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation))

    @property
    def is_running(self) -> bool:
        return self.path is not None

    @property
    def next_step(self) -> str:
        """What `toggle` does now, in words."""
        return tr("Stop recording") if self.is_running else tr("Record")

    @property
    def icon_name(self) -> str:
        """Of `next_step`."""
        return "stop" if self.is_running else "record"

    @property
    def can_toggle(self) -> bool:
        """Whether it can be started, or stopped."""
        return not self._is_asked and self._controller.state in (CameraState.PREVIEWING, CameraState.LIVE)

    @property
    def elapsed(self) -> str:
        """How long it has run, such as "00:12"; empty: it does not run."""
        if self.path is None:
            return ""
        return clock_text(time.monotonic() - self._since_s)

    @property
    def badge(self) -> str:
        """What is shown in red while it runs, such as "REC 00:12"; else empty."""
        return tr("REC {time}").format(time=self.elapsed) if self.is_running else ""

    def toggle(self) -> None:
        """Start, or stop."""
        if not self.can_toggle:
            return
        if self.is_running:
            self._ask()
            self._controller.stop_recording()
            return
        folder = self.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            said = tr("The folder {folder} cannot be created: {reason}; choose another one")
            self._controller.failed.emit(said.format(folder=folder, reason=error.strerror))
            return
        self._ask()
        self._controller.start_recording(folder / f"Matting RT {datetime.now():%Y-%m-%d %H.%M.%S}.mp4")

    def _ask(self) -> None:
        self._is_asked = True
        self.changed.emit()

    def _note(self, path: Path | None) -> None:
        was_asked, self._is_asked = self._is_asked, False
        ended, self.path = self.path, path
        if path is None:
            self._tick.stop()
            self.last = ended or self.last
            if ended is not None and not was_asked and ended.exists():
                said = tr("The recording stopped with the camera and was saved as {file}.")
                self._controller.notice.emit(said.format(file=ended.name))
        elif path != ended:
            self._since_s = time.monotonic()
            self._tick.start()
        self.changed.emit()

    def _show_time(self) -> None:
        if self.elapsed != self._shown:
            self._shown = self.elapsed
            self.changed.emit()


def clock_text(duration_s: float) -> str:
    """Such as "00:12" or "1:00:12"."""
    minutes, seconds = divmod(int(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
