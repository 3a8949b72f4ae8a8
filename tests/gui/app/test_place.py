"""Where windows are put, and how large they are there."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.app.place import FIRST_SIZE, fitting, geometry_of, restore


def test_a_window_leaves_room_for_its_title_and_the_panels_of_the_desktop() -> None:
    assert fitting(FIRST_SIZE, QSize(1920, 1040)) == FIRST_SIZE
    room = QSize(1280, 774)  # of 1280x800 where a panel takes the rest
    assert fitting(FIRST_SIZE, room).width() == FIRST_SIZE.width()
    assert fitting(FIRST_SIZE, room).height() <= room.height() - 40


def test_a_window_that_was_left_on_a_large_screen_fits_a_small_one(qtbot: QtBot) -> None:
    large, small = QWidget(), QWidget()
    for window in (large, small):
        qtbot.addWidget(window)
    large.resize(3000, 2000)
    restore(small, geometry_of(large))
    screen = small.screen()
    assert screen is not None
    assert small.height() < screen.availableSize().height()
    assert small.width() < screen.availableSize().width()
