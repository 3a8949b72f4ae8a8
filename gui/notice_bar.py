"""Lines for the person, under the picture: what has happened, what is wrong, and what to do."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from gui import theme
from gui.icons import icon
from gui.labels import IconLabel
from gui.theme import Role
from gui.timers import after

_NOTICE_MS = 8000


class NoticeBar(QFrame):
    """Shows the newest line. A notice goes away by itself, an error stays until it is closed or another line comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mark = IconLabel("warning", parent=self)
        close = QToolButton(self)
        theme.set_role(close, Role.FLAT)
        close.setIcon(icon("cancel"))
        close.setAccessibleName("Close this message")
        close.setToolTip("Close this message (Esc)")
        close.setShortcut("Esc")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MEDIUM, theme.TIGHT, theme.TIGHT, theme.TIGHT)
        row.setSpacing(theme.SMALL)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
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

    def _show(self, line: str) -> None:
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setText(line[:1].upper() + line[1:])
        self.setAccessibleName(line)
        self.show()
