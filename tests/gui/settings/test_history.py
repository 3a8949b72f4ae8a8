"""Undo and redo of settings, in a real store."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from gui.gallery.backgrounds import BLUR, GREEN
from gui.settings.controls import SettingControl
from gui.settings.history import LIMIT, PAUSE_S, History
from gui.settings.setting import TrayAnswer
from gui.settings.store import SettingsStore

WRAP, CHOKE = "composite.light_wrap", "composite.edge_choke"


@pytest.fixture
def history(store: SettingsStore) -> History:
    store.history.clear()
    return store.history


def undo_all(history: History) -> list[str]:
    names = []
    while history.undo_name:
        names.append(history.undo_name)
        history.undo()
    return names


def test_what_was_set_is_taken_back_and_done_again_step_by_step(store: SettingsStore, history: History) -> None:
    before = store.config
    store.set(WRAP, 0.4)
    store.set("guard.keep", store.config.guard.keep)  # no change, no step
    store.choose_background(GREEN)
    after = store.config
    assert undo_all(history) == ["Background", "Light wrap"]
    assert store.config == before
    history.redo()
    assert (history.undo_name, history.redo_name) == ("Light wrap", "Background")
    assert store.config.composite.light_wrap == 0.4
    history.redo()
    history.redo()
    assert (store.config, history.redo_name) == (after, "")


def test_what_is_undone_is_told_to_whoever_shows_it_and_saved(store: SettingsStore, history: History) -> None:
    store.set(WRAP, 0.4)
    told: list[str] = []
    store.changed.connect(told.append)
    history.undo()
    store.flush()
    assert told == [WRAP]
    assert SettingsStore(store.folder).config.composite.light_wrap == 0.0


def test_another_change_after_an_undo_leaves_nothing_to_redo(store: SettingsStore, history: History) -> None:
    store.set(WRAP, 0.4)
    history.undo()
    store.set(CHOKE, 0.2)
    assert (history.undo_name, history.redo_name) == ("Edge position", "")
    history.redo()
    assert store.config.composite.light_wrap == 0.0


def test_a_gesture_is_one_step_and_one_that_changes_nothing_is_none(store: SettingsStore, history: History) -> None:
    with history.gesture("Position"):
        for value in (0.1, 0.2, 0.3):
            store.set("composite.person_x", value)
            store.set("composite.person_y", value / 2)
    with history.gesture("Size"):
        store.set("composite.person_scale", 1.5)
        store.set("composite.person_scale", 1.0)
    assert undo_all(history) == ["Position"]
    assert (store.config.composite.person_x, store.config.composite.person_y) == (0, 0)
    history.redo()
    assert (store.config.composite.person_x, store.config.composite.person_y) == (0.3, 0.15)


def test_turns_of_the_wheel_are_one_step_while_they_follow_each_other_quickly(store: SettingsStore) -> None:
    now_s = 0.0
    history = store.history
    history.clock = lambda: now_s
    history.clear()
    for now_s in (0.0, 0.5, 1.4, 1.4 + PAUSE_S + 0.1):
        with history.gesture("Size", is_gradual=True):
            store.set("composite.person_scale", 1.1 + now_s / 10)
    assert undo_all(history) == ["Size", "Size"]
    assert store.config.composite.person_scale == 1.0


def test_a_quick_change_of_something_else_between_two_turns_makes_them_two_steps(
    store: SettingsStore, history: History
) -> None:
    for scale, wrap in ((1.1, 0.1), (1.2, 0.2)):
        with history.gesture("Size", is_gradual=True):
            store.set("composite.person_scale", scale)
        store.set(WRAP, wrap)
    assert undo_all(history) == ["Light wrap", "Size", "Light wrap", "Size"]


def test_an_undo_in_the_middle_of_a_drag_takes_back_what_was_dragged(store: SettingsStore, history: History) -> None:
    history.begin("Position")
    store.set("composite.person_x", 0.3)
    history.undo()
    assert store.config.composite.person_x == 0
    history.end()
    store.set(WRAP, 0.2)
    assert undo_all(history) == ["Light wrap"]


def test_a_drag_of_a_slider_is_one_step_and_its_keys_too(store: SettingsStore, history: History, qtbot: QtBot) -> None:
    control = SettingControl(store, WRAP)
    qtbot.addWidget(control)
    control.show()
    slider = control.control
    assert isinstance(slider, QSlider)
    slider.setSliderDown(True)
    for position in (10, 30, 50):
        slider.setSliderPosition(position)
    slider.setSliderDown(False)
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert store.config.composite.light_wrap == 0.53
    history.undo()
    assert (store.config.composite.light_wrap, slider.value()) == (0.5, 50)
    history.undo()
    assert (store.config.composite.light_wrap, history.undo_name) == (0.0, "")


def test_all_that_was_reset_or_loaded_comes_back_at_once(store: SettingsStore, history: History) -> None:
    store.set(WRAP, 0.4)
    store.set("program.countdown_s", 10)
    store.save_profile("office")
    before = store.config, store.program.countdown_s
    store.reset_all()
    store.load_profile("office")
    store.reset(WRAP, CHOKE)
    assert [history.undo_name, store.config.composite.light_wrap] == ["Restore defaults", 0.0]
    history.undo()
    assert history.undo_name == "Profile office"
    history.undo()
    assert history.undo_name == "Restore all defaults"
    history.undo()
    assert (store.config, store.program.countdown_s) == before


def test_neither_the_camera_nor_who_sees_it_is_ever_changed_by_an_undo(store: SettingsStore, history: History) -> None:
    store.set("live.output", "window")
    store.set("program.camera", "synthetic")
    assert history.undo_name == ""
    store.set("program.keep_in_tray", TrayAnswer.ASK)
    store.reset_all()
    store.set("live.output", "window")
    undo_all(history)
    assert (store.config.live.output, store.program.camera) == ("window", "synthetic")


def test_a_change_from_outside_is_a_step_too(store: SettingsStore, history: History) -> None:
    store.set("backdrop.spec", BLUR)
    store.choose_background("/pictures/sea.jpg")  # as `matting-rt control backdrop` does
    history.undo()
    assert (store.config.backdrop.spec, store.program.recent_backgrounds) == (BLUR, ())


def test_the_oldest_steps_are_forgotten(store: SettingsStore, history: History) -> None:
    for number in range(LIMIT + 5):
        store.set(WRAP, (number + 1) / 200)
    assert len(undo_all(history)) == LIMIT
    assert store.config.composite.light_wrap == 5 / 200
