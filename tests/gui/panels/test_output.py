"""The output panel says where the picture goes, and what to do where it cannot."""

from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.recorder import Recorder
from gui.live.signals import CameraState
from gui.look.theme import Tone
from gui.panels.output import OutputPanel
from gui.settings.store import SettingsStore
from matting_rt.doctor.checks import Finding, Severity
from matting_rt.doctor.probe import VirtualCameraEntry

MISSING = Finding(Severity.MISSING, "there is no virtual camera", "matting-rt virtual-camera set-up", can_set_up=True)
STUCK = Finding(Severity.ADVICE, "/dev/video10 is in use", "sudo modprobe -r v4l2loopback && echo done")
CAMERA = VirtualCameraEntry("/dev/video10", "Matting RT", "free", ())


@pytest.fixture
def panel(qtbot: QtBot, store: SettingsStore, controller: LiveController) -> OutputPanel:
    panel = OutputPanel(store, controller, Recorder(store, controller, controller))
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_a_virtual_camera_that_is_missing_can_be_set_up_and_no_command_is_shown(
    panel: OutputPanel, controller: LiveController, qtbot: QtBot
) -> None:
    assert not panel.fix.isVisible()
    controller.outputs_changed.emit((), (MISSING,))
    assert panel.fix.isVisible()
    assert panel.summary == "no virtual camera"
    assert not panel.fix.command.isVisible()
    with qtbot.waitSignal(panel.fix.set_up_wanted):
        qtbot.mouseClick(panel.fix.set_up, Qt.MouseButton.LeftButton)


def test_while_it_is_being_set_up_that_is_said_and_it_is_not_offered_again(
    panel: OutputPanel, controller: LiveController, qtbot: QtBot
) -> None:
    panel.fix.show_working(True)
    assert not panel.fix.has_findings, "a camera that is there is being removed"
    controller.outputs_changed.emit((), (MISSING,))
    assert panel.fix.set_up.text() == "Show progress"
    labels = [label.text() for label in panel.fix.findChildren(QLabel)]
    assert "The virtual camera is being set up …" in labels
    panel.fix.show_working(False)
    assert panel.fix.set_up.text() == "Set up …"


def test_a_command_that_helps_can_be_copied(panel: OutputPanel, controller: LiveController, qtbot: QtBot) -> None:
    controller.outputs_changed.emit((CAMERA,), (STUCK,))
    assert panel.summary == "see below"
    assert not panel.fix.set_up.isVisible()
    assert not panel.fix.share.isVisible()
    qtbot.mouseClick(panel.fix.command.copy, Qt.MouseButton.LeftButton)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == STUCK.command
    assert panel.fix.command.copy.text() == "Copied"


def test_a_window_can_be_shared_instead(
    panel: OutputPanel, store: SettingsStore, controller: LiveController, qtbot: QtBot
) -> None:
    controller.outputs_changed.emit((), (MISSING,))
    qtbot.mouseClick(panel.fix.share, Qt.MouseButton.LeftButton)
    assert store.config.live.output == "window"
    assert not panel.fix.isVisible()
    assert panel.output.currentText() == "A window to share"


def test_a_virtual_camera_that_appears_takes_the_advice_away(panel: OutputPanel, controller: LiveController) -> None:
    controller.outputs_changed.emit((), (MISSING,))
    controller.outputs_changed.emit((CAMERA,), ())
    assert not panel.fix.isVisible()
    texts = [panel.output.itemText(index) for index in range(panel.output.count())]
    assert texts == ["Virtual camera", "Matting RT (/dev/video10)", "A window to share"]


def test_who_shares_a_window_needs_no_virtual_camera(
    panel: OutputPanel, store: SettingsStore, controller: LiveController
) -> None:
    controller.outputs_changed.emit((), (MISSING,))
    panel.output.activated.emit(panel.output.count() - 1)
    assert store.config.live.output == "window"
    assert not panel.fix.isVisible()


def test_it_says_when_others_see_the_picture(panel: OutputPanel, controller: LiveController) -> None:
    controller.state_changed.emit(CameraState.LIVE)
    assert panel.summary == "others see you"
    assert panel.tone is Tone.GOOD


def test_a_recording_begins_and_ends_with_its_button(
    panel: OutputPanel, store: SettingsStore, controller: LiveController, camera: str, qtbot: QtBot, tmp_path: Path
) -> None:
    store.set("program.recording_folder", str(tmp_path / "films"))
    row = panel.recording
    assert not row.button.isEnabled()
    controller.open(camera, store.config)
    qtbot.waitUntil(row.button.isEnabled, timeout=60_000)
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: row.button.text() == "Stop recording", timeout=60_000)
    assert row.words.text().endswith(".mp4, 00:00")
    qtbot.wait(200)
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: row.button.text() == "Record", timeout=60_000)
    (film,) = (tmp_path / "films").iterdir()
    assert row.words.text() == f"Saved {film.name}"
    assert film.stat().st_size > 0
