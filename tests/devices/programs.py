"""Programs around `matting-rt live`: itself, and one that keeps what it sees of a camera."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from checks import wait_until

from matting_rt.cli.__main__ import main
from matting_rt.frame import FrameSize
from matting_rt.sinks.v4l2_device import VirtualCameraState, list_virtual_cameras

LIMIT_S = 600.0
"""For what takes a few seconds where the computer is not busy."""
FORGOTTEN_S = 30.0
"""v4l2loopback 0.12.7 wakes a reader no more, though frames are written, when another one closes at the wrong moment:
seen on busy computers only. A reader that comes afterwards gets frames, which proves that they are written."""


class Program:
    """`matting-rt` with some arguments, as a process that is not at a terminal."""

    def __init__(self, *arguments: str, from_disk: bool = False) -> None:
        """
        Args:
            from_disk: start it as a user does; else it is a fork of this process, which has all its imports already.
                They take up to a minute here.
        """
        self._text = Path(tempfile.mkstemp(suffix=".log")[1])
        self._status: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            self._become(list(arguments), from_disk)

    def _become(self, arguments: list[str], from_disk: bool) -> None:
        status = 1
        try:
            text = os.open(self._text, os.O_WRONLY | os.O_APPEND)
            for number, stream in enumerate((os.open(os.devnull, os.O_RDONLY), text, text)):
                os.dup2(stream, number)
            if from_disk:
                os.execv(sys.executable, [sys.executable, "-m", "matting_rt.cli.__main__", *arguments])
            status = main(arguments)
            sys.stdout.flush()
        finally:
            os._exit(status)

    @property
    def text(self) -> str:
        """What it has printed so far."""
        return self._text.read_text()

    @property
    def is_running(self) -> bool:
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status is None

    def wait(self, limit_s: float = LIMIT_S) -> int:
        """Its exit status, or a negative signal. Raises TimeoutError; it is killed then."""
        try:
            wait_until(lambda: not self.is_running, limit_s)
        except TimeoutError:
            self.end(signal.SIGKILL)
            raise
        assert self._status is not None
        return self._status

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal; gives what `wait` gives."""
        os.kill(self.pid, number)
        return self.wait()

    def stop(self) -> None:
        """Kill it where it is still running."""
        if self.is_running:
            self.end(signal.SIGKILL)


class Watcher:
    """Every picture that another program gets from a camera, by what it shows."""

    def __init__(self, device: str, size: FrameSize, to_name: Callable[[bytes], str]) -> None:
        """
        Args:
            to_name: called with a picture's planes of YU12.
        """
        self._device, self._size_bytes, self._to_name = device, size.width * size.height * 3 // 2, to_name
        self._names: list[str] = []
        self._open()

    def _open(self) -> None:
        self._path = Path(tempfile.mkstemp(suffix=".yuv")[1])
        self._file = self._path.open("rb")
        self._last_s = time.perf_counter()
        command = ["v4l2-ctl", "-d", self._device, "--stream-mmap", f"--stream-to={self._path}"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def names(self) -> list[str]:
        """What the pictures showed, from the first on."""
        whole = self._path.stat().st_size // self._size_bytes
        while self._file.tell() < whole * self._size_bytes:
            self._names.append(self._to_name(self._file.read(self._size_bytes)))
            self._last_s = time.perf_counter()
        if time.perf_counter() - self._last_s > FORGOTTEN_S:
            print("        v4l2loopback has forgotten a reader, which is started again", flush=True)
            self.close()
            self._open()
        return self._names

    def wait_for(self, name: str, program: Program, count: int = 1) -> None:
        """Wait for so many pictures, from now on, that show this. Raises TimeoutError."""
        before = len(self.names)

        def has_come() -> bool:
            assert program.is_running, f"the program has ended: {program.text}"
            return self.names[before:].count(name) >= count

        try:
            wait_until(has_come, LIMIT_S)
        except TimeoutError:
            seen = list(dict.fromkeys(self.names[before:]))
            raise TimeoutError(f"{name} was not seen, but {seen}; the program says {program.text[-300:]!r}") from None

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._file.close()
        self._path.unlink()


@contextmanager
def streaming(device: str) -> Iterator[int]:
    """v4l2-ctl, which gets pictures of a camera meanwhile; its pid."""
    command = ["v4l2-ctl", "-d", device, "--stream-mmap", "--stream-to=-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.read(1), f"v4l2-ctl gets nothing from {device}"
            yield process.pid
        finally:
            process.kill()


def set_control(device: str, name: str, value: int) -> None:
    subprocess.run(["v4l2-ctl", "-d", device, "-c", f"{name}={value}"], check=True, timeout=LIMIT_S)


def get_control(device: str, name: str) -> int:
    command = ["v4l2-ctl", "-d", device, "-C", name]
    text = subprocess.run(command, check=True, timeout=LIMIT_S, capture_output=True, text=True).stdout
    return int(text.split(":")[1])


def state_of(device: str) -> VirtualCameraState:
    return next(camera.state for camera in list_virtual_cameras() if camera.path == device)


def wait_until_written(device: str, program: Program) -> None:
    """Wait until the program has taken the virtual camera."""

    def is_taken() -> bool:
        assert program.is_running, f"the program has ended: {program.text}"
        return state_of(device) is VirtualCameraState.BUSY

    wait_until(is_taken, LIMIT_S)
