"""The command: what it says before there is a window."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from gui.__main__ import main
from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import send_command


def test_its_version_is_the_programs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out.startswith("matting-rt-gui ")


def test_without_a_display_it_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert "no display" in capsys.readouterr().err


def test_the_window_is_made_without_what_loads_slowly() -> None:
    script = """
import sys
from gui.app import application
print(sorted({"av", "cv2", "onnxruntime", "torch"} & sys.modules.keys()))
"""
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert printed == "[]\n"


def test_the_application_outlives_whoever_made_it() -> None:
    script = """
import gc
from PyQt6.QtWidgets import QApplication
from gui.app.application import make_application
make_application()
gc.collect()
print(type(QApplication.instance()).__name__)
"""
    run = [sys.executable, "-c", script]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    assert subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout == "Application\n"


@contextmanager
def running(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The program as a process of its own, whose settings and socket are in `folder`."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
    command = [sys.executable, "-m", "gui", "--settings-dir", str(folder), *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        try:
            yield program
        finally:
            program.kill()  # where it has ended, this does nothing


def test_a_profile_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    with running("--profile", str(tmp_path / "gone.toml"), folder=tmp_path) as program:
        _, said = program.communicate(timeout=60)
    assert program.returncode == 2
    assert said.startswith("matting-rt-gui: error: ")
    assert "gone.toml" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("end", [ControlVerb.STOP, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(end: ControlVerb | signal.Signals, tmp_path: Path) -> None:
    socket = tmp_path / "matting-rt" / "control.sock"
    with running(folder=tmp_path) as program:
        limit_s = time.monotonic() + 60
        while not socket.exists():
            assert time.monotonic() < limit_s
            assert program.poll() is None
            time.sleep(0.05)
        if isinstance(end, signal.Signals):
            program.send_signal(end)
        else:
            assert send_command(ControlCommand(end), socket) == "stopping"
        _, said = program.communicate(timeout=60)
    assert program.returncode == 0
    assert "Traceback" not in said
    assert (tmp_path / "matting-rt.log").exists()
