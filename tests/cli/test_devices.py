import json

import pytest

from matting_rt.cli.__main__ import main
from matting_rt.doctor import checks, probe
from matting_rt.doctor.checks import System
from matting_rt.doctor.probe import CameraEntry, EngineEntry, ModelEntry, Survey, VirtualCameraEntry

WELL = Survey(
    cameras=(CameraEntry("usb-1", "/dev/video0", "Webcam", ("MJPG 1280x720 at 30 fps",)),),
    virtual_cameras=(VirtualCameraEntry("/dev/video10", "Matting RT", "busy", ("zoom (pid 7)",)),),
    engines=(EngineEntry("torch", "2.9", ("CPU",)), EngineEntry("onnx", "1.20", ("CPUExecutionProvider",))),
    models=(ModelEntry("mine", "mobilenetv3 (refine)"),),
    problems=("gpus cannot be examined: RuntimeError: oh",),
)


def use(found: Survey, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """Let the commands see a computer without anything else."""
    monkeypatch.setattr(probe, "probe_system", lambda: found)
    monkeypatch.setattr(checks, "this_system", lambda: System(root=tmp_path, environment={}, packages=frozenset()))


def test_devices_are_listed_for_a_person(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    use(WELL, monkeypatch, tmp_path)
    assert main(["devices"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  /dev/video0  Webcam  (--camera usb-1)" in lines
    assert "      MJPG 1280x720 at 30 fps" in lines
    assert "  /dev/video10  Matting RT  (busy, open in zoom (pid 7))" in lines
    assert "  none that PyTorch can use" in lines
    assert "Note: gpus cannot be examined: RuntimeError: oh" in lines
    assert "    pip install PyQt6" in lines


def test_devices_are_listed_for_a_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    use(WELL, monkeypatch, tmp_path)
    assert main(["devices", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["cameras"][0]["id"] == "usb-1"
    assert listed["gpus"] == []
    assert {finding["severity"] for finding in listed["findings"]} == {"advice"}


def test_the_doctor_ends_well_where_nothing_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    use(WELL, monkeypatch, tmp_path)
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out.endswith("Everything that live video needs is there.\n")


def test_the_doctor_fails_where_something_needed_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    use(Survey(), monkeypatch, tmp_path)
    assert main(["doctor"]) == 1
    printed = capsys.readouterr()
    assert "Missing: there is no camera" in printed.out
    needs = "live video needs 4 things that are missing; the lines above that begin with Missing say what"
    assert printed.err == f"matting-rt: error: {needs}\n"


def test_devices_never_fails_even_where_nothing_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    use(Survey(), monkeypatch, tmp_path)
    assert main(["devices"]) == 0
    assert capsys.readouterr().out.count("  none") == 6
