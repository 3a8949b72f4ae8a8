"""The guide through the first minutes."""

from dataclasses import replace

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.first_start.panel import FirstStart
from gui.first_start.steps import CameraStep, OutputStep, PlateStep
from gui.gallery.backgrounds import PAINTED
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.look.theme import Role
from gui.settings.store import SettingsStore
from matting_rt.doctor.checks import Finding, Severity
from matting_rt.doctor.probe import CameraEntry, VirtualCameraEntry

CAMERA = CameraEntry("usb-1", "/dev/video0", "Desk camera", ())
OTHER = CameraEntry("usb-2", "/dev/video2", "Other camera", ())
VIRTUAL = VirtualCameraEntry("/dev/video10", "Matting RT", "free", ())
MISSING = Finding(Severity.MISSING, "there is no virtual camera", "matting-rt virtual-camera set-up", can_set_up=True)
LIMIT_MS = 60_000


@pytest.fixture
def guide(store: SettingsStore, controller: LiveController, qtbot: QtBot) -> FirstStart:
    guide = FirstStart(store, controller)
    qtbot.addWidget(guide)
    guide.show()
    yield guide
    background = guide.steps[2]
    qtbot.waitUntil(lambda: background.chooser.thumbnails.is_idle)


def is_blue(button: QPushButton) -> bool:
    return bool(button.property("role") == Role.PRIMARY.value)


def test_every_step_can_be_skipped_and_the_end_is_remembered(
    guide: FirstStart, store: SettingsStore, qtbot: QtBot
) -> None:
    for number, step in enumerate(guide.steps, 1):
        assert guide.step is step
        assert guide.count.text() == f"Step {number} of 4"
        assert guide.back.isVisible() == (number > 1)
        if number < 4:
            assert guide.skip.isVisible() != guide.next.isEnabled()
            (guide.next if guide.next.isEnabled() else guide.skip).click()
    with qtbot.waitSignal(guide.finished):
        guide.next.click()
    assert store.program.is_first_start_done


def test_what_leads_on_stays_where_it_is_from_step_to_step(guide: FirstStart, qtbot: QtBot) -> None:
    """Else a second click meets what has come in its place."""
    column = QWidget()
    qtbot.addWidget(column)
    layout = QVBoxLayout(column)
    layout.addWidget(guide)
    layout.addStretch(1)
    column.resize(360, 900)
    column.show()
    places = set()
    for number in range(4):
        guide.turn_to(number)
        qtbot.wait(20)
        places.add(guide.next.geometry().bottom())
    assert len(places) == 1
    guide.setParent(None)


def test_it_can_be_left_at_once(guide: FirstStart, store: SettingsStore, qtbot: QtBot) -> None:
    with qtbot.waitSignal(guide.finished):
        guide.leave.click()
    assert store.program.is_first_start_done


def test_the_only_camera_is_chosen_when_it_is_plugged_in_and_another_by_a_click(
    guide: FirstStart, controller: LiveController, store: SettingsStore, qtbot: QtBot
) -> None:
    step = guide.step
    assert isinstance(step, CameraStep)
    assert "No camera was found" in step.text.text()
    assert [step.list.item(0).text()] == ["Sample scene (rendered)"]
    controller.cameras_changed.emit((CAMERA,))
    assert step.list.item(0).text() == "Desk camera"
    assert store.program.camera == "usb-1"  # where there is but one, nobody is asked
    controller.cameras_changed.emit((CAMERA, OTHER))
    assert store.program.camera == "usb-1"
    place = step.list.visualItemRect(step.list.item(1)).center()
    qtbot.mouseClick(step.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert store.program.camera == "usb-2"
    assert not guide.next.isEnabled()


def test_without_a_camera_the_painted_scene_leads_to_the_end(
    guide: FirstStart, controller: LiveController, store: SettingsStore, qtbot: QtBot
) -> None:
    store.changed.connect(lambda key: controller.open(store.program.camera, store.config) if "camera" in key else None)
    guide.step.list.setFocus()
    qtbot.keyClick(guide.step.list, Qt.Key.Key_Down)
    qtbot.keyClick(guide.step.list, Qt.Key.Key_Return)
    qtbot.waitUntil(guide.next.isEnabled, timeout=LIMIT_MS)
    guide.next.click()
    assert isinstance(guide.step, PlateStep)
    # nobody need leave a painted room
    qtbot.waitUntil(guide.next.isEnabled, timeout=LIMIT_MS)
    assert guide.step.picture.image is not None
    guide.next.click()
    guide.step.chooser.gallery.setCurrentRow(1)
    qtbot.keyClick(guide.step.chooser.gallery, Qt.Key.Key_Space)
    assert store.config.backdrop.spec == next(iter(PAINTED))
    guide.next.click()
    assert isinstance(guide.step, OutputStep)
    controller.outputs_changed.emit((), (MISSING,))
    with qtbot.waitSignal(guide.set_up_wanted):
        guide.step.fix.set_up.click()
    assert guide.next.text() == "&Finish"
    assert [is_blue(each) for each in (guide.step.fix.set_up, guide.step.fix.share, guide.next)] == [True, False, False]
    controller.outputs_changed.emit((), (replace(MISSING, can_set_up=False),))
    assert [is_blue(each) for each in (guide.step.fix.share, guide.next)] == [True, False]
    guide.step.fix.share.setFocus()
    guide.step.fix.share.click()
    assert guide.next.text() == "&Start shared window"
    assert is_blue(guide.next)
    assert guide.focusWidget() is guide.next
    store.set("live.output", "virtual")
    controller.outputs_changed.emit((VIRTUAL,), ())
    assert guide.next.text() == "&Start virtual camera"
    store.set("live.output", "null")
    controller.set_config(store.config)
    guide.next.click()
    qtbot.waitUntil(lambda: controller.state is CameraState.LIVE, timeout=LIMIT_MS)
    assert store.program.is_first_start_done


def test_the_plate_step_says_that_the_camera_is_still_being_opened(
    qtbot: QtBot, store: SettingsStore, controller: LiveController
) -> None:
    step = PlateStep(controller)
    qtbot.addWidget(step)
    assert step.state.text() == "Open a camera first."
    controller.open("no such camera", store.config)
    assert step.state.text() == "Opening the camera …"
