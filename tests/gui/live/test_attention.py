"""Whether anybody does something in the windows of the program."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.live.attention import Attention


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    return field


def test_without_any_input_attention_ends(field: QLineEdit, qtbot: QtBot) -> None:
    attention = Attention(field, idle_ms=50)
    assert attention.is_given
    with qtbot.waitSignal(attention.changed) as told:
        pass
    assert told.args == [False]


@pytest.mark.parametrize("what", ["mouse", "key"])
def test_any_input_brings_it_back(field: QLineEdit, qtbot: QtBot, what: str) -> None:
    attention = Attention(field, idle_ms=50)
    qtbot.waitUntil(lambda: not attention.is_given)
    with qtbot.waitSignal(attention.changed) as told:
        if what == "mouse":
            QTest.mouseMove(field, QPoint(5, 5))
            QTest.mouseMove(field, QPoint(9, 9))
        else:
            QTest.keyClick(field, Qt.Key.Key_A)
    assert told.args == [True]
