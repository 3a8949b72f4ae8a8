"""The command as a process of its own: what only shows at the end of one."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from matting_rt.files import replacing
from matting_rt.frame import StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from tests.cli.conftest import RATE_FPS, SIZE, Scene

COMMAND = [sys.executable, "-m", "matting_rt.cli"]


@pytest.fixture(scope="module")
def long_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Minutes of a grey wall."""
    path = tmp_path_factory.mktemp("long") / "long.mp4"
    sink = VideoFileSink(path)
    sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), None))
    wall = np.full((SIZE.height, SIZE.width, 3), 128, dtype=np.uint8)
    for index in range(5000):
        sink.write(MattedFrame(wall, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()
    return path


@pytest.fixture
def start(scene: Scene, tmp_path: Path, long_video: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a job that takes minutes, and returns when it has matted its first frames; ends it after the test."""
    started: list[subprocess.Popen[str]] = []

    def start(output: str = "out.mp4", **options: object) -> subprocess.Popen[str]:
        arguments = scene.arguments("video", tmp_path / output, src=long_video, check="off", align="off")
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        process = subprocess.Popen([*COMMAND, *arguments], text=True, **given)  # type: ignore[call-overload]
        started.append(process)
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Matting"):
                break
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_leaves_nothing_behind_and_says_so(start, tmp_path: Path, number: signal.Signals, status: int) -> None:
    process = start()
    assert {path.suffix for path in tmp_path.iterdir()} == {".part", ".matting-rt"}
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert errors.startswith("matting-rt: interrupted: ")
    assert "not written: " in errors or "nothing was written" in errors
    assert errors.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_that_is_closed_leaves_nothing_behind(start, tmp_path: Path) -> None:
    """Both signals come, some more than once, and nobody reads what is printed."""
    screen, terminal = os.openpty()
    process = start(stderr=terminal)
    os.close(terminal)
    os.close(screen)
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGHUP):
        process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == 129
    assert list(tmp_path.iterdir()) == []


def test_who_is_told_to_survive_the_terminal_does(start, tmp_path: Path) -> None:
    process = start(preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)


@pytest.mark.slow
def test_what_a_killed_job_leaves_is_removed_by_the_next_and_what_a_running_one_writes_is_not(
    start, tmp_path: Path
) -> None:
    def parts() -> list[Path]:
        return [path for path in tmp_path.iterdir() if path.suffix == ".part"]

    killed = start("a.mp4")
    (left,) = parts()
    killed.kill()
    killed.communicate()
    assert parts() == [left]
    running = start("b.mp4")
    (part,) = parts()
    assert part != left
    with replacing(tmp_path / "report.json") as report:
        report.write_text("{}")
    assert parts() == [part]
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=30)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".a.mp4.matting-rt", "report.json"], "for --resume"


def test_a_failing_thread_ends_the_process_without_a_traceback(scene: Scene, tmp_path: Path) -> None:
    arguments = scene.arguments("video", tmp_path / "out.mp4", plate=scene.other_plate)
    ended = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr.startswith("matting-rt: error: ")
    assert ended.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    """As `head` is one."""
    read, write = os.pipe()
    os.close(read)
    command = [*COMMAND, "video", "--list-formats"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    os.close(write)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")
