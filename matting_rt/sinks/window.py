"""Composites in a window, for those who have no virtual camera or want to look first."""

import importlib.util
import logging
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

import numpy as np

from matting_rt.errors import SinkError, SinkLostError, SinkMissingError, WindowClosedError
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.lines import Line
from matting_rt.sinks.base import FrameSink, MattedFrame, opaque_composite

log = logging.getLogger(__name__)

_HOME = Path(__file__).parents[2]
_IS_INSTALLED = (_HOME / "matting_rt" / "gui").is_dir()
"""In a checkout the window lies beside matting_rt."""
_PROGRAM = f"{'matting_rt.gui' if _IS_INSTALLED else 'gui'}.live.output_window"
"""A program of its own that is given raw frames: the engine needs no Qt, and a window that hangs holds up no frame."""
_OPEN_LIMIT_S = 30.0
"""Qt takes half a second, and ten times that on a computer that has no core to spare."""
_CLOSE_LIMIT_S = 1.0
_PIPE_BYTES = 1 << 20
"""A frame of 1280x720 in three pieces; 64 KiB, the system's own choice, takes forty."""


class WindowSink(FrameSink):
    """Shows the composite of every frame, the newest when the window cannot keep up; `write` never waits.

    When the person closes the window (its button, q or Esc), the next `write` raises WindowClosedError, which is a wish
    to stop and no fault. SinkLostError from `write`: the window's program died.
    """

    def __init__(self) -> None:
        self._program: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Of the program that shows the window; None: it is not open."""
        return None if self._program is None else self._program.pid

    def open(self, info: StreamInfo) -> None:
        """
        Raises:
            SinkMissingError: PyQt6 is not installed.
            SinkError: frames differ in size, or there is no display to show a window on.
        """
        assert self._program is None, "abort() or finish() comes first"
        if info.size is None:
            raise SinkError("a window needs frames of one size")
        if importlib.util.find_spec("PyQt6") is None:
            raise SinkMissingError('a window needs PyQt6: pip install "matting-rt[gui]"')
        self._size: FrameSize = info.size
        self._newest: Image | None = None
        self._is_closing = False
        self._answer = b""
        """A word when the window is there, nothing when the program has ended without showing one."""
        self._changed = threading.Condition()
        self._has_started = threading.Event()
        self._messages = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the program runs
        self._program = subprocess.Popen(
            [sys.executable, "-m", _PROGRAM, str(info.size.width), str(info.size.height)],
            cwd=_HOME,  # -m looks there first: a folder gui in the user's own would be taken for ours.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._messages,
            pipesize=_PIPE_BYTES if sys.platform == "linux" else -1,
        )
        self._sender = threading.Thread(target=self._send, args=(self._program,), name="window")
        self._sender.start()
        try:
            if not self._has_started.wait(_OPEN_LIMIT_S):
                raise SinkError("no window appeared within {limit_s:.0f} s; try again", limit_s=_OPEN_LIMIT_S)
            self._check_runs()
        except BaseException:
            self.abort()
            raise

    def write(self, frame: MattedFrame) -> None:
        assert self._program is not None, "open() comes first"
        image = opaque_composite(frame, self._size)
        self._check_runs()
        with self._changed:
            self._newest = image
            self._changed.notify()

    def finish(self) -> None:
        self.abort()

    def abort(self) -> None:
        """Close the window, at once."""
        if self._program is None:
            return
        program, self._program = self._program, None
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        # Without frames the program ends by itself; one that does not read them, or has not started, would hold us up.
        if self._has_started.is_set():
            self._sender.join(_CLOSE_LIMIT_S)
        if self._sender.is_alive():
            program.kill()
            self._sender.join()
        try:
            program.wait(_CLOSE_LIMIT_S)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
        self._messages.close()

    def _send(self, program: "subprocess.Popen[bytes]") -> None:
        """The thread between the caller and the program."""
        assert program.stdin is not None
        assert program.stdout is not None
        with program.stdout as answers:
            self._answer = answers.readline()
        self._has_started.set()
        # A pipe that is broken means that the program has ended; `write` finds out how.
        with suppress(OSError):
            while (image := self._take()) is not None:
                _send_all(program.stdin, image)
        with suppress(OSError):
            program.stdin.close()

    def _take(self) -> Image | None:
        """Wait for a frame; None: there will be none."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closing or self._newest is not None)
            image, self._newest = self._newest, None
            return None if self._is_closing else image

    def _check_runs(self) -> None:
        assert self._program is not None
        if not self._answer:  # It has ended without one, or is about to.
            with suppress(subprocess.TimeoutExpired):
                self._program.wait(_CLOSE_LIMIT_S)
        status = self._program.poll()
        if status is None:
            return
        if status == 0:
            raise WindowClosedError("the window was closed")
        reason = self._reason() or Line("it ended with status {status}", status=status)
        log.debug("the window's program ended with status %d", status)
        if not self._answer:
            raise SinkLostError("the window cannot be opened: {reason}; see matting-rt doctor", reason=reason)
        raise SinkLostError("the window is gone: {reason}; start it again", reason=reason)

    def _reason(self) -> str:
        """What the program said: Qt begins with the cause, Python ends with it."""
        self._messages.seek(0)
        lines = [line for line in self._messages.read().decode(errors="replace").splitlines() if line.strip()]
        if not lines:
            return ""
        return lines[-1] if lines[0].startswith("Traceback") else lines[0]


def _send_all(pipe: IO[bytes], image: Image) -> None:
    pipe.write(np.ascontiguousarray(image).data)
    pipe.flush()
