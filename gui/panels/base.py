"""A quiet panel: a title, a few words on how things are, and a body that folds away."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui import theme
from gui.theme import Role, Tone


class Panel(QFrame):
    """Put what it holds into `body`, a vertical layout."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.CARD)
        self.setAccessibleName(title)
        self._toggle = QToolButton(self)
        self._toggle.setText(title)
        self._toggle.setCheckable(True)
        self._toggle.setChecked(True)
        self._toggle.toggled.connect(self._fold)
        self._summary = QLabel(self)
        theme.set_role(self._summary, Role.QUIET)
        heading = QHBoxLayout()
        heading.addWidget(self._toggle)
        heading.addStretch()
        heading.addWidget(self._summary, 0, Qt.AlignmentFlag.AlignRight)
        self._content = QWidget(self)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.SMALL)
        layout = QVBoxLayout(self)
        layout.addLayout(heading)
        layout.addWidget(self._content)

    def set_summary(self, text: str, tone: Tone = Tone.IDLE) -> None:
        """A few words on how things are, seen also while the body is folded away."""
        self._summary.setText(text)

    def set_open(self, is_open: bool) -> None:
        """Show the body, or fold it away."""
        self._toggle.setChecked(is_open)

    def _fold(self, is_open: bool) -> None:
        self._content.setVisible(is_open)
