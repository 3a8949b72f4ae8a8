"""The plate panel says how the plate is, in words and colour, and what can be done."""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.live.words import plate_words_of
from gui.look.theme import Tone
from gui.panels.plate import PlatePanel
from gui.settings.store import SettingsStore
from matting_rt import LiveStatus
from matting_rt.live.state import LiveState
from matting_rt.plate.condition import PlateCondition
from tests.gui.statuses import WELL
from tests.sources.media import textured_image, write_video

LIMIT_MS = 60_000


@pytest.mark.parametrize(
    ("status", "summary", "tone"),
    [
        (WELL, "known", Tone.GOOD),
        (replace(WELL, plate=PlateCondition.LEARNING, known_share=0.63), "learning, 63% known", Tone.WARNING),
        (replace(WELL, plate=PlateCondition.LOST, known_share=0.0), "learning again", Tone.WARNING),
        (replace(WELL, state=LiveState.CAPTURING_PLATE), "being taken", Tone.IDLE),
    ],
)
def test_every_state_has_words_and_a_colour(status: LiveStatus, summary: str, tone: Tone) -> None:
    words = plate_words_of(status)
    assert (words.summary, words.tone) == (summary, tone)


def test_a_room_that_is_not_known_says_what_to_do() -> None:
    assert "Move aside" in plate_words_of(replace(WELL, plate=PlateCondition.LEARNING)).sentence


def test_a_plate_is_shown_and_the_one_before_can_be_had_back(
    store: SettingsStore, controller: LiveController, tmp_path: Path, qtbot: QtBot
) -> None:
    panel = PlatePanel(controller)
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.take.isEnabled()
    write_video(tmp_path / "room.mp4", [textured_image(320, 240)] * 50)
    controller.open(str(tmp_path / "room.mp4"), store.config)
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    assert panel.take.isEnabled()
    assert not panel.picture.isVisible()
    with qtbot.waitSignal(panel.plate_wanted):
        panel.take.click()
    taken = []
    controller.plate_changed.connect(taken.append)
    for _ in range(2):
        assert panel.undo.isHidden()
        with qtbot.waitSignal(controller.plate_changed, timeout=LIMIT_MS):
            controller.capture_plate(0.0)
    assert panel.picture.isVisible()
    panel.undo.click()
    qtbot.waitUntil(lambda: controller.plate is taken[0], timeout=LIMIT_MS)
