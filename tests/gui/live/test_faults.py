"""Whatever is taken away from under the window, it says so and comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

import numpy as np
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.settings.store import SettingsStore
from matting_rt.config import Quality
from matting_rt.errors import ModelError, SinkLostError, SourceLostError, WindowClosedError
from matting_rt.frame import Frame, Image, StreamInfo
from matting_rt.live import output_kinds, parts
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.null import NullSink
from matting_rt.sources.base import LiveSource
from tests.engines import Difference
from tools.fakes import FailingSource

LIMIT_MS = 60_000


class Fault:
    """What is broken now: "camera", "output", "network", "closed" or nothing."""

    now = ""


class Camera(FailingSource):
    """Fails to be opened, too, as long as it is pulled out."""

    def __init__(self, source: LiveSource, fault: Fault) -> None:
        super().__init__(source)
        self._fault = fault

    def open(self) -> None:
        if self._fault.now == "camera":
            raise SourceLostError("the camera was pulled out")
        super().open()

    def __iter__(self) -> Iterator[Frame]:
        for frame in super().__iter__():
            if self._fault.now == "camera":
                raise SourceLostError("the camera was pulled out")
            yield frame


class Output(NullSink):
    """Stands for a virtual camera whose module may be unloaded, and for a window that may be closed."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault

    def open(self, info: StreamInfo) -> None:
        if self._fault.now == "output":
            raise SinkLostError("the virtual camera is gone")
        super().open(info)

    def write(self, frame: MattedFrame) -> None:
        if self._fault.now == "output":
            raise SinkLostError("the virtual camera is gone")
        if self._fault.now == "closed":
            raise WindowClosedError("the window was closed")
        super().write(frame)


class Network(Difference):
    """Sees nobody, or raises."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self._fault = fault

    def find(self, image: Image, plate: Image) -> Image:
        if self._fault.now == "network":
            raise ModelError("the network is out of memory")
        return np.zeros(image.shape[:2], np.uint8)


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Fault:
    fault = Fault()
    open_source, open_sink = parts.build_live_source, output_kinds.build_live_sink
    monkeypatch.setattr(parts, "build_live_source", lambda *given: Camera(open_source(*given), fault))
    monkeypatch.setattr(
        output_kinds,
        "build_live_sink",
        lambda output, **given: Output(fault) if output == "/dev/video10" else open_sink(output, **given),
    )
    monkeypatch.setattr(parts, "build_engine_of_rung", lambda *given: Network(fault))
    return fault


@pytest.fixture
def window(
    qtbot: QtBot, fault: Fault, store: SettingsStore, controller: LiveController, camera: str
) -> Iterator[MainWindow]:
    """Live, and all is well."""
    for key, value in (
        ("program.is_first_start_done", True),
        ("program.camera", camera),
        ("live.output", "/dev/video10"),
        ("live.quality", Quality.BEST),  # what stands in for a network is not to be measured
    ):
        store.set(key, value)
    window = MainWindow(store, controller, tuple)
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    controller.use_plate(Path(camera))
    controller.start_output()
    qtbot.waitUntil(lambda: window.status_line.words.text() == "Live", timeout=LIMIT_MS)
    yield window
    window.batch.end()
    qtbot.waitUntil(lambda: window.background_panel.chooser.thumbnails.is_idle, timeout=LIMIT_MS)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("camera", "the camera was pulled out"),
        ("output", "the virtual camera is gone"),
        ("network", "the network is out of memory"),
    ],
)
def test_what_is_lost_is_said_and_comes_back(
    qtbot: QtBot, window: MainWindow, fault: Fault, broken: str, said: str
) -> None:
    words = window.status_line.words
    fault.now = broken
    qtbot.waitUntil(lambda: said in words.text(), timeout=LIMIT_MS)
    assert window.controller.state is CameraState.LIVE
    fault.now = ""
    qtbot.waitUntil(lambda: words.text() == "Live", timeout=LIMIT_MS)


def test_a_start_that_failed_can_be_tried_again(qtbot: QtBot, window: MainWindow, fault: Fault) -> None:
    start = window.live_page.start
    start.click()
    qtbot.waitUntil(lambda: window.controller.state is CameraState.PREVIEWING and start.isEnabled(), timeout=LIMIT_MS)
    fault.now = "output"
    start.click()
    qtbot.waitUntil(lambda: "virtual camera is gone" in window.live_page.notices.text, timeout=LIMIT_MS)
    qtbot.waitUntil(start.isEnabled, timeout=LIMIT_MS)
    fault.now = ""
    start.click()
    qtbot.waitUntil(lambda: window.controller.state is CameraState.LIVE, timeout=LIMIT_MS)


def test_who_closes_the_window_that_is_the_output_goes_on_with_the_preview(
    qtbot: QtBot, window: MainWindow, fault: Fault
) -> None:
    session = window.controller.session
    fault.now = "closed"
    qtbot.waitUntil(lambda: window.controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    assert window.controller.session is session  # neither camera nor network is opened again
    qtbot.waitUntil(lambda: window.controller.preview is not None and session.status().rate_fps > 0)
    assert not window.controller.wants_output
    assert window.live_page.start.text().startswith("Start")
    assert not window.live_page.notices.text


def test_a_camera_that_is_away_at_the_start_is_opened_when_it_is_there(
    qtbot: QtBot, fault: Fault, controller: LiveController, store: SettingsStore, camera: str
) -> None:
    fault.now = "camera"
    controller.open(camera, store.config)
    qtbot.waitUntil(lambda: controller.state is CameraState.FAILED, timeout=LIMIT_MS)
    fault.now = ""
    controller.devices.cameras_changed.emit(())
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
