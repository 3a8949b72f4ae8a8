"""Two pictures in one place, with a handle between what was before and what is after."""

from PyQt6.QtCore import QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gui.look import theme
from gui.look.chequers import paint_chequers
from gui.look.language import tr
from gui.look.split_handle import SplitHandle

_CLEAR = 10
"""Beside the handle, to be kept free of words."""


class SplitPicture(QWidget):
    """The left part shows a frame, the right one what becomes of it; there is a handle between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: QImage | None = None
        self._result: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        self.setAccessibleName(tr("Video and result"))
        self.handle = SplitHandle(self, lambda: self._place().toRectF(), tr("Video and result, {share} video"))
        self.handle.setToolTip(tr("Drag, or press Left and Right, to move the line between video and result"))
        self.handle.moved.connect(self.update)
        self.handle.hide()
        self.setFocusProxy(self.handle)

    @property
    def is_empty(self) -> bool:
        """Whether there is no result."""
        return self._result is None

    def show_pair(self, frame: QImage, result: QImage | None) -> None:
        """Without a result there is nothing to compare yet."""
        self._frame, self._result = frame, result
        self.handle.place()
        self.handle.setVisible(result is not None)
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
        line = self.handle.line_x
        after = QRect(line, place.top(), place.right() - line + 1, place.height())
        painter.save()
        painter.setClipRect(after)
        if self._result.hasAlphaChannel():
            paint_chequers(painter, after, place)
        painter.drawImage(place, self._result)
        painter.restore()
        self._draw_tag(painter, tr("Video"), place, Qt.AlignmentFlag.AlignLeft, line - place.left())
        self._draw_tag(painter, tr("Result"), place, Qt.AlignmentFlag.AlignRight, place.right() - line)

    def _draw_tag(self, painter: QPainter, text: str, place: QRect, side: Qt.AlignmentFlag, room: int) -> None:
        size = self.fontMetrics().size(0, text)
        tag = QRect(0, 0, size.width() + 2 * theme.SMALL, size.height() + theme.TIGHT)
        if tag.width() + 2 * theme.SMALL + _CLEAR > room:
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
        size = QSize(16, 9) if self._frame is None else self._frame.size()
        size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place

    # --- Qt's events

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        self.handle.place()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.buttons() & Qt.MouseButton.LeftButton and not self.is_empty:
            self.handle.move_to_x(event.position().x())
