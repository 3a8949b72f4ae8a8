"""A plate that has gone stale is replaced because the window asks for it."""

from dataclasses import replace

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.live_bridge import LiveBridge
from gui.live_page import LivePage
from tests.gui.statuses import WELL

STALE = replace(WELL, plate="take a new plate: the light has changed", is_plate_stale=True)
DRIFTING = replace(WELL, plate="drifting: the light has changed")


@pytest.fixture
def page(qtbot: QtBot, bridge: LiveBridge) -> LivePage:
    page = LivePage(bridge, ())
    qtbot.addWidget(page)
    page.show()
    return page


def test_a_stale_plate_is_asked_for_with_a_button_and_no_more_when_it_is_good(qtbot: QtBot, page: LivePage) -> None:
    page.reminder.look(STALE)
    assert not page.notices.text
    for _ in range(8):
        page.reminder.look(STALE)
    assert "the light has changed" in page.notices.text
    with qtbot.waitSignal(page.plate_wanted):
        qtbot.mouseClick(page.notices.button, Qt.MouseButton.LeftButton)
    page.reminder.look(WELL)
    assert not page.notices.text


def test_it_is_asked_for_once_until_the_plate_is_good_again(page: LivePage) -> None:
    asked: list[str] = []
    page.reminder.stale.connect(asked.append)
    for status in (STALE, DRIFTING, STALE):
        for _ in range(10):
            page.reminder.look(status)
    assert len(asked) == 1
    page.reminder.look(WELL)
    for _ in range(10):
        page.reminder.look(STALE)
    assert len(asked) == 2
