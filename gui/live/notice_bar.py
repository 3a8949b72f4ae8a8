"""Lines for the person, under the picture: what has happened, what is wrong, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.icons import icon
from gui.look.labels import IconLabel
from gui.look.language import tr, with_keys
from gui.look.theme import Role
from gui.look.timers import after

_NOTICE_MS = 8000


@dataclass(frozen=True)
class _Said:
    line: str
    is_wrong: bool
    button: str = ""
    do: Callable[[], object] | None = None
    tip: str = ""


class NoticeBar(QFrame):
    """Shows the newest line. A notice goes away by itself, and what stood there before is back then; an error, and a
    line with a button, stay until they are closed or another such line comes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mark = IconLabel("warning", parent=self)
        self.button = QPushButton(tr("What to do"), self)
        self.button.setToolTip(tr("What to do about it"))
        self.button.clicked.connect(self._do)
        close = QToolButton(self)
        theme.set_role(close, Role.FLAT)
        close.setIcon(icon("cancel"))
        close.setAccessibleName(tr("Close this message"))
        close.setToolTip(with_keys(tr("Close this message"), "Esc"))
        close.setShortcut("Esc")
        close.clicked.connect(self._close)
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
        self._timer = after(_NOTICE_MS, self._close, self)
        self._stays: _Said | None = None
        self._passes: _Said | None = None
        """Over the one that stays."""
        self._is_quiet = False
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def show_notice(self, line: str) -> None:
        self._pass(_Said(line, is_wrong=False))

    def show_error(self, line: str) -> None:
        self._stay(_Said(line, is_wrong=True))

    def ask(self, line: str, button: str, do: Callable[[], object], tip: str = "") -> None:
        """Show a line with a button for what can be done about it."""
        self._stay(_Said(line, True, button, do, tip))

    def offer(self, line: str, button: str, do: Callable[[], object]) -> None:
        """Show a notice with a button for what can be done with it; it goes away by itself all the same."""
        self._pass(_Said(line, False, button, do))

    def withdraw(self, line: str) -> None:
        """Take a line away that holds no longer; another one stays."""
        if self._stays is not None and self._stays.line == line:
            self._stays = None
        if self._passes is not None and self._passes.line == line:
            self._passes = None
        self._draw()

    def set_quiet(self, is_quiet: bool) -> None:
        """Show nothing for as long as this lasts; what stays is there afterwards."""
        self._is_quiet = is_quiet
        self._draw()

    def _pass(self, said: _Said) -> None:
        self._passes = said
        self._draw()
        self._timer.start()

    def _stay(self, said: _Said) -> None:
        self._timer.stop()
        self._stays, self._passes = said, None
        self._draw()

    def _close(self) -> None:
        self._timer.stop()
        if self._passes is None:
            self._stays = None
        self._passes = None
        self._draw()

    def _do(self) -> None:
        said = self._passes or self._stays
        if said is not None and said.do is not None:
            said.do()

    def _draw(self) -> None:
        said = self._passes or self._stays
        if said is not None:
            self._text.setText(said.line[:1].upper() + said.line[1:])
            self._mark.setVisible(said.is_wrong)
            self.button.setVisible(bool(said.button))
            self.button.setText(said.button)
            self.button.setToolTip(said.tip or said.button)
            self.setAccessibleName(said.line)
        self.setVisible(said is not None and not self._is_quiet)
