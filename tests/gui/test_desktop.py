"""What the desktop is asked for, on a real bus."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtDBus import QDBusConnection
from PyQt6.QtWidgets import QApplication

from gui import desktop

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon")


@pytest.fixture
def address() -> Iterator[str]:
    """Of a bus of our own."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@pytest.fixture
def bus(qapp: QApplication, address: str) -> Iterator[QDBusConnection]:
    yield QDBusConnection.connectToBus(address, "window")
    QDBusConnection.disconnectFromBus("window")


@pytest.fixture
def watched(address: str) -> Iterator["subprocess.Popen[str]"]:
    """A program that prints all that is said on the bus."""
    command = ["dbus-monitor", "--address", address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as monitor:
        assert monitor.stdout is not None
        monitor.stdout.readline()
        yield monitor
        monitor.terminate()


def lines_of(monitor: "subprocess.Popen[str]", member: str, count: int) -> list[str]:
    """The arguments of the next call of it."""
    assert monitor.stdout is not None
    for line in monitor.stdout:
        if f"member={member}" in line:
            return [next(monitor.stdout).strip() for _ in range(count)]
    raise AssertionError(member)


def test_a_file_is_shown_selected_in_its_folder(
    bus: QDBusConnection, watched: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(desktop.QDesktopServices, "openUrl", lambda url: not opened.append(url.toLocalFile()))
    assert desktop.show_in_folder(Path("/a folder/clip.mp4"), bus)
    assert lines_of(watched, "ShowItems", 3) == ["array [", 'string "file:///a folder/clip.mp4"', "]"]
    assert opened == ["/a folder"], "there is no file manager on this bus"


def test_a_notification_has_the_types_that_the_desktop_takes(
    bus: QDBusConnection, watched: "subprocess.Popen[str]"
) -> None:
    assert not desktop.notify("Title", "Text", bus), "nobody takes it on this bus"
    told = lines_of(watched, "Notify", 7)
    assert told == [
        'string "Matting RT"', "uint32 0", 'string ""', 'string "Title"', 'string "Text"', "array [", "]",
    ]  # fmt: skip


def test_the_task_bar_is_told_how_far_it_is(bus: QDBusConnection, watched: "subprocess.Popen[str]") -> None:
    desktop.show_progress(0.25, bus)
    told = " ".join(lines_of(watched, "Update", 10))
    assert 'string "application://matting-rt.desktop"' in told
    assert "double 0.25" in told
    assert "boolean true" in told


def test_without_a_bus_nothing_is_taken(qapp: QApplication) -> None:
    broken = QDBusConnection.connectToBus("unix:path=/nowhere", "no desktop")
    assert not desktop.notify("Title", "Text", broken)
    desktop.show_progress(0.5, broken)
    QDBusConnection.disconnectFromBus("no desktop")
