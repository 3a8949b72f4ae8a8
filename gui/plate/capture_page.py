"""What is seen of a capture from across the room: the camera's picture, a large number on it, and a ring."""

from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gui.live.controller import LiveController
from gui.live.preview import PreviewWidget
from gui.look import theme
from gui.look.events import on_event
from gui.look.language import tr, with_keys
from gui.look.ring import Turning, paint_ring
from matting_rt.live.preview import View

_SHADE = QColor(0, 0, 0, 96)
"""Under the number: it is read in front of a window too, and who is in the picture is seen through it."""
_TRACK = QColor(255, 255, 255, 90)
_WHITE = QColor("white")
_OUTLINE = QColor(0, 0, 0, 170)


class CapturePage(QWidget):
    """The camera's picture, in which one sees whether one is out of it; on it how far it is, beneath it the words."""

    cancelled = pyqtSignal()

    def __init__(self, controller: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = PreviewWidget(controller, self)
        self.preview.set_view(View.CAMERA)
        self.preview.set_name(tr("The camera's picture"))
        self.face = Face(self.preview)
        self.message = QLabel(self)
        self.message.setFont(theme.larger_font(self.font(), 1.5))
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(2 * self.message.fontMetrics().lineSpacing())  # or the picture would jump
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.setToolTip(with_keys(tr("Cancel"), "Esc"))
        self.cancel.clicked.connect(self.cancelled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.cancel, alignment=Qt.AlignmentFlag.AlignHCenter)

    def show_progress(self, message: str, countdown_s: int | None, share: float) -> None:
        """
        Args:
            countdown_s: seconds that are left to leave the picture; None: it is taken, or something is waited for.
            share: 0..1 of the way, for the ring; 0 without a countdown: nobody knows how long it takes.
        """
        self.face.show_state("" if countdown_s is None else str(countdown_s), share)
        if message != self.message.text():
            self.message.setText(message)


class Face(QWidget):
    """A ring that fills, or turns while something is waited for, and the number in it; over all of a picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text, self._share = "", 0.0
        self._turning = Turning(self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        on_event(parent, QEvent.Type.Resize, lambda: self.resize(parent.size()))
        on_event(self, QEvent.Type.Hide, lambda: self._turning.set_on(False))
        on_event(self, QEvent.Type.Show, self._turn)

    def show_state(self, text: str, share: float) -> None:
        if (text, share) != (self.text, self._share):
            self.text, self._share = text, share
            self.setAccessibleName(text)
            self._turn()
            self.update()

    @property
    def is_waiting(self) -> bool:
        """Whether the ring turns, because nobody knows how long it takes."""
        return not self.text and not self._share

    def _turn(self) -> None:
        self._turning.set_on(self.is_waiting and self.isVisible())

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) * (0.78 if self.text else 0.42)
        width = max(6.0, side / 24)
        place = QRectF(0, 0, side, side)
        place.moveCenter(self.rect().toRectF().center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        painter.drawEllipse(place)
        share, start = (self._turning.share, self._turning.start) if self.is_waiting else (self._share, 0.0)
        paint_ring(painter, place, share, _TRACK, _WHITE, width, start)
        if self.text:
            _paint_number(painter, self.text, place, self.font())


def _paint_number(painter: QPainter, text: str, place: QRectF, font: QFont) -> None:
    """White with a dark outline, which is read on any picture."""
    large = QFont(font)
    large.setPixelSize(max(20, round(place.height() * (0.62 if len(text) < 2 else 0.5))))
    large.setWeight(QFont.Weight.DemiBold)
    path = QPainterPath()
    path.addText(QPointF(0, 0), large, text)
    box = QFontMetricsF(large).tightBoundingRect(text)
    path.translate(place.center() - box.center())
    painter.setPen(QPen(_OUTLINE, max(2.0, place.height() / 64), join=Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(path)
    painter.fillPath(path, _WHITE)
