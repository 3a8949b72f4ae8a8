"""The page of live video, where there is no virtual camera yet."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.page import LivePage
from matting_rt.doctor.checks import Finding, Severity
from matting_rt.doctor.probe import VirtualCameraEntry

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


def test_who_shares_a_window_starts_that(page: LivePage, controller: LiveController) -> None:
    controller.outputs_changed.emit((), (MISSING,))
    page.is_window_output = True
    page.show_state()
    assert page.start.text() == "Start shared window"


def test_a_start_that_failed_offers_to_set_one_up(page: LivePage, controller: LiveController, qtbot: QtBot) -> None:
    controller.outputs_changed.emit((), (MISSING,))
    controller.failed.emit("there is no virtual camera")
    assert page.notices.button.text() == "Set up …"
    with qtbot.waitSignal(page.set_up_wanted):
        page.notices.button.click()
