"""Two pictures in one place, with a handle between what was before and what is after."""

from PyQt6.QtCore import QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gui.look import theme
from gui.look.language import tr

_STEP = 0.02
_HANDLE = 9
"""Radius."""
_SQUARE = 8
"""Of the chequers under what is transparent."""


class SplitPicture(QWidget):
    """The left part shows a frame, the right one what becomes of it; the handle between them is dragged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.split = 0.5
        """Where the handle is, 0..1 of the picture's width."""
        self._frame: QImage | None = None
        self._result: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        self.setAccessibleName(tr("Video and result"))
        self.setToolTip(tr("Drag, or press Left and Right, to move the line between video and result"))

    @property
    def is_empty(self) -> bool:
        """Whether there is no result."""
        return self._result is None

    def show_pair(self, frame: QImage, result: QImage | None) -> None:
        """Without a result there is nothing to compare yet."""
        self._frame, self._result = frame, result
        self.update()

    def move_split(self, split: float) -> None:
        self.split = max(0.0, min(split, 1.0))
        self.update()

    # --- painting

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(theme.colours().canvas))
        if self._frame is None:
            return
        place = self._place()
        painter.drawImage(place, self._frame)
        if self._result is None:
            return
        line = place.left() + round(self.split * place.width())
        after = QRect(line, place.top(), place.right() - line + 1, place.height())
        painter.save()
        painter.setClipRect(after)
        if self._result.hasAlphaChannel():
            self._draw_chequers(painter, after)
        painter.drawImage(place, self._result)
        painter.restore()
        self._draw_handle(painter, line, place)
        self._draw_tag(painter, tr("Video"), place, Qt.AlignmentFlag.AlignLeft, line - place.left())
        self._draw_tag(painter, tr("Result"), place, Qt.AlignmentFlag.AlignRight, place.right() - line)

    def _draw_chequers(self, painter: QPainter, place: QRect) -> None:
        painter.fillRect(place, QColor(235, 235, 235))
        for row in range(place.top() // _SQUARE, place.bottom() // _SQUARE + 1):
            for column in range(place.left() // _SQUARE, place.right() // _SQUARE + 1):
                if (row + column) % 2:
                    painter.fillRect(column * _SQUARE, row * _SQUARE, _SQUARE, _SQUARE, QColor(205, 205, 205))

    def _draw_handle(self, painter: QPainter, line: int, place: QRect) -> None:
        painter.setPen(QPen(QColor("white"), 2))
        painter.drawLine(line, place.top(), line, place.bottom())
        ring = theme.colours().accent if self.hasFocus() else "#3b414c"
        painter.setPen(QPen(QColor(ring), 2))
        painter.setBrush(QColor("white"))
        painter.drawEllipse(QPointF(line, place.center().y()), _HANDLE, _HANDLE)

    def _draw_tag(self, painter: QPainter, text: str, place: QRect, side: Qt.AlignmentFlag, room: int) -> None:
        size = self.fontMetrics().size(0, text)
        tag = QRect(0, 0, size.width() + 2 * theme.SMALL, size.height() + theme.TIGHT)
        if tag.width() + 2 * theme.SMALL + _HANDLE > room:
            return
        tag.moveTop(place.top() + theme.SMALL)
        if side is Qt.AlignmentFlag.AlignLeft:
            tag.moveLeft(place.left() + theme.SMALL)
        else:
            tag.moveRight(place.right() - theme.SMALL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(QRectF(tag), theme.TIGHT, theme.TIGHT)
        painter.setPen(QColor("white"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _place(self) -> QRect:
        """Of the picture: as large as there is room."""
        assert self._frame is not None
        size = self._frame.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place

    # --- the handle

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.buttons() & Qt.MouseButton.LeftButton and not self.is_empty:
            place = self._place()
            self.move_split((event.position().x() - place.left()) / place.width())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        step = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}.get(Qt.Key(event.key())) if event else None
        if step is None:
            super().keyPressEvent(event)
        else:
            self.move_split(self.split + step)
