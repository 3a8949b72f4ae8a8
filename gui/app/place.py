"""Where a window is, and how large: as it was left, but never larger than its screen."""

from PyQt6.QtCore import QByteArray, QSize
from PyQt6.QtWidgets import QWidget

FIRST_SIZE = QSize(1240, 780)
FRAME = QSize(8, 48)
"""What a desktop may draw around a window; it tells only once the window is there."""


def restore(window: QWidget, geometry: str) -> None:
    """Bring a window to where `geometry_of` found it, perhaps on another screen; empty: where it is put first."""
    window.resize(FIRST_SIZE)
    window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
    window.resize(on_screen(window.size(), window))


def on_screen(size: QSize, window: QWidget) -> QSize:
    """`size`, or what fits the window's screen."""
    screen = window.screen()
    return size if screen is None else fitting(size, screen.availableSize())


def geometry_of(window: QWidget) -> str:
    return window.saveGeometry().toBase64().data().decode()


def fitting(size: QSize, available: QSize) -> QSize:
    """`size`, but nothing of it under the desktop's panels, which leave what is available."""
    return size.boundedTo(available - FRAME)
