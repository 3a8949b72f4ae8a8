"""The handle between two pictures in one place: what was before is left of it, what is after right of it."""

from collections.abc import Callable

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from gui.look.icons import icon
from gui.look.language import percent, tr

_WIDTH = 32
"""Of what can be taken hold of."""
_KNOB = 30
_LINE = 2.0
_STEP = 0.02
"""Of the picture's width, for a key."""
_LEAST, _MOST = 0.04, 0.96
_MIDDLE = 0.5


class SplitHandle(QWidget):
    """A line across the picture and a knob on it: dragged, moved by keys, or put back by a double click.

    Qt for Python has no way to call a painted widget a slider for a screen reader: its name says where it is.
    """

    moved = pyqtSignal()

    def __init__(self, parent: QWidget, picture_rect: Callable[[], QRectF], name: str) -> None:
        """
        Args:
            picture_rect: where the picture is in `parent`.
            name: for a screen reader, with a place for `{share}`, what is left of it.
        """
        super().__init__(parent)
        self._picture_rect, self._name = picture_rect, name
        self.share = _MIDDLE
        """Of the picture's width that is left of it."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleDescription(tr("Left and Right move it, a double click puts it in the middle"))
        self._say()

    def move_to(self, share: float) -> None:
        """0..1 of the picture's width; it stays where it can be taken hold of."""
        self.share = min(max(share, _LEAST), _MOST)
        self._say()
        self.place()
        self.moved.emit()

    def move_to_x(self, across: float) -> None:
        """The same, in pixels of the parent."""
        picture = self._picture_rect()
        self.move_to((across - picture.left()) / picture.width())

    def place(self) -> None:
        """Lie where it belongs on the picture, which may have moved."""
        picture = self._picture_rect()
        across = round(picture.left() + picture.width() * self.share)
        self.setGeometry(across - _WIDTH // 2, round(picture.top()), _WIDTH, round(picture.height()))

    @property
    def line_x(self) -> int:
        """Where the line is, in pixels of the parent."""
        return self.x() + _WIDTH // 2

    def _say(self) -> None:
        self.setAccessibleName(self._name.format(share=percent(self.share)))

    # --- Qt's events

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        """It keeps what follows from the picture, where it would do something else."""
        assert event is not None
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        assert event is not None
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.move_to_x(self.x() + event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        assert event is not None
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        self.move_to(_MIDDLE)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        assert event is not None
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}
        if event.key() in steps and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.move_to(self.share + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.rect().toRectF().center()
        for colour, width in ((QColor(0, 0, 0, 90), _LINE + 2), (QColor("white"), _LINE)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(middle.x(), 0), QPointF(middle.x(), self.height()))
        knob = QRectF(0, 0, _KNOB, _KNOB)
        knob.moveCenter(middle)
        painter.setPen(QPen(QColor(0, 0, 0, 90), 1))
        painter.setBrush(QColor("white"))
        painter.drawEllipse(knob.adjusted(1, 1, -1, -1))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor("#2460d8"), 3))
            painter.drawEllipse(knob.adjusted(2, 2, -2, -2))
        icon("sideways", QColor("#1b1d22")).paint(painter, knob.adjusted(6, 6, -6, -6).toRect())
