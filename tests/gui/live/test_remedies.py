"""Every error that can reach the window has a row, and every remedy does something there."""

import inspect
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.gallery.chooser import BackgroundChooser
from gui.live import remedies
from gui.live.controller import LiveController
from gui.live.remedies import Remedy, Task, remedies_for, remedies_for_notice
from gui.settings.dialog import SettingsDialog
from gui.settings.store import SettingsStore
from matting_rt import errors, live
from matting_rt.errors import (
    MattingError,
    PipelineError,
    PlateMismatchError,
    SinkBusyError,
    SinkFullError,
    SinkMissingError,
    SourceBusyError,
    SourceLostError,
    WeightsError,
)
from matting_rt.lines import Line
from matting_rt.live.disk_room import DiskRoom
from matting_rt.live.hearing import Hearing
from tools.update_strings import lines_made

KINDS = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, MattingError)]


@pytest.mark.parametrize(
    ("error", "task", "remedy"),
    [
        (SourceBusyError("it is in use"), Task.CAMERA, Remedy.CHOOSE_CAMERA),
        (SourceLostError("it is gone"), Task.RECORDING, Remedy.CHOOSE_MICROPHONE),
        (SourceLostError("it is gone"), Task.BACKGROUND, Remedy.CHOOSE_BACKGROUND),
        (SinkMissingError("there is none"), Task.OUTPUT, Remedy.SET_UP),
        (SinkBusyError("it is in use"), Task.OUTPUT, Remedy.SHARE_WINDOW),
        (SinkFullError("it is full"), Task.RECORDING, Remedy.CHOOSE_FOLDER),
        (PlateMismatchError("another room"), Task.CAMERA, Remedy.TAKE_PLATE),
        (WeightsError("damaged"), Task.SETTINGS, Remedy.CHOOSE_MODEL),
        (ValueError("unforeseen"), Task.SETTINGS, Remedy.DIAGNOSTICS),
    ],
)
def test_what_failed_and_at_what_decides_the_button(error: Exception, task: Task, remedy: Remedy) -> None:
    assert remedies_for(error, task)[0] is remedy


def test_the_error_of_a_stage_is_what_counts() -> None:
    outer = PipelineError("capture", "the capture stage failed")
    outer.__cause__ = SourceLostError("it is gone")
    assert remedies_for(outer, Task.CAMERA) == (Remedy.CHOOSE_CAMERA,)


def test_what_was_raised_on_purpose_never_asks_for_a_report() -> None:
    for kind in KINDS:
        error = kind("stage", "a line") if issubclass(kind, PipelineError) else kind("a line")
        assert all(Remedy.DIAGNOSTICS not in remedies_for(error, task) for task in Task), kind


def test_what_is_told_of_a_recording_comes_with_what_to_do(tmp_path: Path) -> None:
    """The lines are those that are really told: one that is worded anew would lose its button."""
    told = [DiskRoom(500_000_000, rate).warning(tmp_path) for rate in (0.0, 1e6)]
    assert [remedies_for_notice(line) for line in told] == [(Remedy.CHOOSE_FOLDER,)] * 2

    class Unplugged:
        def open(self) -> None:
            raise SourceLostError("it is gone")

        def close(self) -> None: ...

    heard = threading.Event()
    hearing = Hearing(Unplugged(), lambda line: (told.append(line), heard.set())[0])  # type: ignore[arg-type]
    hearing.start()
    assert heard.wait(5)
    hearing.stop()
    assert remedies_for_notice(told[-1]) == (Remedy.CHOOSE_MICROPHONE,)
    assert remedies_for_notice(Line("the microphone is heard again")) == ()
    assert remedies_for_notice("any other line") == ()


def test_every_notice_with_a_button_is_one_that_is_told() -> None:
    files = Path(live.__file__).parent.glob("*.py")
    told = {template for file in files for _, template in lines_made(file.read_text(encoding="utf-8"))}
    assert set(remedies.OF_NOTICES) <= told


@pytest.fixture
def window(qtbot: QtBot, store: SettingsStore, controller: LiveController) -> Iterator[MainWindow]:
    window = MainWindow(store, controller, tuple)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.batch.end()
    for chooser in window.findChildren(BackgroundChooser):
        qtbot.waitUntil(lambda chooser=chooser: chooser.thumbnails.is_idle)  # type: ignore[misc]


def test_every_button_does_something_in_the_window(qtbot: QtBot, window: MainWindow, store: SettingsStore) -> None:
    window.first_start.finish()
    actions = window.live_page.remedies
    assert set(actions) == set(Remedy)
    for remedy, control in (
        (Remedy.CHOOSE_CAMERA, window.camera_panel.device),
        (Remedy.CHOOSE_BACKGROUND, window.background_panel.chooser.gallery),
        (Remedy.CHOOSE_MICROPHONE, window.output_panel.microphone),
    ):
        for panel in window.panels:
            panel.set_open(False)
        actions[remedy]()
        qtbot.waitUntil(control.isVisible)
        focus = window.focusWidget()
        assert focus is control or (focus is not None and control.isAncestorOf(focus)), remedy
    actions[Remedy.SHARE_WINDOW]()
    assert store.config.live.output == "window"
    actions[Remedy.CHOOSE_MODEL]()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    assert QApplication.activeModalWidget() is dialog
    assert dialog.controls["engine.model"].isVisible()
    dialog.accept()


def test_in_the_guide_a_button_leads_to_its_step(window: MainWindow) -> None:
    window.live_page.remedies[Remedy.CHOOSE_BACKGROUND]()
    assert window.first_start.step is window.first_start.steps[2]
