import errno
import logging
import os
import threading
import time
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.config import CameraConfig
from matting_rt.errors import SourceBusyError, SourceError, SourceLostError, SourceNotFoundError
from matting_rt.frame import FrameSize
from matting_rt.sources import camera, latest_frame, v4l2
from matting_rt.sources.camera import CameraSource
from matting_rt.sources.camera_backends import LinuxCameras, OpenCvReader
from matting_rt.sources.camera_choice import CameraInfo, Request
from tests.sources.cameras import CAMERA, IMAGE, RATE_FPS, SIZE, ToldCameras, ToldNode, ToldReader, mode
from tests.sources.media import write_video

CONFIG = CameraConfig(width=96, height=64, rate_fps=RATE_FPS)
AUTO_EXPOSURE, EXPOSURE_TIME, DYNAMIC_RATE = 0x9A0901, 0x9A0902, 0x9A0903
EXPOSURE = {AUTO_EXPOSURE: 3, EXPOSURE_TIME: 250, DYNAMIC_RATE: 1}


@pytest.fixture(autouse=True)
def _patient_watchdog(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a second is no frame on a machine that is busy with other tests."""
    for module in (camera, latest_frame):
        monkeypatch.setattr(module, "WATCHDOG_PERIODS", 25)


def test_what_was_really_got_is_told(caplog: pytest.LogCaptureFixture) -> None:
    cameras = ToldCameras(ToldReader())
    with (
        caplog.at_level(logging.INFO, logger="matting_rt"),
        CameraSource("7", CameraConfig(width=640, height=480), system=cameras) as source,
    ):
        assert source.info.size == SIZE
        assert source.info.rate_fps == 50
        assert source.info.frame_count is None
    assert "C920 (/dev/video7): 96x64 at 50 fps, YUYV" in caplog.text
    assert "640x480 at 30 fps were asked for" in caplog.text


def test_the_mode_that_fits_is_asked_for() -> None:
    cameras = ToldCameras(ToldReader())
    modes = (mode("YUYV", 1280, 720, 10), mode("MJPG", 1280, 720, 30))
    cameras.cameras = [CameraInfo(CAMERA.stable_id, CAMERA.path, CAMERA.name, modes=modes)]
    with CameraSource("C920", CameraConfig(), system=cameras):
        pass
    (request,) = cameras.requests
    assert (request.fourcc, request.size, request.rate_fps) == ("MJPG", FrameSize(1280, 720), 30)


def test_frames_are_stamped_with_the_time_of_their_capture() -> None:
    with CameraSource("7", CONFIG, system=ToldCameras(ToldReader())) as source:
        frames = list(islice(source, 4))
    now_s = time.perf_counter()
    assert [frame.index for frame in frames] == [0, 1, 2, 3]
    assert all(now_s - 5 < frame.time_s < now_s for frame in frames)
    np.testing.assert_array_equal(frames[0].image, IMAGE)


def test_a_camera_that_falls_silent_is_lost() -> None:
    reader = ToldReader(hang_at=3)
    source = CameraSource("7", CONFIG, system=ToldCameras(reader))
    threading.Timer(1.0, reader.release.set).start()
    with pytest.raises(SourceLostError, match=r"C920 \(/dev/video7\) sends no more pictures"), source:
        list(source)


def test_a_lost_camera_is_found_again_under_another_number() -> None:
    cameras = ToldCameras(ToldReader(lost_at=2), ToldReader())
    source = CameraSource("7", CONFIG, system=cameras)
    with pytest.raises(SourceLostError), source:
        list(source)
    cameras.cameras = []
    with pytest.raises(SourceNotFoundError, match="no camera is connected"):
        source.open()
    cameras.cameras = [CameraInfo(CAMERA.stable_id, "/dev/video9", CAMERA.name)]
    with source:
        assert source.camera.path == "/dev/video9"
        assert next(iter(source)).index == 0


def test_a_busy_camera_is_refused_before_it_is_touched() -> None:
    cameras = ToldCameras()
    cameras.refusal = SourceBusyError("camera is in use by another program (zoom, pid 4121)")
    with pytest.raises(SourceBusyError, match="zoom, pid 4121"):
        CameraSource("7", CONFIG, system=cameras).open()


def test_a_camera_that_sends_nothing_from_the_start_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "FIRST_PICTURE_LIMIT_S", 0.5)
    reader = ToldReader(hang_at=0)
    source = CameraSource("7", CONFIG, system=ToldCameras(reader))
    threading.Timer(1.0, reader.release.set).start()
    with pytest.raises(SourceLostError, match="no more pictures"):
        source.open()


def test_close_ends_an_open_that_waits() -> None:
    reader = ToldReader(hang_at=0)
    source = CameraSource("7", CONFIG, system=ToldCameras(reader))
    timers = threading.Timer(0.2, source.close), threading.Timer(0.4, reader.release.set)
    for timer in timers:
        timer.start()
    with pytest.raises(SourceLostError, match="was closed while it was being opened"):
        source.open()
    for timer in timers:
        timer.join()


def test_close_returns_while_the_driver_hangs(caplog: pytest.LogCaptureFixture) -> None:
    reader = ToldReader(hang_at=2)
    node = ToldNode(EXPOSURE)
    source = CameraSource("7", CONFIG, system=ToldCameras(reader, node=node))
    source.open()
    began_s = time.perf_counter()
    source.close()
    assert time.perf_counter() - began_s < 5
    assert "hangs in its driver" in caplog.text or reader.calls[-1] == "close"
    assert node.values == EXPOSURE
    reader.release.set()
    source.close()


def test_controls_are_held_once_the_camera_has_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "SETTLE_S", 0.1)
    node = ToldNode(EXPOSURE)
    with CameraSource("7", CONFIG, system=ToldCameras(ToldReader(), node=node)) as source:
        assert node.values == EXPOSURE | {DYNAMIC_RATE: 0}
        assert not source.is_held
        for _ in source:
            if source.is_held:
                break
        assert node.values == EXPOSURE | {AUTO_EXPOSURE: 1, DYNAMIC_RATE: 0}
        assert source.controls()["exposure_time_absolute"] == 250
    assert node.values == EXPOSURE


def test_controls_are_given_back_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "SETTLE_S", 0.0)
    node = ToldNode(EXPOSURE)
    source = CameraSource("7", CONFIG, system=ToldCameras(ToldReader(lost_at=5), node=node))
    with pytest.raises(SourceLostError), source:
        list(source)
    assert (AUTO_EXPOSURE, 1) in node.written
    assert node.values == EXPOSURE


def test_controls_are_given_back_when_the_opening_fails() -> None:
    node = ToldNode(EXPOSURE)
    with pytest.raises(SourceLostError):
        CameraSource("7", CONFIG, system=ToldCameras(ToldReader(opens=False), node=node)).open()
    assert node.values == EXPOSURE
    assert node.is_closed


def test_a_camera_that_comes_back_is_held_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "SETTLE_S", 0.0)
    cameras = ToldCameras(ToldReader(lost_at=5), ToldReader(), node=ToldNode(EXPOSURE))
    source = CameraSource("7", CONFIG, system=cameras)
    with pytest.raises(SourceLostError), source:
        list(source)
    node = cameras.node = ToldNode(EXPOSURE | {EXPOSURE_TIME: 999})
    monkeypatch.setattr(camera, "SETTLE_S", 60.0)
    with source:
        list(islice(source, 3))
        assert node.values == {AUTO_EXPOSURE: 1, EXPOSURE_TIME: 250, DYNAMIC_RATE: 0}


def test_controls_are_given_back_after_a_loss_and_a_return(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "SETTLE_S", 0.0)
    node = ToldNode(EXPOSURE)
    cameras = ToldCameras(ToldReader(), ToldReader(), node=node)
    source = CameraSource("7", CONFIG, system=cameras)
    with source:
        list(islice(source, 3))
        node.is_gone = True
    assert node.values[AUTO_EXPOSURE] == 1
    node.is_gone = False
    with source:
        list(islice(source, 3))
    assert node.values == EXPOSURE


def test_values_of_the_plate_are_held_from_the_start() -> None:
    node = ToldNode(EXPOSURE)
    held = {"exposure_time_absolute": 120}
    with CameraSource("7", CONFIG, held, system=ToldCameras(ToldReader(), node=node)) as source:
        list(islice(source, 3))
        assert node.values[EXPOSURE_TIME] == 120
    assert node.values == EXPOSURE


def test_nothing_is_held_where_that_is_not_wanted() -> None:
    node = ToldNode(EXPOSURE)
    config = CameraConfig(width=96, height=64, lock=False)
    with CameraSource("7", config, system=ToldCameras(ToldReader(), node=node)) as source:
        assert source.is_held
        next(iter(source))
    assert node.written == []


@pytest.mark.parametrize(
    ("number", "kind", "message"),
    [
        (errno.EBUSY, SourceBusyError, r"in use by another program \(zoom, pid 4121\); close it or choose another"),
        (errno.ENODEV, SourceNotFoundError, "no longer connected"),
        (errno.EACCES, SourceError, "usermod -aG video"),
        (errno.EIO, SourceError, "cannot be opened: Input/output error"),
    ],
)
def test_what_the_kernel_answers_is_told_in_one_line(
    number: int, kind: type[SourceError], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> None:
        raise OSError(number, "Input/output error")

    monkeypatch.setattr(v4l2, "check_free", refuse)
    monkeypatch.setattr(v4l2, "holders", lambda path: [v4l2.Holder("zoom", 4121)])
    with pytest.raises(kind, match=message) as caught:
        LinuxCameras().check(CAMERA)
    assert "\n" not in str(caught.value)


def test_a_camera_that_hangs_in_this_program_is_not_blamed_on_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(v4l2, "check_free", refuse)
    monkeypatch.setattr(v4l2, "holders", lambda path: [v4l2.Holder("matting-rt", os.getpid())])
    with pytest.raises(SourceBusyError, match="was stopped and does not answer; unplug it and connect it again"):
        LinuxCameras().check(CAMERA)


def test_a_file_that_is_no_camera_cannot_be_read(tmp_path: Path) -> None:
    fake = CameraInfo("fake", str(tmp_path / "video0"), "Fake")
    reader = LinuxCameras().reader(fake, Request("YUYV", SIZE, 30))
    with pytest.raises(SourceLostError, match="cannot be opened"):
        reader.open()
    reader.close()


def test_pictures_read_by_opencv_are_rgb_until_they_end(tmp_path: Path) -> None:
    """A file stands for the device: what it is read by is the same."""
    write_video(tmp_path / "clip.mp4", [IMAGE] * 5)
    fake = CameraInfo("fake", "", "Fake")
    reader = OpenCvReader(fake, str(tmp_path / "clip.mp4"), cv2.CAP_FFMPEG, Request(None, SIZE, 30))
    opening = reader.open()
    assert opening.size == SIZE
    pictures = [reader.read() for _ in range(5)]
    with pytest.raises(SourceLostError, match="sends no more pictures"):
        reader.read()
    reader.close()
    for picture in pictures:
        np.testing.assert_allclose(picture.image[8::48, 8::64].astype(int), IMAGE[8::48, 8::64], atol=8)
    assert not np.shares_memory(pictures[0].image, pictures[1].image)
    assert pictures[0].time_s < pictures[1].time_s <= time.perf_counter()
