"""Lines on the picture for placing oneself: thirds, and what is surely seen where edges of pictures are cut off."""

from PyQt6.QtCore import QEvent, QLineF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from gui.live.preview import PreviewWidget
from gui.look.events import on_event
from gui.look.language import tr

ACTION_SHARE, TITLE_SHARE = 0.93, 0.90
"""Of width and height: areas of SMPTE ST 2046-1 for what happens, and for text."""
_LIGHT, _DARK = QColor(255, 255, 255, 170), QColor(0, 0, 0, 120)
"""A light line beside a dark one is seen on any picture."""
_CROSS = 12.0


class SafeAreas(QWidget):
    """Lies on a preview, and lets the mouse through. Not for a picture that may be shared."""

    def __init__(self, preview: PreviewWidget) -> None:
        super().__init__(preview)
        self._preview = preview
        self.setAccessibleName(tr("Safe areas"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        on_event(preview, QEvent.Type.Resize, lambda: self.resize(preview.size()))
        on_event(self, QEvent.Type.Show, lambda: self.resize(preview.size()))
        self.hide()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        picture = self._preview.picture_rect()
        painter = QPainter(self)
        for colour, beside in ((_DARK, 1), (_LIGHT, 0)):
            painter.save()
            painter.translate(beside, beside)
            painter.setPen(QPen(colour, 1))
            painter.drawRect(_middle_of(picture, ACTION_SHARE))
            painter.drawRect(_middle_of(picture, TITLE_SHARE))
            painter.drawLines(*_cross_of(picture))
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
            painter.drawLines(*_thirds_of(picture))
            painter.restore()


def _middle_of(picture: QRectF, share: float) -> QRectF:
    """On whole pixels, so that its lines are sharp."""
    rect = QRectF(0, 0, picture.width() * share, picture.height() * share)
    rect.moveCenter(picture.center())
    return QRectF(rect.toRect())


def _thirds_of(picture: QRectF) -> list[QLineF]:
    lines = []
    for third in (1, 2):
        x, y = picture.left() + picture.width() * third / 3, picture.top() + picture.height() * third / 3
        lines.append(QLineF(x, picture.top(), x, picture.bottom()))
        lines.append(QLineF(picture.left(), y, picture.right(), y))
    return lines


def _cross_of(picture: QRectF) -> list[QLineF]:
    x, y = picture.center().x(), picture.center().y()
    return [QLineF(x - _CROSS, y, x + _CROSS, y), QLineF(x, y - _CROSS, x, y + _CROSS)]
