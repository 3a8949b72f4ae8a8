"""`matting-rt live` with files in place of camera and virtual camera, and what it says when it cannot."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from matting_rt import LiveSession, LiveStatus
from matting_rt.cli.__main__ import main
from matting_rt.cli.live import to_line
from matting_rt.errors import ControlError, SinkFullError
from matting_rt.frame import Frame
from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import send_command
from matting_rt.live.matting import LiveMatting
from matting_rt.live.recording import Recording
from matting_rt.live.state import LEAVES, Absence, Leaves, LiveState
from matting_rt.matting import Finish
from matting_rt.plate.condition import PlateCondition
from matting_rt.sinks import v4l2_output
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.null import NullSink
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.virtual_camera.facts import examine
from tests.cli.conftest import SIZE, Scene
from tests.cli.test_terminal import read_until
from tests.live.fakes import wait_until


@pytest.fixture(autouse=True)
def own_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test must not talk to a program that the developer runs."""
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))


def arguments(scene: Scene, output: Path | str, **replaced: Path | str) -> list[str]:
    given = {
        "camera": scene.video,
        "plate": scene.plate,
        "output": output,
        "model": "mobilenetv3-lite",
        "engine": "torch",
        "rate": "24",
        "backdrop": "navy",
        "quality": "best",
        **replaced,
    }
    return ["live", *(word for name, value in given.items() for word in (f"--{name}", str(value)))]


NAVY = np.array((0, 0, 128))


def error_line(capfd: pytest.CaptureFixture[str]) -> str:
    lines = [line for line in capfd.readouterr().err.splitlines() if "error" in line]
    assert len(lines) == 1
    return lines[0]


@contextmanager
def live(words: list[str]) -> Iterator[list[int]]:
    """`matting-rt live` on a thread; the list gets its exit status. Stopped in any case."""
    status: list[int] = []
    runner = threading.Thread(target=lambda: status.append(main(words)), daemon=True)
    runner.start()
    try:
        yield status
    finally:
        with suppress(ControlError):
            send_command(ControlCommand(ControlVerb.STOP))
        runner.join(60)
        assert not runner.is_alive()


@pytest.fixture
def outcomes(monkeypatch: pytest.MonkeyPatch) -> list[Finish | Absence]:
    """What comes of the frames, once there is a network."""
    found: list[Finish | Absence] = []
    begin = LiveMatting.begin

    def watched(matting: LiveMatting, frame: Frame) -> Finish | Absence:
        outcome = begin(matting, frame)
        if outcome is not Absence.NOT_READY:
            found.append(outcome)
        return outcome

    monkeypatch.setattr(LiveMatting, "begin", watched)
    return found


@pytest.mark.slow
def test_what_others_see_is_written_and_recorded_and_counted(
    scene: Scene, tmp_path: Path, outcomes: list[Finish | Absence]
) -> None:
    output, record, report = tmp_path / "out.mp4", tmp_path / "record.mkv", tmp_path / "report.json"
    with live(arguments(scene, output, record=record, report=report)) as status:
        wait_until(lambda: len(outcomes) > 24, limit_s=120)
    assert status == [0]
    for path in (output, record):
        with av.open(str(path)) as container:
            pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        assert pictures[0].shape == (SIZE.height, SIZE.width, 3)
        assert len(pictures) > 20
    counted = json.loads(report.read_text())
    assert counted["matted"] > 0
    assert counted["written"] >= counted["matted"]
    assert counted["placeholders"] > 0, "the first frames come before the first composite"
    assert counted["capture_to_write"]["p50_ms"] > 0
    assert set(counted["stages"]) == set(LiveSession.STAGES)
    assert counted["plate_fit"]["condition"] in ("known", "learning")
    assert counted["size"] == str(SIZE)
    assert counted["quality"] == "best"
    assert counted["memory"]["now_mb"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("plate", ["none", "of another room"])
def test_without_a_plate_that_fits_people_leave_and_nothing_of_the_room(
    scene: Scene, tmp_path: Path, plate: str, outcomes: list[Finish | Absence]
) -> None:
    output = tmp_path / "out.mkv"
    with live(arguments(scene, output, plate="none" if plate == "none" else scene.other_plate)) as status:
        wait_until(lambda: len(outcomes) > 24, limit_s=120)
    assert status == [0]
    assert not any(isinstance(outcome, Absence) for outcome in outcomes), "it starts at once"
    with av.open(str(output)) as container:
        pictures = [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]
    anywhere = np.max(scene.true_alphas(), axis=0)
    room = cv2.dilate(anywhere, np.ones((31, 31))) == 0
    person = cv2.erode(np.min(scene.true_alphas(), axis=0), np.ones((9, 9))) == 255
    composites = [picture for picture in pictures if (np.abs(picture - NAVY).max(-1) < 24)[room].mean() > 0.97]
    assert len(composites) > 12
    assert all((np.abs(picture - NAVY).max(-1) > 24)[person].mean() > 0.9 for picture in composites)
    # but for its line of text, the placeholder has no edges
    others = [picture for picture in pictures if not any(picture is composite for composite in composites)]
    assert all(np.abs(np.diff(picture[:20], axis=1)).max() < 20 for picture in others)


def test_an_output_file_that_exists_is_refused_before_the_camera_is_opened(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out.mp4").touch()
    assert main(arguments(scene, tmp_path / "out.mp4", camera="no-such-camera")) == 2
    assert "out.mp4 exists" in error_line(capfd)


def test_a_run_that_fails_leaves_its_report(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(sink: NullSink, frame: MattedFrame) -> None:
        if frame.index == 3:
            raise SinkFullError("the disk is full")

    monkeypatch.setattr(NullSink, "write", fail)
    assert main(arguments(scene, "null", duration="20", report=tmp_path / "report.json")) == 1
    assert "the disk is full" in error_line(capfd)
    assert json.loads((tmp_path / "report.json").read_text())["written"] == 3


@pytest.mark.parametrize("has_picture", [True, False], ids=["full disk", "no picture"])
def test_the_exit_status_says_that_a_recording_is_not_whole(
    has_picture: bool, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(sink: VideoFileSink, frame: MattedFrame) -> None:
        raise SinkFullError("the disk is full")

    if has_picture:
        monkeypatch.setattr(VideoFileSink, "write", fail)
    else:
        monkeypatch.setattr(Recording, "put", lambda recording, frame: None)
    record = tmp_path / "clip.mp4"
    assert main(arguments(scene, "null", duration="1", record=record)) == 3
    said = capfd.readouterr()
    because = "the disk is full" if has_picture else "nothing was recorded"
    assert because in (said.out + said.err).splitlines()[-1]
    assert str(record) in (said.out + said.err).splitlines()[-1]


@pytest.fixture
def running(scene: Scene) -> Iterator[list[int]]:
    with live(arguments(scene, "null")) as status:
        yield status


def test_a_running_program_obeys_until_it_is_told_to_stop(running: list[int]) -> None:
    assert answer(ControlVerb.TOGGLE) == "paused"
    assert answer(ControlVerb.TOGGLE) == "live"
    assert answer(ControlVerb.BACKDROP, "teal") == "the backdrop is teal"
    assert "step out" in answer(ControlVerb.PLATE)
    with pytest.raises(ControlError, match="no-such-backdrop"):
        send_command(ControlCommand(ControlVerb.BACKDROP, "no-such-backdrop"))
    with pytest.raises(ControlError, match="no window"):
        send_command(ControlCommand(ControlVerb.SHOW))
    assert answer(ControlVerb.STOP) == "stopping"
    end_s = time.monotonic() + 20
    while not running and time.monotonic() < end_s:
        time.sleep(0.05)
    assert running == [0]


def answer(verb: ControlVerb, argument: str = "") -> str:
    """The program's answer, once it listens."""
    end_s = time.monotonic() + 30
    while True:
        try:
            return send_command(ControlCommand(verb, argument))
        except ControlError:
            assert time.monotonic() < end_s, "it never listened"
            time.sleep(0.1)


@pytest.mark.slow
def test_keys_pause_take_a_plate_and_quit(scene: Scene) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "matting_rt.cli.__main__", *arguments(scene, "null")]
    program = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "COLUMNS": "200"}
    )
    read_until(ours, b"matted ", limit_s=60)
    os.write(ours, b" ")
    read_until(ours, b"paused", limit_s=30)
    os.write(ours, b" ")
    read_until(ours, b"latency", limit_s=30)
    os.write(ours, b"b")
    read_until(ours, b"Step out of the picture: 5", limit_s=30)
    os.write(ours, b"q")
    read_until(ours, b"frames written", limit_s=30)
    assert program.wait(30) == 0
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_as_q_does(scene: Scene, tmp_path: Path, number: int) -> None:
    output, report = tmp_path / "out.mkv", tmp_path / "report.json"
    command = [sys.executable, "-m", "matting_rt.cli.__main__", *arguments(scene, output, report=report)]
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stdout.readline().startswith(b"Opening")
    assert b" fps to " in program.stdout.readline()
    program.send_signal(number)
    rest, errors = program.communicate(timeout=60)
    assert b"frames written" in rest
    assert program.returncode == 0, errors
    assert report.is_file()
    assert output.is_file()


def test_a_camera_that_is_not_there_is_a_mistake(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(scene, "null", camera="no such camera")) == 2
    assert "no such camera" in error_line(capfd)


def test_a_pipe_is_no_camera(scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    assert main(arguments(scene, "null", camera=pipe)) == 2
    assert "pipe is a pipe or a socket, which is no camera" in error_line(capfd)


def test_pictures_too_small_for_live_video_are_refused(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "tiny.png"), np.zeros((2, 2, 3), np.uint8))
    assert main(arguments(scene, "null", camera=tmp_path / "tiny.png", plate="none")) == 2
    assert "the pictures of tiny.png are 2x2, and live video takes 64x64 or more" in error_line(capfd)


@pytest.mark.parametrize("option", ["output", "record"])
def test_live_video_does_not_write_to_standard_output(
    option: str, scene: Scene, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments(scene, "null"), f"--{option}", "-"]) == 2
    assert "does not write to standard output" in error_line(capfd)


def test_a_plate_of_another_size_is_refused_with_the_reason(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from matting_rt.sinks.image_files import write_png

    write_png(tmp_path / "square.png", np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8))
    assert main(arguments(scene, "null", plate=tmp_path / "square.png")) == 2
    line = error_line(capfd)
    assert "200x200" in line
    assert str(SIZE) in line


def test_a_transparent_backdrop_is_a_mistake(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(scene, "null", backdrop="transparent")) == 2
    assert "cannot be transparent" in error_line(capfd)


@pytest.mark.parametrize(("first", "second"), [("camera", "output"), ("plate", "record"), ("camera", "report")])
def test_no_file_is_given_twice(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str], first: str, second: str
) -> None:
    twice = tmp_path / ("twice.json" if second == "report" else "twice.mp4")
    twice.write_bytes(scene.video.read_bytes())
    given: dict[str, Path | str] = {"output": "null", first: twice, second: twice}
    assert main([*arguments(scene, **given), "--overwrite"]) == 2  # type: ignore[arg-type]
    line = error_line(capfd)
    assert f"--{first} and --{second} are the same file" in line
    assert twice.read_bytes() == scene.video.read_bytes()


def test_a_recording_is_a_file_whatever_its_name(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(scene, "null", record="window")) == 2
    assert "the name must end in" in error_line(capfd)


def test_an_unknown_model_is_found_before_the_camera_is_opened(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(scene, "null", model="no-such-model", camera="no such camera")) == 2
    assert "no-such-model" in error_line(capfd)


def test_a_virtual_camera_that_is_missing_comes_with_the_command_that_makes_one(
    scene: Scene, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib/modules/6.1").mkdir(parents=True)  # of a kernel of one's own, which a container lacks
    facts = examine(tmp_path, "6.1")
    monkeypatch.setattr(v4l2_output, "examine", lambda root, release: facts)
    assert main(arguments(scene, "/dev/video99")) == 2
    assert error_line(capfd).endswith("virtual-camera set-up")


@pytest.mark.parametrize(("text", "is_right"), [("preview,output", True), ("none", True), ("both", False)])
def test_only_what_can_be_mirrored_is(scene: Scene, text: str, is_right: bool) -> None:
    given = [*arguments(scene, "null", duration="0.1"), "--mirror", text]
    if is_right:
        assert main(given) == 0
    else:
        with pytest.raises(SystemExit):
            main(given)


def make_status(**changes: object) -> LiveStatus:
    values: dict[str, object] = {
        "rate_fps": 30.0,
        "matte_fps": 28.4,
        "state": LiveState.LIVE,
        "latency_ms": 61.2,
        "dropped_share": 0.05,
        "plate": PlateCondition.KNOWN,
        "known_share": 1.0,
        "quality": "best",
        "capture": None,
        "trouble": None,
    }
    return LiveStatus(**{**values, **changes})  # type: ignore[arg-type]


def test_the_status_line_says_how_it_goes_and_how_well_the_room_is_known() -> None:
    line = to_line(make_status(), has_keys=True)
    assert line.startswith("30.0 fps, latency 61 ms, matted 28 fps, drops 5%, quality best, your room is known")
    assert "q quit" in line
    assert "q quit" not in to_line(make_status(), has_keys=False)
    learning = make_status(state=LiveState.LEARNING, plate=PlateCondition.LEARNING, known_share=0.63)
    assert to_line(learning, False).startswith("30.0 fps, latency 61 ms")
    assert "learning your room, 63% known" in to_line(learning, False)


@pytest.mark.parametrize("state", list(LiveState))
def test_the_status_line_says_in_every_state_what_leaves(state: LiveState) -> None:
    line = to_line(make_status(state=state), False)
    is_composite = state in (LiveState.LIVE, LiveState.LEARNING)
    assert ("latency" in line) is is_composite
    assert ("placeholder" in line) is (LEAVES[state] is not Leaves.COMPOSITE and state is not LiveState.PAUSED)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (LiveState.CAMERA_LOST, "placeholder: the camera was pulled out"),
        (LiveState.FAILING, "placeholder: the camera was pulled out"),
        (LiveState.OUTPUT_LOST, "nothing is written: the camera was pulled out"),
    ],
)
def test_the_status_line_says_what_is_wrong(state: LiveState, line: str) -> None:
    assert line in to_line(make_status(state=state, trouble="the camera was pulled out"), False)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (LiveState.PAUSED, "paused"),
        (LiveState.CAPTURING_PLATE, "plate is being taken"),
        (LiveState.STARTING, "made ready"),
        (LiveState.TOO_DARK, "too dark"),
    ],
)
def test_the_status_line_says_what_is_waited_for(state: LiveState, words: str) -> None:
    assert words in to_line(make_status(state=state), False)
