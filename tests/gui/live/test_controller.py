"""Live video as the window has it, with the real engine and the painted scene."""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.panels.plate import PlatePanel
from matting_rt.config import BackdropConfig, Config, LiveConfig
from matting_rt.frame import FrameSize
from matting_rt.live.preview import View

LIMIT_MS = 60_000


@pytest.fixture
def failures(controller: LiveController) -> list[str]:
    lines: list[str] = []
    controller.failed.connect(lines.append)
    return lines


def reach(qtbot: QtBot, controller: LiveController, state: CameraState) -> None:
    qtbot.waitUntil(lambda: controller.state is state, timeout=LIMIT_MS)


def open_camera(qtbot: QtBot, controller: LiveController, camera: str, config: Config) -> None:
    controller.start()
    controller.open(camera, config)
    reach(qtbot, controller, CameraState.PREVIEWING)


def test_a_camera_gives_a_preview_that_nobody_else_sees_until_the_output_is_started(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config, tmp_path: Path, failures: list[str]
) -> None:
    states: list[CameraState] = []
    controller.state_changed.connect(states.append)
    video = tmp_path / "out.mp4"
    open_camera(qtbot, controller, camera, replace(config, live=LiveConfig(output=str(video))))
    assert states == [CameraState.OPENING] * (len(states) - 1) + [CameraState.PREVIEWING]
    assert not list(tmp_path.glob("*.mp4"))
    controller.start_output()
    reach(qtbot, controller, CameraState.LIVE)
    qtbot.waitUntil(lambda: any(tmp_path.rglob("*.part*")) or video.exists(), timeout=LIMIT_MS)
    controller.stop_output()
    reach(qtbot, controller, CameraState.PREVIEWING)
    assert video.stat().st_size > 0
    assert not failures


def test_the_preview_shows_what_is_asked_for(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config
) -> None:
    open_camera(qtbot, controller, camera, config)
    preview = controller.preview
    assert preview is not None
    controller.use_plate(Path(camera))
    for view in (View.CAMERA, View.ALPHA, View.OUTPUT):
        preview.ask(FrameSize(160, 160), view)
        qtbot.waitUntil(lambda: preview.take() is not None, timeout=LIMIT_MS)


def test_an_output_that_cannot_be_opened_leaves_the_preview_and_says_why(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config, failures: list[str]
) -> None:
    open_camera(qtbot, controller, camera, replace(config, live=LiveConfig(output="/dev/there-is-no-such-camera")))
    controller.start_output()
    qtbot.waitUntil(lambda: bool(failures), timeout=LIMIT_MS)
    assert "/dev/there-is-no-such-camera" in failures[0]
    assert controller.state is CameraState.PREVIEWING
    assert not controller.wants_output


def test_a_backdrop_that_is_gone_costs_neither_the_picture_nor_the_other_settings(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config, tmp_path: Path, failures: list[str]
) -> None:
    gone = replace(config, backdrop=BackdropConfig(str(tmp_path / "gone.jpg")))
    open_camera(qtbot, controller, camera, gone)
    assert len(failures) == 1
    assert "gone.jpg" in failures[0]
    controller.set_config(replace(gone, composite=replace(gone.composite, light_wrap=0.5)))
    session = controller.session
    assert session is not None
    qtbot.waitUntil(lambda: session.config.composite.light_wrap == 0.5, timeout=LIMIT_MS)
    assert len(failures) == 1


def test_the_failure_of_a_camera_is_not_told_of_another_that_was_chosen_since(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config, failures: list[str]
) -> None:
    controller.open("no such camera", config)  # fails before that line or after it
    controller.open(camera, config)
    states: list[CameraState] = []
    controller.state_changed.connect(states.append)
    controller.open_failed.emit(1, "there is no such camera", True, ())
    reach(qtbot, controller, CameraState.PREVIEWING)
    assert CameraState.FAILED not in states
    assert not failures


def test_a_camera_that_is_not_there_is_told_once_and_comes_back(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config, failures: list[str]
) -> None:
    controller.start()
    controller.open("no such camera", config)
    reach(qtbot, controller, CameraState.FAILED)
    assert "no such camera" in controller.message
    controller.retry()
    controller.retry()
    controller.open(camera, config)
    reach(qtbot, controller, CameraState.PREVIEWING)
    assert len(failures) == 1


def test_of_many_cameras_that_are_chosen_only_the_last_is_opened(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config, failures: list[str]
) -> None:
    controller.start()
    for name in ("first", "second", "third"):
        controller.open(name, config)
    controller.open(camera, config)
    reach(qtbot, controller, CameraState.PREVIEWING)
    assert not [line for line in failures if "second" in line or "third" in line]


def test_another_size_opens_the_camera_again_and_others_go_on_seeing(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config
) -> None:
    open_camera(qtbot, controller, camera, replace(config, live=LiveConfig(output="null")))
    first = controller.preview
    controller.start_output()
    reach(qtbot, controller, CameraState.LIVE)
    controller.set_config(replace(config, camera=replace(config.camera, height=240), live=LiveConfig(output="null")))
    qtbot.waitUntil(
        lambda: controller.preview not in (first, None) and controller.state is CameraState.LIVE, timeout=LIMIT_MS
    )


def test_a_recording_is_whole_when_it_has_ended(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config, tmp_path: Path
) -> None:
    told: list[Path | None] = []
    controller.recording_changed.connect(told.append)
    open_camera(qtbot, controller, camera, config)
    path = tmp_path / "recording.mp4"
    controller.start_recording(path)
    qtbot.waitUntil(lambda: told == [path], timeout=LIMIT_MS)
    qtbot.wait(300)
    controller.stop_recording()
    qtbot.waitUntil(lambda: told == [path, None], timeout=LIMIT_MS)
    assert path.stat().st_size > 0


def test_a_plate_that_was_kept_is_used_when_the_camera_is_opened_again(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config, failures: list[str]
) -> None:
    open_camera(qtbot, controller, camera, config)
    assert controller.plate is None
    controller.capture_plate(delay_s=0)
    qtbot.waitUntil(lambda: controller.plate is not None, timeout=LIMIT_MS)
    controller.keep_plate()
    controller.close()
    reach(qtbot, controller, CameraState.STOPPED)
    open_camera(qtbot, controller, camera, config)
    assert controller.plate is not None
    assert not failures


def test_the_plate_before_can_be_had_back_also_when_the_camera_is_opened_anew(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config
) -> None:
    told: list[bool] = []
    controller.undo_changed.connect(told.append)
    open_camera(qtbot, controller, camera, config)
    for _ in range(2):
        with qtbot.waitSignal(controller.plate_taken, timeout=LIMIT_MS):
            controller.capture_plate(0.0)
        with qtbot.waitSignal(controller.undo_changed, timeout=LIMIT_MS):
            controller.keep_plate()
    assert told == [False, False, True]
    panel = PlatePanel(controller)
    qtbot.addWidget(panel)
    assert panel.undo.isHidden()
    controller.open(camera, config)
    qtbot.waitUntil(lambda: not panel.undo.isHidden(), timeout=LIMIT_MS)
    reach(qtbot, controller, CameraState.PREVIEWING)
    last = controller.plate
    panel.undo.click()
    qtbot.waitUntil(lambda: controller.plate is not last, timeout=LIMIT_MS)


def test_power_is_saved_only_while_nobody_else_sees(
    qtbot: QtBot, controller: LiveController, camera: str, config: Config, tmp_path: Path
) -> None:
    def is_thrifty() -> bool:
        session = controller.session
        return session is not None and session.status().is_thrifty

    open_camera(qtbot, controller, camera, replace(config, live=LiveConfig(output=str(tmp_path / "out.mp4"))))
    controller.save_power(True)
    qtbot.waitUntil(is_thrifty)
    controller.start_output()
    reach(qtbot, controller, CameraState.LIVE)
    assert not is_thrifty()
    controller.stop_output()
    reach(qtbot, controller, CameraState.PREVIEWING)
    qtbot.waitUntil(is_thrifty)
    with qtbot.waitSignal(controller.recording_changed):
        controller.start_recording(tmp_path / "recording.mp4")
    assert not is_thrifty()
    controller.save_power(False)
    controller.stop_recording()
    qtbot.waitUntil(lambda: controller.session is not None and not controller.session.is_recording)
    assert not is_thrifty()
