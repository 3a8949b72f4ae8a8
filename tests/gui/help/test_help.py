"""Help and About, as they are opened from the window's actions."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtGui import QKeySequence
from PyQt6.QtWidgets import QApplication, QLabel, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from gui.app.commands import Commands
from gui.help.about import AboutDialog
from gui.help.dialog import HelpDialog
from gui.help.licences import read_packages
from gui.live.hold_to_view import HELD_VIEWS
from matting_rt import __version__


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def about(qtbot: QtBot, qapp: QApplication) -> AboutDialog:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    return dialog


def test_every_key_of_the_window_is_in_the_help(window: QWidget, qtbot: QtBot) -> None:
    actions = Commands(window).window_actions
    dialog = HelpDialog(actions)
    qtbot.addWidget(dialog)
    page = dialog.pages.widget(0)
    assert isinstance(page, QTextBrowser)
    lines = page.toPlainText().splitlines()
    keys = [action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) for action in actions]
    keys += [QKeySequence(each.key).toString() for each in HELD_VIEWS]
    assert {key for key in keys if key} <= set(lines)


def test_about_names_the_version_and_each_package_with_its_licence(about: AboutDialog) -> None:
    text = about.text.toPlainText()
    assert __version__ in " ".join(label.text() for label in about.findChildren(QLabel))
    assert "PyQt6\n6." in text
    assert "GPL-3.0-only" in text
    assert "MIT licence" in text


def test_the_licence_of_a_package_can_be_read_and_one_comes_back(about: AboutDialog) -> None:
    overview = about.text.toPlainText()
    about.show_licence("PyQt6")
    assert "GNU GENERAL PUBLIC LICENSE" in about.text.toPlainText()
    about.back.click()
    assert about.text.toPlainText() == overview
    assert not about.back.isEnabled()


def test_what_the_packages_need_in_turn_is_listed_too() -> None:
    names = {package.name for package in read_packages()}
    assert {"numpy", "onnxruntime", "attrs"} <= names  # the last is needed by cattrs alone
    assert not names & {"pytest", "tensorboard", "matting-rt"}
