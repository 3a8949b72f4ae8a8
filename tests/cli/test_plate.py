"""`matting-rt plate` from a camera to a file. The camera is a recording of a room."""

import signal
import subprocess
import sys
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from matting_rt.cli.__main__ import main
from matting_rt.cli.plate import PlateJob, feed
from matting_rt.config import CameraConfig
from matting_rt.errors import PlateError
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.plate.capture import PlateCapture
from matting_rt.plate.store import load_plate
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.sources.base import LiveSource
from matting_rt.sources.video_file import VideoFileSource
from tests.plate.scenes import expose, paint_room, put_person

SIZE = FrameSize(256, 144)
RATE_FPS = 20
ROOM = paint_room(1, SIZE)
PERSON = put_person(ROOM, 0.4)[0]


def record(path: Path, pictures: Iterable[Image]) -> Path:
    sink = VideoFileSink(path)
    sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), None))
    for index, picture in enumerate(pictures):
        noisy = expose(picture, (1, 1, 1), seed=index, noise=1.0)
        sink.write(MattedFrame(noisy, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()
    return path


@pytest.fixture(scope="module")
def leaving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody is in the picture for a second and a half, then the room is empty."""
    return record(tmp_path_factory.mktemp("camera") / "leaving.mkv", [PERSON] * 30 + [ROOM] * 90)


@pytest.fixture(scope="module")
def restless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody appears again and again."""
    pictures = ([ROOM] * 20 + [PERSON] * 4) * 6
    return record(tmp_path_factory.mktemp("camera") / "restless.mkv", pictures)


def arguments(camera: Path | str, output: Path, *more: str) -> list[str]:
    return ["plate", "--camera", str(camera), "--output", str(output), "--size", str(SIZE), *more]


def error_levels(path: Path) -> float:
    return float(np.abs(load_plate(path).image.astype(int) - ROOM).mean())


def test_the_plate_is_taken_after_the_countdown(
    leaving: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "plate.png"
    assert main(arguments(leaving, output, "--delay", "2", "--frames", "20")) == 0
    captured = capfd.readouterr()
    assert captured.err == ""
    opening, countdown, taking, took, wrote = captured.out.splitlines()
    assert opening == f"Opening {leaving} ..."
    assert countdown.startswith("Leave the picture ... 2")
    assert taking.startswith("Taking the plate")
    assert took.startswith("Took 20 frames that show the same; noise ")
    assert wrote == f"Wrote {output}: 256x144, camera leaving.mkv"
    assert error_levels(output) < 3  # FFmpeg's own loss included
    metadata = load_plate(output).metadata
    assert metadata is not None
    assert metadata.camera_id == "leaving.mkv"
    assert metadata.size == SIZE
    assert metadata.noise_levels is not None


def test_in_automatic_mode_the_person_is_waited_for(
    leaving: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(leaving, tmp_path / "plate.png", "--auto", "--frames", "10")) == 0
    assert "Leave the picture; the plate is taken once you are gone" in capfd.readouterr().out
    assert error_levels(tmp_path / "plate.png") < 3


def test_three_attempts_are_made_before_it_is_given_up(
    restless: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(restless, tmp_path / "plate.png", "--delay", "0")) == 2
    captured = capfd.readouterr()
    assert captured.out.count("Something moved. Waiting until nothing moves") == 2
    (line,) = captured.err.splitlines()
    assert line.startswith("matting-rt: error: No plate was taken: Something moved while I was looking;")
    assert list(tmp_path.iterdir()) == []


class EndingCamera(VideoFileSource, LiveSource):
    """A camera that sends the frames of a video once."""

    name = stable_id = "ending"


def test_a_camera_that_ends_too_early_gives_no_plate(leaving: Path, tmp_path: Path) -> None:
    job = PlateJob(str(leaving), tmp_path / "plate.png", CameraConfig(), delay_s=2.0, frames=300, auto=False)
    with EndingCamera(leaving) as source, pytest.raises(PlateError, match=r"leaving\.mkv ended too early"):
        feed(PlateCapture(frame_count=300), source, job)


def test_the_synthetic_camera_gives_its_empty_room(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments("synthetic", tmp_path / "plate.png")) == 0
    assert capfd.readouterr().out == f"Wrote {tmp_path / 'plate.png'}: 256x144, camera synthetic\n"
    plate = load_plate(tmp_path / "plate.png")
    assert plate.metadata is not None
    assert plate.metadata.camera_id == "synthetic"


def test_a_plate_that_is_there_is_replaced_only_when_asked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "plate.png"
    output.write_bytes(b"mine")
    assert main(arguments("synthetic", output)) == 2
    assert "give --overwrite" in capfd.readouterr().err
    assert output.read_bytes() == b"mine"
    assert main(arguments("synthetic", output, "--overwrite")) == 0
    assert load_plate(output).size == SIZE


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--delay", "-1"], "--delay is -1"),
        (["--frames", "0"], "--frames is 0"),
        (["--output", "missing/plate.png"], "there is no directory missing"),
    ],
)
def test_mistakes_are_found_before_the_camera_is_opened(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert main(arguments("0", tmp_path / "plate.png", *more)) == 2
    captured = capfd.readouterr()
    assert words in captured.err
    assert captured.out == ""


@pytest.mark.parametrize(
    ("size", "words"),
    [*((size, "like 1280x720") for size in ("big", "1280", "1280x", "-1x4")), ("32x32", "choose 64 px or more")],
)
def test_what_is_no_size_is_refused(size: str, words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments("0", tmp_path / "plate.png", f"--size={size}"))
    assert ended.value.code == 2
    assert words in capfd.readouterr().err


def test_ctrl_c_during_the_countdown_leaves_nothing(tmp_path: Path) -> None:
    video = tmp_path / "long.mkv"
    sink = VideoFileSink(video)
    sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), None))
    for index in range(1000):
        sink.write(MattedFrame(ROOM, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()
    command = [sys.executable, "-m", "matting_rt.cli", *arguments(video, tmp_path / "plate.png", "--delay", "600")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        printed = b""
        while b"Leave the picture" not in printed:
            letter = process.stdout.read(1)
            assert letter, printed
            printed += letter
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        errors = process.stderr.read()
    assert process.returncode == 130
    assert errors == b"matting-rt: interrupted: nothing was written\n"
    assert list(tmp_path.iterdir()) == [video]
