"""Other views of the frame, shown while a key or a button is held."""

from dataclasses import dataclass

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QToolButton, QWidget

from gui.look import theme
from gui.look.flow import FlowLayout
from gui.look.language import mark, tr
from gui.look.theme import Role
from matting_rt.live.preview import View


@dataclass(frozen=True, slots=True)
class HeldView:
    """One of the views that can be held."""

    view: View
    label: str
    key: Qt.Key
    help: str


HELD_VIEWS = (
    HeldView(View.CAMERA, mark("Camera"), Qt.Key.Key_C, mark("Hold to see what the camera sees")),
    HeldView(View.ALPHA, mark("Alpha"), Qt.Key.Key_A, mark("Hold to see the matte: white = detected as person")),
    HeldView(View.FOREGROUND, mark("Foreground"), Qt.Key.Key_F, mark("Hold to see you alone")),
    HeldView(
        View.DIFFERENCE,
        mark("Difference"),
        Qt.Key.Key_D,
        mark("Hold to see the difference between the frame and the plate"),
    ),
)


class ViewBar(QWidget):
    """A button that compares, and four that work while they are held, as their keys do anywhere in the window.

    Others never see it.
    """

    held = pyqtSignal(object)
    """View, or None when the key or button is released."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(theme.TIGHT, self)
        self.compare = QToolButton(self)
        """Before and after by a handle; the window gives it its action."""
        theme.set_role(self.compare, Role.FLAT)
        row.addWidget(self.compare)
        self._buttons = {each.view: self._make_button(each) for each in HELD_VIEWS}
        for button in self._buttons.values():
            row.addWidget(button)
        self._view: View | None = None

    def _make_button(self, each: HeldView) -> QToolButton:
        button = QToolButton(self)
        theme.set_role(button, Role.FLAT)
        button.setText(tr(each.label))
        key = chr(each.key)
        button.setToolTip(tr("{help} (hold {key}); others do not see it").format(help=tr(each.help), key=key))
        button.setAccessibleDescription(button.toolTip())
        button.pressed.connect(lambda: self.hold(each.view))
        button.released.connect(lambda: self.hold(None))
        return button

    def hold(self, view: View | None) -> None:
        if view is self._view:
            return
        self._view = view
        for each, button in self._buttons.items():
            button.setDown(each is view)
        self.held.emit(view)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the window that was pressed or released; whether it was one of these."""
        if event.modifiers() != Qt.KeyboardModifier.NoModifier or not self.isEnabled():
            return False
        view = next((each.view for each in HELD_VIEWS if each.key == event.key()), None)
        if view is None:
            return False
        if not event.isAutoRepeat():
            self.hold(view if event.type() == QEvent.Type.KeyPress else None)
        return True
