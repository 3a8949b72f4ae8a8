"""The command as a process of its own: what only shows at the end of one."""

import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

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


def test_ctrl_c_leaves_nothing_behind_and_says_so(scene: Scene, tmp_path: Path, long_video: Path) -> None:
    arguments = scene.arguments("video", tmp_path / "out.mp4", src=long_video, check="off", align="off")
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            if line.startswith("Matting"):
                break
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        errors = process.stderr.read()
    assert process.returncode == 130
    assert errors.startswith("matting-rt: interrupted: ")
    assert "not written: " in errors or "nothing was written" in errors
    assert errors.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_failing_thread_ends_the_process_without_a_traceback(scene: Scene, tmp_path: Path) -> None:
    arguments = scene.arguments("video", tmp_path / "out.mp4", plate=scene.other_plate)
    ended = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr.startswith("matting-rt: error: ")
    assert ended.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
