"""Standard input and output of `matting-rt video`, with the ffmpeg command line at the other end."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import FRAME_COUNT, SIZE, Scene

pytestmark = pytest.mark.ffmpeg

FRAME = SIZE.width * SIZE.height


def matting_rt(words: list[str], given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    line = [sys.executable, "-m", "matting_rt.cli", *words]
    return subprocess.run(line, input=given, capture_output=True, check=False, timeout=120)


def ffmpeg(*words: str | Path, given: bytes = b"") -> bytes:
    line = ["ffmpeg", "-v", "error", *map(str, words)]
    return subprocess.run(line, input=given, capture_output=True, check=True).stdout


def arguments(scene: Scene, output: Path | None = None, **replaced: Path | str) -> list[str]:
    """A command line that works, of a released model and without PyTorch: each process begins in half the time."""
    words = scene.arguments(
        "video", output or Path("unused"), **{"model": "mobilenetv3-lite", "engine": "onnx", **replaced}
    )
    at = words.index("--output")
    return words if output is not None else [*words[:at], *words[at + 2 :]]


@pytest.mark.parametrize("depth", ["8", pytest.param("10", marks=pytest.mark.slow)])
def test_y4m_goes_in_and_out_and_all_messages_go_to_stderr(scene: Scene, tmp_path: Path, depth: str) -> None:
    y4m = ffmpeg("-i", scene.video, "-an", "-f", "yuv4mpegpipe", "-")
    words = arguments(scene, src="-", backdrop="navy")
    alpha = tmp_path / "alpha.mkv"
    done = matting_rt([*words, "-o", "-", "--depth", depth, "--alpha-output", str(alpha), "--codec", "y4m"], y4m)
    assert done.returncode == 2  # Matroska does not hold it
    done = matting_rt([*words, "-o", "-", "--depth", depth], y4m)
    assert (done.returncode, done.stdout[:9]) == (0, b"YUV4MPEG2")
    assert b"Wrote -: 24 frames" in done.stderr
    read = np.frombuffer(ffmpeg("-i", "-", "-pix_fmt", "rgb24", "-f", "rawvideo", "-", given=done.stdout), np.uint8)
    frames = read.reshape(FRAME_COUNT, SIZE.height, SIZE.width, 3)
    file = tmp_path / "out.mkv"
    assert matting_rt([*words, "-o", str(file), "--quality", "1"], y4m).returncode == 0
    own = np.frombuffer(ffmpeg("-i", file, "-pix_fmt", "rgb24", "-f", "rawvideo", "-"), np.uint8).reshape(frames.shape)
    assert np.abs(frames.astype(int) - own).mean() < 1.5


@pytest.mark.slow
def test_a_pipe_that_breaks_off_inside_a_frame_is_a_line_and_has_a_status(scene: Scene, tmp_path: Path) -> None:
    y4m = ffmpeg("-i", scene.video, "-an", "-f", "yuv4mpegpipe", "-")
    done = matting_rt(scene.arguments("video", tmp_path / "out.mp4", src="-"), y4m[:-100])
    assert done.returncode == 3
    line = b"matting-rt: WARNING: standard input breaks off inside a frame; 23 are whole; those were written\n"
    assert done.stderr.count(line) == 1


@pytest.mark.slow
def test_raw_video_goes_in_and_out_with_its_alpha(scene: Scene) -> None:
    pixels = ffmpeg("-i", scene.video, "-an", "-pix_fmt", "rgb24", "-f", "rawvideo", "-")
    told = {"src": "-", "pixel-format": "rgb24", "size": str(SIZE), "rate": "24", "backdrop": "transparent"}
    words = arguments(scene, **told)
    done = matting_rt([*words, "-o", "-"], pixels)
    assert done.returncode == 0, done.stderr
    assert b"standard output is raw video: rgba, 256x144, 24 fps" in done.stderr
    frames = np.frombuffer(done.stdout, np.uint8).reshape(FRAME_COUNT, SIZE.height, SIZE.width, 4)
    assert frames[..., 3].min() < 255
    deep = matting_rt([*words, "-o", "-", "--depth", "16"], pixels)
    wide = np.frombuffer(deep.stdout, np.uint16).reshape(frames.shape)
    assert np.abs((wide / 257).round() - frames).max() <= 1


def test_a_matte_goes_to_standard_output_alone(scene: Scene) -> None:
    words = arguments(scene)
    done = matting_rt([*words, "--alpha-output", "-", "--codec", "raw"])
    assert len(done.stdout) == FRAME_COUNT * FRAME
    y4m = matting_rt([*words, "--alpha-output", "-"])
    grey = ffmpeg("-i", "-", "-pix_fmt", "gray", "-f", "rawvideo", "-", given=y4m.stdout)
    assert grey == done.stdout


def test_matroska_and_its_sound_on_standard_input(scene: Scene, tmp_path: Path) -> None:
    mkv = ffmpeg("-i", scene.video, "-c", "copy", "-f", "matroska", "-")
    done = matting_rt(arguments(scene, tmp_path / "out.mp4", src="-"), mkv)
    assert done.returncode == 0
    assert b"standard input is read once: its audio and subtitles are left out" in done.stderr


@pytest.mark.parametrize(
    ("options", "given", "line"),
    [
        ({"plate": "auto"}, b"", b"no plate can be built from it"),
        ({}, b"not a video", b"standard input is not a video that can be read"),
        ({"pixel-format": "rgb24"}, b"", b"needs --size and --rate, too"),
        ({"pixel-format": "rgb99", "size": "64x36", "rate": "25"}, b"", b"cannot be read as 64x36, 25 fps, rgb99"),
        ({"preview": "2"}, b"", b"there is no preview of it"),
    ],
    ids=str,
)
def test_mistakes_are_one_line(
    scene: Scene, tmp_path: Path, options: dict[str, str], given: bytes, line: bytes
) -> None:
    done = matting_rt(arguments(scene, tmp_path / "out.mp4", src="-", **options), given)
    assert done.returncode in (1, 2)
    assert line in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_reader_that_ends_is_one_line(scene: Scene) -> None:
    words = arguments(scene)
    line = [sys.executable, "-m", "matting_rt.cli", *words, "-o", "-"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(100)
        process.stdout.close()
        last = process.stderr.read().splitlines()[-1]
        assert process.wait(60) == 1
    assert b"the program that reads standard output has ended" in last
