"""*Set up …*: scripts that say what the real one says, run as it is; only the password is not asked for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QEvent, Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.virtual_camera import dialog as module
from gui.virtual_camera.dialog import SetUpDialog
from matting_rt.virtual_camera.progress import Progress

PLAN = "echo @plan install apt-get v4l2loopback-dkms; echo @plan write /etc/modprobe.d/matting-rt.conf; echo @plan load"
Open = Callable[[str, str], SetUpDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens it with a script for the plan, and one for the work, which has the verb as $1."""
    dialogs = []
    window = QWidget()
    qtbot.addWidget(window)

    def open_it(plan: str, work: str = "exit 1") -> SetUpDialog:
        monkeypatch.setattr(module, "plan_call", lambda: ["/bin/sh", "-c", plan])
        monkeypatch.setattr(module, "root_call", lambda verb, has_terminal: ["/bin/sh", "-c", work, "", verb])
        dialog = SetUpDialog(window)
        dialogs.append(dialog)
        dialog.open()
        qtbot.waitUntil(lambda: not dialog.text.text().startswith("Looking"))
        return dialog

    yield open_it
    for dialog in dialogs:
        dialog.run.wait()


def test_it_says_what_will_be_done_before_anything_is(open_dialog: Open) -> None:
    dialog = open_dialog(f"{PLAN}; echo @plan secure-boot")
    assert dialog.heading.text() == "Set up the virtual camera"
    assert "install v4l2loopback-dkms with apt-get" in dialog.plan.text()
    assert dialog.warning.isVisible()
    assert "Secure Boot is on" in dialog.warning.text()
    assert dialog.share.isVisible()
    dialog.details.toggle.click()
    assert dialog.details.text.isVisible()
    assert dialog.details.text.toPlainText().startswith("#!/bin/sh")


def test_it_says_what_is_being_done_and_that_the_camera_is_there(
    open_dialog: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    work = "echo @step install apt-get; echo Unpacking; until test -e {go}; do :; done; echo @ready /dev/video10"
    dialog = open_dialog(PLAN, work.format(go=tmp_path / "go"))
    with qtbot.waitSignal(dialog.changed):
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: dialog.text.text() == "Installing the module with apt-get …")
        assert dialog.bar.isVisible()
        (tmp_path / "go").touch()
    assert dialog.heading.text() == "The virtual camera is ready"
    assert "“/dev/video10”" in dialog.text.text()
    assert not dialog.go.isVisible()


def test_a_failure_can_be_tried_again_and_its_details_read(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog(PLAN, "echo E: no lock; echo @failed locked; exit 1")
    for _ in range(2):
        with qtbot.waitSignal(dialog.changed):
            dialog.go.click()
        assert dialog.text.text().startswith("Another program is installing packages")
        assert dialog.details.text.toPlainText() == "E: no lock"
        assert dialog.go.text() == "&Try again"


def test_without_a_way_to_ask_for_the_password_a_command_can_be_copied(
    open_dialog: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_dialog(PLAN)
    monkeypatch.setattr(module, "root_call", lambda verb, has_terminal: ["no-such-pkexec"])
    with qtbot.waitSignal(dialog.changed):
        dialog.go.click()
    dialog.command.copy.click()
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text().endswith("virtual-camera set-up")


def test_enrolling_the_key_is_the_last_step_and_no_failure(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog(PLAN, "echo @failed secure-boot /var/lib/dkms/mok.pub; exit 1")
    with qtbot.waitSignal(dialog.changed):
        dialog.go.click()
    assert dialog.heading.text() == "One step is left"
    assert dialog.command.command.text() == "sudo mokutil --import /var/lib/dkms/mok.pub"
    assert not dialog.go.isVisible()


def test_what_stands_in_the_way_is_said_at_once(open_dialog: Open) -> None:
    dialog = open_dialog("echo @failed in-use; exit 1")
    assert dialog.heading.text() == "The virtual camera cannot be set up now"
    assert dialog.text.text().startswith("A program has the virtual camera open")


def test_a_window_is_shared_instead(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog(PLAN)
    with qtbot.waitSignal(dialog.window_wanted):
        dialog.share.click()
    assert not dialog.isVisible()


def test_a_camera_that_was_set_up_can_be_removed(
    open_dialog: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "undo_plan", lambda: Progress(plan=["unload the module"]))
    dialog = open_dialog("true", 'test "$1" = undo && echo @removed')
    assert dialog.heading.text() == "There is a virtual camera"  # this computer's own: not set up by this program
    assert not dialog.undo.isVisible()
    dialog.undo.clicked.emit()
    assert "unload the module" in dialog.plan.text()
    with qtbot.waitSignal(dialog.changed):
        dialog.go.click()
    assert dialog.heading.text() == "The virtual camera is removed"


@pytest.mark.parametrize("end", ["echo @ready /dev/video10", "exit 1"])
def test_closed_while_it_works_it_is_only_hidden_and_comes_back_where_it_fails(
    open_dialog: Open, qtbot: QtBot, tmp_path: Path, end: str
) -> None:
    dialog = open_dialog(PLAN, f"echo @step install apt-get; until test -e {tmp_path}/go; do :; done; {end}")
    told: list[bool] = []
    dialog.working_changed.connect(told.append)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "install" in dialog.text.text().lower())
    for _ in range(2):
        assert told == [True]
        dialog.reject()
        assert dialog.isHidden()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not sip.isdeleted(dialog)
        dialog.open()
        assert "install" in dialog.text.text().lower()
    dialog.reject()
    with qtbot.waitSignal(dialog.working_changed):
        (tmp_path / "go").touch()
    assert told == [True, False]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert sip.isdeleted(dialog) == (end != "exit 1")
    assert sip.isdeleted(dialog) or dialog.heading.text() == "The virtual camera could not be set up"


def test_what_is_set_up_may_end_after_the_dialog_is_gone(open_dialog: Open, qtbot: QtBot, tmp_path: Path) -> None:
    """An exception in a slot would fail this."""
    work = "echo @step install apt-get; until test -e {go}; do :; done; echo @ready /dev/video10"
    dialog = open_dialog(PLAN, work.format(go=tmp_path / "go"))
    run = dialog.run
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.run is not run)
    run = dialog.run
    qtbot.waitUntil(lambda: bool(run.progress.step))
    sip.delete(dialog)
    with qtbot.waitSignal(run.ended):
        (tmp_path / "go").touch()
    run.wait()
    assert run.progress.device == "/dev/video10"
