"""What stands for nothing: chequers, under whatever is transparent."""

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QColor, QPainter

_SQUARE = 8
_LIGHT, _DARK = QColor("#ffffff"), QColor("#c9ccd2")


def paint_chequers(painter: QPainter, place: QRect, origin: QRect | None = None) -> None:
    """
    Args:
        origin: whose corner they begin at, where `place` is a part of it that moves; None: at that of `place`.
    """
    begin = (origin or place).topLeft()
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    painter.fillRect(place, _LIGHT)
    for row in range((place.top() - begin.y()) // _SQUARE, (place.bottom() - begin.y()) // _SQUARE + 1):
        for column in range((place.left() - begin.x()) // _SQUARE, (place.right() - begin.x()) // _SQUARE + 1):
            if (row + column) % 2:
                painter.fillRect(begin.x() + column * _SQUARE, begin.y() + row * _SQUARE, _SQUARE, _SQUARE, _DARK)
    painter.restore()
