"""`matting-rt control` reaches the window."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.app.remote import RemoteControl
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from matting_rt.config import Config
from matting_rt.errors import MattingError
from matting_rt.live import parts
from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import send_command
from matting_rt.sinks.base import FrameSink
from matting_rt.sinks.null import NullSink
from matting_rt.sinks.v4l2_output import V4l2Output
from matting_rt.sinks.virtual_camera import VirtualCameraSink

LIMIT_MS = 60_000


@pytest.fixture
def remote(controller: LiveController, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RemoteControl]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    remote = RemoteControl(controller)
    remote.pause_wanted.connect(controller.pause)
    remote.open()
    yield remote
    remote.close()
    remote.deleteLater()


def test_toggle_pauses_and_goes_on_and_a_pause_outlives_the_camera(
    qtbot: QtBot, remote: RemoteControl, controller: LiveController, camera: str, config: Config
) -> None:
    controller.open(camera, config)
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    assert send_command(ControlCommand(ControlVerb.TOGGLE)) == "paused"
    qtbot.waitUntil(lambda: controller.is_paused, timeout=LIMIT_MS)
    first = controller.preview
    controller.open(camera, config)
    qtbot.waitUntil(lambda: controller.preview not in (first, None), timeout=LIMIT_MS)
    assert controller.is_paused
    assert send_command(ControlCommand(ControlVerb.TOGGLE)) == "live"
    qtbot.waitUntil(lambda: not controller.is_paused, timeout=LIMIT_MS)


def test_a_background_arrives_as_it_was_asked_for(qtbot: QtBot, remote: RemoteControl) -> None:
    with qtbot.waitSignal(remote.background_wanted) as wanted:
        send_command(ControlCommand(ControlVerb.BACKDROP, "teal"))
    assert wanted.args == ["teal"]
    with pytest.raises(MattingError, match="grean"):
        send_command(ControlCommand(ControlVerb.BACKDROP, "grean"))


def test_no_plate_can_be_asked_for_while_no_camera_is_open(remote: RemoteControl) -> None:
    with pytest.raises(MattingError, match="no camera is open"):
        send_command(ControlCommand(ControlVerb.PLATE))


def test_others_are_shown_the_output_and_no_longer(
    qtbot: QtBot, remote: RemoteControl, controller: LiveController, camera: str, config: Config
) -> None:
    remote.output_wanted.connect(lambda is_on: controller.start_output() if is_on else controller.stop_output())
    with pytest.raises(MattingError, match="no camera is open"):
        send_command(ControlCommand(ControlVerb.START_OUTPUT))
    controller.open(camera, replace(config, live=replace(config.live, output="window")))
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    with pytest.raises(MattingError, match="nobody sees the output"):
        send_command(ControlCommand(ControlVerb.STOP_OUTPUT))
    assert send_command(ControlCommand(ControlVerb.START_OUTPUT)) == "starting the output"
    qtbot.waitUntil(lambda: controller.state is CameraState.LIVE, timeout=LIMIT_MS)
    with pytest.raises(MattingError, match="others see the output already"):
        send_command(ControlCommand(ControlVerb.START_OUTPUT))
    assert send_command(ControlCommand(ControlVerb.STOP_OUTPUT)) == "stopping the output"
    qtbot.waitUntil(lambda: not controller.wants_output, timeout=LIMIT_MS)
    assert controller.state is CameraState.PREVIEWING


@pytest.mark.parametrize(
    ("output", "answer"), [("/dev/video-none", "error /dev/video-none"), ("window", "others see the output")]
)
def test_what_comes_of_the_output_is_answered_where_it_is_known_at_once(
    output: str,
    answer: str,
    qtbot: QtBot,
    remote: RemoteControl,
    controller: LiveController,
    camera: str,
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts.output_kinds, "build_live_sink", build_sink)
    remote.output_wanted.connect(lambda is_on: controller.start_output())
    controller.open(camera, replace(config, live=replace(config.live, output=output)))
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    answers: list[str] = []

    def ask() -> None:
        try:
            answers.append(send_command(ControlCommand(ControlVerb.START_OUTPUT)))
        except MattingError as error:
            answers.append(f"error {error}")

    thread = threading.Thread(target=ask)
    thread.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=LIMIT_MS)
    thread.join()
    assert answers[0].startswith(answer)
    qtbot.waitUntil(lambda: controller.wants_output is (output == "window"), timeout=LIMIT_MS)


def build_sink(output: str, overwrite: bool = False) -> FrameSink:
    """As the one there is, without a window's process, which takes a while to start."""
    return NullSink() if output in ("window", "null") else VirtualCameraSink(V4l2Output(output))


def test_the_window_is_shown_when_that_is_asked_for(qtbot: QtBot, remote: RemoteControl) -> None:
    with qtbot.waitSignal(remote.show_wanted):
        send_command(ControlCommand(ControlVerb.SHOW))


def test_recordings_and_still_pictures_are_asked_for(
    qtbot: QtBot, remote: RemoteControl, controller: LiveController, camera: str, config: Config, tmp_path: Path
) -> None:
    for verb in (ControlVerb.RECORD, ControlVerb.STILL, ControlVerb.RECORD_PAUSE):
        with pytest.raises(MattingError, match="no camera is open"):
            send_command(ControlCommand(verb))
    controller.open(camera, config)
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    with qtbot.waitSignal(remote.record_wanted):
        assert send_command(ControlCommand(ControlVerb.RECORD)) == "starting a recording"
    with pytest.raises(MattingError, match="nothing is being recorded"):
        send_command(ControlCommand(ControlVerb.RECORD_PAUSE))
    controller.start_recording(tmp_path / "clip.mp4")
    qtbot.waitUntil(lambda: controller.recording_progress is not None, timeout=LIMIT_MS)
    with qtbot.waitSignal(remote.record_pause_wanted):
        assert send_command(ControlCommand(ControlVerb.RECORD_PAUSE)) == "the recording is paused"
    with qtbot.waitSignal(remote.still_wanted):
        assert send_command(ControlCommand(ControlVerb.STILL)) == "saving a picture"


def test_a_camera_that_rests_is_opened_again_for_what_takes_a_picture(
    qtbot: QtBot, remote: RemoteControl, controller: LiveController, camera: str, config: Config, tmp_path: Path
) -> None:
    clip, still = tmp_path / "clip.mp4", tmp_path / "still.png"
    remote.record_wanted.connect(lambda: controller.once_open(lambda: controller.start_recording(clip)))
    remote.still_wanted.connect(lambda: controller.once_open(lambda: controller.save_still(still)))
    controller.start()
    controller.open(camera, config)
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    controller.rest()
    qtbot.waitUntil(lambda: controller.session is None, timeout=LIMIT_MS)
    assert send_command(ControlCommand(ControlVerb.STILL)) == "saving a picture"
    qtbot.waitUntil(lambda: controller.state is CameraState.OPENING, timeout=LIMIT_MS)
    controller.rest()
    assert controller.state is CameraState.OPENING, "it is needed until it has its picture"
    qtbot.waitUntil(still.exists, timeout=LIMIT_MS)
    controller.rest()
    qtbot.waitUntil(lambda: controller.session is None, timeout=LIMIT_MS)
    assert send_command(ControlCommand(ControlVerb.RECORD)) == "starting a recording"
    qtbot.waitUntil(lambda: controller.recording_progress is not None, timeout=LIMIT_MS)
    assert controller.is_needed


def test_what_waits_for_a_camera_that_cannot_be_opened_is_not_done_later(
    qtbot: QtBot, controller: LiveController, config: Config, tmp_path: Path
) -> None:
    done: list[int] = []
    controller.once_open(lambda: done.append(1))
    assert not controller.is_needed, "no camera is chosen"
    controller.open(str(tmp_path / "none.mp4"), config)
    controller.once_open(lambda: done.append(2))
    qtbot.waitUntil(lambda: controller.state is CameraState.FAILED, timeout=LIMIT_MS)
    assert (done, controller.is_needed) == ([], False)


def test_a_second_program_goes_on_without(remote: RemoteControl, controller: LiveController) -> None:
    second = RemoteControl(controller)
    second.open()
    second.close()
    second.deleteLater()
