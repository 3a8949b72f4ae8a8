"""The line on the picture while the room is not known, on a page whose camera has no plate."""

from dataclasses import replace

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.page import LivePage
from gui.live.rough_edges import RoughEdges
from matting_rt.config import Config
from matting_rt.live import parts
from matting_rt.live.state import LiveState
from matting_rt.plate.condition import PlateCondition
from tests.engines import Difference
from tests.gui.statuses import WELL

LIMIT_MS = 60_000
LEARNING = replace(WELL, state=LiveState.LEARNING, plate=PlateCondition.LEARNING, known_share=0.6)
LOST = replace(LEARNING, plate=PlateCondition.LOST, known_share=0.0)


@pytest.fixture
def page(qtbot: QtBot, controller: LiveController) -> LivePage:
    page = LivePage(controller, ())
    qtbot.addWidget(page)
    page.resize(900, 640)
    page.show()
    return page


@pytest.fixture
def rough(page: LivePage) -> RoughEdges:
    return page.preview_card.rough


def is_known(controller: LiveController) -> bool:
    session = controller.session
    return session is not None and session.status().state is LiveState.LIVE


def test_without_a_plate_it_is_there_with_the_first_picture_and_goes_when_the_room_is_known(
    qtbot: QtBot,
    page: LivePage,
    rough: RoughEdges,
    controller: LiveController,
    camera: str,
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "build_engine_of_rung", lambda *given: Difference())  # which is ready at once
    controller.start()
    # an empty room that stands still would be learned before it is spoken of
    controller.open(camera, replace(config, plate=replace(config.plate, learn=False)))
    qtbot.waitUntil(rough.isVisible, timeout=LIMIT_MS)
    assert rough.text.text().startswith("Rough edges: your room is not known yet")
    controller.capture_plate(0.0)
    qtbot.waitUntil(lambda: is_known(controller) and not rough.isVisible(), timeout=LIMIT_MS)


def test_the_ring_shows_how_much_is_known_and_the_button_asks_for_a_plate(
    qtbot: QtBot, page: LivePage, rough: RoughEdges
) -> None:
    rough.look(LEARNING)
    assert rough.ring.share == 0.6
    assert "60%" in rough.ring.toolTip()
    with qtbot.waitSignal(page.plate_wanted):
        qtbot.mouseClick(rough.take, Qt.MouseButton.LeftButton)
    rough.look(WELL)
    assert not rough.isVisible()


def test_it_lies_within_the_lower_part_of_the_picture_at_every_size(page: LivePage, rough: RoughEdges) -> None:
    rough.look(LEARNING)
    for width, height in ((900, 640), (420, 500), (1400, 500)):
        page.resize(width, height)
        picture = page.preview_card.preview.picture_rect()
        assert picture.contains(rough.geometry().toRectF())
        assert rough.geometry().bottom() > picture.center().y()
        assert rough.text.height() >= rough.text.heightForWidth(rough.text.width())


def test_a_plate_that_is_only_looked_at_again_is_not_spoken_of(rough: RoughEdges) -> None:
    for _ in range(4):
        rough.look(LOST)
    assert not rough.isVisible()
    for _ in range(8):
        rough.look(LOST)
    assert rough.isVisible()
    assert "has changed" in rough.text.text()


def test_closed_it_comes_again_only_after_the_room_was_known(qtbot: QtBot, rough: RoughEdges) -> None:
    rough.look(LEARNING)
    close = rough.findChild(QToolButton)
    assert close is not None
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    rough.look(LEARNING)
    assert not rough.isVisible()
    rough.look(WELL)
    rough.look(LEARNING)
    assert rough.isVisible()


def test_a_picture_that_may_be_shared_is_left_alone(page: LivePage, rough: RoughEdges) -> None:
    rough.look(LEARNING)
    page.set_bare(True)
    rough.look(LEARNING)
    assert not rough.isVisible()
    page.set_bare(False)
    assert rough.isVisible()


def test_while_others_see_a_placeholder_nothing_is_said_of_edges(rough: RoughEdges) -> None:
    rough.look(LEARNING)
    rough.look(replace(LEARNING, state=LiveState.PAUSED))
    assert not rough.isVisible()
