"""The status line says in words what its colours say."""

from dataclasses import replace

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.live.signals import CameraState
from gui.live.status_line import StatusLine
from gui.live.words import room_words_of, words_of
from gui.look.theme import Tone
from matting_rt import LiveStatus
from matting_rt.live.state import LiveState
from matting_rt.plate.condition import PlateCondition
from tests.gui.statuses import WELL


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_state(CameraState.LIVE, "")
    return line


def said(line: StatusLine) -> str:
    figures = " ".join(label.text() for label in line.figures.values())
    return f"{line.words.text()} | {figures} | {line.plate.text()}"


def test_all_is_well(line: StatusLine) -> None:
    line.show_status(WELL)
    assert said(line) == "Live | 30 fps 48 ms quality full | Room known"


def test_only_new_pictures_count(line: StatusLine) -> None:
    for matte_fps, text in ((29.6, "30 fps"), (1.48, "1.5 fps"), (0.0, "")):
        line.show_status(replace(WELL, rate_fps=30.0, matte_fps=matte_fps))
        assert line.figures["rate"].text() == text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (
            replace(WELL, state=LiveState.CAMERA_LOST, trouble="it was pulled out"),
            "Camera lost: it was pulled out (others see a placeholder)",
        ),
        (replace(WELL, state=LiveState.PAUSED), "Paused (others see a placeholder)"),
        (replace(WELL, state=LiveState.STARTING), "Preparing the network (others see a placeholder)"),
        (
            replace(WELL, state=LiveState.OUTPUT_LOST, trouble="the device is gone"),
            "Output lost: the device is gone",
        ),
        (replace(WELL, state=LiveState.LEARNING, plate=PlateCondition.LEARNING), "Live"),
    ],
)
def test_what_others_see_instead_comes_first(line: StatusLine, status: LiveStatus, words: str) -> None:
    line.show_status(status)
    assert line.words.text() == words


def test_figures_of_a_camera_that_is_gone_are_gone_too(line: StatusLine) -> None:
    line.show_status(WELL)
    line.show_state(CameraState.FAILED, "the camera is busy")
    line.show_status(WELL)
    assert said(line) == "The camera cannot be used |    | "


@pytest.mark.parametrize(
    ("status", "text", "tone"),
    [
        (WELL, "Room known", Tone.GOOD),
        (replace(WELL, plate=PlateCondition.LEARNING, known_share=0.63), "Learning your room, 63% known", Tone.WARNING),
        (replace(WELL, plate=PlateCondition.LOST, known_share=0.0), "Learning your room, 0% known", Tone.WARNING),
    ],
)
def test_how_much_of_the_room_is_known_is_said_in_words_and_colour(status: LiveStatus, text: str, tone: Tone) -> None:
    words = room_words_of(status)
    assert (words.text, words.tone) == (text, tone)


@pytest.mark.parametrize("state", LiveState)
def test_every_state_is_spoken_of(state: LiveState) -> None:
    assert words_of(replace(WELL, state=state), CameraState.LIVE).text


def test_a_preview_that_saves_power_says_so(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_state(CameraState.PREVIEWING, "")
    line.show_status(replace(WELL, is_thrifty=True))
    assert line.words.text() == "Preview only, at a low rate to save power until you move the mouse"
