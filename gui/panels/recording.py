"""Recording what others see, with a button."""

from datetime import datetime
from pathlib import Path

from PyQt6.QtCore import QStandardPaths, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui import theme
from gui.icons import icon
from gui.live_bridge import BridgeState, LiveBridge
from gui.settings_store import SettingsStore
from gui.theme import Role

_RECORD, _STOP = "Record", "Stop recording"


class RecordingRow(QWidget):
    """A button that starts and ends, and one that knows the folder."""

    def __init__(self, store: SettingsStore, bridge: LiveBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._bridge = store, bridge
        self._path: Path | None = None
        self.button = QPushButton(_RECORD, self)
        self.button.setIcon(icon("record"))
        self.button.setShortcut("Ctrl+R")
        self.button.setToolTip("Write what others see to a video file (Ctrl+R)")
        self.button.clicked.connect(self._toggle)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        theme.set_role(self._words, Role.QUIET)
        self._words.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.addWidget(self.button, 1)
        row.addWidget(self._make_folder_button())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(row)
        layout.addWidget(self._words)
        bridge.recording_changed.connect(self._show)
        bridge.state_changed.connect(self._show_state)
        self._show_state(bridge.state)

    @property
    def folder(self) -> Path:
        """Where recordings go: the one chosen, or the user's own for films."""
        chosen = self._store.program.recording_folder
        return Path(chosen or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation))

    def _make_folder_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("folder"))
        button.setAccessibleName("Folder of recordings")
        button.setToolTip("Open or choose the folder of recordings")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addAction("Open the folder", self._open_folder)
        menu.addAction("Choose another folder …", self._choose_folder)
        button.setMenu(menu)
        return button

    def _toggle(self) -> None:
        self.button.setEnabled(False)  # until it is known what came of it
        if self._path is not None:
            self._bridge.stop_recording()
            return
        folder = self.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._bridge.failed.emit(f"The folder {folder} cannot be made: {error.strerror}; choose another one")
            self.button.setEnabled(True)
            return
        self._bridge.start_recording(folder / f"Matting RT {datetime.now():%Y-%m-%d %H.%M.%S}.mp4")

    def _show(self, path: Path | None) -> None:
        before, self._path = self._path, path
        self.button.setText(_RECORD if path is None else _STOP)
        self.button.setIcon(icon("record" if path is None else "stop"))
        if path is not None:
            self._words.setText(f"Recording to {path.name}")
        elif before is not None:
            self._words.setText(f"Saved {before.name}")
        self._words.setVisible(bool(self._words.text()))
        self._show_state(self._bridge.state)

    def _show_state(self, state: BridgeState) -> None:
        self.button.setEnabled(state in (BridgeState.PREVIEWING, BridgeState.LIVE))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder of recordings", str(self.folder))
        if chosen:
            self._store.set("program.recording_folder", chosen)
