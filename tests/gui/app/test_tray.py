"""The icon in the tray says what others see, by more than its colour."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QSize
from PyQt6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.look.icons import icon
from gui.settings.store import SettingsStore
from matting_rt.live.state import LiveState
from tests.gui.statuses import WELL

SIZE = QSize(22, 22)


@pytest.fixture
def window(qtbot: QtBot, store: SettingsStore, controller: LiveController) -> Iterator[MainWindow]:
    window = MainWindow(store, controller, tuple)
    qtbot.addWidget(window)
    yield window
    window.is_quitting = True
    window.batch.end()
    qtbot.waitUntil(lambda: window.background_panel.chooser.thumbnails.is_idle, timeout=60_000)


def looks(window: MainWindow) -> str:
    drawn = window.tray.icon().pixmap(SIZE).toImage()
    return next(name for name in ("app", "app-live", "app-recording") if icon(name).pixmap(SIZE).toImage() == drawn)


def test_it_is_red_and_drawn_otherwise_exactly_while_others_see_the_person(
    window: MainWindow, controller: LiveController
) -> None:
    def show(state: CameraState, live: LiveState) -> tuple[str, str]:
        controller.state = state
        controller.status_changed.emit(replace(WELL, state=live))
        return looks(window), window.tray.toolTip()

    assert show(CameraState.PREVIEWING, LiveState.LIVE) == ("app", "Matting RT: Preview only: nobody else sees you")
    assert show(CameraState.LIVE, LiveState.LIVE) == ("app-live", "Matting RT: Others see you")
    assert show(CameraState.LIVE, LiveState.LEARNING) == ("app-live", "Matting RT: Others see you")
    for hidden in (LiveState.PAUSED, LiveState.CAMERA_LOST, LiveState.OUTPUT_LOST, LiveState.STARTING):
        drawing, words = show(CameraState.LIVE, hidden)
        assert drawing == "app"
        assert "Others see you" not in words
    show(CameraState.LIVE, LiveState.LIVE)
    controller.state_changed.emit(CameraState.FAILED)
    assert looks(window) == "app"
    controller.state = CameraState.STOPPED
    # also for who tells no red from blue
    grey = [
        icon(name).pixmap(SIZE).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        for name in ("app", "app-live")
    ]
    assert grey[0] != grey[1]


def test_a_background_whose_file_is_gone_cannot_be_chosen_and_says_so(
    window: MainWindow, store: SettingsStore, tmp_path: Path
) -> None:
    store.set("program.recent_backgrounds", (str(tmp_path / "beach.jpg"),))
    menu = next(each.menu() for each in window.tray.contextMenu().actions() if each.text() == "Background")
    window.tray.contextMenu().aboutToShow.emit()
    (gone,) = [each for each in menu.actions() if each.text().startswith("beach.jpg")]
    assert gone.text() == "beach.jpg (no longer there)"
    assert not gone.isEnabled()
    assert all(each.isEnabled() for each in menu.actions() if each is not gone)
