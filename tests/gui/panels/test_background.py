"""The background panel writes what it is set to into the store, and shows what the store says."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QColorDialog, QSlider
from pytestqt.qtbot import QtBot

from gui.gallery.backgrounds import BLUR, GREEN
from gui.panels.background import BackgroundPanel
from gui.settings.store import SettingsStore
from matting_rt.config import CompositeConfig


@pytest.fixture
def panel(store: SettingsStore, qtbot: QtBot) -> Iterator[BackgroundPanel]:
    store.set("backdrop.spec", BLUR)
    panel = BackgroundPanel(store)
    qtbot.addWidget(panel)
    panel.resize(328, 600)
    panel.adjustments.unfold(True)
    panel.show()
    yield panel
    qtbot.waitUntil(lambda: panel.chooser.thumbnails.is_idle)


def test_a_slider_sets_at_once_and_its_reset_sets_back(
    panel: BackgroundPanel, store: SettingsStore, qtbot: QtBot
) -> None:
    control = panel.adjustments.controls["composite.light_wrap"]
    slider = control.control
    assert isinstance(slider, QSlider)
    assert not control.reset.isVisible()
    slider.setFocus()
    for _ in range(25):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert store.config.composite.light_wrap == 0.25
    qtbot.mouseClick(control.reset, Qt.MouseButton.LeftButton)
    assert store.config.composite.light_wrap == 0.0
    assert slider.value() == 0
    assert not control.reset.isVisible()


def test_every_slider_shows_what_a_profile_brings(panel: BackgroundPanel, store: SettingsStore) -> None:
    for key, value in (("composite.edge_choke", -0.5), ("composite.person_scale", 1.5), ("composite.shadow", True)):
        store.set(key, value)
        control = panel.adjustments.controls[key]
        assert control.reset.isVisible()
        assert control.shown_value == control.setting.to_text(value)
    panel.adjustments.reset_all.click()
    assert store.config.composite == CompositeConfig()


def test_the_strength_of_the_blur_is_seen_only_for_the_blur(panel: BackgroundPanel, store: SettingsStore) -> None:
    strength = panel.chooser.blur
    strength.slider.setValue(30)
    assert store.config.backdrop.spec == "blur:30"
    strength.reset.click()
    assert (store.config.backdrop.spec, strength.slider.value()) == (BLUR, 12)
    store.set("backdrop.spec", GREEN)
    assert not strength.isVisible()


def test_a_colour_is_tried_at_once_and_kept_when_it_is_accepted(
    panel: BackgroundPanel, store: SettingsStore, qtbot: QtBot
) -> None:
    panel.chooser.colour.click()
    dialog = panel.findChild(QColorDialog)
    assert dialog is not None
    dialog.setCurrentColor(QColor("#123456"))
    assert store.config.backdrop.spec == "#123456"
    assert store.program.recent_backgrounds == ()
    dialog.accept()
    assert store.program.recent_backgrounds == ("#123456",)


def test_a_colour_that_is_not_accepted_leaves_what_was_there(panel: BackgroundPanel, store: SettingsStore) -> None:
    panel.chooser.colour.click()
    dialog = panel.findChild(QColorDialog)
    assert dialog is not None
    dialog.setCurrentColor(QColor("#123456"))
    dialog.reject()
    assert store.config.backdrop.spec == BLUR


def test_all_that_can_be_used_has_a_name_for_those_who_do_not_see_it(panel: BackgroundPanel) -> None:
    controls = [each.control for each in panel.adjustments.controls.values()]
    assert all(control.accessibleName() and control.toolTip() for control in controls)
    assert len({control.accessibleName() for control in controls}) == len(controls)


def test_a_file_that_cannot_be_used_is_said_until_another_is_chosen(
    panel: BackgroundPanel, store: SettingsStore, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "notes.txt").write_text("not a picture")
    panel.chooser.gallery.add_files([str(tmp_path / "notes.txt")])
    qtbot.waitUntil(panel.chooser.problem.isVisible)
    assert "notes.txt" in panel.chooser.problem.text()
    store.choose_background(GREEN)
    assert not panel.chooser.problem.isVisible()
