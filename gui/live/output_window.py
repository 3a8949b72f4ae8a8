"""A window that shows the frames it reads from standard input.

    python -m gui.live.output_window WIDTH HEIGHT

Frames are raw RGB, WIDTH * HEIGHT * 3 bytes each, without anything between them. One line is printed once the window
is there. The program ends with status 0 when the person closes the window (q or Esc too) and at the end of the input,
with 1 when there is no display. It is a program of its own so that what makes the frames needs no Qt.
"""

import os
import signal
import sys
import threading
from io import RawIOBase

from PyQt6.QtCore import QMetaObject, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QApplication, QWidget

from gui.look.icons import icon
from gui.look.language import tr, use

_BYTES_PER_PIXEL = 3
_SCREEN_SHARE = 0.8
"""A window that starts no larger than this share of the screen can still be moved about."""


class PictureWindow(QWidget):
    """The newest picture, as large as the window allows without stretching it."""

    arrived = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._size = size
        self._newest: bytearray | None = None
        self._is_waking = False
        # in a meeting's list of windows the main one, which may show the camera, stands beside it
        self.setWindowTitle(tr("Matting RT – share this window"))
        self.setWindowIcon(icon("app"))
        self.setAccessibleName(self.windowTitle())
        self.setAccessibleDescription(tr("Live picture; q or Escape closes it"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(self._start_size())
        # Both come from the reading thread, so Qt queues them for this one.
        self.arrived.connect(self._wake)
        self.ended.connect(self.close)

    def show_picture(self, pixels: bytearray) -> None:
        """Take over the pixels of the newest frame; from any thread. At most one wake-up waits in Qt's queue."""
        self._newest = pixels
        if not self._is_waking:
            self._is_waking = True
            self.arrived.emit()

    def _wake(self) -> None:
        self._is_waking = False
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("black"))
        if self._newest is None:
            return
        width, height = self._size.width(), self._size.height()
        pixels = bytes(self._newest)  # Under a name of its own: the image borrows it and keeps nothing alive.
        image = QImage(pixels, width, height, width * _BYTES_PER_PIXEL, QImage.Format.Format_RGB888)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        fitted = self._size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(0, 0, fitted.width(), fitted.height())
        target.moveCenter(self.rect().center())
        painter.drawImage(target, image)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.key() in (Qt.Key.Key_Q, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)

    def _start_size(self) -> QSize:
        screen = self.screen()
        assert screen is not None
        limit = screen.availableSize() * _SCREEN_SHARE
        if self._size.width() <= limit.width() and self._size.height() <= limit.height():
            return self._size
        return self._size.scaled(limit, Qt.AspectRatioMode.KeepAspectRatio)


def read_frames(window: PictureWindow, frame_bytes: int) -> None:
    """Hand every frame of standard input to the window, and its end."""
    # Unbuffered: a buffer has a lock, and Python cannot end while a thread that waits for input holds it.
    with open(0, "rb", buffering=0, closefd=False) as stream:
        while (pixels := _read_frame(stream, frame_bytes)) is not None:
            window.show_picture(pixels)
    window.ended.emit()


def _read_frame(stream: RawIOBase, frame_bytes: int) -> bytearray | None:
    """The next frame, None at the end; one that is cut off is no frame."""
    pixels = bytearray(frame_bytes)
    view, filled = memoryview(pixels), 0
    while filled < frame_bytes:
        count = stream.readinto(view[filled:])
        if not count:
            return None
        filled += count
    return pixels


def has_display() -> bool:
    """Whether Qt will find a display; without one it does not raise but kills the program."""
    return sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


def main(arguments: list[str]) -> int:
    use()
    width, height = int(arguments[0]), int(arguments[1])
    if not has_display():
        print("there is no display to show a window on (DISPLAY and WAYLAND_DISPLAY are not set)", file=sys.stderr)
        return 1
    # Ctrl-C reaches every program of a terminal; this one ends when its input does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    application = QApplication(sys.argv[:1])
    window = PictureWindow(QSize(width, height))
    # Asked to end, by the session for one, it closes as a person would close it: at the next frame, because Python
    # handles signals between its own instructions only. By Qt's queue, or it would be in vain before that runs.
    queued = Qt.ConnectionType.QueuedConnection
    signal.signal(signal.SIGTERM, lambda *_: QMetaObject.invokeMethod(window, "close", queued))
    window.show()
    reader = threading.Thread(target=read_frames, args=(window, width * height * _BYTES_PER_PIXEL), daemon=True)
    reader.start()
    print("shown", flush=True)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
