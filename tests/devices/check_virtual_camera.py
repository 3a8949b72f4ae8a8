"""Our writer of virtual cameras against a real v4l2loopback: colours, release, other programs. Run by guest.sh."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import cv2
from checks import assert_same_colours, check, colour_bars, finish, read_picture, read_planes, wait_until

from matting_rt.errors import SinkBusyError, SinkMissingError
from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.live.output_kinds import build_live_sink
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.v4l2_device import VirtualCameraState, list_virtual_cameras
from matting_rt.sinks.yuv import Yu12Converter

FIRST, SECOND = "/dev/video20", "/dev/video27"
SIZE, OTHER_SIZE = FrameSize(320, 240), FrameSize(160, 120)
PERIOD_S = 0.05


def stream(size: FrameSize) -> StreamInfo:
    return StreamInfo(size, Fraction(20), Fraction(1, 1_000_000), None)


def write_until_told(output: str, size: FrameSize, ready: int) -> None:
    """The body of a writing process: SIGTERM ends it as it ends `matting-rt live`, in order."""
    is_told = False

    def stop(*_: object) -> None:
        nonlocal is_told
        is_told = True

    signal.signal(signal.SIGTERM, stop)
    sink = build_live_sink(output)
    sink.open(stream(size))
    image, index = colour_bars(*size), 0
    while not is_told:
        pts = round(time.perf_counter() * 1e6)
        sink.write(MattedFrame(image, None, None, index, pts, Fraction(1, 1_000_000)))
        if index == 0:
            os.write(ready, b"1")
        index += 1
        time.sleep(PERIOD_S)
    sink.finish()


@contextmanager
def writer(output: str, size: FrameSize = SIZE, ended_by: int = signal.SIGTERM) -> Iterator[int]:
    """A process that writes colour bars, from its first frame on; its pid. A fork, because imports take 10 s here."""
    ready, ready_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            write_until_told(output, size, ready_end)
            status = 0
        except Exception as error:
            print("the writer failed:", error)
        finally:
            os._exit(status)
    os.close(ready_end)
    try:
        assert os.read(ready, 1) == b"1", "the writer wrote nothing"
        yield pid
        assert os.waitpid(pid, os.WNOHANG) == (0, 0), "the writer ended by itself"
    finally:
        os.close(ready)
        os.kill(pid, ended_by)
        _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == (0 if ended_by == signal.SIGTERM else -ended_by)


def read_while(output: str, device: str, size: FrameSize = SIZE, ended_by: int = signal.SIGTERM) -> None:
    with writer(output, size, ended_by):
        assert_read(device, size)


def assert_read(device: str, size: FrameSize = SIZE) -> None:
    """Every byte that was sent is read by another program."""
    sent = Yu12Converter(size).convert(colour_bars(*size)).tobytes()
    assert read_planes(device) == sent


def open_error(output: str, kind: type[Exception], size: FrameSize = SIZE) -> str:
    """What opening says when it fails as it must."""
    sink = build_live_sink(output)
    try:
        sink.open(stream(size))
    except kind as error:
        return str(error)
    sink.abort()
    raise AssertionError(f"no {kind.__name__} was raised")


def state_of(device: str) -> VirtualCameraState:
    return next(camera.state for camera in list_virtual_cameras() if camera.path == device)


def check_first_use() -> None:
    with check("both virtual cameras are listed as free, and the webcam is none of them"):
        found = [(camera.path, camera.name, camera.state) for camera in list_virtual_cameras()]
        free = VirtualCameraState.FREE
        assert found == [(FIRST, "Matting", free), (SECOND, "Second", free)], found
    with check("ffmpeg sees the colours that were sent to the first free camera"), writer("virtual"):
        assert_same_colours(read_picture(FIRST, *SIZE), colour_bars(*SIZE))
    with check("a camera at another number works, at another size"):
        read_while(SECOND, SECOND, OTHER_SIZE)
    for round_ in range(1, 4):
        with check(f"stopped and started again, {round_} of 3"):
            read_while(FIRST, FIRST)
    with check("the camera takes another size once nobody holds it"):
        read_while(FIRST, FIRST, OTHER_SIZE)


def check_ends() -> None:
    with check("a writer killed by SIGKILL leaves the camera free, and the next one is read"):
        read_while(FIRST, FIRST, ended_by=signal.SIGKILL)
        assert state_of(FIRST) is VirtualCameraState.FREE
        read_while(FIRST, FIRST)
    with check("a writer ended by SIGTERM leaves the camera free"):
        assert state_of(FIRST) is VirtualCameraState.FREE


def check_other_programs() -> None:
    with check("a second writer is told who holds the camera, and virtual takes the next"), writer(FIRST) as pid:
        assert f"(pid {pid})" in open_error(FIRST, SinkBusyError)
        assert state_of(FIRST) is VirtualCameraState.BUSY
        read_while("virtual", SECOND)
    with check("readers come and go while one writer goes on"), writer(FIRST):
        for _ in range(2):
            assert_read(FIRST)
        with ffmpeg_reader(FIRST):
            pass
        assert_read(FIRST)
    with check("while a reader waits, another size is refused with its name, and the same size goes on"):
        with writer(FIRST):
            reader = ffmpeg_reader(FIRST)
            reader.__enter__()
        try:
            assert "320x240 YU12 while ffmpeg (pid" in open_error(FIRST, SinkBusyError, OTHER_SIZE)
            read_while(FIRST, FIRST)
        finally:
            reader.__exit__(None, None, None)


@contextmanager
def ffmpeg_writer(device: str) -> Iterator[None]:
    source = ["-re", "-f", "lavfi", "-i", "color=red:size=320x240:rate=5"]
    with running(["ffmpeg", "-loglevel", "error", "-nostdin", *source, "-pix_fmt", "yuv420p", "-f", "v4l2", device]):
        yield


@contextmanager
def ffmpeg_reader(device: str) -> Iterator[None]:
    """A program that has read at least one frame, and is killed at the end."""
    command = ["ffmpeg", "-loglevel", "error", "-nostdin", "-f", "v4l2", "-i", device]
    with running([*command, "-f", "rawvideo", "-"]) as process:
        assert process.stdout is not None
        assert process.stdout.read(1)
        yield


@contextmanager
def running(command: list[str]) -> "Iterator[subprocess.Popen[bytes]]":
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def check_messages() -> None:
    with check("a camera that is missing is answered with the command that sets one up"):
        assert open_error("/dev/video33", SinkMissingError).endswith("virtual-camera set-up")
    with check("the webcam is no output"):
        assert "vivid" in open_error("/dev/video0", SinkMissingError)
    with check("a camera that ffmpeg writes to is refused with its name"), ffmpeg_writer(SECOND):
        wait_until(lambda: state_of(SECOND) is VirtualCameraState.BUSY, 60)
        assert "in use by ffmpeg (pid" in open_error(SECOND, SinkBusyError)
    with check("the camera that ffmpeg has left stuck is answered with the command that fixes it"):
        # ffmpeg leaves out STREAMON, so version 0.12 of the driver never says again that it takes frames.
        assert "reload it: sudo modprobe -r v4l2loopback && sudo modprobe" in open_error(SECOND, SinkBusyError)


if __name__ == "__main__":
    cv2.setNumThreads(1)  # OpenCV's threads would not live through a fork.
    check_first_use()
    check_ends()
    check_other_programs()
    check_messages()
    finish()
