"""Whoever cannot see the window hears what has the focus, and what pictures show: everything has a name."""

import inspect
import threading
from collections.abc import Iterator

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.app.diagnostics import DiagnosticsDialog
from gui.app.global_keys import GlobalKeys
from gui.app.main_window import MainWindow
from gui.batch.jobs import JobSettings
from gui.batch.settings_form import JobSettingsDialog
from gui.batch.split_picture import SplitPicture
from gui.help.about import AboutDialog
from gui.help.dialog import HelpDialog
from gui.live.controller import LiveController
from gui.live.preview import PreviewWidget
from gui.plate.wizard import PlateWizard
from gui.settings.dialog import SettingsDialog
from gui.settings.store import SettingsStore

_DECORATION = ("Lamp", "IconLabel", "_Dashes", "_Bar", "_Mark", "_Content", "KnownRing", "Face")
"""What is beside words that say the same, or has a name as soon as it shows something."""


def nameless(root: QWidget) -> list[str]:
    """What takes the focus, or is painted by our own code, and has no name that a screen reader could say."""
    named = {label.buddy() for label in root.findChildren(QLabel) if label.buddy() is not None}
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        inner = widget.parentWidget()
        if isinstance(inner, QComboBox | QDialogButtonBox) and isinstance(widget, QLineEdit):
            continue  # a part of a box that has one
        is_reached = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        is_empty = isinstance(widget, QLabel) and not widget.text()
        if (
            not (is_reached or _is_picture(widget))
            or is_empty
            or widget in named
            or type(widget).__name__ in _DECORATION
        ):
            continue
        said = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
        if not (widget.accessibleName() or said or widget.windowTitle()) and not _is_inside(widget):
            found.append(f"{type(widget).__module__}.{type(widget).__name__} in {type(inner).__name__}")
    return found


def _is_picture(widget: QWidget) -> bool:
    """Whether our own code paints all of it."""
    method = inspect.getattr_static(type(widget), "paintEvent")
    return inspect.isfunction(method) and not isinstance(widget, QAbstractButton | QLabel)


def _is_inside(widget: QWidget) -> bool:
    """Whether it is a part of one of Qt's own widgets, such as the view of a box."""
    parent, own = widget.parentWidget(), type(widget).__module__.startswith("PyQt6")
    while own and parent is not None and not isinstance(parent, QComboBox | QAbstractScrollArea):
        parent = parent.parentWidget()
    return own and parent is not None and (isinstance(parent, QComboBox) or parent is widget.parentWidget())


@pytest.fixture
def window(qtbot: QtBot, store: SettingsStore, controller: LiveController) -> Iterator[MainWindow]:
    window = MainWindow(store, controller, tuple)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.is_quitting = True
    window.batch.end()
    qtbot.waitUntil(lambda: window.background_panel.chooser.thumbnails.is_idle, timeout=60_000)


def test_everything_in_the_window_has_a_name(window: MainWindow) -> None:
    assert nameless(window) == []


def test_everything_in_the_dialogs_has_a_name(
    qtbot: QtBot, window: MainWindow, store: SettingsStore, controller: LiveController
) -> None:
    dialogs = (
        SettingsDialog(store, window, GlobalKeys(parent=window)),
        PlateWizard(store, controller, window),
        JobSettingsDialog("clip.mp4", JobSettings(), window),
        HelpDialog(window.commands.window_actions, window),
        AboutDialog(window),
        DiagnosticsDialog(store.config, (), window),
    )
    assert [line for dialog in dialogs for line in nameless(dialog)] == []
    for thread in threading.enumerate():
        if thread.name == "diagnostics":
            thread.join()


def test_what_we_paint_and_takes_keys_says_which(
    qtbot: QtBot, window: MainWindow, store: SettingsStore, controller: LiveController
) -> None:
    picture = SplitPicture()
    qtbot.addWidget(picture)
    frame = QImage(64, 36, QImage.Format.Format_RGB888)
    frame.fill(QColor("grey"))
    picture.show_pair(frame, frame)
    roots = (window, picture, PlateWizard(store, controller, window))
    painted = [
        each
        for root in roots
        for each in root.findChildren(QWidget)
        if _is_picture(each) and each.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]
    assert {type(each).__name__ for each in painted} >= {"SplitHandle", "PreviewWidget"}
    assert [type(each).__name__ for each in painted if not each.accessibleDescription()] == []


def test_the_preview_says_what_its_badges_say(qtbot: QtBot, controller: LiveController) -> None:
    preview = PreviewWidget(controller)
    qtbot.addWidget(preview)
    assert preview.accessibleName() == "Preview"
    preview.set_badge("Live", QColor("red"))
    assert preview.accessibleName() == "Preview, Live"


def test_a_picture_or_a_button_without_a_name_is_found(qtbot: QtBot) -> None:
    class Picture(QWidget):
        def paintEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
            pass

    root = QWidget()
    qtbot.addWidget(root)
    root.setWindowTitle("Test")
    picture, field = Picture(root), QLineEdit(root)
    assert len(nameless(root)) == 2
    picture.setAccessibleName("A picture")
    label = QLabel("&Name", root)
    label.setBuddy(field)
    assert nameless(root) == []
    QApplication.processEvents()
