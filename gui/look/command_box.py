"""A command for a terminal, with a button that copies it."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr
from gui.look.theme import Role
from gui.look.timers import after

_COPIED_MS = 2000


class CommandBox(QWidget):
    """Hidden while there is no command."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._command = ""
        code, self.command = QFrame(self), QLabel(self)
        self.command.setWordWrap(True)
        self.command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.set_role(code, Role.CODE)
        frame = QVBoxLayout(code)
        frame.setContentsMargins(theme.SMALL, theme.SMALL, theme.SMALL, theme.SMALL)
        frame.addWidget(self.command)
        self.copy = QPushButton(tr("Copy the command"), self)
        self.copy.setIcon(icon("copy"))
        self.copy.setToolTip(tr("Paste it into a terminal; this window notices when it is done"))
        self.copy.clicked.connect(self._copy)
        self._copied = after(_COPIED_MS, lambda: self.copy.setText(tr("Copy the command")), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(code)
        layout.addWidget(self.copy)
        self.hide()

    def show_command(self, command: str | None) -> None:
        self._command = command or ""
        # where a long command may be broken
        self.command.setText(self._command.replace(" && ", " &&\n"))
        self.setVisible(bool(self._command))

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(self._command)
        self.copy.setText(tr("Copied"))
        self._copied.start()
