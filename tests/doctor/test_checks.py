import socket
from dataclasses import replace
from pathlib import Path

import pytest

from matting_rt.doctor.checks import Finding, Severity, System, advise, missing, this_system
from matting_rt.doctor.probe import CameraEntry, EngineEntry, GpuEntry, ModelEntry, Survey, VirtualCameraEntry

FREE = VirtualCameraEntry("/dev/video10", "Matting RT", "free", ())
WELL = Survey(
    cameras=(CameraEntry("usb-1", "/dev/video0", "Webcam", ()),),
    virtual_cameras=(FREE,),
    engines=(EngineEntry("torch", "2.9", ("CPU",)), EngineEntry("onnx", "1.20", ("CPUExecutionProvider",))),
    models=(ModelEntry("mobilenetv3-lite", "mobilenetv3-lite (refine)"),),
)


@pytest.fixture
def system(tmp_path: Path) -> System:
    """A computer with nothing to complain of."""
    (tmp_path / "lib/modules/6.1").mkdir(parents=True)
    (tmp_path / "usr/lib/x86_64-linux-gnu").mkdir(parents=True)
    (tmp_path / "usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0").touch()
    packages = frozenset({"pyqt6", "pyvirtualcam", "opencv-python-headless"})
    return System(root=tmp_path, name="Linux", release="6.1", environment={}, packages=packages)


def write(system: System, name: str, text: str) -> None:
    path = system.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def the_finding(survey: Survey, system: System) -> Finding:
    (finding,) = advise(survey, system)
    return finding


def test_a_computer_that_is_well_gets_no_advice(system: System) -> None:
    write(system, "sys/module/v4l2loopback/parameters/exclusive_caps", "Y,N,N,N\n")
    write(system, "etc/modules-load.d/matting-rt.conf", "v4l2loopback\n")
    assert advise(WELL, system) == []


def test_the_computer_that_runs_the_tests_can_be_advised() -> None:
    assert all(finding.text for finding in advise(Survey(), this_system()))


def test_a_virtual_camera_that_is_missing_can_be_set_up(system: System) -> None:
    finding = the_finding(replace(WELL, virtual_cameras=()), system)
    assert finding.severity is Severity.MISSING
    assert finding.can_set_up
    assert finding.command is not None
    assert finding.command.endswith("virtual-camera set-up")


def test_a_virtual_camera_that_works_in_part_is_a_matter_of_advice(system: System) -> None:
    write(system, "sys/module/v4l2loopback/parameters/exclusive_caps", "N,N\n")
    write(system, "etc/modules-load.d/v4l2loopback.conf", "v4l2loopback\n")
    finding = the_finding(WELL, system)
    assert finding.severity is Severity.ADVICE
    assert "exclusive_caps=1" in finding.text


def test_who_holds_a_virtual_camera_is_said(system: System) -> None:
    busy = replace(FREE, state="busy", holders=("obs (pid 7)",))
    finding = the_finding(replace(WELL, virtual_cameras=(busy,)), system)
    assert "in use (obs (pid 7))" in finding.text
    assert finding.severity is Severity.ADVICE


def test_a_camera_that_may_not_be_opened_is_found(system: System) -> None:
    (system.root / "dev").mkdir()
    (system.root / "dev/video0").symlink_to("nowhere")  # which not even root can open
    assert the_finding(WELL, system).command == "sudo usermod -aG video $USER"


def test_what_live_video_needs_is_told_from_what_it_can_use(system: System) -> None:
    findings = missing(Survey(), replace(system, packages=frozenset()))
    severities = {finding.text.split(":")[0]: finding.severity for finding in findings}
    assert severities["there is no camera"] is Severity.MISSING
    assert severities["ONNX Runtime is not installed"] is Severity.MISSING
    assert severities["no model is installed"] is Severity.MISSING
    assert severities["the desktop window needs PyQt6 (GPL-3)"] is Severity.ADVICE


def test_elsewhere_than_on_linux_pyvirtualcam_is_needed(system: System) -> None:
    windows = replace(system, name="Windows", packages=frozenset({"pyqt6"}))
    assert the_finding(replace(WELL, virtual_cameras=()), windows).command == "pip install pyvirtualcam"


def test_two_wheels_of_opencv_are_found(system: System) -> None:
    both = replace(system, packages=system.packages | {"opencv-python"})
    command = "pip uninstall -y opencv-python opencv-python-headless && pip install opencv-python-headless"
    assert the_finding(WELL, both).command == command


def test_what_the_window_needs_of_the_system_is_found(system: System) -> None:
    (system.root / "usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0").unlink()
    assert the_finding(WELL, system).command == "sudo apt-get install libxcb-cursor0"
    assert advise(WELL, replace(system, packages=system.packages - {"pyqt6"}))[0].command == "pip install PyQt6"
    write(system, "usr/lib64/libxcb-cursor.so.0", "")
    assert advise(WELL, system) == []


@pytest.mark.parametrize("has_driver", [True, False])
def test_a_card_that_pytorch_cannot_use_is_found(system: System, has_driver: bool) -> None:
    write(system, "sys/bus/pci/devices/0000:01:00.0/vendor", "0x10de\n")
    write(system, "sys/bus/pci/devices/0000:01:00.0/class", "0x030000\n")
    if has_driver:
        write(system, "proc/driver/nvidia/version", "NVRM version: 550\n")
    assert ("its driver is not loaded" in the_finding(WELL, system).text) is not has_driver
    assert advise(replace(WELL, gpus=(GpuEntry("RTX", 8.0, None),)), system) == []


def test_a_card_without_pytorch_gets_the_extra_that_uses_it(system: System) -> None:
    write(system, "proc/driver/nvidia/version", "NVRM version: 550\n")
    finding = the_finding(replace(WELL, engines=WELL.engines[1:]), system)
    assert finding.severity is Severity.ADVICE
    assert finding.command == "pip install 'matting-rt[gpu]'"


def test_a_processor_that_computes_in_bf16_gets_the_runtime_that_does(system: System) -> None:
    write(system, "proc/cpuinfo", "flags : fpu sse2 avx512_bf16\n")
    finding = the_finding(WELL, system)
    assert "computes in bf16" in finding.text
    assert finding.command == "pip install 'matting-rt[openvino]'"
    both = replace(WELL, engines=(*WELL.engines, EngineEntry("openvino", "2026.4", ("CPU",))))
    assert advise(both, system) == []


def test_the_sound_device_of_a_card_is_no_card(system: System) -> None:
    write(system, "sys/bus/pci/devices/0000:01:00.1/vendor", "0x10de\n")
    write(system, "sys/bus/pci/devices/0000:01:00.1/class", "0x040300\n")
    assert advise(WELL, system) == []


@pytest.mark.parametrize("environment", [{"XDG_SESSION_TYPE": "wayland"}, {"WAYLAND_DISPLAY": "wayland-0"}])
def test_on_wayland_the_shortcut_is_bound_in_the_desktop(system: System, environment: dict[str, str]) -> None:
    assert the_finding(WELL, replace(system, environment=environment)).command == "matting-rt control toggle"


def test_a_full_disk_is_found(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = replace(system, cache=system.root / "not" / "yet")
    monkeypatch.setattr("matting_rt.doctor.checks.LOW_DISK_GB", 1e9)
    finding = the_finding(WELL, cache)
    assert "GB left" in finding.text
    assert finding.command is None
    monkeypatch.setattr("matting_rt.doctor.checks.LOW_DISK_GB", 0)
    assert advise(WELL, cache) == []


def test_a_socket_that_a_dead_program_left_is_found(system: System) -> None:
    path = system.root / "control.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    assert the_finding(WELL, replace(system, control=path)).command == f"rm {path}"
    path.unlink()
    assert advise(WELL, replace(system, control=path)) == []


def test_a_file_that_cannot_be_read_is_a_line_and_no_traceback(system: System) -> None:
    (system.root / "sys/module/v4l2loopback/parameters/exclusive_caps").mkdir(parents=True)
    assert "could not be examined" in the_finding(WELL, system).text
