"""The window itself, on Qt's display in memory."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QPoint, QSize, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from gui.live.output_window import PictureWindow, _read_frame
from tests.sources.media import textured_image


@pytest.fixture
def window(qapp: QApplication) -> Iterator[PictureWindow]:
    window = PictureWindow(QSize(96, 64))
    window.show()
    yield window
    window.close()
    window.deleteLater()
    qapp.processEvents()


def colour_at(window: PictureWindow, x: int, y: int) -> tuple[int, int, int]:
    return window.grab().toImage().pixelColor(QPoint(x, y)).getRgb()[:3]


def test_red_is_red_and_the_picture_is_upright(window: PictureWindow) -> None:
    window.show_picture(bytearray(textured_image(96, 64).tobytes()))
    assert colour_at(window, 10, 10) == (220, 20, 60)
    assert colour_at(window, 86, 10) == (30, 200, 40)
    assert colour_at(window, 10, 54) == (40, 60, 210)


def test_its_title_says_which_window_to_share(window: PictureWindow) -> None:
    assert window.windowTitle() == "Matting RT – share this window"
    assert not window.windowIcon().isNull()


def test_a_wider_window_has_black_bars_and_no_stretching(window: PictureWindow) -> None:
    window.resize(296, 64)
    window.show_picture(bytearray(textured_image(96, 64).tobytes()))
    assert colour_at(window, 50, 10) == (0, 0, 0)
    assert colour_at(window, 110, 10) == (220, 20, 60)
    assert colour_at(window, 190, 54) == (200, 200, 200)


def test_the_newest_of_many_pictures_is_shown(window: PictureWindow, qapp: QApplication) -> None:
    for level in range(0, 201, 10):
        window.show_picture(bytearray(np.full(96 * 64 * 3, level, dtype=np.uint8).tobytes()))
    qapp.processEvents()
    assert colour_at(window, 40, 40) == (200, 200, 200)


@pytest.mark.parametrize("key", [Qt.Key.Key_Q, Qt.Key.Key_Escape])
def test_q_and_escape_close_it(window: PictureWindow, key: Qt.Key) -> None:
    QTest.keyClick(window, key)
    assert not window.isVisible()


def test_other_keys_do_not(window: PictureWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_A)
    assert window.isVisible()


def test_a_picture_larger_than_the_screen_starts_smaller_in_its_shape(qapp: QApplication) -> None:
    window = PictureWindow(QSize(16000, 9000))
    screen = window.screen()
    assert screen is not None
    assert window.width() <= screen.availableSize().width()
    assert window.width() / window.height() == pytest.approx(16 / 9, rel=0.01)
    window.deleteLater()


class Trickle(io.RawIOBase):
    """A pipe that gives three bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._data.readinto(buffer[:3])


def test_a_frame_that_comes_in_pieces_is_whole_and_half_a_frame_is_none() -> None:
    stream = Trickle(b"abcdefgh" + b"ijklmnop" + b"qr")
    assert _read_frame(stream, 8) == b"abcdefgh"
    assert _read_frame(stream, 8) == b"ijklmnop"
    assert _read_frame(stream, 8) is None


def test_a_window_that_is_asked_to_close_before_it_runs_closes() -> None:
    script = """
import os, signal, sys
from gui.live import output_window as picture_window
class Early(picture_window.QApplication):
    def exec(self):
        os.kill(os.getpid(), signal.SIGTERM)
        return super().exec()
picture_window.QApplication = Early
sys.exit(picture_window.main(["96", "64"]))
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", script]
    # its input stays open: nothing else would end it
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as program:
        try:
            assert program.wait(20) == 0
        finally:
            program.kill()
