import logging
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("Video4Linux is of Linux", allow_module_level=True)

from matting_rt.sources.camera_controls import CameraControls
from tests.sources.cameras import ToldNode

AUTO_EXPOSURE, EXPOSURE_TIME, DYNAMIC_RATE = 0x9A0901, 0x9A0902, 0x9A0903
AUTO_WHITE, TEMPERATURE = 0x98090C, 0x98091A
AUTO_FOCUS, FOCUS = 0x9A090C, 0x9A090A
AUTO_GAIN, GAIN = 0x980912, 0x980913
WEBCAM = {
    AUTO_EXPOSURE: 3,
    EXPOSURE_TIME: 250,
    DYNAMIC_RATE: 1,
    AUTO_WHITE: 1,
    TEMPERATURE: 4100,
    AUTO_FOCUS: 1,
    FOCUS: 30,
}


def controls_of(node: ToldNode) -> CameraControls:
    return CameraControls("Told", lambda: node)


def test_automatics_are_switched_off_and_what_they_chose_is_kept() -> None:
    node = ToldNode(WEBCAM)
    controls = controls_of(node)
    controls.keep_rate()
    controls.lock()
    locked = WEBCAM | {AUTO_EXPOSURE: 1, DYNAMIC_RATE: 0, AUTO_WHITE: 0, AUTO_FOCUS: 0}
    assert node.values == locked
    controls.restore()


def test_every_control_is_given_back_as_it_was() -> None:
    node = ToldNode(WEBCAM)
    controls = controls_of(node)
    controls.keep_rate()
    controls.lock({"exposure_time_absolute": 400, "focus_absolute": 0})
    assert (node.values[EXPOSURE_TIME], node.values[FOCUS]) == (400, 0)
    controls.restore()
    assert node.values == WEBCAM
    assert node.is_closed
    # A value is refused by a driver while its automatic is on: the automatic comes last.
    assert node.written.index((EXPOSURE_TIME, 250)) < node.written.index((AUTO_EXPOSURE, 3))


def test_a_driver_that_forgets_what_was_chosen_is_told_again() -> None:
    def forget(node: ToldNode, control: int) -> None:
        if control == AUTO_EXPOSURE and node.values[control] == 1:
            node.values[EXPOSURE_TIME] = 156

    node = ToldNode(WEBCAM, on_set=forget)
    controls = controls_of(node)
    controls.lock()
    assert node.values[EXPOSURE_TIME] == 250
    controls.restore()
    assert node.values == WEBCAM | {EXPOSURE_TIME: 156}


def test_what_is_manual_already_is_left_alone() -> None:
    node = ToldNode({AUTO_EXPOSURE: 1, EXPOSURE_TIME: 250, AUTO_GAIN: 0, GAIN: 16})
    controls = controls_of(node)
    controls.lock()
    controls.restore()
    assert node.written == []


def test_a_camera_without_controls_is_no_trouble() -> None:
    node = ToldNode({})
    controls = controls_of(node)
    controls.keep_rate()
    controls.lock()
    assert controls.read() == {}
    controls.restore()
    assert node.written == []


def test_a_control_that_cannot_be_set_leaves_the_others_locked(caplog: pytest.LogCaptureFixture) -> None:
    node = ToldNode(WEBCAM)
    node.refused = {AUTO_EXPOSURE}
    controls = controls_of(node)
    with caplog.at_level(logging.INFO, logger="matting_rt"):
        controls.lock()
    assert node.values[AUTO_WHITE] == 0
    assert node.values[AUTO_EXPOSURE] == 3
    assert "held still: white_balance_automatic, focus_automatic_continuous" in caplog.text
    controls.restore()
    assert node.values == WEBCAM


def test_values_are_read_by_name() -> None:
    controls = controls_of(ToldNode(WEBCAM))
    assert controls.read() == {
        "exposure_dynamic_framerate": 1,
        "auto_exposure": 3,
        "exposure_time_absolute": 250,
        "white_balance_automatic": 1,
        "white_balance_temperature": 4100,
        "focus_automatic_continuous": 1,
        "focus_absolute": 30,
    }
    controls.restore()
    assert controls.read() == {}


def test_a_camera_that_is_gone_is_let_go_of(caplog: pytest.LogCaptureFixture) -> None:
    node = ToldNode(WEBCAM)
    controls = controls_of(node)
    controls.lock()
    node.is_gone = True
    with caplog.at_level(logging.INFO, logger="matting_rt"):
        controls.restore()
    assert node.is_closed
    assert "not restored (No such device)" in caplog.text


def test_what_a_lost_camera_is_owed_is_set_back_when_it_returns() -> None:
    node = ToldNode(WEBCAM)
    controls = controls_of(node)
    controls.keep_rate()
    controls.lock({"focus_absolute": 7})
    node.is_gone = True
    owed = controls.restore()
    returned = ToldNode(node.values)
    controls = CameraControls("Told", lambda: returned, owed)
    controls.lock()
    assert controls.restore() == {}
    assert returned.values == WEBCAM


def test_nothing_is_set_after_the_restoring() -> None:
    node = ToldNode(WEBCAM)
    controls = controls_of(node)
    controls.restore()
    controls.restore()
    controls.lock()
    assert node.written == []
