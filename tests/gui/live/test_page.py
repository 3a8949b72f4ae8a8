"""The page of live video, where there is no virtual camera yet."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.page import LivePage
from gui.live.remedies import Remedy, Task, remedies_for
from gui.live.words import camera_words_of
from matting_rt.doctor.checks import Finding, Severity
from matting_rt.doctor.probe import VirtualCameraEntry
from matting_rt.errors import SinkMissingError, SourceBusyError, WeightsError

REMEDIES = remedies_for(SinkMissingError("there is no virtual camera"), Task.OUTPUT)
CAMERA = VirtualCameraEntry("/dev/video10", "Matting RT", "free", ())
MISSING = Finding(Severity.MISSING, "there is no virtual camera: it is not installed", "a command", can_set_up=True)


@pytest.fixture
def page(qtbot: QtBot, controller: LiveController) -> LivePage:
    page = LivePage(controller, ())
    qtbot.addWidget(page)
    page.show()
    return page


def test_starting_leads_to_setting_up_where_there_is_no_virtual_camera(
    page: LivePage, controller: LiveController, qtbot: QtBot
) -> None:
    assert not page.start.isEnabled()
    with qtbot.waitSignal(page.start_changed):
        controller.outputs_changed.emit((), (MISSING,))
    assert page.start.text() == "Set up virtual camera …"
    assert page.start.toolTip().startswith("There is no virtual camera: it is not installed")
    with qtbot.waitSignal(page.set_up_wanted):
        page.start.click()


def test_a_virtual_camera_that_was_set_up_is_noticed_and_said(page: LivePage, controller: LiveController) -> None:
    controller.outputs_changed.emit((), (MISSING,))
    controller.outputs_changed.emit((CAMERA,), ())
    assert page.notices.text == "The virtual camera “Matting RT” is there now."
    assert page.start.text() == "Start virtual camera"


def test_a_start_that_cannot_be_pressed_says_why(page: LivePage, controller: LiveController) -> None:
    assert not page.start.isEnabled()
    assert page.start.toolTip().startswith("Choose a camera first")
    assert camera_words_of(controller.state).text == "No camera: choose one first"
    controller.opening.emit("Opening the camera …")
    assert page.start.toolTip().startswith("The camera is not open yet")


def test_who_shares_a_window_starts_that(page: LivePage, controller: LiveController) -> None:
    controller.outputs_changed.emit((), (MISSING,))
    page.is_window_output = True
    page.show_state()
    assert page.start.text() == "Start shared window"


def test_a_start_that_failed_offers_to_set_one_up(page: LivePage, controller: LiveController, qtbot: QtBot) -> None:
    controller.outputs_changed.emit((), (MISSING,))
    controller.failed.emit("there is no virtual camera", REMEDIES)
    assert page.notices.button.text() == "Set up …"
    with qtbot.waitSignal(page.set_up_wanted):
        page.notices.button.click()


def test_where_none_can_be_set_up_a_window_is_offered_instead(page: LivePage, controller: LiveController) -> None:
    shared: list[bool] = []
    page.remedies = {**page.remedies, Remedy.SHARE_WINDOW: lambda: shared.append(True)}
    controller.failed.emit("there is no virtual camera", REMEDIES)
    assert page.notices.button.text() == "Share a window instead"
    page.notices.button.click()
    assert shared
    page.is_window_output = True
    controller.failed.emit("there is no virtual camera", REMEDIES)
    assert page.notices.button.isHidden()


def test_what_was_offered_goes_once_a_window_is_shared_instead(page: LivePage, controller: LiveController) -> None:
    page.remedies = {**page.remedies, Remedy.SHARE_WINDOW: lambda: None}
    controller.failed.emit("there is no virtual camera", REMEDIES)
    page.show_state()
    assert page.notices.text
    page.is_window_output = True
    page.show_state()
    assert not page.notices.text
    controller.failed.emit("the disk is full", (Remedy.CHOOSE_FOLDER,))
    page.show_state()
    assert page.notices.text, "which has nothing to do with it"


def test_a_picture_alone_has_no_lines_and_what_stays_is_there_afterwards(page: LivePage) -> None:
    page.set_bare(True)
    page.notices.show_error("the disk is full")
    assert not page.notices.text
    page.set_bare(False)
    assert page.notices.text == "The disk is full"


def test_a_notice_that_one_can_do_something_about_stays_with_its_button(
    page: LivePage, controller: LiveController
) -> None:
    chosen: list[Remedy] = []
    page.remedies = {each: lambda each=each: chosen.append(each) for each in Remedy}  # type: ignore[misc]
    (close,) = [
        each for each in page.notices.findChildren(QToolButton) if each.accessibleName() == "Close this message"
    ]
    controller.notice.emit("there is room for about 4 more minutes of recording", (Remedy.CHOOSE_FOLDER,))
    assert page.notices.text.startswith("There is room")
    assert page.notices.button.text() == "Choose another folder …"
    page.notices.button.click()
    assert chosen == [Remedy.CHOOSE_FOLDER]
    controller.notice.emit("the microphone is heard again", ())
    assert page.notices.text == "The microphone is heard again"
    assert page.notices.button.isHidden()
    close.click()
    assert page.notices.text.startswith("There is room"), "what only passes does not take its place"
    page.notices.button.click()
    assert chosen == [Remedy.CHOOSE_FOLDER] * 2
    controller.notice.emit("the microphone is heard again", ())
    page.notices.withdraw("there is room for about 4 more minutes of recording")
    close.click()
    assert not page.notices.text, "and it does not come back once it holds no longer"


def test_the_card_says_what_failed_and_offers_what_helps(page: LivePage, controller: LiveController) -> None:
    chosen: list[Remedy] = []
    page.remedies = {each: lambda each=each: chosen.append(each) for each in Remedy}  # type: ignore[misc]
    card = page.preview_card.card
    for error, title, is_retried, remedy in (
        (SourceBusyError("it is in use"), "The camera cannot be used", True, Remedy.CHOOSE_CAMERA),
        (WeightsError("it is damaged"), "The picture cannot be shown", False, Remedy.CHOOSE_MODEL),
    ):
        controller.open_failed.emit(0, error.line, is_retried, remedies_for(error, Task.CAMERA))
        assert card.title == title
        (button,) = [each for each in card.findChildren(QPushButton) if each.text() == remedy.value]
        assert button.isVisible()
        button.click()
        assert chosen.pop() is remedy
    assert not page.notices.text
    controller.close()
