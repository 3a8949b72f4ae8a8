"""Cameras that come and go are told without being asked for."""

from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.live import device_watch
from gui.live.device_watch import DeviceWatch
from matting_rt.doctor import probe
from matting_rt.doctor.probe import CameraEntry


def test_a_camera_that_is_plugged_in_is_told(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder stands for /dev: the files in it are its cameras."""
    monkeypatch.setattr(device_watch, "_DEVICES", (str(tmp_path),))
    monkeypatch.setattr(device_watch, "_SETTLE_MS", (10, 50))
    monkeypatch.setattr(
        probe,
        "list_cameras",
        lambda: tuple(CameraEntry(path.name, str(path), path.name, ()) for path in tmp_path.iterdir()),
    )
    watch = DeviceWatch()
    seen: list[list[str]] = []
    watch.cameras_changed.connect(lambda cameras: seen.append([camera.id for camera in cameras]))
    try:
        watch.start()
        qtbot.waitUntil(lambda: seen == [[]], timeout=20_000)
        (tmp_path / "webcam").write_text("")
        qtbot.waitUntil(lambda: seen[-1] == ["webcam"], timeout=20_000)
        (tmp_path / "webcam").unlink()
        qtbot.waitUntil(lambda: seen[-1] == [], timeout=20_000)
    finally:
        watch.stop()
        watch.deleteLater()


def test_a_system_that_cannot_be_asked_has_no_cameras(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> tuple[CameraEntry, ...]:
        raise OSError("no such driver")

    monkeypatch.setattr(probe, "list_cameras", fail)
    watch = DeviceWatch()
    with qtbot.waitSignal(watch.cameras_changed, timeout=20_000) as told:
        watch.look()
    assert told.args == [()]
    watch.stop()
    watch.deleteLater()
