"""A row of widgets that takes another line where there is no room: for large text and small windows."""

from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

_ANY = 1 << 24
"""A width in which everything has one line."""


class FlowLayout(QLayout):
    """Widgets at their own sizes, in the direction of reading. What comes after `add_stretch` stands at the line's end,
    unless it has a line of its own.
    """

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._stretch_at = -1
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def add_stretch(self) -> None:
        self._stretch_at = len(self._items)

    # --- Qt's methods

    def addItem(self, item: QLayoutItem | None) -> None:  # noqa: N802
        assert item is not None
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        lines = self._lines(width)
        return sum(_height(line, width) for line in lines) + self.spacing() * max(len(lines) - 1, 0)

    def sizeHint(self) -> QSize:  # noqa: N802
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(width, _height(shown, width))

    def minimumSize(self) -> QSize:  # noqa: N802
        shown = self._shown()
        return QSize(max((item.minimumSize().width() for item in shown), default=0), _height(shown, _ANY))

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            height = _height(line, rect.width())
            self._place(line, QRect(rect.left(), top, rect.width(), height))
            top += height + self.spacing()

    def _place(self, line: list[QLayoutItem], rect: QRect) -> None:
        widget = self.parentWidget()
        direction = widget.layoutDirection() if widget is not None else Qt.LayoutDirection.LeftToRight
        sizes = [_size(item, rect.width()) for item in line]
        used = sum(size.width() for size in sizes) + self.spacing() * (len(line) - 1)
        late = self._items[self._stretch_at :] if self._stretch_at >= 0 else []
        left = rect.left()
        for number, (item, size) in enumerate(zip(line, sizes, strict=True)):
            if item in late and (number == 0 or line[number - 1] not in late):
                left += max(rect.width() - used, 0)
            box = QRect(QPoint(left, rect.top() + (rect.height() - size.height()) // 2), size)
            item.setGeometry(QStyle.visualRect(direction, rect, box))
            left += size.width() + self.spacing()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        left = 0
        for item in self._shown():
            needed = _size(item, width).width()
            if lines[-1] and left + needed > width:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += needed + self.spacing()
        return lines

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]


def _size(item: QLayoutItem, width: int) -> QSize:
    """Its own, or what it takes where it has to break into lines itself."""
    size = item.sizeHint()
    if size.width() > width and item.hasHeightForWidth():
        return QSize(width, item.heightForWidth(width))
    return size


def _height(line: list[QLayoutItem], width: int) -> int:
    return max((_size(item, width).height() for item in line), default=0)
