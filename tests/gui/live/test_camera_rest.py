"""A camera that nobody sees is released, with the real engine behind it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from gui.live.camera_rest import CameraRest
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from matting_rt.config import Config, LiveConfig

LIMIT_MS = 60_000


class Watch(QObject):
    changed = pyqtSignal(bool)
    is_away = False

    def note(self, is_away: bool) -> None:
        self.is_away = is_away
        self.changed.emit(is_away)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def window(
    qtbot: QtBot, controller: LiveController, watch: Watch, camera: str, config: Config, tmp_path: Path
) -> Iterator[QMainWindow]:
    """With an open camera whose picture is seen."""
    window = QMainWindow()
    qtbot.addWidget(window)
    page = QWidget()
    window.setCentralWidget(page)
    CameraRest(page, controller, watch, delay_ms=50)
    window.show()
    controller.start()
    controller.open(camera, replace(config, live=LiveConfig(output=str(tmp_path / "out.mp4"))))
    reach(qtbot, controller, CameraState.PREVIEWING)
    yield window
    window.show()


def reach(qtbot: QtBot, controller: LiveController, state: CameraState) -> None:
    qtbot.waitUntil(lambda: controller.state is state, timeout=LIMIT_MS)


def test_a_minimised_window_releases_its_camera_until_it_is_back(
    window: QMainWindow, controller: LiveController, qtbot: QtBot
) -> None:
    window.showMinimized()
    reach(qtbot, controller, CameraState.RESTING)
    qtbot.waitUntil(lambda: controller.session is None, timeout=LIMIT_MS)
    window.showNormal()
    reach(qtbot, controller, CameraState.PREVIEWING)
    assert controller.session is not None


def test_another_page_or_a_locked_screen_releases_it_too(
    window: QMainWindow, controller: LiveController, watch: Watch, qtbot: QtBot
) -> None:
    page = window.centralWidget()
    assert page is not None
    page.hide()
    reach(qtbot, controller, CameraState.RESTING)
    page.show()
    reach(qtbot, controller, CameraState.PREVIEWING)
    watch.note(True)
    reach(qtbot, controller, CameraState.RESTING)
    watch.note(False)
    reach(qtbot, controller, CameraState.PREVIEWING)


def test_what_others_see_goes_on_and_a_start_wakes_the_camera(
    window: QMainWindow, controller: LiveController, qtbot: QtBot
) -> None:
    window.hide()
    reach(qtbot, controller, CameraState.RESTING)
    assert controller.can_start
    controller.start_output()
    reach(qtbot, controller, CameraState.LIVE)
    qtbot.wait(200)
    assert controller.state is CameraState.LIVE
    controller.stop_output()
    reach(qtbot, controller, CameraState.RESTING)
