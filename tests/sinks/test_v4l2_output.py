"""Our writer against a preloaded library that stands for the kernel; tests/devices has the kernel itself."""

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import SinkMissingError
from matting_rt.frame import FrameSize
from matting_rt.live.output_kinds import build_live_sink
from matting_rt.sinks import v4l2_output
from matting_rt.sinks.v4l2_device import list_virtual_cameras
from matting_rt.sinks.yuv import Yu12Converter
from matting_rt.virtual_camera.facts import examine
from tests.sinks.frames import stream_info
from tests.sources.media import textured_image

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="V4L2 is Linux's"),
    pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler (cc) to build v4l2_shim.c with"),
]

needs_pyvirtualcam = pytest.mark.skipif(
    importlib.util.find_spec("pyvirtualcam") is None, reason="pyvirtualcam is not installed"
)

ROOT = Path(__file__).parents[2]
FRAME_BYTES = 96 * 64 * 3 // 2
WRITE = """
import sys
from matting_rt.live.output_kinds import build_live_sink
from matting_rt.errors import SinkError
from tests.sinks.frames import matted_frame, stream_info

sink = build_live_sink(sys.argv[1])
try:
    sink.open(stream_info())
    for index in range(3):
        sink.write(matted_frame(index))
    sink.finish()
except SinkError as error:
    print(f"{type(error).__name__}: {error}")
finally:
    sink.abort()
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    source = Path(__file__).with_name("v4l2_shim.c")
    subprocess.run(["cc", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


class Device:
    """A file that looks like a virtual camera to programs which are run with it."""

    def __init__(self, folder: Path, shim: Path) -> None:
        self.file = folder / "video7"
        self.file.touch()
        self.path = f"/dev/..{self.file}"
        """The same file by a name that outputs take for a device."""
        self._log = folder / "log"
        self._shim = shim

    def run(self, output: str | None = None, script: str = WRITE, **faults: object) -> str:
        """What the script prints; `faults` are named as in v4l2_shim.c."""
        environment = {
            **os.environ,
            "LD_PRELOAD": str(self._shim),
            "SHIM_DEVICE": self.path,
            "SHIM_LOG": str(self._log),
            **{f"SHIM_{name.upper()}": str(value) for name, value in faults.items()},
        }
        command = [sys.executable, "-c", script, output or self.path]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60
        ).stdout.strip()

    @property
    def calls(self) -> list[str]:
        return self._log.read_text().splitlines()


@pytest.fixture
def device(tmp_path: Path, shim: Path) -> Device:
    return Device(tmp_path, shim)


def test_the_calls_come_in_the_order_that_leaves_no_driver_stuck(device: Device) -> None:
    assert device.run() == ""
    assert device.calls == [
        "open O_WRONLY",
        "QUERYCAP",
        f"S_FMT 2 96x64 YU12 {FRAME_BYTES} colorspace 8 encoding 1 range 2",
        "STREAMON 2",
        *[f"write {FRAME_BYTES}"] * 3,
        "STREAMOFF 2",
        "close",
    ]


def test_whole_frames_arrive(device: Device) -> None:
    device.run()
    planes = Yu12Converter(FrameSize(96, 64)).convert(textured_image(96, 64))
    sent = np.frombuffer(device.file.read_bytes(), dtype=np.uint8).reshape(3, *planes.shape)
    np.testing.assert_array_equal(sent, np.broadcast_to(planes, sent.shape))


def test_streamon_may_be_refused_as_newer_drivers_do(device: Device) -> None:
    assert device.run(streamon_errno=errno.EINVAL) == ""
    assert device.file.stat().st_size == 3 * FRAME_BYTES


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ({"open_errno": errno.EBUSY}, "SinkBusyError: {path} is in use by another user's program, or stuck"),
        ({"caps": 0x1}, "SinkBusyError: {path} is in use by another user's program, or stuck"),
        ({"streamon_errno": errno.EBUSY}, "SinkBusyError: {path} is in use"),
        ({"width": 640}, "SinkBusyError: {path} is fixed at 640x64 YU12 while another program has it open"),
        ({"open_errno": errno.EACCES}, "SinkError: you may not open {path}; join its group"),
        ({"open_errno": errno.ENODEV}, "SinkMissingError: {path} is not there"),
        ({"driver": "uvcvideo"}, "SinkMissingError: {path} is not a virtual camera but Shim; choose another"),
        ({"lost_after": 2}, "SinkLostError: {path} no longer takes frames: No such device"),
        ({"short_write": 1}, f"SinkLostError: {{path}} took only {FRAME_BYTES // 2} of a frame's {FRAME_BYTES} bytes"),
    ],
)
def test_a_fault_is_one_line_and_the_device_is_released(device: Device, faults: dict[str, object], said: str) -> None:
    printed = device.run(**faults)
    assert printed.startswith(said.format(path=device.path)), printed
    assert "\n" not in printed
    if "open_errno" not in faults:
        assert device.calls[-1] == "close"


def test_a_busy_device_is_answered_with_the_command_that_reloads_it(device: Device) -> None:
    assert 'v4l2loopback exclusive_caps=1 card_label="Matting RT" video_nr=7' in device.run(caps=0x1)


def test_a_device_without_exclusive_caps_works_with_a_warning(device: Device) -> None:
    script = f"import logging\nlogging.basicConfig(stream=__import__('sys').stdout)\n{WRITE}"
    assert "browsers will not list" in device.run(script=script, caps=0x3)
    assert device.file.stat().st_size == 3 * FRAME_BYTES


def test_a_lost_device_can_be_opened_again_by_the_same_sink(device: Device) -> None:
    again = "import os\ndel os.environ['SHIM_LOST_AFTER']\nsink.open(stream_info())\nsink.write(matted_frame())\n"
    script = WRITE + again
    assert "SinkLostError" in device.run(script=script, lost_after=1)
    first, second = " ".join(device.calls).split(" close ")
    assert first.endswith("STREAMOFF 2")
    assert second.startswith("open O_WRONLY QUERYCAP S_FMT")
    assert second.endswith(f"STREAMON 2 write {FRAME_BYTES}")


def test_virtual_comes_back_to_the_device_that_others_have_chosen_by_now(device: Device) -> None:
    chosen_once = """
from matting_rt.sinks import v4l2_output
choices = [sys.argv[1]]
v4l2_output.first_free = choices.pop
sys.argv[1] = "virtual"
"""
    again = "import os\ndel os.environ['SHIM_LOST_AFTER']\nsink.open(stream_info())\nsink.write(matted_frame())\n"
    script = WRITE.replace("sink = ", chosen_once + "sink = ", 1) + again
    assert "SinkLostError" in device.run(script=script, lost_after=1)
    assert device.calls.count("open O_WRONLY") == 2


def test_the_program_that_holds_a_device_is_named(device: Device) -> None:
    """A reader holds the file; the driver says that it takes no frames."""
    with device.file.open("rb"):
        said = device.run(caps=0x1)
    assert f"(pid {os.getpid()})" in said
    assert "close that program" in said


def test_a_missing_device_is_answered_with_the_command_that_sets_one_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib/modules/6.1").mkdir(parents=True)  # of a kernel of one's own, which a container lacks
    facts = examine(tmp_path, "6.1")
    monkeypatch.setattr(v4l2_output, "examine", lambda root, release: facts)
    sink = build_live_sink("/dev/video4242")
    with pytest.raises(SinkMissingError) as caught:
        sink.open(stream_info())
    assert str(caught.value).startswith("/dev/video4242 is not there (No such file or directory); choose another, or")
    assert str(caught.value).endswith("virtual-camera set-up")
    assert "\n" not in str(caught.value)


def test_a_virtual_camera_is_listed_with_its_state(device: Device) -> None:
    script = """
import sys
from pathlib import Path
from matting_rt.sinks.v4l2_device import list_virtual_cameras
for camera in list_virtual_cameras(Path(sys.argv[1]).parent):
    print(Path(camera.path).name, camera.name, camera.state.value, *camera.holders)
"""
    (device.file.parent / "video10").touch()
    (device.file.parent / "video-not").touch()
    assert device.run(script=script) == "video7 Shim free"
    assert device.run(script=script, caps=0x1) == "video7 Shim busy"
    assert device.run(script=script, driver="uvcvideo") == ""


def test_without_any_virtual_camera_the_list_is_empty(tmp_path: Path) -> None:
    assert list_virtual_cameras(tmp_path) == []


@needs_pyvirtualcam
def test_pyvirtualcam_can_be_asked_for_by_name(device: Device) -> None:
    assert device.run(f"pyvirtualcam:{device.path}") == ""
    planes = np.frombuffer(device.file.read_bytes(), dtype=np.uint8).reshape(3, 96, 96)[2]
    ours = Yu12Converter(FrameSize(96, 64)).convert(textured_image(96, 64))
    np.testing.assert_allclose(planes.astype(int), ours, atol=2)


@needs_pyvirtualcam
@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ({"caps": 0x1}, "SinkBusyError: {path} is in use by another user's program, or stuck"),
        ({"open_errno": errno.ENODEV}, "SinkMissingError: {path} is not there"),
    ],
)
def test_faults_are_the_same_through_pyvirtualcam(device: Device, faults: dict[str, object], said: str) -> None:
    printed = device.run(f"pyvirtualcam:{device.path}", **faults)
    assert printed.startswith(said.format(path=device.path)), printed


@needs_pyvirtualcam
def test_pyvirtualcam_notices_that_its_device_is_gone(device: Device) -> None:
    gone = "import os\nsink.open(stream_info())\nos.remove(sys.argv[1].partition(':')[2])\n"
    script = WRITE.replace("sink.finish()", "sink.finish()\n    exec(GONE)\n    sink.write(matted_frame())")
    printed = device.run(f"pyvirtualcam:{device.path}", script=f"GONE = {gone!r}\n{script}")
    assert printed == f"SinkLostError: {device.path} is gone; start it again"


def test_without_pyvirtualcam_the_extra_is_named(device: Device) -> None:
    script = f"import sys\nsys.modules['pyvirtualcam'] = None\n{WRITE}"
    printed = device.run(f"pyvirtualcam:{device.path}", script=script)
    assert printed == 'SinkMissingError: pyvirtualcam is not installed: pip install "matting-rt[live]"'
