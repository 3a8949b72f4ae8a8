"""What moves stands still where the person, or the desktop, asks for that."""

import shutil
from collections.abc import Iterator

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("jeepney", reason="jeepney is not installed")

from PyQt6.QtDBus import QDBusConnection
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.look import motion
from gui.look.motion import DesktopMotion, Motion
from tests.gui.portal import Portal, open_bus

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon")
APPEARANCE = "org.freedesktop.appearance", "reduced-motion"
GNOME = "org.gnome.desktop.interface", "enable-animations"


@pytest.fixture
def portal(qapp: QApplication) -> Iterator[Portal]:
    with open_bus() as bus, Portal(bus) as portal:
        QDBusConnection.connectToBus(bus, "motion")
        yield portal
        QDBusConnection.disconnectFromBus("motion")


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "_choice", Motion.AUTOMATIC)
    monkeypatch.setattr(motion, "_desktop", None)


def on_bus() -> QDBusConnection:
    return QDBusConnection("motion")


@pytest.mark.parametrize(
    ("name", "asking", "not_asking"), [(APPEARANCE, ("u", 1), ("u", 0)), (GNOME, ("b", 0), ("b", 1))]
)
def test_the_desktop_says_so_at_the_start_and_later(
    qtbot: QtBot, portal: Portal, name: tuple[str, str], asking: tuple[str, object], not_asking: tuple[str, object]
) -> None:
    portal.settings[name] = asking
    desktop = DesktopMotion(on_bus())
    qtbot.waitUntil(lambda: desktop.is_reduced)
    portal.change(*name, *not_asking)
    qtbot.waitUntil(lambda: not desktop.is_reduced)
    portal.change("org.gnome.desktop.interface", "cursor-size", "i", 1)
    portal.change(*name, *asking)
    qtbot.waitUntil(lambda: desktop.is_reduced)


def test_what_the_person_chooses_in_the_window_comes_before_the_desktop(qtbot: QtBot, portal: Portal) -> None:
    portal.settings[APPEARANCE] = "u", 1
    desktop = DesktopMotion(on_bus())
    qtbot.waitUntil(lambda: desktop.is_reduced)
    motion.use(Motion.AUTOMATIC, desktop)
    assert motion.is_reduced()
    motion.use(Motion.FULL)
    assert not motion.is_reduced()
    motion.use(Motion.AUTOMATIC)
    assert motion.is_reduced()


def test_without_a_portal_everything_moves_unless_the_person_says_otherwise(qapp: QApplication) -> None:
    nowhere = QDBusConnection.connectToBus("unix:path=/nowhere", "broken")
    motion.use(Motion.AUTOMATIC, DesktopMotion(nowhere))
    assert not motion.is_reduced()
    motion.use(Motion.REDUCED)
    assert motion.is_reduced()
    QDBusConnection.disconnectFromBus("broken")
