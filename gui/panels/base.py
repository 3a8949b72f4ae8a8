"""A quiet panel: a title, a few words on how things are, and a body that folds away."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.icons import icon
from gui.look.labels import IconLabel, StateLabel
from gui.look.language import tr, with_keys
from gui.look.theme import Role, Tone


class Panel(QFrame):
    """What it holds goes into `body`, a vertical layout; `add_row` puts a named control there."""

    folded = pyqtSignal(bool)
    """Whether the body is shown, when that has changed."""

    def __init__(self, title: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.CARD)
        self.name = title
        """In English, whatever the language; the settings know the panel by it."""
        self.setAccessibleName(tr(title))
        self._heading = _Heading(tr(title), icon_name, self)
        self._heading.toggle.toggled.connect(self._fold)
        self._content = QWidget(self)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(theme.LARGE, 0, theme.LARGE, theme.LARGE)
        self.body.setSpacing(theme.SMALL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._heading)
        layout.addWidget(self._content)

    @property
    def summary(self) -> str:
        return self._heading.summary.text()

    @property
    def tone(self) -> Tone:
        """Of the summary."""
        return self._heading.summary.tone

    def set_summary(self, text: str, tone: Tone = Tone.IDLE) -> None:
        """A few words on how things are, seen also while the body is folded away."""
        self._heading.summary.show_state(text, tone)

    @property
    def is_open(self) -> bool:
        return self._heading.toggle.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Show the body, or fold it away."""
        self._heading.toggle.setChecked(is_open)

    def add_row(self, label: str, control: QWidget) -> QLabel:
        """A control with its name on the left; Alt and the letter after & lead to it."""
        name = QLabel(label, self)
        name.setBuddy(control)
        theme.set_role(name, Role.QUIET)
        name.setMinimumWidth(theme.LABEL_WIDTH)
        if not control.accessibleName():
            control.setAccessibleName(label.replace("&", ""))
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.addWidget(name)
        row.addWidget(control, 1)
        self.body.addLayout(row)
        return name

    def _fold(self, is_open: bool) -> None:
        self._content.setVisible(is_open)
        self.folded.emit(is_open)


class _Heading(QWidget):
    """Icon, title, summary and arrow; a click anywhere on it folds and unfolds."""

    def __init__(self, title: str, icon_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        name = QLabel(title, self)
        theme.set_role(name, Role.TITLE)
        self.summary = StateLabel(self)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.toggle = QToolButton(self)
        theme.set_role(self.toggle, Role.ARROW)
        self.toggle.setCheckable(True)
        self.toggle.setChecked(True)
        self.toggle.setAccessibleName(tr("Show {panel}").format(panel=title))
        help_ = tr("Show or hide what is in {panel}").format(panel=title)
        self.toggle.setToolTip(with_keys(help_, "Space"))
        self.toggle.toggled.connect(self._point)
        self._point(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.LARGE, theme.SMALL, theme.MEDIUM, theme.SMALL)
        row.setSpacing(theme.SMALL)
        row.addWidget(IconLabel(icon_name, parent=self))
        row.addWidget(name)
        row.addWidget(self.summary, 1)
        row.addWidget(self.toggle)

    def _point(self, is_open: bool) -> None:
        self.toggle.setIcon(icon("chevron-down" if is_open else "chevron-right"))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and self.rect().contains(event.position().toPoint()):
            self.toggle.toggle()


def fitting_box(parent: QWidget) -> QComboBox:
    """A box that is as wide as its place, however long the names in it are."""
    box = QComboBox(parent)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    return box
