"""What is known of a recording, for all that show it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.live import recorder as recorder_module
from gui.live.controller import LiveController
from gui.live.recorder import Recorder, size_text
from gui.live.remedies import Remedy
from gui.live.signals import CameraState
from gui.look.language import clock_text
from gui.settings.store import SettingsStore
from matting_rt.config import Config
from matting_rt.errors import SinkFullError
from matting_rt.live import parts
from matting_rt.live.recording import Recording
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sinks.video_file import VideoFileSink

LIMIT_MS = 60_000


@pytest.fixture
def recorder(
    qtbot: QtBot, store: SettingsStore, controller: LiveController, camera: str, config: Config, tmp_path: Path
) -> Iterator[Recorder]:
    """Of a camera that is open."""
    store.set("program.recording_folder", str(tmp_path / "films"))
    recorder = Recorder(store, controller)
    controller.start()
    controller.open(camera, config)
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    yield recorder
    recorder.deleteLater()


def start(qtbot: QtBot, recorder: Recorder) -> Path:
    recorder.toggle()
    assert not recorder.can_toggle, "until it is known what came of it"
    qtbot.waitUntil(lambda: recorder.is_running, timeout=LIMIT_MS)
    assert recorder.path is not None
    return recorder.path


def test_its_time_is_told_each_second_and_it_stops_as_it_was_started(qtbot: QtBot, recorder: Recorder) -> None:
    assert (recorder.badge, recorder.next_step) == ("", "Record")
    path = start(qtbot, recorder)
    assert (recorder.badge, recorder.next_step) == ("REC 00:00", "Stop recording"), "what the file has is not known yet"
    told: list[str] = []
    recorder.changed.connect(lambda: told.append(recorder.badge))
    qtbot.waitUntil(lambda: any(badge.startswith("REC 00:01") for badge in told), timeout=LIMIT_MS)
    recorder.toggle()
    qtbot.waitUntil(lambda: not recorder.is_running, timeout=LIMIT_MS)
    assert recorder.badge == ""
    assert recorder.last == path
    assert path.stat().st_size > 0


def test_a_pause_stops_the_time_and_says_so(qtbot: QtBot, recorder: Recorder, controller: LiveController) -> None:
    recorder.toggle_pause()
    assert not recorder.is_paused, "nothing is recorded"
    start(qtbot, recorder)
    qtbot.waitUntil(lambda: recorder.elapsed >= "00:01", timeout=LIMIT_MS)
    recorder.toggle_pause()
    assert recorder.badge.startswith("Paused 00:01")
    assert recorder.next_pause_step == "Resume recording"
    recorder.toggle_pause()
    qtbot.waitUntil(lambda: recorder.badge.startswith("REC 00:02"), timeout=LIMIT_MS)
    with qtbot.waitSignal(controller.file_saved, timeout=LIMIT_MS) as saved:
        recorder.toggle()
    assert saved.args == [recorder.last]


def test_a_still_picture_is_saved_beside_the_recordings(
    qtbot: QtBot, recorder: Recorder, controller: LiveController
) -> None:
    qtbot.waitUntil(lambda: controller.session is not None and controller.session.stats.written > 0, timeout=LIMIT_MS)
    with qtbot.waitSignal(controller.file_saved, timeout=LIMIT_MS) as saved:
        recorder.take_still()
    (path,) = saved.args
    assert (path.parent, path.suffix) == (recorder.folder, ".png")
    picture, session = QImage(str(path)), controller.session
    assert session is not None
    assert (picture.width(), picture.height()) == session.size


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, ""),
        (49_999, ""),
        (50_000, "0.1 MB"),
        (3_400_000, "3.4 MB"),
        (34_000_000, "34 MB"),
        (1_240_000_000, "1.2 GB"),
    ],
)
def test_a_size_has_two_figures(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text


def test_an_hour_has_its_own_figure() -> None:
    assert [clock_text(duration_s) for duration_s in (12.9, 3599, 3600 + 83)] == ["00:12", "59:59", "1:01:23"]


def test_a_folder_that_cannot_be_made_is_said(
    qtbot: QtBot, recorder: Recorder, store: SettingsStore, controller: LiveController, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    store.set("program.recording_folder", str(tmp_path / "file" / "folder"))
    with qtbot.waitSignal(controller.failed) as said:
        recorder.toggle()
    assert "choose another one" in said.args[0]
    assert recorder.can_toggle


def test_nobody_goes_on_being_told_of_a_recording_that_could_not_go_on(
    qtbot: QtBot,
    recorder: Recorder,
    controller: LiveController,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    gone = threading.Event()

    class Full(VideoFileSink):
        count = 0

        def abort(self) -> None:
            gone.wait(10)  # what the encoder holds is tried once more, which takes a while on a full disk
            super().abort()

        def write(self, frame: MattedFrame) -> None:
            self.count += 1
            if self.count > 3:
                raise SinkFullError("the disk is full")
            super().write(frame)

    def build(path: Path, overwrite: bool, has_sound: bool) -> FrameSink:
        return Full(path, overwrite=overwrite, is_live=True)

    monkeypatch.setattr(parts, "build_recording", build)
    caplog.set_level("INFO")
    said: list[tuple[str, tuple[Remedy, ...]]] = []
    for signal in (controller.notice, controller.failed):
        signal.connect(lambda line, remedies: said.append((line, remedies)))
    controller.recording_changed.connect(lambda path: path or gone.set())
    path = start(qtbot, recorder)
    qtbot.waitUntil(lambda: not recorder.is_running and bool(said), timeout=LIMIT_MS)
    assert said == [("the recording has ended: the disk is full", (Remedy.CHOOSE_FOLDER,))], "which stays"
    assert said[0][0] in caplog.text
    assert path.exists(), "what came before that stays"


def test_a_recording_that_ends_with_its_camera_is_kept_and_that_is_said(
    qtbot: QtBot, recorder: Recorder, controller: LiveController, camera: str, config: Config
) -> None:
    path = start(qtbot, recorder)
    qtbot.wait(300)
    with qtbot.waitSignal(controller.notice, timeout=LIMIT_MS) as said:
        controller.open(camera, config)
    assert said.args == [f"The recording stopped with the camera and was saved as {path.name}.", ()]
    assert path.stat().st_size > 0


@pytest.mark.parametrize("is_stopped", [True, False], ids=["stopped", "its camera closed"])
def test_a_recording_without_a_picture_is_not_called_saved(
    is_stopped: bool,
    qtbot: QtBot,
    recorder: Recorder,
    controller: LiveController,
    camera: str,
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved: list[Path] = []
    controller.file_saved.connect(saved.append)
    monkeypatch.setattr(Recording, "put", lambda recording, frame: None)  # as if it came too late
    path = start(qtbot, recorder)
    with qtbot.waitSignal(controller.notice, timeout=LIMIT_MS) as said:
        if is_stopped:
            recorder.toggle()
        else:
            controller.open(camera, config)
    assert said.args == ["Nothing was recorded: it was stopped before a picture came.", ()]
    assert not saved
    assert not path.exists()


def test_still_pictures_of_one_second_have_names_of_their_own(
    qtbot: QtBot, recorder: Recorder, controller: LiveController, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_module, "dated_name", lambda suffix: f"now{suffix}")
    qtbot.waitUntil(lambda: controller.session is not None and controller.session.stats.written > 0, timeout=LIMIT_MS)
    saved: list[str] = []
    controller.file_saved.connect(lambda path: saved.append(path.name))
    recorder.take_still()
    recorder.take_still()
    qtbot.waitUntil(lambda: len(saved) == 2, timeout=LIMIT_MS)
    assert saved == ["now.png", "now-2.png"]
    assert start(qtbot, recorder).name == "now.mp4"
    qtbot.waitUntil(lambda: recorder.elapsed >= "00:01", timeout=LIMIT_MS)
    recorder.toggle()
    qtbot.waitUntil(lambda: recorder.can_toggle and not recorder.is_running, timeout=LIMIT_MS)
    assert start(qtbot, recorder).name == "now-2.mp4"
