import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from matting_rt.frame import FrameSize

if sys.platform != "linux":
    pytest.skip("Video4Linux is of Linux", allow_module_level=True)

from matting_rt.sources import v4l2

YUYV = int.from_bytes(b"YUYV", "little")


@pytest.mark.parametrize(
    ("structure", "size", "request_number"),
    [
        (v4l2.Capability, 104, 0x80685600),
        (v4l2.FormatDescription, 64, 0xC0405602),
        (v4l2.RequestBuffers, 20, 0xC0145608),
        (v4l2.GetControl, 8, 0xC008561B),
        (v4l2.SetControl, 8, 0xC008561C),
        (v4l2.FrameSizes, 44, 0xC02C564A),
        (v4l2.FrameIntervals, 52, 0xC034564B),
    ],
)
def test_structures_and_requests_are_those_of_the_kernel(
    structure: type[v4l2.Structure], size: int, request_number: int
) -> None:
    """Sizes and numbers as a C program prints them that includes linux/videodev2.h."""
    assert ctypes.sizeof(structure) == size
    assert structure.request() == request_number


class ToldNode:
    """A node that answers as a driver would which sends YUYV in `sizes` at `rates_fps`."""

    path = "/dev/video3"

    def __init__(
        self,
        capabilities: int = v4l2.CAP_DEVICE_CAPS | v4l2.CAP_VIDEO_CAPTURE,
        device_caps: int = v4l2.CAP_VIDEO_CAPTURE,
        sizes: Callable[[v4l2.FrameSizes], bool] | None = None,
        intervals: Callable[[v4l2.FrameIntervals], bool] | None = None,
    ) -> None:
        self.capabilities, self.device_caps = capabilities, device_caps
        self.answers = {v4l2.FrameSizes: sizes, v4l2.FrameIntervals: intervals}

    def ask(self, structure: v4l2.Structure) -> None:
        if isinstance(structure, v4l2.Capability):
            structure.driver, structure.card, structure.bus_info = (
                b"uvcvideo",
                b"Caf\xc3\xa9 Cam",
                b"usb-0000:00:14.0-8",
            )
            structure.capabilities, structure.device_caps = self.capabilities, self.device_caps
            return
        if isinstance(structure, v4l2.FormatDescription) and structure.index == 0:
            structure.pixelformat = YUYV
            return
        answer = self.answers.get(type(structure))
        if answer is None or not answer(structure):
            raise OSError(errno.EINVAL, "Invalid argument")


def discrete_sizes(sizes: v4l2.FrameSizes) -> bool:
    if sizes.index > 1:
        return False
    sizes.type = 1
    sizes.values[:2] = [(640, 480), (1280, 720)][sizes.index]
    return True


def size_range(sizes: v4l2.FrameSizes) -> bool:
    sizes.type = 3
    sizes.values[:] = [2, 1280, 2, 2, 720, 2]
    return sizes.index == 0


def discrete_intervals(intervals: v4l2.FrameIntervals) -> bool:
    if intervals.index > 1:
        return False
    intervals.type = 1
    intervals.values[:2] = [(1, 30), (1001, 15000)][intervals.index]
    return True


def interval_range(intervals: v4l2.FrameIntervals) -> bool:
    intervals.type = 2
    intervals.values[:] = [1, 30, 1, 10, 1, 1000]
    return intervals.index == 0


def test_a_camera_is_described_with_its_modes() -> None:
    camera = v4l2.describe(ToldNode(sizes=discrete_sizes, intervals=discrete_intervals), {}, set())
    assert (camera.path, camera.name, camera.driver) == ("/dev/video3", "Café Cam", "uvcvideo")
    assert [(m.fourcc, m.size, m.rates_fps) for m in camera.modes] == [
        ("YUYV", FrameSize(640, 480), (14.985, 30.0)),
        ("YUYV", FrameSize(1280, 720), (14.985, 30.0)),
    ]


def test_ranges_of_sizes_and_rates_are_told_by_common_ones_within() -> None:
    camera = v4l2.describe(ToldNode(sizes=size_range, intervals=interval_range), {}, set())
    sizes = [m.size for m in camera.modes]
    assert (1280, 720) in sizes
    assert (1920, 1080) not in sizes
    assert camera.modes[0].rates_fps == (10, 15, 20, 24, 25, 30)


def test_a_camera_whose_rates_are_not_told_has_none() -> None:
    camera = v4l2.describe(ToldNode(sizes=discrete_sizes), {}, set())
    assert [m.rates_fps for m in camera.modes] == [(), ()]


@pytest.mark.parametrize(
    ("capabilities", "device_caps", "is_camera"),
    [
        (v4l2.CAP_DEVICE_CAPS | v4l2.CAP_VIDEO_CAPTURE, 0x0080_0000, False),  # a webcam's node of metadata
        (v4l2.CAP_DEVICE_CAPS | 0x2, 0x2, False),  # a loopback device that nobody feeds
        (v4l2.CAP_VIDEO_CAPTURE, 0, True),  # a driver from before there were device_caps
    ],
)
def test_only_nodes_that_capture_are_cameras(capabilities: int, device_caps: int, is_camera: bool) -> None:
    assert (v4l2.describe(ToldNode(capabilities, device_caps), {}, set()) is not None) == is_camera


def test_the_stable_id_is_the_best_that_is_known() -> None:
    links = {"by-id": "usb-Cam_1-video-index0", "by-path": "pci-0000:00:14.0-usb-0:8:1.0-video-index0"}
    assert v4l2.describe(ToldNode(), links, set()).stable_id == links["by-id"]
    assert v4l2.describe(ToldNode(), {"by-path": links["by-path"]}, set()).stable_id == links["by-path"]
    name = "Café Cam [usb-0000:00:14.0-8]"
    assert v4l2.describe(ToldNode(), {}, set()).stable_id == name
    assert v4l2.describe(ToldNode(), {}, {name}).stable_id == f"{name} #2"


def test_links_are_read_by_where_they_lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(v4l2, "DEVICES", tmp_path)
    for name in ("video0", "video1"):
        (tmp_path / name).touch()
    for folder, link, target in (
        ("by-id", "usb-A", "video0"),
        ("by-path", "pci-A", "video0"),
        ("by-id", "usb-B", "video1"),
    ):
        (tmp_path / "v4l" / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "v4l" / folder / link).symlink_to(f"../../{target}")
    assert v4l2.links_to(tmp_path / "video0") == {"by-id": "usb-A", "by-path": "pci-A"}


def test_a_node_that_is_no_device_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(v4l2, "DEVICES", tmp_path)
    (tmp_path / "video0").touch()
    (tmp_path / "video1").symlink_to("/dev/null")
    assert v4l2.list_cameras() == []


def test_what_is_no_device_cannot_be_asked_for_buffers(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        v4l2.check_free(str(tmp_path / "video9"))
    with pytest.raises(OSError, match="Inappropriate ioctl"):
        v4l2.check_free("/dev/null")


def test_the_program_that_holds_a_device_is_named(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.touch()
    assert v4l2.holders(str(device)) == []
    script = "import sys; held = open(sys.argv[1]); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(device)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        program.stdout.readline()
        (holder,) = v4l2.holders(str(device))
        assert holder.pid == program.pid
        assert str(holder) == f"{holder.name}, pid {program.pid}"
        assert holder.name.startswith("python")
    with device.open():
        assert [holder.pid for holder in v4l2.holders(str(device))] == [os.getpid()]
