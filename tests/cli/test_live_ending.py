"""However `matting-rt live` is told to end, its process does within five seconds, and what it writes is whole, even
while the camera and the network hang.
"""

import importlib.util
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import pytest

from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import send_command
from tests.cli.conftest import Scene
from tests.cli.test_live import arguments

LIMIT_S = 5.0
STARTED_LIMIT_S = 120.0

HANGING = """
# The command, with a network that hangs with its third frame, and from then on a camera that does, also when it is
# closed.
import sys, threading
from matting_rt.live import parts
from matting_rt.cli.__main__ import run_process
from tools.fakes import FailingSource, FakeEngine

class Camera(FailingSource):
    def __iter__(self):
        for frame in super().__iter__():
            if hanging.is_set():
                threading.Event().wait()
            yield frame

    def close(self):
        threading.Event().wait()

class Network(FakeEngine):
    count = 0

    def matte(self, image, plate):
        self.count += 1
        if self.count == 3:
            hanging.set()
            print("it hangs", flush=True)
            threading.Event().wait()
        return super().matte(image, plate)

hanging = threading.Event()
open_source = parts.build_live_source
parts.build_live_source = lambda *given: Camera(open_source(*given))
parts.build_engine_of_rung = lambda *given: Network(0.001)
run_process()
"""
OPENING = """
# The command, with a camera that hangs when it is opened.
import threading
from matting_rt.cli.__main__ import run_process
from matting_rt.sources import paced

def hang(source):
    print("it hangs", flush=True)
    threading.Event().wait()

paced.PacedSource.open = hang
run_process()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of outputs; the socket is in it too."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return tmp_path


@contextmanager
def running(script: str, *words: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", script, *words]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as program:
        limit = threading.Timer(STARTED_LIMIT_S, program.kill)
        limit.start()
        try:
            yield program
        finally:
            limit.cancel()
            limit.join()
            program.kill()  # where it has ended, this does nothing


def wait_for(program: "subprocess.Popen[str]", words: str) -> None:
    assert program.stdout is not None
    said = ""
    for line in program.stdout:
        said += line
        if words in line:
            return
    pytest.fail(f"it ended and said: {said}")


def seconds_to_end(program: "subprocess.Popen[str]", ask: Callable[[], object]) -> float:
    start_s = time.monotonic()
    ask()
    program.communicate(timeout=60)
    return time.monotonic() - start_s


def stop(program: "subprocess.Popen[str]") -> None:
    assert send_command(ControlCommand(ControlVerb.STOP)) == "stopping"


def send(number: int) -> Callable[["subprocess.Popen[str]"], None]:
    return lambda program: program.send_signal(number)


def frame_count(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


ROADS = {
    "Ctrl-C": send(signal.SIGINT),
    "SIGTERM": send(signal.SIGTERM),
    "control stop": stop,
}


@pytest.mark.parametrize("road", ROADS)
def test_it_ends_while_camera_and_network_hang_and_the_recording_is_whole(
    road: str, scene: Scene, folder: Path
) -> None:
    output, record = folder / "out.mp4", folder / "record.mp4"
    with running(HANGING, *arguments(scene, output, record=record)) as program:
        wait_for(program, "it hangs")
        time.sleep(0.5)  # some frames of the placeholder
        assert seconds_to_end(program, lambda: ROADS[road](program)) < LIMIT_S
    assert program.returncode == 0
    assert frame_count(output) > 5
    assert frame_count(record) > 1, "a picture that stays is recorded once"
    assert not list(folder.glob(".*.part"))


@pytest.mark.skipif(importlib.util.find_spec("PyQt6") is None, reason="PyQt6 is not installed")
def test_it_ends_when_the_window_that_is_its_output_is_closed(scene: Scene, folder: Path) -> None:
    record = folder / "record.mp4"
    with running(HANGING, *arguments(scene, "window", record=record)) as program:
        wait_for(program, "it hangs")
        (window,) = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
        assert seconds_to_end(program, lambda: os.kill(int(window), signal.SIGTERM)) < LIMIT_S
    assert program.returncode == 0
    assert frame_count(record) > 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_ends_while_the_camera_hangs_at_being_opened_and_leaves_nothing(
    number: int, scene: Scene, folder: Path
) -> None:
    with running(OPENING, *arguments(scene, folder / "out.mp4", record=folder / "record.mp4")) as program:
        wait_for(program, "it hangs")
        assert seconds_to_end(program, lambda: program.send_signal(number)) < LIMIT_S
    assert program.returncode not in (0, -number)
    assert not [path for path in folder.iterdir() if path.is_file()]


def test_a_terminal_that_is_closed_ends_it_as_q_does(scene: Scene, folder: Path) -> None:
    output = folder / "out.mp4"
    pid, terminal = pty.fork()
    if pid == 0:
        words = ["-m", "matting_rt.cli.__main__", *arguments(scene, output)]
        os.execv(sys.executable, [sys.executable, *words])
    said, end_s = b"", time.monotonic() + STARTED_LIMIT_S
    while b"quality" not in said:
        assert time.monotonic() < end_s
        said += os.read(terminal, 4096)
    start_s = time.monotonic()
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    assert time.monotonic() - start_s < LIMIT_S
    assert os.waitstatus_to_exitcode(status) == 0
    assert frame_count(output) > 0
