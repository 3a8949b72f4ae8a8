"""Nothing is cut off: in a window of 1024 by 640, in the longer of two languages, and with text twice as large."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.app.diagnostics import DiagnosticsDialog
from gui.app.global_keys import GlobalKeys
from gui.app.main_window import MainWindow
from gui.help.about import AboutDialog
from gui.help.dialog import HelpDialog
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.look import language, theme
from gui.look.flow import FlowLayout
from gui.plate.wizard import PlateWizard
from gui.plate.words import to_measured
from gui.settings.dialog import SettingsDialog
from gui.settings.store import SettingsStore
from gui.virtual_camera import dialog as set_up
from gui.virtual_camera.dialog import SetUpDialog
from matting_rt.plate.capture import CapturedPlate, CaptureMessage
from matting_rt.plate.store import Plate
from tests.gui.clipping import cut_off
from tests.gui.statuses import WELL

SIZE = 1024, 640
LARGE_DIALOG = 920, 576
"""What a screen of that size leaves to a dialog."""


@pytest.fixture(params=["en 1", "en 2", "de 1", "de 2"])
def scale(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    """How large text is; and the window speaks a language."""
    code, scale = request.param.split()[0], float(request.param.split()[1])
    before, style = QApplication.font(), qapp.styleSheet()
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    QApplication.setFont(font)
    language.use(code)
    theme.apply(qapp, theme.LIGHT)
    yield scale
    QApplication.setFont(before)
    qapp.setStyleSheet(style)
    language.use("en")


@pytest.fixture
def window(qtbot: QtBot, scale: float, store: SettingsStore, controller: LiveController) -> Iterator[MainWindow]:
    window = MainWindow(store, controller, tuple)
    qtbot.addWidget(window)
    window.resize(*SIZE)
    window.show()
    yield window
    window.is_quitting = True
    window.batch.end()
    qtbot.waitUntil(lambda: window.background_panel.chooser.thumbnails.is_idle, timeout=60_000)


def settled(widget: QWidget) -> list[str]:
    for _ in range(6):
        QApplication.processEvents()
    return cut_off(widget)


def test_the_guide_the_live_page_and_what_folds_out(window: MainWindow, controller: LiveController) -> None:
    for step in range(len(window.first_start.steps)):
        window.first_start.turn(min(step, 1))
        assert not settled(window), f"step {step + 1}"
    window.store.set("program.is_first_start_done", True)
    window.first_start.finished.emit()
    assert not settled(window)
    controller.state = CameraState.LIVE
    controller.status_changed.emit(WELL)
    window.commands.stats.setChecked(True)
    assert not settled(window)
    controller.state = CameraState.STOPPED


def test_a_long_line_with_a_button_and_what_is_beside_it(window: MainWindow) -> None:
    window.store.set("program.is_first_start_done", True)
    window.first_start.finished.emit()
    line = "the recording a.mkv has ended, because the disk is full; what it has is whole. Free some space, or choose "
    window.live_page.notices.ask(f"{line} another folder in the settings, and record again", "Settings", lambda: None)
    assert not settled(window)


def test_drawings_on_buttons_are_as_large_as_their_text(window: MainWindow, scale: float) -> None:
    for button in (window.live_page.start, window.background_panel.chooser.add, window.background_panel.chooser.more):
        button.ensurePolished()
        assert button.iconSize().height() >= 0.9 * scale * theme.ICON_SIDE


def test_the_page_of_videos(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(1)
    assert not settled(window)


def test_every_page_of_the_settings(qtbot: QtBot, scale: float, store: SettingsStore) -> None:
    dialog = SettingsDialog(store, None, GlobalKeys())
    qtbot.addWidget(dialog)
    if scale > 1:
        dialog.resize(*LARGE_DIALOG)
    dialog.show()
    for row in range(dialog.sections.count()):
        dialog.sections.setCurrentRow(row)
        assert not settled(dialog), f"page {row + 1}"


def test_every_page_of_the_plate_wizard(window: MainWindow, store: SettingsStore) -> None:
    wizard = PlateWizard(store, window.controller, window)
    wizard.show()
    room = QImage(640, 360, QImage.Format.Format_RGB888)
    room.fill(QColor("grey"))
    captured = CapturedPlate(Plate(np.zeros((2, 2, 3), np.uint8)), 9.0, ("dark", "overexposed", "blurred"), 2)
    wizard.outcome.show_plate(room, room, to_measured(captured))
    wizard.failure.text.setText(language.line_of(CaptureMessage.RESTLESS.value))
    wizard.capture.show_progress(language.line_of(CaptureMessage.LIGHT_WAIT.value), None, 0.0)
    stack = wizard.findChild(QStackedWidget)
    assert stack is not None
    for page in (wizard.capture, wizard.outcome, wizard.failure, wizard.intro):
        stack.setCurrentWidget(page)
        assert not settled(wizard), type(page).__name__
        assert wizard.height() <= SIZE[1], type(page).__name__
    wizard.done(0)


def test_help_about_and_diagnostics(qtbot: QtBot, window: MainWindow, store: SettingsStore) -> None:
    for dialog in (
        HelpDialog(window.commands.window_actions, window),
        AboutDialog(window),
        DiagnosticsDialog(store.config, (), window),
    ):
        dialog.show()
        assert not settled(dialog), type(dialog).__name__
        dialog.close()
    for thread in threading.enumerate():
        if thread.name == "diagnostics":
            thread.join()


def test_every_page_of_the_virtual_cameras_set_up(qtbot: QtBot, scale: float, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = (
        "echo @plan install apt-get v4l2loopback-dkms linux-headers-6.1.0-57-amd64; echo @plan secure-boot;"
        "echo @plan write /etc/modprobe.d/matting-rt.conf; echo @plan write /etc/modules-load.d/matting-rt.conf; "
        "echo @plan load"
    )
    work = "echo @step install apt-get; echo @failed locked; exit 1"
    monkeypatch.setattr(set_up, "plan_call", lambda: ["/bin/sh", "-c", plan])
    monkeypatch.setattr(set_up, "root_call", lambda verb, has_terminal: ["/bin/sh", "-c", work])
    dialog = SetUpDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.go.isVisible, timeout=60_000)
    assert not settled(dialog)
    assert dialog.height() <= SIZE[1]
    assert dialog.width() <= SIZE[0]
    with qtbot.waitSignal(dialog.changed, timeout=60_000):
        dialog.go.click()
    assert not settled(dialog)
    dialog.run.wait()


def test_what_finds_words_that_are_cut_off_finds_them(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    row = QHBoxLayout(widget)
    narrow, outside = QPushButton("A long text on a button", widget), QLabel("words", widget)
    narrow.setFixedWidth(30)
    row.addWidget(narrow)
    widget.show()
    outside.move(-20, 0)
    outside.show()
    found = settled(widget)
    assert any("needs a width" in line for line in found)
    assert any("reaches from -20" in line for line in found)


def test_a_row_takes_another_line_where_there_is_no_room(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    flow = FlowLayout(4, widget)
    buttons = [QPushButton(f"Button {number}", widget) for number in range(4)]
    for number, button in enumerate(buttons):
        if number == 3:
            flow.add_stretch()
        flow.addWidget(button)
    wide = flow.sizeHint().width() + 100
    widget.resize(wide, 40)
    widget.show()
    QApplication.processEvents()
    assert len({button.y() for button in buttons}) == 1
    assert buttons[3].geometry().right() == wide - 1
    one_line = flow.heightForWidth(wide)
    assert flow.heightForWidth(wide // 2) == 2 * one_line + 4
