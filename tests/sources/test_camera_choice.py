from pathlib import Path

import pytest

from matting_rt.config import CameraConfig, PixelFormat
from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.frame import FrameSize
from matting_rt.sources.camera_choice import CameraInfo, CameraMode, Request, choose_request, find_camera
from tests.sources.cameras import mode

LAPTOP = CameraInfo("pci-0000_00_14.0-usb-0_8_1.0-video-index0", "/dev/video0", "Integrated Camera")
WEBCAM = CameraInfo("usb-046d_C920_A1-video-index0", "/dev/video2", "HD Pro Webcam C920")
TWIN = CameraInfo("usb-046d_C920_B2-video-index0", "/dev/video4", "HD Pro Webcam C920")


@pytest.mark.parametrize("wanted", ["2", "/dev/video2", "usb-046d_C920_A1-video-index0", "c920", "hd pro webcam C920"])
def test_a_camera_is_found_by_number_path_id_and_name(wanted: str) -> None:
    assert find_camera([LAPTOP, WEBCAM], wanted) is WEBCAM


def test_a_camera_is_found_by_a_link_to_it(tmp_path: Path) -> None:
    (tmp_path / "front").symlink_to("/dev/video2")
    assert find_camera([LAPTOP, WEBCAM], str(tmp_path / "front")) is WEBCAM


def test_a_whole_name_wins_over_a_part_of_one() -> None:
    longer = CameraInfo("other", "/dev/video6", "HD Pro Webcam C920 Plus")
    assert find_camera([longer, WEBCAM], "HD Pro Webcam C920") is WEBCAM


def test_a_missing_camera_is_named_beside_those_there_are() -> None:
    with pytest.raises(SourceNotFoundError) as caught:
        find_camera([LAPTOP, WEBCAM], "9")
    assert str(caught.value) == (
        "there is no camera or file 9; there are Integrated Camera (/dev/video0), HD Pro Webcam C920 (/dev/video2) "
        "(matting-rt devices lists the cameras)"
    )


@pytest.mark.parametrize("wanted", ["0", "", "C920"])
def test_without_any_camera_that_is_said(wanted: str) -> None:
    with pytest.raises(SourceNotFoundError, match="no camera is connected"):
        find_camera([], wanted)


def test_a_name_that_means_two_cameras_is_refused_with_their_ids() -> None:
    with pytest.raises(SourceNotFoundError, match=f"choose one by its id: {WEBCAM.stable_id}, {TWIN.stable_id}"):
        find_camera([LAPTOP, WEBCAM, TWIN], "C920")


USB2 = (
    mode("YUYV", 640, 480, 15, 30),
    mode("YUYV", 1280, 720, 5, 10),
    mode("MJPG", 640, 480, 15, 30),
    mode("MJPG", 1280, 720, 15, 29.97, 60),
    mode("MJPG", 1920, 1080, 30),
)


def choose(modes: tuple[CameraMode, ...], **settings: object) -> Request:
    return choose_request(CameraInfo("id", "/dev/video0", "C", modes=modes), CameraConfig(**settings))


def test_motion_jpeg_is_chosen_where_yuyv_is_too_slow() -> None:
    assert choose(USB2) == Request("MJPG", FrameSize(1280, 720), 29.97)


def test_yuyv_is_chosen_where_it_is_fast_enough() -> None:
    assert choose(USB2, width=640, height=480) == Request("YUYV", FrameSize(640, 480), 30)
    assert choose(USB2, rate_fps=10) == Request("YUYV", FrameSize(1280, 720), 10)


def test_the_size_counts_more_than_the_rate() -> None:
    assert choose(USB2[:2]) == Request("YUYV", FrameSize(1280, 720), 10)


def test_a_size_that_is_not_there_becomes_the_nearest_one() -> None:
    assert choose(USB2, width=1270, height=700).size == (1280, 720)
    assert choose(USB2, width=4000, height=3000).size == (1920, 1080)


def test_the_lowest_rate_that_is_enough_is_chosen() -> None:
    assert choose(USB2, rate_fps=50).rate_fps == 60
    assert choose(USB2, rate_fps=100).rate_fps == 60


def test_a_format_that_was_asked_for_is_kept() -> None:
    assert choose(USB2, pixel_format=PixelFormat.YUYV) == Request("YUYV", FrameSize(1280, 720), 10)


def test_a_format_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(SourceFormatError, match=r"C \(/dev/video0\) does not send MJPG but YUYV"):
        choose(USB2[:2], pixel_format=PixelFormat.MJPG)


def test_a_camera_that_tells_nothing_is_asked_for_what_is_wanted() -> None:
    assert choose(()) == Request(None, FrameSize(1280, 720), 30)
    assert choose((mode("H264", 640, 480, 30),)) == Request(None, FrameSize(1280, 720), 30)


def test_a_virtual_camera_without_rates_is_asked_for_the_wanted_one() -> None:
    assert choose((mode("YU12", 1280, 720),)) == Request("YU12", FrameSize(1280, 720), 30)
