"""Actions of the window by their keys."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLineEdit, QTabBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.app.commands import Commands
from gui.settings.store import SettingsStore

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Window(QWidget):
    """A text to type, two pages, and the commands of the real window."""

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self.text, self.pages = QLineEdit(self), QTabBar(self)
        self.pages.addTab("live")
        self.pages.addTab("videos")
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(self.pages)
        self.commands = Commands(self)
        self.commands.follow_history(store.history, self.pages)


@pytest.fixture
def window(store: SettingsStore, qtbot: QtBot) -> Window:
    store.history.clear()
    window = Window(store)
    qtbot.addWidget(window)
    window.show()
    window.pages.setFocus()
    qtbot.waitActive(window)
    return window


def test_undo_and_redo_have_their_keys_and_say_what_they_are_about_to_do(
    window: Window, store: SettingsStore, qtbot: QtBot
) -> None:
    commands = window.commands
    assert (commands.undo.text(), commands.undo.isEnabled(), commands.redo.isEnabled()) == ("Undo", False, False)
    store.choose_background("blur")
    assert commands.undo.text() == "Undo: Background"
    before = store.config
    for keys in (CONTROL | SHIFT, CONTROL):
        qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
        assert store.config.backdrop.spec != "blur"
        assert commands.redo.text() == "Redo: Background"
        qtbot.keyClick(window, Qt.Key.Key_Z if keys & SHIFT else Qt.Key.Key_Y, keys)
        assert store.config == before


def test_a_text_that_is_being_typed_has_its_own_undo(window: Window, store: SettingsStore, qtbot: QtBot) -> None:
    store.choose_background("blur")
    window.text.setFocus()
    qtbot.keyClicks(window.text, "x")
    qtbot.keyClick(window.text, Qt.Key.Key_Z, CONTROL)
    qtbot.keyClick(window.text, Qt.Key.Key_Z, CONTROL)
    assert (window.text.text(), store.config.backdrop.spec) == ("", "blur")


def test_nothing_is_undone_on_a_page_that_does_not_show_it(window: Window, store: SettingsStore, qtbot: QtBot) -> None:
    store.choose_background("blur")
    window.pages.setCurrentIndex(1)
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert store.config.backdrop.spec == "blur"
    window.pages.setCurrentIndex(0)
    assert window.commands.undo.isEnabled()
