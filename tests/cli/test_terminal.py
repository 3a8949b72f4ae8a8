"""The status line and the keys, in a real pseudo-terminal and without one."""

import os
import pty
import select
import subprocess
import sys
import termios
import time

import pytest

from matting_rt.cli.terminal import Terminal

SCRIPT = """
from matting_rt.cli.terminal import Terminal
with Terminal() as terminal:
    terminal.show("29.9 fps")
    terminal.say("ready")
    key = terminal.key(5)
    terminal.say(f"pressed {key!r}")
"""


def read_until(fd: int, wanted: bytes, limit_s: float = 20.0) -> bytes:
    read, end_s = b"", time.monotonic() + limit_s
    while wanted not in read:
        assert time.monotonic() < end_s, f"{wanted!r} never came, only {read!r}"
        if select.select([fd], [], [], 0.1)[0]:
            read += os.read(fd, 4096)
    return read


def test_a_key_needs_no_enter_and_the_terminal_is_left_as_it_was() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    program = subprocess.Popen([sys.executable, "-c", SCRIPT], stdin=theirs, stdout=theirs, stderr=theirs)
    shown = read_until(ours, b"ready")
    assert b"29.9 fps" in shown
    os.write(ours, b"q")
    read_until(ours, b"pressed 'q'")
    assert program.wait(20) == 0
    assert termios.tcgetattr(theirs) == before
    os.close(ours)
    os.close(theirs)


LOGGING_SCRIPT = """
import logging
logging.basicConfig(format="%(message)s")
from matting_rt.cli.terminal import Terminal
with Terminal() as terminal:
    terminal.show("29.9 fps")
    logging.warning("the camera is lost")
logging.warning("after the end")
"""


def test_a_log_message_stands_above_the_status_line() -> None:
    ours, theirs = pty.openpty()
    program = subprocess.Popen([sys.executable, "-c", LOGGING_SCRIPT], stdin=theirs, stdout=theirs, stderr=theirs)
    shown = read_until(ours, b"after the end\r\n")
    assert program.wait(20) == 0
    assert b"29.9 fps\r\x1b[Kthe camera is lost\r\n\r\x1b[K29.9 fps" in shown
    assert shown.endswith(b"\r\x1b[Kafter the end\r\n")
    os.close(ours)
    os.close(theirs)


def test_without_a_terminal_the_status_is_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("matting_rt.cli.terminal.LINE_INTERVAL_S", 0.0)
    with Terminal() as terminal:
        terminal.show("29.9 fps")
        assert terminal.key(0.01) is None
        assert not terminal.has_keys
    assert capsys.readouterr().out == "29.9 fps\n"
