"""Before and after: left of a handle the camera's picture, right of it what others see."""

from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from gui.live.controller import LiveController
from gui.live.preview import PreviewWidget
from gui.look.events import on_event
from gui.look.icons import icon
from gui.look.language import percent, tr, with_keys
from matting_rt.live.preview import View

_WIDTH = 32
"""Of what can be taken hold of."""
_KNOB = 30
_LINE = 2.0
_STEP = 0.02
"""Of the picture's width, for a key."""
_LEAST, _MOST = 0.04, 0.96
_MIDDLE = 0.5


class Comparison:
    """Lies on a preview while it is shown. Not for a picture that may be shared: half of it is the camera's."""

    def __init__(self, controller: LiveController, preview: PreviewWidget) -> None:
        self._preview = preview
        self.half = QWidget(preview)
        """Cuts the camera's picture off at the handle."""
        self.half.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.camera = PreviewWidget(controller, self.half)
        self.camera.setAccessibleName(tr("The camera's picture"))
        self.camera.set_view(View.CAMERA)
        self.camera.set_note(tr("{view}: only you see this").format(view=tr("Camera")))
        self.handle = CompareHandle(preview)
        self.handle.moved.connect(self._place)
        preview.placed.connect(self._place)
        on_event(preview, QEvent.Type.Resize, self._place)
        self.show(False)

    @property
    def is_shown(self) -> bool:
        return not self.handle.isHidden()

    def show(self, is_shown: bool) -> None:
        """Show it on the preview, or the preview alone."""
        self.half.setVisible(is_shown)
        self.handle.setVisible(is_shown)
        self._place()

    def _place(self) -> None:
        picture = self._preview.picture_rect()
        across = round(picture.left() + picture.width() * self.handle.share)
        self.camera.resize(self._preview.size())
        self.half.setGeometry(0, 0, across, self._preview.height())
        self.handle.setGeometry(across - _WIDTH // 2, round(picture.top()), _WIDTH, round(picture.height()))


class CompareHandle(QWidget):
    """The line between both halves, and the knob on it: dragged, moved by keys, or put back by a double click."""

    moved = pyqtSignal()

    def __init__(self, preview: PreviewWidget) -> None:
        super().__init__(preview)
        self._preview = preview
        self.share = _MIDDLE
        """Of the picture's width that shows the camera."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip(
            with_keys(tr("Left: the camera. Right: what others see. Drag, or use the arrow keys"), "Ctrl+B")
        )
        self._name()

    def move_to(self, share: float) -> None:
        """0..1 of the picture's width; it stays where it can be taken hold of."""
        self.share = min(max(share, _LEAST), _MOST)
        self._name()
        self.moved.emit()

    def _name(self) -> None:
        self.setAccessibleName(tr("Before and after, {share} before").format(share=percent(self.share)))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        """It keeps what follows from the preview, where it would place the person."""
        assert event is not None
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        assert event is not None
        if event.buttons() & Qt.MouseButton.LeftButton:
            picture = self._preview.picture_rect()
            self.move_to((self.x() + event.position().x() - picture.left()) / picture.width())

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
