"""The status line says in words what its colours say."""

from dataclasses import replace

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.live_bridge import BridgeState
from gui.status_line import StatusLine, plate_words
from gui.theme import Tone
from matting_rt.session import LiveStatus
from tests.gui.statuses import WELL


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_state(BridgeState.LIVE, "")
    return line


def said(line: StatusLine) -> str:
    figures = " ".join(label.text() for label in line._figures.values())
    return f"{line._words.text()} | {figures} | {line._plate.text()}"


def test_all_is_well(line: StatusLine) -> None:
    line.show_status(WELL)
    assert said(line) == "Live | 30 fps 48 ms quality full | Plate fresh"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (replace(WELL, trouble="the camera is gone"), "Others see a placeholder: the camera is gone"),
        (replace(WELL, plate="none", trouble="there is no plate"), "Take a plate: a picture of your room without you"),
        (replace(WELL, is_paused=True), "Paused: others see a placeholder"),
        (replace(WELL, is_ready=False), "Getting the network ready"),
        (replace(WELL, is_plate_confirmed=False), "Checking that the plate shows this room"),
    ],
)
def test_what_others_see_instead_comes_first(line: StatusLine, status: LiveStatus, words: str) -> None:
    line.show_status(status)
    assert line._words.text() == words


def test_figures_of_a_camera_that_is_gone_are_gone_too(line: StatusLine) -> None:
    line.show_status(WELL)
    line.show_state(BridgeState.FAILED, "the camera is busy")
    line.show_status(WELL)
    assert said(line) == "The camera cannot be used |    | "


@pytest.mark.parametrize(
    ("status", "tone"),
    [
        (WELL, Tone.GOOD),
        (replace(WELL, plate="drifting: the light has changed"), Tone.WARNING),
        (replace(WELL, is_plate_stale=True), Tone.BAD),
    ],
)
def test_a_plate_that_grows_stale_changes_its_words_and_its_colour(status: LiveStatus, tone: Tone) -> None:
    found = plate_words(status)[1]
    assert found is tone
    assert len({plate_words(each)[0] for each in (WELL, status)}) == (1 if status is WELL else 2)
