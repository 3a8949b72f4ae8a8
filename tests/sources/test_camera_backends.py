"""Cameras of Windows and macOS, by an OpenCV that says what it was asked for; and what Linux refuses."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest

from matting_rt.errors import SourceBusyError, SourceError, SourceLostError, SourceNotFoundError
from matting_rt.frame import FrameSize
from matting_rt.sources import camera_backends, v4l2
from matting_rt.sources.camera_backends import CameraBackend, LinuxCameras, OpenCvCameras, this_system
from matting_rt.sources.camera_choice import CameraInfo, Request

CAMERA = CameraInfo("usb-1", "/dev/video3", "Webcam")


class Capture:
    """A camera as OpenCV has it, at the numbers `connected` alone."""

    connected = (0, 2)
    asked: list[tuple[Any, ...]]
    open_count: int

    def __init__(self, *asked: Any) -> None:
        type(self).asked.append(asked)
        type(self).open_count += 1
        self.is_connected = asked[0] in self.connected
        self.values: dict[int, float] = {cv2.CAP_PROP_FRAME_WIDTH: 64, cv2.CAP_PROP_FRAME_HEIGHT: 48}
        self.pictures = 2

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.is_connected

    def set(self, key: int, value: float) -> None:
        type(self).asked.append((key, value))

    def get(self, key: int) -> float:
        return self.values.get(key, 0)

    def grab(self) -> bool:
        self.pictures -= 1
        return self.pictures >= 0

    def retrieve(self, _into: object) -> tuple[bool, Any]:
        return True, np.full((48, 64, 3), (1, 2, 3), np.uint8)

    def release(self) -> None:
        type(self).open_count -= 1


@pytest.fixture(autouse=True)
def capture(monkeypatch: pytest.MonkeyPatch) -> type[Capture]:
    Capture.asked, Capture.open_count = [], 0
    monkeypatch.setattr(cv2, "VideoCapture", Capture)
    return Capture


@pytest.mark.parametrize(
    ("name", "kind"), [("Windows", OpenCvCameras), ("Darwin", OpenCvCameras), ("Linux", LinuxCameras)]
)
def test_each_system_has_its_cameras(name: str, kind: type[CameraBackend], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: name)
    assert type(this_system()) is kind


def test_cameras_that_can_be_opened_are_listed_and_let_go_of(capture: type[Capture]) -> None:
    cameras = OpenCvCameras(cv2.CAP_AVFOUNDATION)
    assert [(camera.path, camera.name) for camera in cameras.list_cameras()] == [("0", "camera 0"), ("2", "camera 2")]
    assert capture.open_count == 0
    assert cameras.find("camera 2").path == "2"


def test_a_number_is_believed_without_switching_cameras_on(capture: type[Capture]) -> None:
    cameras = OpenCvCameras(cv2.CAP_DSHOW)
    found = cameras.find("4")
    cameras.check(found)
    assert found.path == "4"
    assert cameras.controls(found, {}) is None
    assert capture.asked == []


WISHES = [
    (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
    (cv2.CAP_PROP_FRAME_WIDTH, 1280),
    (cv2.CAP_PROP_FRAME_HEIGHT, 720),
    (cv2.CAP_PROP_FPS, 30),
]
REQUEST = Request("MJPG", FrameSize(1280, 720), 29.97)


def test_directshow_hears_all_wishes_as_it_opens(capture: type[Capture]) -> None:
    cameras = OpenCvCameras(cv2.CAP_DSHOW)
    reader = cameras.reader(cameras.find("2"), REQUEST)
    opening = reader.open()
    assert capture.asked == [(2, cv2.CAP_DSHOW, [number for wish in WISHES for number in wish])]
    assert (opening.size, opening.rate_fps) == (FrameSize(64, 48), 29.97)
    reader.close()


def test_elsewhere_wishes_come_after_opening_with_the_format_first(capture: type[Capture]) -> None:
    cameras = OpenCvCameras(cv2.CAP_AVFOUNDATION)
    reader = cameras.reader(cameras.find("2"), REQUEST)
    reader.open()
    assert capture.asked[:5] == [(2, cv2.CAP_AVFOUNDATION), *WISHES]
    reader.close()
    reader.close()
    assert capture.open_count == 0


def test_pictures_come_as_rgb_until_the_camera_is_gone() -> None:
    cameras = OpenCvCameras(cv2.CAP_AVFOUNDATION)
    reader = cameras.reader(cameras.find("2"), REQUEST)
    reader.open()
    for _ in range(2):
        picture = reader.read()
        assert picture is not None
        assert picture.image[0, 0].tolist() == [3, 2, 1]
    with pytest.raises(SourceLostError, match=r"camera 2 .* sends no more pictures; check its cable"):
        reader.read()


def test_a_camera_that_cannot_be_opened_is_a_line() -> None:
    cameras = OpenCvCameras(cv2.CAP_AVFOUNDATION)
    with pytest.raises(SourceLostError, match=r"camera 1 .* cannot be opened; unplug it and try again"):
        cameras.reader(cameras.find("1"), REQUEST).open()


@pytest.mark.parametrize(
    ("number", "error", "line"),
    [
        ("EBUSY", SourceBusyError, r"is in use by another program \(of another user; sudo fuser -v /dev/video3"),
        ("EACCES", SourceError, "/dev/video3 may not be opened by this user; sudo usermod -aG video"),
        ("ENODEV", SourceNotFoundError, "is no longer connected; connect it again"),
        ("EIO", SourceError, "cannot be opened: Input/output error; unplug it and try again"),
    ],
)
def test_what_linux_refuses_is_told_with_what_to_do(
    number: str, error: type[SourceError], line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(v4l2, "check_free", refuse(number))
    with pytest.raises(error, match=line):
        LinuxCameras().check(CAMERA)


def refuse(number: str) -> Callable[[str], None]:
    def check_free(path: str) -> None:
        code = getattr(camera_backends.errno, number)
        raise OSError(code, camera_backends.os.strerror(code))

    return check_free
