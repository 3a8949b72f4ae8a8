"""What lies behind the picture, seen while a key or a button is held."""

from dataclasses import dataclass

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.look import theme
from gui.look.labels import IconLabel
from gui.look.theme import Role
from matting_rt.live.preview import View


@dataclass(frozen=True, slots=True)
class Comparison:
    """One of the views that can be held."""

    view: View
    label: str
    key: Qt.Key
    help: str


COMPARISONS = (
    Comparison(View.CAMERA, "Camera", Qt.Key.Key_C, "what the camera sees"),
    Comparison(View.ALPHA, "Alpha", Qt.Key.Key_A, "what is taken for you: white"),
    Comparison(View.FOREGROUND, "Foreground", Qt.Key.Key_F, "you alone"),
    Comparison(View.DIFFERENCE, "Difference", Qt.Key.Key_D, "how far the picture is from the plate"),
)


class CompareBar(QWidget):
    """Four buttons; each works while it is held, as its key does anywhere in the window. Others never see it."""

    held = pyqtSignal(object)
    """View, or None when the key or button is let go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.TIGHT)
        mark = IconLabel("compare", parent=self)
        mark.setToolTip("Compare: hold one of these to see what lies behind the picture")
        row.addWidget(mark)
        self._buttons = {comparison.view: self._make_button(comparison) for comparison in COMPARISONS}
        for button in self._buttons.values():
            row.addWidget(button)
        self._view: View | None = None

    def _make_button(self, comparison: Comparison) -> QToolButton:
        button = QToolButton(self)
        theme.set_role(button, Role.FLAT)
        button.setText(comparison.label)
        key = chr(comparison.key)
        button.setToolTip(f"Hold to see {comparison.help} (hold {key}); others do not see it")
        button.setAccessibleDescription(button.toolTip())
        button.pressed.connect(lambda: self.hold(comparison.view))
        button.released.connect(lambda: self.hold(None))
        return button

    def hold(self, view: View | None) -> None:
        if view is self._view:
            return
        self._view = view
        for each, button in self._buttons.items():
            button.setDown(each is view)
        self.held.emit(view)

    def hear(self, event: QKeyEvent) -> bool:
        """Take a key of the window that was pressed or let go; whether it was one of ours."""
        if event.modifiers() != Qt.KeyboardModifier.NoModifier or not self.isEnabled():
            return False
        view = next((each.view for each in COMPARISONS if each.key == event.key()), None)
        if view is None:
            return False
        if not event.isAutoRepeat():
            self.hold(view if event.type() == QEvent.Type.KeyPress else None)
        return True
