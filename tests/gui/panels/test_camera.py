"""The camera panel lists what is connected and writes what is chosen into the store."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.panels.camera import SAMPLE_SCENE, CameraPanel, modes_of
from gui.settings.store import SettingsStore
from matting_rt.doctor.probe import CameraEntry
from matting_rt.frame import FrameSize

WEBCAM = CameraEntry("usb-webcam", "/dev/video0", "Webcam", ("YUYV 640x480 at 15, 30 fps", "MJPG 1280x720 at 60 fps"))


@pytest.fixture
def panel(qtbot: QtBot, store: SettingsStore, controller: LiveController) -> CameraPanel:
    panel = CameraPanel(store, controller)
    qtbot.addWidget(panel)
    return panel


def names(panel: CameraPanel) -> list[str]:
    return [panel.device.itemText(index) for index in range(panel.device.count())]


def choose(panel: CameraPanel, name: str) -> None:
    index = names(panel).index(name)
    panel.device.setCurrentIndex(index)
    panel.device.activated.emit(index)


def test_without_a_camera_the_sample_scene_is_offered(panel: CameraPanel, store: SettingsStore) -> None:
    assert names(panel) == ["Off", SAMPLE_SCENE]
    assert panel.device.currentText() == "Off"
    choose(panel, SAMPLE_SCENE)
    assert store.program.camera == "synthetic"


def test_a_camera_can_be_switched_off(panel: CameraPanel, store: SettingsStore) -> None:
    store.set("program.camera", "usb-webcam")
    choose(panel, "Off")
    assert store.program.camera == ""


def test_a_camera_that_is_plugged_in_is_there_with_what_it_can(
    panel: CameraPanel, store: SettingsStore, controller: LiveController
) -> None:
    controller.cameras_changed.emit((WEBCAM,))
    assert names(panel) == ["Off", "Webcam", SAMPLE_SCENE]
    choose(panel, "Webcam")
    assert store.program.camera == "usb-webcam"
    sizes = [panel.size_choice.itemData(index) for index in range(panel.size_choice.count())]
    assert sizes == [FrameSize(320, 180), FrameSize(640, 480), FrameSize(1280, 720)]
    panel.size_choice.activated.emit(2)
    assert (store.config.camera.width, store.config.camera.height) == (1280, 720)
    assert [panel.rate.itemText(index) for index in range(panel.rate.count())] == ["30 fps", "60 fps"]
    panel.rate.activated.emit(1)
    assert store.config.camera.rate_fps == 60


def test_a_camera_that_was_unplugged_stays_chosen_and_is_said_to_be_away(
    panel: CameraPanel, store: SettingsStore, controller: LiveController
) -> None:
    controller.cameras_changed.emit((WEBCAM,))
    choose(panel, "Webcam")
    controller.cameras_changed.emit(())
    assert panel.device.currentText() == "usb-webcam (not connected)"
    assert store.program.camera == "usb-webcam"


def test_the_lock_follows_the_store_and_the_store_the_lock(panel: CameraPanel, store: SettingsStore) -> None:
    panel.lock.setChecked(False)
    assert not store.config.camera.lock
    store.reset("camera.lock")
    assert panel.lock.isChecked()


def test_formats_without_rates_and_without_a_size_are_understood() -> None:
    assert modes_of(["NV12 640x360", "MJPG 640x360 at 30, 7.5 fps", "anything"]) == {FrameSize(640, 360): {7.5, 30.0}}
