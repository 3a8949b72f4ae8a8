"""The dialogs as the window opens them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.gallery.chooser import BackgroundChooser
from gui.live.controller import LiveController
from gui.settings.store import SettingsStore
from gui.virtual_camera import dialog as module
from gui.virtual_camera.dialog import SetUpDialog
from matting_rt.doctor.checks import Finding, Severity

MISSING = Finding(Severity.MISSING, "there is no virtual camera", "matting-rt virtual-camera set-up", can_set_up=True)


@pytest.fixture
def window(qtbot: QtBot, store: SettingsStore, controller: LiveController) -> Iterator[MainWindow]:
    window = MainWindow(store, controller, tuple)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.batch.end()
    for chooser in window.findChildren(BackgroundChooser):
        qtbot.waitUntil(lambda chooser=chooser: chooser.thumbnails.is_idle)  # type: ignore[misc]


def test_a_set_up_that_goes_on_behind_a_closed_dialog_is_said_in_the_guide_and_shown_again(
    qtbot: QtBot, window: MainWindow, controller: LiveController, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    work = f"echo @step install apt-get; until test -e {tmp_path}/go; do :; done; echo @ready /dev/video10"
    monkeypatch.setattr(module, "plan_call", lambda: ["/bin/sh", "-c", "echo @plan load"])
    monkeypatch.setattr(module, "root_call", lambda verb, has_terminal: ["/bin/sh", "-c", work])
    controller.outputs_changed.emit((), (MISSING,))
    window.first_start.turn_to(3)
    fix = window.first_start.output.fix
    fix.set_up.click()
    dialog = window.findChild(SetUpDialog)
    qtbot.waitUntil(dialog.go.isVisible)
    dialog.go.click()
    qtbot.waitUntil(lambda: "install" in dialog.text.text().lower())
    dialog.reject()
    assert fix.set_up.text() == window.output_panel.fix.set_up.text() == "Show progress"
    fix.set_up.click()
    assert QApplication.activeModalWidget() is dialog
    with qtbot.waitSignal(dialog.changed):
        (tmp_path / "go").touch()
    dialog.run.wait()
    assert fix.set_up.text() == "Set up …"
    assert dialog.heading.text() == "The virtual camera is ready"
    dialog.reject()
