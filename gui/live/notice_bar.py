"""Lines for the person, under the picture: what has happened, what is wrong, and what to do."""

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.icons import icon
from gui.look.labels import IconLabel
from gui.look.language import tr, with_keys
from gui.look.theme import Role
from gui.look.timers import after

_NOTICE_MS = 8000


class NoticeBar(QFrame):
    """Shows the newest line. A notice goes away by itself; an error, and a line with a button, stay until
    they are closed or another line comes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mark = IconLabel("warning", parent=self)
        self.button = QPushButton(tr("What to do"), self)
        self.button.setToolTip(tr("What to do about it"))
        self.button.clicked.connect(lambda: self._do())
        self._do: Callable[[], object] = self.hide
        close = QToolButton(self)
        theme.set_role(close, Role.FLAT)
        close.setIcon(icon("cancel"))
        close.setAccessibleName(tr("Close this message"))
        close.setToolTip(with_keys(tr("Close this message"), "Esc"))
        close.setShortcut("Esc")
        close.clicked.connect(self.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MEDIUM, theme.TIGHT, theme.TIGHT, theme.TIGHT)
        column.setSpacing(theme.TIGHT)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        column.addLayout(row)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        if theme.is_text_large():
            below = QHBoxLayout()
            below.addStretch()
            below.addWidget(self.button)
            column.addLayout(below)
        else:
            row.addWidget(self.button)
        row.addWidget(close)
        self._timer = after(_NOTICE_MS, self.hide, self)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def show_notice(self, line: str) -> None:
        self._show(line)
        self._mark.hide()
        self._timer.start()

    def show_error(self, line: str) -> None:
        self._show(line)
        self._mark.show()
        self._timer.stop()

    def ask(self, line: str, button: str, do: Callable[[], object]) -> None:
        """Show a line with a button for what can be done about it."""
        self.show_error(line)
        self.button.setText(button)
        self.button.setToolTip(button)
        self._do = do
        self.button.show()

    def offer(self, line: str, button: str, do: Callable[[], object]) -> None:
        """Show a notice with a button for what can be done with it; it goes away by itself all the same."""
        self.ask(line, button, do)
        self._mark.hide()
        self._timer.start()

    def withdraw(self, line: str) -> None:
        """Take a line away that holds no longer; another one that came meanwhile stays."""
        if self.accessibleName() == line:
            self.hide()

    def _show(self, line: str) -> None:
        self.button.hide()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setText(line[:1].upper() + line[1:])
        self.setAccessibleName(line)
        self.show()
