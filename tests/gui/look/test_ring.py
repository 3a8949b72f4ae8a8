"""The ring: what of it is filled, and whether it turns."""

from collections.abc import Iterator

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.look import motion
from gui.look.motion import Motion
from gui.look.ring import Turning, paint_ring

SIDE = 100


@pytest.fixture
def turning(qtbot: QtBot) -> Iterator[Turning]:
    widget = QWidget()
    qtbot.addWidget(widget)
    turning = Turning(widget)
    yield turning
    turning.set_on(False)
    motion.use(Motion.AUTOMATIC)


@pytest.mark.parametrize(
    ("share", "start", "filled"),
    [
        (0.0, 0.0, ""),
        (0.3, 0.0, "right"),
        (0.3, 0.6, "left"),
        (0.6, 0.0, "right bottom"),
        (1.0, 0.0, "right bottom left"),
    ],
)
def test_it_fills_clockwise_from_its_start(share: float, start: float, filled: str) -> None:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    paint_ring(painter, QRectF(0, 0, SIDE, SIDE), share, QColor("black"), QColor("white"), 8, start)
    painter.end()
    places = {"right": (95, 50), "bottom": (50, 95), "left": (4, 50)}
    assert {name for name, place in places.items() if image.pixelColor(*place).lightness() > 200} == set(filled.split())


def test_it_turns_while_it_is_on(turning: Turning, qtbot: QtBot) -> None:
    assert turning.share == 0
    turning.set_on(True)
    start = turning.start
    qtbot.waitUntil(lambda: turning.start != start)
    assert 0 < turning.share < 1


def test_where_motion_is_reduced_it_stands_still_and_is_empty(turning: Turning) -> None:
    motion.use(Motion.REDUCED)
    turning.set_on(True)
    assert turning.share == 0
