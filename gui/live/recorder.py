"""The recording of what others see, and still pictures: asked for in one place, and told to all that show them."""

from pathlib import Path

from PyQt6.QtCore import QObject, QStandardPaths, pyqtSignal

from gui.live.controller import LiveController
from gui.live.remedies import Remedy
from gui.live.signals import CameraState
from gui.look.language import clock_text, mark, number, tr
from gui.look.timers import every
from gui.settings.store import SettingsStore
from matting_rt.files import dated_name

HELP = mark("Record what others see to a video file")
PAUSE_HELP = mark("Leave out of the recording what happens until you resume; the video has no gap")
STILL_HELP = mark("Save what others see as a picture")
_TICK_MS = 250
"""A second that is shown late by more would be seen."""


class Recorder(QObject):
    """Records what others see into the folder of recordings."""

    changed = pyqtSignal()
    """Something else is to be shown: it has started, ended, paused or gone on for another second, or may start now."""
    level_changed = pyqtSignal(object)
    """Of the microphone, 0..1, four times a second while it is open; None when it is no longer."""

    def __init__(self, store: SettingsStore, controller: LiveController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._controller = store, controller
        self.path: Path | None = None
        """Of the recording that runs; None: none does."""
        self.last: Path | None = None
        """Of the one that has ended last; the file is there unless it could not be written."""
        self._is_asked = False
        """Whether it was asked for another state, and it is not known yet what came of it."""
        self.is_paused = False
        self._duration_s = 0.0
        self._size_bytes = 0
        self._shown = ""
        self._tick = every(_TICK_MS, self._look, self)
        controller.recording_changed.connect(self._note)
        controller.state_changed.connect(lambda state: self.changed.emit())

    @property
    def folder(self) -> Path:
        """Where recordings and still pictures go: the one chosen, or the user's own for films."""
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
    def next_pause_step(self) -> str:
        """What `toggle_pause` does now, in words."""
        return tr("Resume recording") if self.is_paused else tr("Pause recording")

    @property
    def pause_icon_name(self) -> str:
        """Of `next_pause_step`."""
        return "record" if self.is_paused else "pause"

    @property
    def can_toggle(self) -> bool:
        """Whether it can be started, or stopped."""
        return not self._is_asked and self.can_take_still

    @property
    def can_take_still(self) -> bool:
        """Whether there is a picture."""
        return self._controller.state in (CameraState.PREVIEWING, CameraState.LIVE)

    @property
    def elapsed(self) -> str:
        """How long the video is by now, such as "00:12"; empty: none is recorded."""
        return clock_text(self._duration_s) if self.is_running else ""

    @property
    def progress(self) -> str:
        """How long the video is by now, and how large the file where something of it is on the disk."""
        return ", ".join(filter(None, (self.elapsed, size_text(self._size_bytes)))) if self.is_running else ""

    @property
    def badge(self) -> str:
        """What is shown in red while it runs, such as "REC 00:12, 34 MB"; else empty."""
        if not self.is_running:
            return ""
        text = tr("Paused {progress}") if self.is_paused else tr("REC {progress}")
        return text.format(progress=self.progress)

    def toggle(self) -> None:
        """Start, or stop."""
        if not self.can_toggle:
            return
        if self.is_running:
            self._ask()
            self._controller.stop_recording()
            return
        folder = self._prepare_folder()
        if folder is not None:
            self._ask()
            self._controller.start_recording(folder / dated_name(".mp4"))

    def toggle_pause(self) -> None:
        """Leave out what happens from now on, or go on; nothing where nothing is recorded."""
        if self.is_running:
            self.is_paused = not self.is_paused
            self._controller.pause_recording(self.is_paused)
            self.changed.emit()

    def take_still(self) -> None:
        """Save what others see as a picture."""
        folder = self._prepare_folder() if self.can_take_still else None
        if folder is not None:
            self._controller.save_still(folder / dated_name(".png"))

    def _prepare_folder(self) -> Path | None:
        folder = self.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            said = tr("The folder {folder} cannot be created: {reason}; choose another one")
            self._controller.failed.emit(said.format(folder=folder, reason=error.strerror), (Remedy.CHOOSE_FOLDER,))
            return None
        return folder

    def _ask(self) -> None:
        self._is_asked = True
        self.changed.emit()

    def _note(self, path: Path | None) -> None:
        self._is_asked = False
        ended, self.path = self.path, path
        if path is None:
            self._tick.stop()
            self.level_changed.emit(None)
            self.last = ended or self.last
        elif path != ended:
            self.is_paused, self._duration_s, self._size_bytes = False, 0.0, 0
            self._tick.start()
        self.changed.emit()

    def _look(self) -> None:
        progress = self._controller.recording_progress
        if progress is None:
            return
        self._duration_s, self._size_bytes, self.is_paused = (
            progress.duration_s,
            progress.size_bytes,
            progress.is_paused,
        )
        self.level_changed.emit(progress.level)
        if self.badge != self._shown:
            self._shown = self.badge
            self.changed.emit()


def size_text(size_bytes: int) -> str:
    """Such as "3.4 MB", "34 MB" or "1.2 GB"; empty below 0.1 MB: an encoder holds back the first seconds."""
    if size_bytes < 50_000:
        return ""
    if size_bytes < 1_000_000_000:
        return tr("{size} MB").format(size=number(size_bytes / 1e6, 0 if size_bytes >= 10_000_000 else 1))
    return tr("{size} GB").format(size=number(size_bytes / 1e9, 1))
