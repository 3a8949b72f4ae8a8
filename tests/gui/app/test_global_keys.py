"""Keys that a desktop's portal lends, on a real bus with a portal that answers as the desktop's does."""

import shutil
from collections.abc import Iterator

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("jeepney", reason="jeepney is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gui.app.global_keys import GLOBAL_KEYS, GlobalKeys, KeysState
from gui.settings.dialog import SettingsDialog
from gui.settings.keys_table import KeysTable
from gui.settings.setting import Section
from gui.settings.store import SettingsStore
from tests.gui.portal import Portal, open_bus

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon")


@pytest.fixture
def bus() -> Iterator[str]:
    with open_bus() as address:
        yield address


@pytest.fixture
def portal(bus: str) -> Iterator[Portal]:
    with Portal(bus) as portal:
        yield portal


@pytest.fixture
def keys(qtbot: QtBot, bus: str) -> Iterator[GlobalKeys]:
    keys = GlobalKeys(bus)
    yield keys
    keys.close()
    keys.deleteLater()


def reach(qtbot: QtBot, keys: GlobalKeys, state: KeysState) -> None:
    keys.use(True)
    qtbot.waitUntil(lambda: keys.state is state)


def test_what_the_desktop_binds_is_shown_and_does_something_when_it_is_pressed(
    qtbot: QtBot, portal: Portal, keys: GlobalKeys
) -> None:
    reach(qtbot, keys, KeysState.BOUND)
    assert portal.bound["record"]["description"] == ("s", "Start or finish a recording")
    assert keys.keys["pause"] == "CTRL+ALT+SHIFT+p"
    with qtbot.waitSignal(keys.pressed) as caught:
        portal.press("pause", "/org/freedesktop/portal/desktop/session/1_2/another")  # of another program
        portal.press("record")
    assert caught.args == ["record"]
    portal.rebind("pause", "Pause")
    qtbot.waitUntil(lambda: keys.keys.get("pause") == "Pause")
    keys.use(False)
    assert (keys.state, keys.keys) == (KeysState.OFF, {})
    qtbot.waitUntil(lambda: bool(portal.closed))
    reach(qtbot, keys, KeysState.BOUND)  # and again


def test_who_refuses_is_not_asked_again_until_it_is_turned_on_again(
    qtbot: QtBot, portal: Portal, keys: GlobalKeys
) -> None:
    portal.response = 1
    reach(qtbot, keys, KeysState.REFUSED)
    keys.use(True)
    assert keys.state is KeysState.REFUSED
    keys.use(False)
    portal.response = 0
    reach(qtbot, keys, KeysState.BOUND)


def test_a_desktop_without_such_a_portal_or_without_a_bus_lends_no_keys(
    qtbot: QtBot, bus: str, keys: GlobalKeys
) -> None:
    reach(qtbot, keys, KeysState.MISSING)  # nobody there
    with Portal(bus) as older:
        older.has_keys = False
        keys.use(False)
        reach(qtbot, keys, KeysState.MISSING)
    nowhere = GlobalKeys("unix:path=/nowhere")
    nowhere.use(True)
    assert nowhere.state is KeysState.MISSING
    nowhere.close()


def test_a_bus_that_goes_takes_nothing_else_along(qtbot: QtBot) -> None:
    with open_bus() as bus, Portal(bus):
        keys = GlobalKeys(bus)
        reach(qtbot, keys, KeysState.BOUND)
    qtbot.waitUntil(lambda: keys.state is KeysState.MISSING)
    keys.close()
    assert keys.state is KeysState.OFF


def test_the_settings_say_what_became_of_it_and_have_commands_to_copy(
    qtbot: QtBot, portal: Portal, keys: GlobalKeys, store: SettingsStore
) -> None:
    dialog = SettingsDialog(store, None, keys)
    qtbot.addWidget(dialog)
    dialog.show_section(Section.KEYS)
    dialog.show()
    table = dialog.findChild(KeysTable)
    assert table is not None
    assert table.said.text().startswith("Turned on, your desktop is asked")
    reach(qtbot, keys, KeysState.BOUND)
    assert table.said.text().startswith("Your desktop has assigned these keys")
    assert table.shown["start"].text() == "CTRL+ALT+SHIFT+s"
    assert {label.text() for label in table.findChildren(QLabel)} >= {each.text for each in GLOBAL_KEYS}
    copy = table.findChildren(QToolButton)[0]
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == "matting-rt control toggle"
    dialog.close()
    dialog.deleteLater()  # with the timer of what was copied
