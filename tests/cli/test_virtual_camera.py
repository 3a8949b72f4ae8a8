from pathlib import Path

import pytest

from matting_rt.cli import virtual_camera
from matting_rt.cli.__main__ import main
from matting_rt.virtual_camera import running

PLAN = "echo @plan install apt-get v4l2loopback-dkms; echo @plan load"


@pytest.fixture(autouse=True)
def _on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "plan_call", lambda: ["/bin/sh", "-c", PLAN])


def run_script(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(running, "root_call", lambda verb, has_terminal: ["/bin/sh", "-c", script, "", verb])


def test_a_dry_run_says_what_would_be_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run_script(monkeypatch, f"touch {tmp_path}/done")
    assert main(["virtual-camera", "set-up", "--dry-run"]) == 0
    assert "  - install v4l2loopback-dkms with apt-get\n  - load the module now\n" in capsys.readouterr().out
    assert not (tmp_path / "done").exists()


def test_steps_are_named_and_what_programs_say_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_script(monkeypatch, "echo @step install apt-get; echo Unpacking; echo @step load; echo @ready /dev/video10")
    assert main(["virtual-camera", "set-up"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-4:-1] == ["Installing the module with apt-get …", "    Unpacking", "Loading the module …"]
    assert lines[-1].startswith("/dev/video10 is there, now and after each restart")


def test_a_failure_is_one_line_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_script(monkeypatch, "echo @failed broken; exit 1")
    assert main(["virtual-camera", "set-up"]) == 1
    assert capsys.readouterr().err.endswith("finish that first: sudo dpkg --configure -a\n")


def test_undoing_says_that_it_is_removed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run_script(monkeypatch, 'test "$1" = undo && echo @removed')
    assert main(["virtual-camera", "undo"]) == 0
    assert capsys.readouterr().out == "The virtual camera is removed.\n"


def test_elsewhere_than_on_linux_it_says_what_to_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(virtual_camera.platform, "system", lambda: "Windows")
    assert main(["virtual-camera"]) == 2
    assert "OBS" in capsys.readouterr().err
