"""A room that stays unknown is spoken of once, with a way out."""

from dataclasses import replace

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.page import LivePage
from matting_rt.plate.condition import PlateCondition
from tests.gui.statuses import WELL

LEARNING = replace(WELL, plate=PlateCondition.LEARNING, known_share=0.6)
LOST = replace(WELL, plate=PlateCondition.LOST, known_share=0.0)


@pytest.fixture
def page(qtbot: QtBot, controller: LiveController) -> LivePage:
    page = LivePage(controller, ())
    qtbot.addWidget(page)
    page.show()
    return page


def test_a_room_that_stays_unknown_is_said_with_a_button_and_no_more_when_it_is_known(
    qtbot: QtBot, page: LivePage
) -> None:
    page.reminder.look(LEARNING)
    assert not page.notices.text
    for _ in range(40):
        page.reminder.look(LEARNING)
    assert "Edges are rough" in page.notices.text
    with qtbot.waitSignal(page.plate_wanted):
        qtbot.mouseClick(page.notices.button, Qt.MouseButton.LeftButton)
    page.reminder.look(WELL)
    assert not page.notices.text


def test_it_is_said_once_until_the_room_is_known_again(page: LivePage) -> None:
    asked: list[str] = []
    page.reminder.unknown.connect(asked.append)
    for status in (LEARNING, LOST, LEARNING):
        for _ in range(50):
            page.reminder.look(status)
    assert len(asked) == 1
    page.reminder.look(WELL)
    for _ in range(50):
        page.reminder.look(LEARNING)
    assert len(asked) == 2


def test_a_room_that_is_learned_in_time_is_not_spoken_of(page: LivePage) -> None:
    for _ in range(3):
        for _ in range(30):
            page.reminder.look(LEARNING)
        page.reminder.look(WELL)
    assert not page.notices.text
