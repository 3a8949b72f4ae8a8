"""The wizard with the real engine, in front of a video that stands in for a camera."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.look.theme import Tone
from gui.plate.wizard import PlateWizard
from gui.settings.store import SettingsStore
from matting_rt.frame import FrameSize, Image
from matting_rt.live.preview import View
from matting_rt.plate.capture import CaptureMessage
from matting_rt.plate.library import PlateLibrary
from matting_rt.specs import SYNTHETIC
from tests.sources.media import flat_image, textured_image, write_video

SIZE = FrameSize(320, 240)
LIMIT_MS = 60_000


def room(path: Path, image: Image) -> str:
    write_video(path, [image] * 50)
    return str(path)


@pytest.fixture
def wizard(store: SettingsStore, controller: LiveController, qtbot: QtBot) -> PlateWizard:
    store.set("program.countdown_s", 0)
    wizard = PlateWizard(store, controller)
    qtbot.addWidget(wizard)
    return wizard


def open_camera(qtbot: QtBot, controller: LiveController, store: SettingsStore, camera: str) -> None:
    controller.open(camera, store.config)
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)


def take(qtbot: QtBot, wizard: PlateWizard) -> None:
    wizard.open()
    wizard.intro.start.click()
    qtbot.waitUntil(lambda: wizard.page is wizard.outcome, timeout=LIMIT_MS)


def remembered(tmp_path: Path, camera: str) -> bytes | None:
    path = PlateLibrary(tmp_path / "plates").find(Path(camera).name, SIZE)
    return None if path is None else path.read_bytes()


def test_a_plate_is_taken_shown_and_remembered_and_the_next_one_can_be_undone(
    wizard: PlateWizard, controller: LiveController, store: SettingsStore, tmp_path: Path, qtbot: QtBot
) -> None:
    camera = room(tmp_path / "room.mp4", textured_image(*SIZE))
    open_camera(qtbot, controller, store, camera)
    take(qtbot, wizard)
    first = controller.plate
    assert first is not None
    assert np.abs(first.image.astype(int) - textured_image(*SIZE)).mean() < 8
    assert wizard.outcome.measured[0].tone is Tone.GOOD
    assert wizard.outcome.undo.isHidden()
    qtbot.keyClick(wizard, Qt.Key.Key_Return)
    assert wizard.result() == QDialog.DialogCode.Accepted
    qtbot.waitUntil(lambda: remembered(tmp_path, camera) is not None, timeout=LIMIT_MS)

    kept = remembered(tmp_path, camera)
    second = PlateWizard(store, controller)
    qtbot.addWidget(second)
    take(qtbot, second)
    assert controller.plate is not first
    assert second.outcome.before.image is not None
    second.outcome.undo.click()
    qtbot.waitUntil(lambda: controller.plate is first, timeout=LIMIT_MS)
    assert not second.isVisible()
    assert remembered(tmp_path, camera) == kept


def test_why_there_is_no_plate_is_said_and_it_can_be_tried_again_until_the_camera_is_lost(
    wizard: PlateWizard, controller: LiveController, store: SettingsStore, tmp_path: Path, qtbot: QtBot
) -> None:
    open_camera(qtbot, controller, store, room(tmp_path / "dark.mp4", flat_image(*SIZE, (0, 0, 0))))
    wizard.open()
    wizard.intro.start.click()
    qtbot.waitUntil(lambda: wizard.page is wizard.failure, timeout=LIMIT_MS)
    assert "black; switch on the light" in wizard.failure.text.text()
    assert controller.plate is None

    store.set("program.countdown_s", 30)
    wizard.failure.again.click()
    # the failure of the attempt before is not taken for that of this one
    qtbot.waitUntil(lambda: wizard.capture.face.text in ("29", "30"), timeout=LIMIT_MS)
    assert wizard.page is wizard.capture
    assert not wizard.capture.face.is_waiting
    assert wizard.capture.message.text() == "Step out of the frame"
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
    qtbot.waitUntil(lambda: controller.capture is None, timeout=LIMIT_MS)

    wizard.open()
    wizard.begin()
    controller.close()
    qtbot.waitUntil(lambda: wizard.page is wizard.failure, timeout=LIMIT_MS)
    assert "camera was lost" in wizard.failure.text.text()
    assert not wizard.failure.again.isEnabled()


def test_the_room_is_seen_behind_the_number_as_in_a_mirror_and_so_is_the_plate(
    store: SettingsStore, controller: LiveController, camera: str, qtbot: QtBot
) -> None:
    store.set("program.countdown_s", 1)
    wizard = PlateWizard(store, controller)
    qtbot.addWidget(wizard)
    open_camera(qtbot, controller, store, camera)
    wizard.open()
    wizard.intro.start.click()
    preview = wizard.capture.preview
    qtbot.waitUntil(lambda: preview.has_picture and wizard.capture.face.text == "1", timeout=LIMIT_MS)
    assert preview.view is View.CAMERA
    assert preview.image is not None
    crimson = preview.image.pixelColor(preview.image.width() - 10, 5)
    assert (crimson.red(), crimson.green(), crimson.blue()) == pytest.approx((220, 20, 60), abs=2)
    qtbot.waitUntil(lambda: wizard.page is wizard.outcome, timeout=LIMIT_MS)
    now = wizard.outcome.now.grab().toImage()
    width = min(now.width(), now.height() * 16 // 9)
    crimson = now.pixelColor(width - 12, now.height() // 2 - width * 9 // 32 + 12)
    assert (crimson.red(), crimson.green(), crimson.blue()) == pytest.approx((220, 20, 60), abs=4)


def test_in_the_sample_scene_too_there_is_time_to_leave(
    store: SettingsStore, controller: LiveController, qtbot: QtBot
) -> None:
    store.set("program.countdown_s", 30)
    wizard = PlateWizard(store, controller)
    qtbot.addWidget(wizard)
    open_camera(qtbot, controller, store, SYNTHETIC)
    wizard.open()
    wizard.begin()
    qtbot.waitUntil(lambda: wizard.capture.face.text in ("29", "30"), timeout=LIMIT_MS)
    assert wizard.page is wizard.capture
    wizard.reject()


def test_while_it_is_waited_that_somebody_leaves_the_ring_turns_and_the_words_say_what_happens_by_itself(
    store: SettingsStore, controller: LiveController, camera: str, qtbot: QtBot
) -> None:
    wizard = PlateWizard(store, controller)
    qtbot.addWidget(wizard)
    open_camera(qtbot, controller, store, camera)
    wizard.open()
    wizard.intro.automatic.setChecked(True)
    wizard.begin()
    qtbot.waitUntil(lambda: wizard.capture.message.text() == CaptureMessage.LEAVE.value, timeout=LIMIT_MS)
    assert wizard.capture.face.is_waiting
    wizard.reject()
