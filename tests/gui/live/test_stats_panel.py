"""The last minute is there when it is looked at, and a sentence says what limits."""

from dataclasses import replace

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gui.live.stats_panel import Graph, StatsPanel, limit_of
from gui.look import theme
from matting_rt import LiveStatus
from matting_rt.live.state import LiveState
from tests.gui.statuses import WELL


@pytest.fixture
def panel(qtbot: QtBot) -> StatsPanel:
    panel = StatsPanel(lambda: 30.0)
    qtbot.addWidget(panel)
    return panel


def pixels(graph: Graph, colour: str) -> list[tuple[int, int]]:
    """Where a colour is painted."""
    image: QImage = graph.grab().toImage()
    wanted = QColor(colour)
    found = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return [(x, y) for x, y in found if _distance(image.pixelColor(x, y), wanted) < 60]


def _distance(one: QColor, other: QColor) -> int:
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())


def test_a_minute_is_remembered_while_the_panel_is_hidden(panel: StatsPanel) -> None:
    for second in range(100):
        panel.note(WELL, float(second))
    assert len(panel.samples) == 61
    assert panel.samples[0].time_s == 39.0
    panel.setVisible(True)
    assert panel.limit.text() == "There is no bottleneck: every frame of the camera is shown."
    assert panel.rate.accessibleName() == "Frames per second: 30 sent, 30 new"
    assert panel.delay.accessibleName().startswith("Delay: 48 ms")


def test_a_line_goes_up_with_its_value_and_stops_where_the_camera_was_off(panel: StatsPanel) -> None:
    panel.resize(800, 200)
    for second in range(0, 20):
        panel.note(replace(WELL, known_share=0.1), float(second))
    for second in range(40, 61):
        panel.note(replace(WELL, known_share=0.9), float(second))
    panel.setVisible(True)
    line = pixels(panel.known, theme.colours().accent)
    width = panel.known.width()
    early, late = [y for x, y in line if x < width / 3], [y for x, y in line if x > width * 2 / 3]
    assert min(early) > max(late)  # y goes down
    assert not [x for x, y in line if width * 0.4 < x < width * 0.6]


def test_who_has_no_camera_is_told_so(panel: StatsPanel) -> None:
    panel.setVisible(True)
    assert panel.limit.text() == "Figures appear once a camera is on."


def test_nothing_is_said_of_what_limits_once_no_status_comes_any_more(panel: StatsPanel, qtbot: QtBot) -> None:
    panel.note(replace(WELL, matte_fps=15.0, dropped_share=0.5), 0.0)
    panel.setVisible(True)
    assert panel.limit.text().startswith("The processor is the bottleneck")
    qtbot.waitUntil(lambda: panel.limit.text() == "Figures appear once a camera is on.")


@pytest.mark.parametrize(
    ("status", "begins"),
    [
        (WELL, "There is no bottleneck"),
        (replace(WELL, matte_fps=15.0, dropped_share=0.5), "The processor is the bottleneck: 50%"),
        (replace(WELL, matte_fps=15.0), "The camera is the bottleneck: it sends 15 of 30"),
        (replace(WELL, latency_ms=200.0), "The delay is long"),
        (replace(WELL, matte_fps=2.0, dropped_share=0.92, is_thrifty=True), "Fewer pictures are made to save power"),
        (replace(WELL, state=LiveState.PAUSED), "There is no new picture"),
    ],
)
def test_what_limits_is_said_in_a_sentence(status: LiveStatus, begins: str) -> None:
    assert limit_of(status, 30.0).startswith(begins)
