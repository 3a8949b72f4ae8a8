"""The window as a person uses it, with the real engine behind it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.live.controller import LiveController
from gui.live.preview import RECORDING_RED
from gui.live.signals import CameraState
from gui.plate.wizard import PlateWizard
from gui.settings.store import SettingsStore
from matting_rt import build
from matting_rt.live.preview import View
from matting_rt.live.state import LiveState
from tests.gui.app.driving import end, open_camera, press, quit_without_a_question, record, wait
from tests.gui.statuses import WELL


def test_a_camera_that_is_chosen_off_is_released(
    qtbot: QtBot, window: MainWindow, controller: LiveController, camera: str
) -> None:
    open_camera(qtbot, window, camera)
    window.store.set("program.camera", "")
    wait(qtbot, lambda: controller.state is CameraState.STOPPED)
    assert controller.session is None


def test_from_the_sample_scene_over_the_plate_to_pictures_that_others_see(
    qtbot: QtBot, window: MainWindow, store: SettingsStore, controller: LiveController, tmp_path: Path
) -> None:
    for key, value in (("camera.width", 160), ("camera.height", 96), ("live.output", str(tmp_path / "others.mp4"))):
        store.set(key, value)
    assert window.live_page.preview_card.card.title == "No camera is on"
    qtbot.mouseClick(window.live_page.sample, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: controller.state is CameraState.PREVIEWING)

    press(qtbot, window, Qt.Key.Key_P)
    wizard = window.findChild(PlateWizard)
    assert wizard is not None
    qtbot.mouseClick(wizard.intro.start, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: wizard.page is wizard.outcome)
    qtbot.mouseClick(wizard.outcome.use, Qt.MouseButton.LeftButton)
    # how much depends on what the painted person hides at that moment
    wait(qtbot, lambda: window.status_line.plate.text() not in ("", "Learning your room, 0% known"))

    qtbot.mouseClick(window.live_page.start, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: controller.state is CameraState.LIVE)
    assert window.live_page.start.text() == "Stop virtual camera"
    wait(qtbot, lambda: window.status_line.words.text() == "Live")
    qtbot.wait(300)
    qtbot.mouseClick(window.live_page.start, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: controller.state is CameraState.PREVIEWING)
    with build.build_video_source(tmp_path / "others.mp4") as video:
        corners = [frame.image[:8, :8].reshape(-1, 3).mean(0) for frame in video]
    assert np.abs(corners[-1] - (0, 160, 0)).max() < 12


def test_a_camera_that_cannot_be_opened_is_said_on_the_stage_and_another_one_helps(
    qtbot: QtBot, window: MainWindow, store: SettingsStore, controller: LiveController, camera: str
) -> None:
    store.set("program.camera", "no such camera")
    wait(qtbot, lambda: controller.state is CameraState.FAILED)
    assert window.live_page.preview_card.card.title == "The camera cannot be used"
    assert "no such camera" in window.live_page.preview_card.card.text
    assert not window.live_page.notices.text
    assert not window.commands.start.isEnabled()
    open_camera(qtbot, window, camera)
    wait(qtbot, lambda: window.live_page.preview_card.card.isHidden())
    assert window.commands.start.isEnabled()


def test_while_the_network_is_made_ready_the_picture_says_so_and_how_far_it_is(
    window: MainWindow, controller: LiveController
) -> None:
    card = window.live_page.preview_card.card
    controller.state = CameraState.PREVIEWING
    controller.status_changed.emit(replace(WELL, state=LiveState.STARTING))
    assert card.title == "Preparing the network …"
    assert (card.progress.value(), card.progress.maximum()) == (2, 3)
    assert not card.progress.isHidden()
    controller.status_changed.emit(WELL)
    assert card.isHidden()
    controller.state = CameraState.STOPPED
    window.live_page.show_state()
    assert card.progress.isHidden()


def test_one_sees_oneself_without_a_plate_too_and_keys_show_what_is_behind(
    qtbot: QtBot, window: MainWindow, controller: LiveController, camera: str
) -> None:
    preview = window.live_page.preview_card.preview
    open_camera(qtbot, window, camera)
    assert controller.plate is None
    wait(qtbot, lambda: preview.view is View.OUTPUT)
    for key, view in ((Qt.Key.Key_C, View.CAMERA), (Qt.Key.Key_A, View.ALPHA), (Qt.Key.Key_D, View.DIFFERENCE)):
        qtbot.keyPress(window, key)
        assert preview.view is view
        qtbot.keyRelease(window, key)
        assert preview.view is View.OUTPUT


def test_a_window_of_the_picture_only_can_be_shared(qtbot: QtBot, window: MainWindow, camera: str) -> None:
    open_camera(qtbot, window, camera)
    preview = window.live_page.preview_card.preview
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.live_page.start.isVisible()
    qtbot.keyPress(window, Qt.Key.Key_C)
    assert preview.view is View.OUTPUT
    qtbot.keyRelease(window, Qt.Key.Key_C)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.live_page.start.isVisible()


def test_the_picture_alone_is_shown_where_there_is_one_and_escape_leaves_it(
    qtbot: QtBot, window: MainWindow, controller: LiveController, camera: str
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.header.isVisible()
    assert not window.commands.bare.isEnabled()
    open_camera(qtbot, window, camera)
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_F11)
        assert not window.header.isVisible()
        window.store.set("program.camera", "")
        wait(qtbot, lambda: controller.state is CameraState.STOPPED)
        qtbot.keyClick(window.live_page.preview_card.preview, Qt.Key.Key_Escape)
        assert window.header.isVisible()
        assert not window.commands.bare.isEnabled()
        open_camera(qtbot, window, camera)


def test_a_slider_reaches_the_picture(
    qtbot: QtBot, window: MainWindow, controller: LiveController, camera: str
) -> None:
    open_camera(qtbot, window, camera)
    session = controller.session
    assert session is not None
    window.store.set("composite.light_wrap", 0.25)
    window.store.set("live.mirror_preview", False)
    wait(qtbot, lambda: session.config.composite.light_wrap == 0.25 and not session.config.live.mirror_preview)


def test_the_plate_of_the_guide_is_shown_as_in_a_mirror_where_the_preview_is(window: MainWindow) -> None:
    picture = window.first_start.plate.picture
    for is_mirror in (False, True):
        window.store.set("live.mirror_preview", is_mirror)
        assert picture.is_mirror == is_mirror


def test_the_second_click_on_the_end_of_the_guide_changes_no_background(qtbot: QtBot, window: MainWindow) -> None:
    tiles = window.background_panel.chooser.gallery
    wait(qtbot, tiles.isVisible)
    place = tiles.viewport().mapTo(window, tiles.visualItemRect(tiles.item(1)).center())
    assert window.childAt(place) is tiles.viewport()
    window.first_start.finish()
    assert window.childAt(place) is not tiles.viewport()
    wait(qtbot, lambda: window.childAt(place) is tiles.viewport())


def test_a_recording_is_seen_in_the_picture_the_status_line_the_tray_and_the_title(
    qtbot: QtBot, window: MainWindow, camera: str, tmp_path: Path
) -> None:
    shown, tray = window.status_line.recording, window.tray
    open_camera(qtbot, window, camera)
    wait(qtbot, lambda: window.live_page.preview_card.preview.has_picture)
    assert "REC" not in tray.toolTip()
    assert not shown.isVisible()
    icon_before = tray.icon().cacheKey()
    record(qtbot, window, tmp_path)
    assert shown.text().startswith("● REC 00:0")
    assert shown.isVisible()
    assert "REC 00:0" in tray.toolTip()
    assert tray.icon().cacheKey() != icon_before
    assert "Recording" in window.windowTitle()
    assert corner_is_red(window)
    window.commands.pause_recording.trigger()
    assert shown.text().startswith("● Paused 00:0")
    assert "Paused 00:0" in tray.toolTip()
    press(qtbot, window, Qt.Key.Key_R)  # the same key ends it
    wait(qtbot, lambda: not window.recorder.is_running)
    assert not shown.isVisible()
    assert "REC" not in tray.toolTip()
    assert "Recording" not in window.windowTitle()
    assert not corner_is_red(window)


def test_a_picture_that_may_be_shared_says_nothing_of_a_recording(
    qtbot: QtBot, window: MainWindow, camera: str, tmp_path: Path
) -> None:
    open_camera(qtbot, window, camera)
    record(qtbot, window, tmp_path)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not corner_is_red(window)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert corner_is_red(window)


def corner_is_red(window: MainWindow) -> bool:
    """Whether something red is painted in the picture's upper right corner."""
    preview = window.live_page.preview_card.preview
    corner = preview.picture_rect().topRight().toPoint()
    image = preview.grab(QRect(corner.x() - 60, corner.y(), 60, 60)).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(pixel == RECORDING_RED for pixel in pixels) > 100


def test_the_tray_changes_the_background(window: MainWindow) -> None:
    window.store.choose_background("/pictures/beach.jpg")
    whole = window.tray.contextMenu()
    assert whole is not None
    whole.aboutToShow.emit()
    (menu,) = [action.menu() for action in whole.actions() if action.text() == "Background"]
    assert menu is not None
    assert [each.text() for each in menu.actions() if each.isChecked()] == ["beach.jpg (no longer there)"]
    menu.actions()[0].trigger()
    assert window.store.config.backdrop.spec == "blur"


def test_folded_panels_are_folded_at_the_next_start(
    qtbot: QtBot, window: MainWindow, store: SettingsStore, controller: LiveController
) -> None:
    window.output_panel.set_open(False)
    again = MainWindow(store, controller, tuple)
    qtbot.addWidget(again)
    assert [panel.is_open for panel in again.panels] == [True, True, True, False]
    end(qtbot, again)


def test_tabs_menu_and_the_end_have_their_keys(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_2)
    assert window.pages.currentWidget() is window.batch
    press(qtbot, window, Qt.Key.Key_1)
    assert window.pages.currentWidget() is window.live_page
    with qtbot.waitSignal(window.quit_wanted):
        press(qtbot, window, Qt.Key.Key_Q)


def test_videos_that_a_desktop_opens_are_on_the_list_and_seen(window: MainWindow, tmp_path: Path) -> None:
    video = tmp_path / "talk.mp4"
    video.touch()
    window.open_videos([video])
    assert window.pages.currentWidget() is window.batch
    assert [job.video.source for job in window.batch.queue.jobs] == [video]


def test_everything_that_takes_the_keyboard_has_a_name_and_every_button_a_tooltip(window: MainWindow) -> None:
    widgets = [
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.window() is window and not each.isHidden()
    ]
    assert len(widgets) > 20
    assert not [each for each in widgets if not (each.accessibleName() or getattr(each, "text", str)())]
    buttons = [each for each in widgets if isinstance(each, QAbstractButton)]
    assert not [each.text() for each in buttons if not each.toolTip()]


def test_a_window_opens_on_the_page_that_was_open_last_and_where_it_was(
    qtbot: QtBot, store: SettingsStore, controller: LiveController
) -> None:
    store.set("program.page", 1)
    window = MainWindow(store, controller, tuple)
    qtbot.addWidget(window, before_close_func=quit_without_a_question)
    assert window.tabs.currentIndex() == window.pages.currentIndex() == 1
    window.tabs.setCurrentIndex(0)
    window.resize(792, 666)  # as wide as the screen in memory allows
    window.keep_place()  # as at the end of the desktop's session
    assert store.program.page == 0
    again = MainWindow(store, controller, tuple)
    qtbot.addWidget(again, before_close_func=quit_without_a_question)
    assert (again.tabs.currentIndex(), again.width(), again.height()) == (0, 792, 666)
    for each in (window, again):
        end(qtbot, each)
