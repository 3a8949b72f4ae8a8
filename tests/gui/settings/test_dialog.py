"""The dialog holds every setting that is for it, and what is set there holds at once."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.settings.dialog import SettingsDialog
from gui.settings.schema import SCHEMA
from gui.settings.sections import SectionPage
from gui.settings.setting import Placement, Section
from gui.settings.store import SettingsStore, first_config
from matting_rt.config import Quality


@pytest.fixture
def dialog(store: SettingsStore, qtbot: QtBot) -> SettingsDialog:
    dialog = SettingsDialog(store)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def control(dialog: SettingsDialog, key: str, kind: type) -> QComboBox | QCheckBox:
    found = dialog.controls[key].control
    assert isinstance(found, kind)
    return found


def test_every_setting_for_the_dialog_is_in_it_and_says_what_it_is(dialog: SettingsDialog) -> None:
    assert set(dialog.controls) == {setting.key for setting in SCHEMA if setting.placement is Placement.DIALOG}
    for each in dialog.controls.values():
        assert each.control.accessibleName() == each.setting.label
        assert each.control.toolTip() == each.setting.help


def test_a_choice_by_keyboard_holds_at_once(dialog: SettingsDialog, store: SettingsStore, qtbot: QtBot) -> None:
    dialog.show_section(Section.QUALITY)
    quality = control(dialog, "live.quality", QComboBox)
    qtbot.keyClick(quality, Qt.Key.Key_Down)
    assert store.config.live.quality is Quality.FAST
    assert not dialog.controls["live.quality"].reset.isHidden()
    dialog.controls["live.quality"].reset.click()
    assert (store.config.live.quality, quality.currentText()) == (Quality.AUTO, "Automatic")


def test_a_name_may_be_typed_or_suggested(dialog: SettingsDialog, store: SettingsStore, qtbot: QtBot) -> None:
    model = control(dialog, "engine.model", QComboBox)
    edit = model.lineEdit()
    dialog.show_section(Section.QUALITY)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "/models/mine.safetensors")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert store.config.engine.model == "/models/mine.safetensors"
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "Automatic")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert model.count() == 4
    assert store.config.engine.model == "auto"


def test_it_shows_what_is_set_elsewhere(dialog: SettingsDialog, store: SettingsStore) -> None:
    store.set("plate.align", False)
    store.set("program.countdown_s", 8)
    assert not control(dialog, "plate.align", QCheckBox).isChecked()
    assert control(dialog, "program.countdown_s", QComboBox).currentText() == "8"


def test_everything_is_reset_only_when_one_is_sure(dialog: SettingsDialog, store: SettingsStore) -> None:
    store.set("composite.light_wrap", 0.5)
    store.set("plate.align", False)
    store.set("program.camera", "synthetic")
    dialog.reset_all.click()
    assert store.config.composite.light_wrap == 0.5
    dialog.sure.click()
    assert store.config == first_config()
    assert store.program.camera == "synthetic"
    assert not dialog.sure.isVisible()


def test_a_profile_is_saved_used_and_deleted(dialog: SettingsDialog, store: SettingsStore, qtbot: QtBot) -> None:
    page = dialog.profiles
    store.set("composite.light_wrap", 0.5)
    qtbot.keyClicks(page.name, "Evening")
    page.save.click()
    assert store.profiles == ("Evening",)
    store.reset("composite.light_wrap")
    page.load.click()
    assert store.config.composite.light_wrap == 0.5
    page.delete.click()
    assert store.profiles == ()
    assert not page.load.isEnabled()


def test_a_profile_that_cannot_be_used_is_said_in_a_line(
    dialog: SettingsDialog, store: SettingsStore, qtbot: QtBot
) -> None:
    page = dialog.profiles
    qtbot.keyClicks(page.name, "a/b")
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    assert "cannot be called" in page.said.text()
    page.use_file(str(store.folder / "nowhere.toml"))
    assert "nowhere.toml cannot be read" in page.said.text()
    assert dialog.isVisible()


def shown(dialog: SettingsDialog) -> list[str]:
    """Labels of the rows that one sees."""
    return [each.setting.label for each in dialog.controls.values() if each.isVisible()]


def test_it_opens_on_a_page_with_more_than_one_row(dialog: SettingsDialog) -> None:
    assert len(shown(dialog)) > 1


def test_a_search_finds_settings_of_all_pages_by_label_help_and_choices(dialog: SettingsDialog, qtbot: QtBot) -> None:
    before = shown(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.focusWidget() is dialog.search
    qtbot.keyClicks(dialog.search, "COUNTDOWN sound")
    assert shown(dialog) == ["Countdown sound"]
    dialog.search.setText("stop and quit")  # what one of its choices is called
    assert shown(dialog) == ["Closing the window while live"]
    dialog.search.setText("step out of the picture")  # of its help
    assert shown(dialog) == ["Countdown"]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert (dialog.search.text(), shown(dialog), dialog.isVisible()) == ("", before, True)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_beside_the_picture_or_nowhere_is_said(dialog: SettingsDialog) -> None:
    said = dialog.findChildren(QLabel)
    dialog.search.setText("shadow")
    assert any(label.isVisible() and label.text().startswith("Beside the picture: ") for label in said)
    dialog.search.setText("xylophone")
    assert any(label.isVisible() and label.text().startswith("No setting matches") for label in said)
    assert not shown(dialog)
    dialog.show_section(Section.PLATE)
    assert shown(dialog)


@pytest.mark.parametrize("words", ["hot key", "hotkey", "shortcut", "Keys", "keyboard shortcuts"])
def test_the_page_of_keys_is_found_by_what_people_call_them(dialog: SettingsDialog, words: str) -> None:
    dialog.search.setText(words)
    assert "Keys that work in every program" in shown(dialog)


def test_a_page_is_found_by_the_texts_below_its_rows(dialog: SettingsDialog) -> None:
    pages = [page for page in dialog.pages if isinstance(page, SectionPage)]
    page = next(page for page in pages if page.rows[0].setting.section is Section.KEYS)
    page.add(QWidget(page))
    assert not page.search(("stand", "in", "front"))
    below = QWidget(page)
    QLabel("Stand in front of another background", below)
    page.add(below)
    assert page.search(("stand", "in", "front"))


def test_the_folder_of_recordings_is_named_as_beside_the_picture(dialog: SettingsDialog) -> None:
    dialog.search.setText("record")
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("Beside the picture: ") and "Folder of recordings" in text for text in said)
