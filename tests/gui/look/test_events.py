"""What is to be done at an event is done whenever it comes, and the widget handles the event all the same."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QEvent
from PyQt6.QtGui import QColor, QPalette
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.look.events import on_event


def test_a_widget_does_something_at_each_event_of_one_kind_and_at_no_other(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    seen: list[QColor] = []
    on_event(widget, QEvent.Type.PaletteChange, lambda: seen.append(widget.palette().color(QPalette.ColorRole.Window)))
    colours = [QColor("#c02f2f"), QColor("#1d2330")]
    for colour in colours:
        widget.setPalette(QPalette(colour))
        widget.setWindowTitle(colour.name())
    assert len(seen) == 2
    assert seen[-1] == widget.palette().color(QPalette.ColorRole.Window)
