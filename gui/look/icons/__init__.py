"""The program's icons: drawings of one stroke in SVG, painted in the colour of the text around them."""

import functools
from pathlib import Path

from PyQt6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PyQt6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent
_INK = "currentColor"
"""What the drawings call the colour of the text; the program's own icon has colours of its own instead."""
_WITH_READING = ("chevron-right", "output", "redo", "undo")
"""Drawings that point along or against the direction of reading: mirrored where that is from right to left."""


def icon(name: str, colour: QColor | str | None = None) -> QIcon:
    """The drawing `gui/look/icons/NAME.svg`.

    Args:
        name: "play", "stop", ...; "app" is the program's own icon.
        colour: such as "#2460d8"; None: that of the text of buttons, whatever the palette is when the icon is painted.

    Raises:
        KeyError: there is no such drawing.
    """
    return QIcon(_Drawing(_drawing(name), None if colour is None else QColor(colour), name in _WITH_READING))


def names() -> tuple[str, ...]:
    """All icons there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


@functools.cache
def _drawing(name: str) -> str:
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        raise KeyError(f"there is no icon {name}; there are {', '.join(names())}")
    return path.read_text(encoding="utf-8")


class _Drawing(QIconEngine):
    """Paints a drawing at any size, so that it is sharp on any screen and follows a change of the palette."""

    def __init__(self, drawing: str, colour: QColor | None, goes_with_reading: bool) -> None:
        super().__init__()
        self._drawing, self._colour, self._goes_with_reading = drawing, colour, goes_with_reading

    def paint(self, painter: QPainter | None, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        assert painter is not None
        ink = self._ink(mode)
        painter.save()
        painter.setOpacity(painter.opacity() * ink.alphaF())
        if self._goes_with_reading and QGuiApplication.isRightToLeft():
            painter.translate(2 * QRectF(rect).center().x(), 0)
            painter.scale(-1, 1)
        _renderer(self._drawing, ink.name()).render(painter, QRectF(_square_within(rect)))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QRect().topLeft(), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Drawing(self._drawing, self._colour, self._goes_with_reading)

    def _ink(self, mode: QIcon.Mode) -> QColor:
        palette = QGuiApplication.palette()
        if mode is QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        if self._colour is not None:
            return self._colour
        if mode is QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText)
        return palette.color(QPalette.ColorRole.ButtonText)


@functools.lru_cache(maxsize=256)
def _renderer(drawing: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(drawing.replace(_INK, colour).encode()))


def _square_within(rect: QRect) -> QRect:
    side = min(rect.width(), rect.height())
    square = QRect(0, 0, side, side)
    square.moveCenter(rect.center())
    return square
