"""Closing and quitting: what is asked, when, and what the answers do."""

from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.settings.dialog import SettingsDialog
from gui.settings.setting import TrayAnswer
from tests.gui.app.driving import Person, go_live, open_camera, press, record


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow) -> Person:
    return Person(qtbot, window)


@pytest.mark.parametrize("has_tray", [True, False])
@pytest.mark.parametrize("setting", [TrayAnswer.KEEP, TrayAnswer.QUIT])
def test_closing_while_others_see_asks_once(
    qtbot: QtBot, window: MainWindow, person: Person, camera: str, setting: TrayAnswer, has_tray: bool
) -> None:
    window.store.set("program.keep_in_tray", TrayAnswer.ASK)
    go_live(qtbot, window, camera)
    window.tray.isSystemTrayAvailable = lambda: has_tray  # type: ignore[method-assign] - Qt has none in memory
    keep = "&Keep running in the tray" if has_tray else "&Keep running minimised"
    person.will_answer(keep if setting is TrayAnswer.KEEP else "&Stop and quit", always=True)
    window.close()
    is_over = setting is TrayAnswer.QUIT
    assert bool(person.ended) is is_over
    assert window.isMinimized() if not (is_over or has_tray) else not window.isVisible()
    assert window.store.program.keep_in_tray is setting
    window.bring_back()
    window.close()  # asks no more: nobody would answer
    assert person.ended == 2 * is_over


def test_quitting_quits_whatever_closing_was_chosen_to_mean_and_asks_at_most_whether(
    qtbot: QtBot, window: MainWindow, person: Person, camera: str
) -> None:
    window.store.set("program.keep_in_tray", TrayAnswer.KEEP)
    go_live(qtbot, window, camera)
    person.will_answer("Cancel")
    press(qtbot, window, Qt.Key.Key_Q)
    assert person.ended == 0
    person.will_answer("&Stop and quit")
    press(qtbot, window, Qt.Key.Key_Q)
    assert person.ended == 1
    assert person.asked == ["Others see you. Stop and quit?"] * 2
    window.store.set("program.keep_in_tray", TrayAnswer.QUIT)
    press(qtbot, window, Qt.Key.Key_Q)  # asks nothing: that was answered for good
    assert person.ended == 2


@pytest.mark.parametrize("setting", [TrayAnswer.KEEP, TrayAnswer.QUIT])
def test_while_it_is_recorded_closing_and_quitting_ask_whatever_was_chosen_for_good(
    qtbot: QtBot, window: MainWindow, person: Person, camera: str, tmp_path: Path, setting: TrayAnswer
) -> None:
    window.store.set("program.keep_in_tray", setting)
    open_camera(qtbot, window, camera)
    record(qtbot, window, tmp_path)
    person.will_answer("Cancel")
    window.close()
    person.will_answer("Cancel")
    press(qtbot, window, Qt.Key.Key_Q)
    assert person.asked == ["You are recording. Keep running without the window?", "You are recording. Stop and quit?"]
    assert window.isVisible()
    assert person.ended == 0
    assert window.store.program.keep_in_tray is setting


def test_the_key_that_quits_works_in_a_dialog_too(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    window.commands.settings.trigger()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert person.ended == 1
    dialog.reject()
