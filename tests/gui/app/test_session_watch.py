"""Signals of a desktop, on a real bus."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("jeepney", reason="jeepney is not installed")

from PyQt6.QtDBus import QDBusConnection
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app.session_watch import SessionWatch
from tests.gui.portal import open_bus

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon")
LOCK = "org.gnome.ScreenSaver.ActiveChanged"
SLEEP = "org.freedesktop.login1.Manager.PrepareForSleep"


@pytest.fixture
def bus() -> Iterator[str]:
    with open_bus() as address:
        yield address


@pytest.fixture
def watch(qapp: QApplication, bus: str) -> Iterator[SessionWatch]:
    connection = QDBusConnection.connectToBus(bus, "test")
    assert connection.isConnected()
    watch = SessionWatch(None, connection, connection)
    yield watch
    watch.deleteLater()
    QDBusConnection.disconnectFromBus("test")


def send(bus: str, signal: str, *words: str) -> None:
    command = ["dbus-send", f"--bus={bus}", "--type=signal", "/anywhere", signal, *words]
    subprocess.run(command, check=True)


def test_who_locks_the_screen_or_lets_the_computer_sleep_is_away(watch: SessionWatch, bus: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(watch.changed) as caught:
        send(bus, LOCK, "boolean:true")
    assert caught.args == [True]
    send(bus, SLEEP, "boolean:true")
    send(bus, SLEEP, "boolean:false")
    send(bus, LOCK, "string:nonsense")
    send(bus, LOCK)
    with qtbot.waitSignal(watch.changed) as caught:
        send(bus, LOCK, "boolean:false")
    assert caught.args == [False]
    assert not watch.is_away


def test_without_a_bus_nobody_is_away(qapp: QApplication) -> None:
    broken = QDBusConnection.connectToBus("unix:path=/nowhere", "broken")
    watch = SessionWatch(None, broken, broken)
    assert not watch.is_away
    watch.deleteLater()
    QDBusConnection.disconnectFromBus("broken")
