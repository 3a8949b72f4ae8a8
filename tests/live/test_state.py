"""The one state of live video, and what each part of the program says and shows in it."""

from dataclasses import replace

import pytest

from matting_rt.live.state import (
    LEAVES,
    PLACEHOLDER_TEXTS,
    WAITING_TEXT,
    Absence,
    Leaves,
    LiveState,
    Reports,
    placeholder_text,
)

WELL = Reports(absence=None, is_room_known=True)
CAUSES: dict[LiveState, dict[str, object]] = {
    LiveState.PAUSED: {"is_paused": True},
    LiveState.CAPTURING_PLATE: {"is_capturing_plate": True},
    LiveState.CAMERA_LOST: {"camera_trouble": "the camera was pulled out"},
    LiveState.STARTING: {"absence": Absence.NOT_READY},
    LiveState.FAILING: {"matting_trouble": "the model produced NaN or infinite values"},
    LiveState.TOO_DARK: {"absence": Absence.TOO_DARK},
    LiveState.OUTPUT_LOST: {"output_trouble": "the virtual camera is gone"},
    LiveState.LEARNING: {"is_room_known": False},
    LiveState.LIVE: {},
}
"""What alone brings a state about."""
SAME_FIELD = {(LiveState.STARTING, LiveState.TOO_DARK)}
"""One value: they exclude each other."""


def reports_of(*states: LiveState) -> Reports:
    reports = WELL
    for state in states:
        reports = replace(reports, **CAUSES[state])  # type: ignore[arg-type]
    return reports


@pytest.mark.parametrize("state", list(LiveState))
def test_each_cause_alone_brings_about_its_state(state: LiveState) -> None:
    assert reports_of(state).state is state


@pytest.mark.parametrize(
    ("first", "second"),
    [(first, second) for index, first in enumerate(LiveState) for second in list(LiveState)[index + 1 :]],
)
def test_a_state_hides_those_after_it(first: LiveState, second: LiveState) -> None:
    if (first, second) not in SAME_FIELD:
        assert reports_of(first, second).state is first


def test_it_starts_with_the_network_being_made_ready() -> None:
    assert Reports().state is LiveState.STARTING


def test_a_network_that_cannot_be_made_ready_is_said_to_fail() -> None:
    assert replace(Reports(), matting_trouble="out of memory").state is LiveState.FAILING


def test_a_single_broken_frame_changes_no_state() -> None:
    assert replace(WELL, absence=Absence.BROKEN_FRAME).state is LiveState.LIVE


def test_the_tables_are_complete() -> None:
    assert set(LEAVES) == set(CAUSES) == set(LiveState)
    assert set(PLACEHOLDER_TEXTS) <= set(LiveState)


def test_nothing_but_a_placeholder_leaves_where_somebody_asked_for_it() -> None:
    at_once = {state for state, leaves in LEAVES.items() if leaves is Leaves.PLACEHOLDER}
    assert at_once == {LiveState.PAUSED, LiveState.CAPTURING_PLATE}


def test_composites_leave_while_they_are_made() -> None:
    composites = {state for state, leaves in LEAVES.items() if leaves is Leaves.COMPOSITE}
    assert composites == {LiveState.OUTPUT_LOST, LiveState.LEARNING, LiveState.LIVE}


@pytest.mark.parametrize("state", list(LiveState))
def test_each_state_has_a_text_for_the_others_that_tells_no_details(state: LiveState) -> None:
    text = placeholder_text(state)
    assert text == PLACEHOLDER_TEXTS.get(state, WAITING_TEXT)
    assert text
    assert len(text) < 40, "it is drawn in large letters"
    for trouble in ("pulled out", "numbers", "virtual camera"):
        assert trouble not in text


def test_states_in_which_the_placeholder_lasts_have_texts_of_their_own() -> None:
    lasting = {LiveState.PAUSED, LiveState.CAPTURING_PLATE, LiveState.CAMERA_LOST, LiveState.TOO_DARK}
    texts = {placeholder_text(state) for state in lasting}
    assert len(texts) == len(lasting)
    assert WAITING_TEXT not in texts


@pytest.mark.parametrize("state", list(LiveState))
def test_the_trouble_is_the_line_of_the_state(state: LiveState) -> None:
    reports = reports_of(state)
    lines = {"camera_trouble", "matting_trouble", "output_trouble"} & CAUSES[state].keys()
    assert reports.trouble == (CAUSES[state][lines.pop()] if lines else None)


def test_a_trouble_that_is_hidden_by_a_pause_is_not_told() -> None:
    assert reports_of(LiveState.CAMERA_LOST, LiveState.PAUSED).trouble is None
    reports = reports_of(LiveState.CAMERA_LOST, LiveState.FAILING, LiveState.OUTPUT_LOST)
    assert reports.trouble == "the camera was pulled out"
