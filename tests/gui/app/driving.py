"""What a person does with the whole window, and what is waited for; for tests of several modules."""

from pathlib import Path

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.live.signals import CameraState

LIMIT_MS = 60_000


def quit_without_a_question(window: MainWindow) -> None:
    window.is_quitting = True


def end(qtbot: QtBot, window: MainWindow) -> None:
    """What the program does at its end; and thumbnails that are being made are waited for."""
    window.batch.end()
    qtbot.waitUntil(lambda: window.background_panel.chooser.thumbnails.is_idle, timeout=LIMIT_MS)


def wait(qtbot: QtBot, is_true: object) -> None:
    qtbot.waitUntil(is_true, timeout=LIMIT_MS)


def open_camera(qtbot: QtBot, window: MainWindow, camera: str) -> None:
    window.store.set("program.camera", camera)
    wait(qtbot, lambda: window.controller.state is CameraState.PREVIEWING)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    """A shortcut with Ctrl."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def go_live(qtbot: QtBot, window: MainWindow, camera: str) -> None:
    window.store.set("live.output", "null")
    open_camera(qtbot, window, camera)
    window.commands.start.trigger()
    wait(qtbot, lambda: window.controller.state is CameraState.LIVE)


def record(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    window.store.set("program.recording_folder", str(folder))
    press(qtbot, window, Qt.Key.Key_R)
    wait(qtbot, lambda: window.recorder.is_running)


class Person:
    """Answers the questions that come up, and remembers them."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self._window = qtbot, window
        self.asked: list[str] = []
        self.ended = 0
        window.quit_wanted.connect(self._note_end)

    def _note_end(self) -> None:
        self.ended += 1

    def will_answer(self, answer: str, *, always: bool = False) -> None:
        QTimer.singleShot(200, lambda: self._reply(answer, always))

    def _reply(self, answer: str, always: bool) -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        self.asked.append(question.text())
        box = question.checkBox()
        if always:
            assert box is not None
            box.setChecked(True)
        next(button for button in question.findChildren(QPushButton) if button.text() == answer).click()
