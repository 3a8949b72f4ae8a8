"""What only some want to read, folded away until they do."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr
from gui.look.theme import Role

_HEIGHT = 168


class Details(QWidget):
    """A line to click on, and a text below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = 0
        self.toggle, self.text = QToolButton(self), QPlainTextEdit(self)
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        theme.set_role(self.toggle, Role.FLAT)
        self.toggle.setToolTip(tr("Fold it out or away"))
        self.toggle.clicked.connect(lambda: self._fold(self.text.isHidden()))
        self.text.setReadOnly(True)
        self.text.setFixedHeight(_HEIGHT)
        self.text.setStyleSheet("QPlainTextEdit { font-family: monospace; }")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.text)
        self._fold(False)

    def show_text(self, name: str, text: str) -> None:
        """Replace what was shown; it is folded as it was."""
        self._lines = text.count("\n") + 1 if text else 0
        self.toggle.setText(name)
        self.text.setAccessibleName(name)
        self.text.setPlainText(text)
        self.show()

    def append(self, lines: Sequence[str]) -> None:
        """Add those of `lines` that are not there yet."""
        for line in lines[self._lines :]:
            self.text.appendPlainText(line)
        self._lines = len(lines)

    def _fold(self, is_open: bool) -> None:
        self.toggle.setIcon(icon("chevron-down" if is_open else "chevron-right"))
        self.text.setVisible(is_open)
