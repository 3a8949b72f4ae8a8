import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from matting_rt.config import DeviceKind
from matting_rt.doctor import probe
from matting_rt.doctor.probe import CameraEntry, EngineEntry, GpuEntry, VirtualCameraEntry, driver_version, probe_system
from matting_rt.engines import ENGINES
from matting_rt.frame import FrameSize


@dataclass(frozen=True)
class Mode:
    """As `matting_rt.sources` describes a format."""

    fourcc: str
    size: FrameSize
    rates_fps: tuple[float, ...]


@dataclass(frozen=True)
class Camera:
    """As `matting_rt.sources` describes a camera."""

    stable_id: str
    path: str
    name: str
    modes: tuple[Mode, ...]


def test_cameras_are_listed_with_their_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    modes = (Mode("MJPG", FrameSize(1280, 720), (30.0, 59.94)), Mode("YUYV", FrameSize(640, 480), ()))
    fake = ModuleType("matting_rt.sources.camera_backends")
    monkeypatch.setattr(fake, "list_cameras", lambda: [Camera("usb-1", "/dev/video0", "Webcam", modes)], raising=False)
    monkeypatch.setitem(sys.modules, fake.__name__, fake)
    monkeypatch.setattr("matting_rt.sources.camera_backends", fake, raising=False)
    formats = ("MJPG 1280x720 at 30, 59.94 fps", "YUYV 640x480")
    assert probe.list_cameras() == (CameraEntry("usb-1", "/dev/video0", "Webcam", formats),)


def test_engines_and_models_of_this_installation_are_found() -> None:
    engines = {engine.name: engine for engine in probe.list_engines()}
    assert engines.keys() == ENGINES.keys()
    assert all({*engine.devices} <= {kind.value for kind in DeviceKind} for engine in engines.values())
    assert "cpu" in engines["onnx"].devices
    assert "mobilenetv3-lite" in {model.name for model in probe.list_models()}


def test_a_probe_that_fails_does_not_keep_the_others_from_being_asked() -> None:
    def broken() -> tuple[()]:
        raise RuntimeError("the driver is broken\nin many lines")

    def absent() -> tuple[()]:
        raise ModuleNotFoundError("No module named 'torch'")

    virtual = VirtualCameraEntry("/dev/video10", "Matting RT", "free", ())
    found = probe_system({"cameras": broken, "gpus": absent, "virtual_cameras": lambda: (virtual,)})
    assert found.virtual_cameras == (virtual,)
    assert found.cameras == ()
    assert found.problems == (
        "cameras cannot be examined: RuntimeError: the driver is broken",
        "gpus cannot be examined: ModuleNotFoundError: No module named 'torch'",
    )


def test_the_survey_of_this_computer_raises_nothing() -> None:
    found = probe_system()
    assert all(isinstance(engine, EngineEntry) for engine in found.engines)
    assert all(isinstance(gpu, GpuEntry) for gpu in found.gpus)
    assert found.models


def test_the_version_of_the_driver_is_read(tmp_path: Path) -> None:
    file = tmp_path / "version"
    assert driver_version(file) is None
    file.write_text("NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024\n")
    assert driver_version(file) == "550.54.14"
    file.write_text("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  560.35.03  Release Build\n")
    assert driver_version(file) == "560.35.03"
