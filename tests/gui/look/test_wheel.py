"""Scrolling over a box changes nothing that was not chosen before, anywhere in the program."""

import ctypes
import sys
from collections.abc import Iterator

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
if sys.platform != "linux":
    pytest.skip("a mouse is played by Linux's library of Qt", allow_module_level=True)

from PyQt6.QtCore import QLibraryInfo, QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QScrollBar,
    QSlider,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from PyQt6.sip import unwrapinstance
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.batch.jobs import JobSettings
from gui.batch.settings_form import JobSettingsDialog
from gui.live.controller import LiveController
from gui.look.wheel import WheelGuard
from gui.plate.wizard import PlateWizard
from gui.settings.dialog import SettingsDialog
from gui.settings.setting import Section
from gui.settings.store import SettingsStore


@pytest.fixture
def guarded(qapp: QApplication) -> Iterator[None]:
    """As the program is."""
    guard = WheelGuard()
    qapp.installEventFilter(guard)
    yield
    qapp.removeEventFilter(guard)


_library = ctypes.CDLL(QLibraryInfo.path(QLibraryInfo.LibraryPath.LibrariesPath) + "/libQt6Core.so.6")
_send_as_a_mouse = _library["_ZN16QCoreApplication20sendSpontaneousEventEP7QObjectP6QEvent"]
_send_as_a_mouse.argtypes = [ctypes.c_void_p, ctypes.c_void_p]


def scroll(widget: QWidget, steps: int = -1) -> None:
    """The wheel over the middle of a widget, as a mouse does it: Qt hands only such events on to parents, and lets only
    them give the focus.
    """
    place = widget.rect().center()
    event = QWheelEvent(
        QPointF(place),
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    _send_as_a_mouse(unwrapinstance(widget), unwrapinstance(event))
    QApplication.processEvents()


class Page(QScrollArea):
    """A page that is higher than what is seen of it, with one of each."""

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        layout = QVBoxLayout(inner)
        self.choice, self.free, self.number = QComboBox(), QComboBox(), QSpinBox()
        self.free.setEditable(True)
        self.slider, self.tabs = QSlider(Qt.Orientation.Horizontal), QTabBar()
        for box in (self.choice, self.free):
            box.addItems(["a", "b", "c"])
            box.setCurrentIndex(1)
        self.number.setValue(50)
        self.slider.setValue(50)
        for text in "abc":
            self.tabs.addTab(text)
        self.tabs.setCurrentIndex(1)
        for box in (self.choice, self.free, self.number, self.slider, self.tabs):
            layout.addWidget(box)
        layout.addSpacing(2000)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.resize(300, 300)

    def values(self) -> list[int]:
        boxes = (self.choice, self.free, self.tabs)
        return [*(box.currentIndex() for box in boxes), self.number.value(), self.slider.value()]


@pytest.fixture
def page(guarded: None, qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.setFocus()
    return page


BOXES = ("choice", "free", "number", "slider", "tabs")


@pytest.mark.parametrize("name", BOXES)
def test_the_page_scrolls_and_the_box_under_the_pointer_neither_changes_nor_takes_the_focus(
    page: Page, name: str
) -> None:
    before, bar = page.values(), page.verticalScrollBar()
    assert bar is not None
    scroll(getattr(page, name))
    assert bar.value() > 0
    assert page.values() == before
    assert page.hasFocus()


@pytest.mark.parametrize("name", BOXES)
def test_one_that_has_the_focus_hears_the_wheel(page: Page, name: str) -> None:
    before, box = page.values(), getattr(page, name)
    box.setFocus()
    if not box.hasFocus():
        pytest.skip("it never has the focus")
    scroll(box, 1)
    assert sum(now != then for now, then in zip(page.values(), before, strict=True)) == 1


def test_no_box_of_the_program_takes_the_focus_by_the_wheel_or_changes(
    guarded: None, qtbot: QtBot, store: SettingsStore, controller: LiveController
) -> None:
    store.set("program.is_first_start_done", True)
    window = MainWindow(store, controller, tuple)
    dialogs = [
        SettingsDialog(store, window),
        PlateWizard(store, controller, window),
        JobSettingsDialog("job", JobSettings(), window),
    ]
    qtbot.addWidget(window)
    changed: list[str] = []
    for parent in (window, *dialogs):
        parent.show()
        for section in Section if isinstance(parent, SettingsDialog) else (None,):
            if section is not None and isinstance(parent, SettingsDialog):
                parent.show_section(section)
            QApplication.processEvents()
            store.changed.connect(changed.append)
            boxes = [
                box
                for kind in (QComboBox, QAbstractSpinBox, QAbstractSlider)
                for box in parent.findChildren(kind)
                if box.isVisible() and not isinstance(box, QScrollBar)
            ]
            for box in boxes:
                assert box.focusPolicy() != Qt.FocusPolicy.WheelFocus, box.accessibleName()
                if not box.hasFocus():
                    scroll(box)
            store.changed.disconnect(changed.append)
        if parent is not window:
            parent.close()
    assert not changed
    window.batch.end()
    qtbot.waitUntil(lambda: window.background_panel.chooser.thumbnails.is_idle, timeout=60_000)


def test_the_wheel_event_of_a_test_is_like_that_of_a_mouse(qtbot: QtBot) -> None:
    """Without the guard the same scrolling changes a box: else the tests above would prove nothing."""
    page = Page()
    qtbot.addWidget(page)
    page.show()
    scroll(page.choice)
    assert page.choice.currentIndex() == 2
