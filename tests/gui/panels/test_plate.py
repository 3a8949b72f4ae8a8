"""The plate panel says how the plate is, in words and colour, and what can be done."""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.live_bridge import BridgeState, LiveBridge
from gui.panels.plate import PlatePanel, to_words
from gui.settings_store import SettingsStore
from gui.theme import Tone
from matting_rt.session import LiveStatus
from tests.gui.statuses import WELL
from tests.sources.media import textured_image, write_video

LIMIT_MS = 60_000


@pytest.mark.parametrize(
    ("status", "summary", "tone"),
    [
        (WELL, "fresh", Tone.GOOD),
        (replace(WELL, plate="none", is_plate_confirmed=False), "none yet", Tone.WARNING),
        (replace(WELL, plate="drifting: the light has changed"), "still good", Tone.WARNING),
        (
            replace(WELL, plate="take a new plate: the camera has moved", is_plate_stale=True),
            "take a new one",
            Tone.BAD,
        ),
        (replace(WELL, is_plate_confirmed=False), "does not fit", Tone.BAD),
        (replace(WELL, is_plate_confirmed=False, is_ready=False), "being checked", Tone.IDLE),
        (replace(WELL, is_taking_plate=True), "being taken", Tone.IDLE),
    ],
)
def test_every_state_has_words_and_a_colour(status: LiveStatus, summary: str, tone: Tone) -> None:
    words = to_words(status)
    assert (words.summary, words.tone) == (summary, tone)


def test_a_stale_plate_says_why() -> None:
    words = to_words(replace(WELL, plate="take a new plate: the camera has moved", is_plate_stale=True))
    assert "the camera has moved" in words.sentence


def test_a_plate_is_shown_and_the_one_before_can_be_had_back(
    store: SettingsStore, bridge: LiveBridge, tmp_path: Path, qtbot: QtBot
) -> None:
    panel = PlatePanel(bridge)
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.take.isEnabled()
    write_video(tmp_path / "room.mp4", [textured_image(320, 240)] * 50)
    bridge.open(str(tmp_path / "room.mp4"), store.config)
    qtbot.waitUntil(lambda: bridge.state is BridgeState.PREVIEWING, timeout=LIMIT_MS)
    assert panel.take.isEnabled()
    assert not panel.picture.isVisible()
    with qtbot.waitSignal(panel.plate_wanted):
        panel.take.click()
    taken = []
    bridge.plate_changed.connect(taken.append)
    for _ in range(2):
        assert panel.undo.isHidden()
        with qtbot.waitSignal(bridge.plate_changed, timeout=LIMIT_MS):
            bridge.take_plate(0.0)
    assert panel.picture.isVisible()
    panel.undo.click()
    qtbot.waitUntil(lambda: bridge.plate is taken[0], timeout=LIMIT_MS)
