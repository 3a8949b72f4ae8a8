"""The picture: pulled when there is time to paint, already in the widget's size, and copied to the screen."""

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QShowEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget
from PyQt6.sip import voidptr

from gui.live.controller import LiveController
from gui.look import theme
from gui.look.language import tr
from gui.look.timers import every
from matting_rt.frame import FrameSize, Image
from matting_rt.live.preview import View

_TICK_MS = 15
"""Pictures come 30 times a second, perhaps 60; so long one may wait to be painted."""
RECORDING_RED = QColor("#c02f2f")
NOTE_GREY = QColor(0, 0, 0, 150)
_BORDER = 3.0


class PreviewWidget(QWidget):
    """Shows one view of the session that is open, as large as fits without stretching it."""

    placed = pyqtSignal()
    """The picture is of another shape now."""

    def __init__(self, controller: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._view = View.OUTPUT
        self._pixels: Image | None = None
        """What the image borrows."""
        self.image: QImage | None = None
        """What is shown, in device pixels; None: nothing."""
        self.is_mirror = False
        """Whether the camera and what is made of it are shown as in a mirror; the output is so of itself."""
        self.is_bare = False
        """Whether it may be shared: then nothing lies on it that others do not see."""
        self.is_marked = False
        """Whether keys go to it, which a border shows; used from the next painting on."""
        self._badge, self._badge_colour, self._note = "", QColor(), ""
        self._recording = ""
        self._name = tr("Preview")
        self._say()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 96 if theme.is_text_large() else 180)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._timer = every(_TICK_MS, self._pull, self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)

    @property
    def view(self) -> View:
        return self._view

    def set_name(self, name: str) -> None:
        """What a screen reader calls it; what its badges say comes after."""
        self._name = name
        self._say()

    def _say(self) -> None:
        self.setAccessibleName(", ".join(each for each in (self._name, self._badge, self._note) if each))

    def set_view(self, view: View) -> None:
        self._view = view

    def set_badge(self, text: str, colour: QColor) -> None:
        """A word in the picture's corner on what it is; empty: none."""
        if (text, colour) != (self._badge, self._badge_colour):
            self._badge, self._badge_colour = text, colour
            self._say()
            self.update()

    def set_note(self, text: str) -> None:
        """A quieter word below the badge; empty: none."""
        if text != self._note:
            self._note = text
            self._say()
            self.update()

    def set_recording(self, badge: str) -> None:
        """In the other corner, in red: that it is recorded; empty: it is not."""
        if badge != self._recording:
            self._recording = badge
            self.update()

    @property
    def has_picture(self) -> bool:
        return self.image is not None

    def picture_rect(self) -> QRectF:
        """Where the picture is; where there is none, where one of 16 to 9 would be."""
        size = self.image.deviceIndependentSize() if self.image is not None else None
        width, height = (size.width(), size.height()) if size is not None else (16.0, 9.0)
        scale = min(self.width() / width, self.height() / height)
        rect = QRectF(0, 0, width * scale, height * scale)
        rect.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        return rect

    def _pull(self) -> None:
        preview = self._controller.preview
        if preview is None:
            if self.image is not None:
                self.image = self._pixels = None
                self.update()
            return
        ratio = self.devicePixelRatioF()
        preview.ask(FrameSize(round(self.width() * ratio), round(self.height() * ratio)), self._view, self)
        pixels = preview.take(self)
        if pixels is None:
            return
        height, width, channels = pixels.shape
        # an address saves a copy, but PyQt's stubs know bytes only
        data = voidptr(pixels.ctypes.data, pixels.nbytes)
        image = QImage(data, width, height, width * channels, QImage.Format.Format_RGB32)  # type: ignore[call-overload]
        if self.is_mirror and self._view is not View.OUTPUT:
            image = image.mirrored(True, False)
        image.setDevicePixelRatio(ratio)
        is_reshaped = self.image is None or self.image.size() != image.size()
        self._pixels, self.image = pixels, image
        if is_reshaped:
            self.placed.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().canvas))
        rect = self.picture_rect()
        if self.image is not None:
            self._paint_picture(painter, self.image, rect)
        if self._recording:
            _paint_badge(painter, f"● {self._recording}", RECORDING_RED, rect, Qt.AlignmentFlag.AlignRight)
        if self.is_marked and not self.is_bare:
            painter.setPen(QPen(QColor(theme.colours().accent), _BORDER))
            half = _BORDER / 2
            painter.drawRect(rect.adjusted(half, half, -half, -half))

    def _paint_picture(self, painter: QPainter, image: QImage, rect: QRectF) -> None:
        if rect.size() == image.deviceIndependentSize():
            painter.drawImage(rect.topLeft(), image)
        else:  # for a moment, while the window is resized
            painter.drawImage(rect, image)
        left, row = Qt.AlignmentFlag.AlignLeft, 0
        if self._badge:
            _paint_badge(painter, self._badge, self._badge_colour, rect, left)
            row = 1
        if self._note:
            _paint_badge(painter, self._note, NOTE_GREY, rect, left, row)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802 - Qt's name
        self._timer.start()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802 - Qt's name
        """Nobody makes pictures that nobody sees."""
        self._timer.stop()
        preview = self._controller.preview
        if preview is not None:
            preview.ask(None, viewer=self)


def _paint_badge(
    painter: QPainter, text: str, colour: QColor, picture: QRectF, side: Qt.AlignmentFlag, row: int = 0
) -> None:
    """A few words in one of the upper corners of a picture, or in a row below."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.title_font(painter.font()))
    words = painter.fontMetrics().boundingRect(text)
    box = QRectF(0, 0, words.width() + 2 * theme.MEDIUM, words.height() + 2 * theme.TIGHT)
    box.moveTop(picture.top() + theme.MEDIUM + row * (box.height() + theme.TIGHT))
    if side is Qt.AlignmentFlag.AlignLeft:
        box.moveLeft(picture.left() + theme.MEDIUM)
    else:
        box.moveRight(picture.right() - theme.MEDIUM)
    path = QPainterPath()
    path.addRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.fillPath(path, colour)
    painter.setPen(QColor("white"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
