"""Recording what others see, with a button."""

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.live.recorder import HELP, Recorder
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr, with_keys
from gui.look.theme import Role
from gui.settings.store import SettingsStore


class RecordingRow(QWidget):
    """A button that starts and ends, and one that knows the folder."""

    def __init__(self, store: SettingsStore, recorder: Recorder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._recorder = store, recorder
        self.button = QPushButton(self)
        self.button.setToolTip(with_keys(tr(HELP), "Ctrl+R"))
        self.button.clicked.connect(recorder.toggle)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        theme.set_role(self.words, Role.QUIET)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.addWidget(self.button, 1)
        row.addWidget(self._make_folder_button())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(row)
        layout.addWidget(self.words)
        recorder.changed.connect(self._show)
        self._show()

    def _make_folder_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("folder"))
        button.setAccessibleName(tr("Recordings folder"))
        button.setToolTip(tr("Open or choose the recordings folder"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addAction(tr("Open the folder"), self._open_folder)
        menu.addAction(tr("Choose another folder …"), self._choose_folder)
        button.setMenu(menu)
        return button

    def _show(self) -> None:
        recorder = self._recorder
        if recorder.next_step != self.button.text():
            self.button.setText(recorder.next_step)
            self.button.setIcon(icon(recorder.icon_name))
        self.button.setEnabled(recorder.can_toggle)
        self.words.setText(self._say())
        self.words.setVisible(bool(self.words.text()))

    def _say(self) -> str:
        path, last = self._recorder.path, self._recorder.last
        if path is not None:
            return tr("Recording to {file}, {time}").format(file=path.name, time=self._recorder.elapsed)
        if last is None:
            return ""
        said = tr("Saved {file}") if last.exists() else tr("{file} could not be saved")
        return said.format(file=last.name)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._recorder.folder)))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Recordings folder"), str(self._recorder.folder))
        if chosen:
            self._store.set("program.recording_folder", chosen)
