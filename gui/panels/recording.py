"""Recording what others see, with buttons."""

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.live.recorder import HELP, STILL_HELP, Recorder
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr, with_keys
from gui.look.theme import Role
from gui.panels.microphone import LevelMeter
from gui.settings.store import SettingsStore


class RecordingRow(QWidget):
    """Buttons that start, pause and end, take a still picture, and know the folder; what is going on, below."""

    def __init__(self, store: SettingsStore, recorder: Recorder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._recorder = store, recorder
        self.button = QPushButton(self)
        self.button.setToolTip(with_keys(tr(HELP), "Ctrl+R"))
        self.button.clicked.connect(recorder.toggle)
        self.pause, self.still = QToolButton(self), QToolButton(self)
        self.pause.clicked.connect(recorder.toggle_pause)
        self.still.setIcon(icon("image"))
        self.still.setAccessibleName(tr("Take a still picture"))
        self.still.setToolTip(with_keys(tr(STILL_HELP), "Ctrl+Shift+S"))
        self.still.clicked.connect(recorder.take_still)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        theme.set_role(self.words, Role.QUIET)
        self.meter = LevelMeter(self)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.addWidget(self.button, 1)
        for button in (self.pause, self.still, self._make_folder_button()):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(row)
        layout.addWidget(self.meter)
        layout.addWidget(self.words)
        recorder.changed.connect(self._show)
        recorder.level_changed.connect(self.meter.show_level)
        self._show()

    def _make_folder_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("folder"))
        button.setAccessibleName(tr("Recordings folder"))
        button.setToolTip(tr("Open or choose the recordings folder"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addAction(tr("Open the folder"), self._open_folder)
        menu.addAction(tr("Choose another folder …"), self.choose_folder)
        button.setMenu(menu)
        return button

    def _show(self) -> None:
        recorder = self._recorder
        if recorder.next_step != self.button.text():
            self.button.setText(recorder.next_step)
            self.button.setIcon(icon(recorder.icon_name))
        self.button.setEnabled(recorder.can_toggle)
        if recorder.next_pause_step != self.pause.accessibleName():
            self.pause.setAccessibleName(recorder.next_pause_step)
            self.pause.setIcon(icon(recorder.pause_icon_name))
            self.pause.setToolTip(with_keys(recorder.next_pause_step, "Ctrl+Shift+R"))
        self.pause.setVisible(recorder.is_running)
        self.still.setEnabled(recorder.can_take_still)
        self.words.setText(self._say())
        self.words.setVisible(bool(self.words.text()))

    def _say(self) -> str:
        recorder, path, last = self._recorder, self._recorder.path, self._recorder.last
        if path is not None:
            said = tr("Paused {file}, {progress}") if recorder.is_paused else tr("Recording {file}, {progress}")
            return said.format(file=path.name, progress=recorder.progress)
        if last is None:
            return ""
        said = tr("Saved {file}") if last.exists() else tr("{file} could not be saved")
        return said.format(file=last.name)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._recorder.folder)))

    def choose_folder(self) -> None:
        """Ask for the folder that recordings go into."""
        chosen = QFileDialog.getExistingDirectory(self, tr("Recordings folder"), str(self._recorder.folder))
        if chosen:
            self._store.set("program.recording_folder", chosen)
