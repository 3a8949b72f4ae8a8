"""However the program is told to end, its process does within five seconds, and what it writes is whole: real processes
with real signals, whatever they are at.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.app.ending import EndSignals
from gui.batch.jobs import JobSettings, JobState, new_job, new_videos
from gui.batch.saved_list import load_list, save_list
from gui.settings.setting import TrayAnswer
from gui.settings.store import SettingsStore
from matting_rt.build import build_video_source
from matting_rt.config import Quality
from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import send_command
from tests.sources.media import textured_image, write_video

LIMIT_S = 5.0
START_LIMIT_S = 120.0

PROGRAM = """
# The program, and a person who goes live, records, and opens what the command line says, then prints "ready".
import sys, threading
from PyQt6.QtCore import QCoreApplication, QTimer
from PyQt6.QtWidgets import QApplication, QSystemTrayIcon
from gui.app import application
from gui.__main__ import main
from gui.live.signals import CameraState
from gui.plate.wizard import PlateWizard
from gui.look.timers import every
from matting_rt.live import parts
from matting_rt.ending import end_process
from tools.fakes import FailingSource, FakeEngine

wanted = sys.argv[1].split(",")
if "tray" in wanted:
    QSystemTrayIcon.isSystemTrayAvailable = staticmethod(lambda: True)


class HangingCamera(FailingSource):
    def __iter__(self):
        for frame in super().__iter__():
            if frame.index == 15:
                threading.Event().wait()
            yield frame

    def close(self):
        threading.Event().wait()


class HangingNetwork(FakeEngine):
    def matte(self, src, bgr):
        threading.Event().wait()


if "hang" in wanted:
    open_source = parts.build_live_source
    parts.build_live_source = lambda *given: HangingCamera(open_source(*given))
    parts.build_engine_of_rung = lambda *given: HangingNetwork(0.001)


class Program(application.Program):
    def show(self):
        super().show()
        self.done = set()
        self.steps = every(50, self.step, self.window)
        self.steps.start()

    def once(self, name, do):
        if name in wanted and name not in self.done:
            self.done.add(name)
            do()

    def step(self):
        window, controller = self.window, self.controller
        if controller.state in (CameraState.PREVIEWING, CameraState.LIVE):
            self.once("live", controller.start_output)
            self.once("record", window.recorder.toggle)
        self.once("batch", window.batch.queue.start)
        if "plate" in wanted and controller.state is not CameraState.PREVIEWING:
            return
        if "live" in wanted and controller.state is not CameraState.LIVE:
            return
        if "record" in wanted and not (window.recorder.is_running and window.recorder.elapsed >= "00:01"):
            return
        if "batch" in wanted and window.batch.queue.progress is None:
            return
        self.steps.stop()
        self.once("wizard", window.capture_plate_now)
        self.once("settings", window.dialogs.show_settings)
        if "plate" in wanted:
            window.capture_plate_now()
            return self.wait_for_plate()
        if "question" in wanted:
            QTimer.singleShot(0, window.close)
        if "session-end" in wanted:
            QTimer.singleShot(1000, QCoreApplication.quit)  # what Qt does when the session manager says so
        QTimer.singleShot(300, lambda: print("ready", flush=True))


    def wait_for_plate(self):
        wizard = self.window.findChild(PlateWizard)
        if wizard.page is wizard.outcome:
            print("ready", flush=True)
        else:
            QTimer.singleShot(50, self.wait_for_plate)


application.Program = Program
end_process(main(sys.argv[2:]))
"""


@pytest.fixture
def folder(qapp: object, tmp_path: Path, camera: str) -> Path:
    """Settings of somebody who went live once; `out.mp4` is what others see, and recordings lie beside it."""
    store = SettingsStore(tmp_path / "settings")
    for key, value in (
        ("program.camera", camera),
        ("program.is_first_start_done", True),
        ("program.recording_folder", str(tmp_path / "films")),
        ("program.countdown_s", 0),
        ("engine.engine", "onnx"),
        ("live.quality", Quality.BEST),  # what stands in for a network is not to be measured
        ("camera.width", 320),
        ("camera.height", 180),
        ("live.output", str(tmp_path / "out.mp4")),
        ("backdrop.spec", "#00a000"),
    ):
        store.set(key, value)
    store.flush()
    return tmp_path


@contextmanager
def running(folder: Path, wanted: str) -> Iterator["subprocess.Popen[str]"]:
    """The program, once it is at what is `wanted`."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
    command = [sys.executable, "-c", PROGRAM, wanted, "--settings-dir", str(folder / "settings")]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as program:
        limit = threading.Timer(START_LIMIT_S, program.kill)
        limit.start()
        try:
            assert program.stdout is not None
            said = list(takewhile(lambda line: line != "ready\n", program.stdout))  # ends with the program too
            assert program.poll() is None, "".join(said)
            yield program
        finally:
            limit.cancel()
            limit.join()
            program.kill()  # where it has ended, this does nothing


def end(program: "subprocess.Popen[str]", ask: Callable[[], object]) -> str:
    """Ask it to end, which it does in time; what it says."""
    start_s = time.monotonic()
    ask()
    said, _ = program.communicate(timeout=60)
    assert time.monotonic() - start_s < LIMIT_S
    assert program.returncode == 0, said
    assert "Traceback" not in said
    return said


def frame_count(path: Path) -> int:
    with build_video_source(path) as video:
        return sum(1 for _ in video)


def films(folder: Path) -> list[int]:
    """Frames of each recording; nothing half-written lies there."""
    return [frame_count(path) for path in (folder / "films").iterdir()]


ROADS = [
    ("live,record", TrayAnswer.KEEP, "SIGTERM"),
    ("live,record,tray", TrayAnswer.KEEP, "control stop"),
    ("live,record,session-end,tray", TrayAnswer.ASK, ""),
    ("live,record,question,tray", TrayAnswer.ASK, "SIGINT"),
    ("live,record,wizard", TrayAnswer.ASK, "SIGHUP"),
    ("live,record,hang", TrayAnswer.ASK, "SIGTERM"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("wanted", "answer", "road"), ROADS)
def test_told_to_end_it_asks_nothing_and_output_and_recording_are_whole(
    wanted: str, answer: TrayAnswer, road: str, folder: Path
) -> None:
    store = SettingsStore(folder / "settings")
    store.set("program.keep_in_tray", answer)
    store.flush()
    with running(folder, wanted) as program:
        match road:
            case "":
                end(program, lambda: None)
            case "control stop":
                socket = folder / "matting-rt" / "control.sock"
                end(program, lambda: send_command(ControlCommand(ControlVerb.STOP), socket))
            case _:
                end(program, lambda: program.send_signal(getattr(signal, road)))
    assert frame_count(folder / "out.mp4") > 0
    (count,) = films(folder)
    assert count > 5
    assert not list((folder / "matting-rt").glob("*.sock")) or "hang" in wanted
    assert SettingsStore(folder / "settings").program.keep_in_tray is answer


def test_a_plate_that_was_just_taken_is_kept(folder: Path) -> None:
    with running(folder, "plate") as program:
        end(program, lambda: program.send_signal(signal.SIGTERM))
    assert list((folder / "settings" / "plates").rglob("*.png"))


LAST = """
# A recording that is finished late, and a device that hangs.
import sys, threading, time
from gui.app.ending import end_within

recording, started_s = float(sys.argv[1]), time.monotonic()
if recording:
    threading.Thread(target=time.sleep, args=(recording,), name="record", daemon=True).start()
end_within(0.5, lambda: print(f"{time.monotonic() - started_s:.1f}", flush=True))
threading.Event().wait()
"""


@pytest.mark.parametrize(("recording_s", "least_s", "most_s"), [(0.0, 0.5, 1.5), (2.0, 1.9, 3.0)])
def test_whatever_hangs_is_left_behind_but_not_a_recording(recording_s: float, least_s: float, most_s: float) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LAST, str(recording_s)], capture_output=True, text=True, timeout=60, check=True
    )
    assert least_s <= float(done.stdout) <= most_s


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_heard_while_qt_waits_for_nothing(qtbot: QtBot, number: int) -> None:
    before = signal.getsignal(number)
    signals = EndSignals()
    try:
        with qtbot.waitSignal(signals.arrived, timeout=5000):
            os.kill(os.getpid(), number)
    finally:
        signals.close()
        signals.deleteLater()
    assert signal.getsignal(number) is before


def test_what_nohup_has_ignored_stays_so(qapp: object) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        signals = EndSignals()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        signals.close()
        signals.deleteLater()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_video_that_is_being_made_is_cut_short_and_waits_for_the_next_start(folder: Path) -> None:
    video = folder / "long.mp4"
    write_video(video, [textured_image(320, 180)] * 400)
    store = SettingsStore(folder / "settings")
    save_list(folder / "settings", [new_job(each) for each in new_videos([video], JobSettings(), store.config, set())])
    with running(folder, "batch") as program:
        end(program, lambda: program.send_signal(signal.SIGTERM))
    (job,), problem = load_list(folder / "settings")
    assert problem is None
    assert job.state is JobState.WAITING
    assert not job.output.exists()
    assert not list(folder.glob(".*.part"))
