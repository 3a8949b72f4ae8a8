"""Folders of backgrounds, with real files that come and go."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gui.gallery.backgrounds import BLUR
from gui.gallery.chooser import BackgroundChooser
from gui.gallery.collection import Collection
from gui.settings.store import SettingsStore


def write_picture(path: Path, colour: str) -> None:
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "holiday"
    folder.mkdir()
    for number in range(30):
        write_picture(folder / f"{number:02}.png", "#aa2222")
    return folder


@pytest.fixture
def chooser(store: SettingsStore, folder: Path, qtbot: QtBot) -> Iterator[BackgroundChooser]:
    store.set("backdrop.spec", BLUR)
    Collection(store).add_folder(str(folder))
    chooser = BackgroundChooser(store)
    qtbot.addWidget(chooser)
    chooser.resize(304, 700)
    chooser.show()
    yield chooser
    qtbot.waitUntil(lambda: chooser.thumbnails.is_idle)


def test_a_group_follows_what_is_in_its_folder_and_says_that_it_is_gone(
    chooser: BackgroundChooser, folder: Path, qtbot: QtBot
) -> None:
    (group,) = chooser.folders.groups
    assert group.state.text() == "30"
    write_picture(folder / "30.png", "#22aa22")
    qtbot.waitUntil(lambda: group.tiles.count() == 31)
    folder.rename(folder.with_name("moved"))
    qtbot.waitUntil(lambda: group.state.text() == "is no longer there")
    assert group.tiles.isHidden()
    folder.with_name("moved").rename(folder)
    qtbot.waitUntil(lambda: group.tiles.count() == 31)


def test_only_pictures_that_are_seen_are_made_small(chooser: BackgroundChooser, folder: Path, qtbot: QtBot) -> None:
    (group,) = chooser.folders.groups
    first, last = str(folder / "00.png"), str(folder / "29.png")
    qtbot.waitUntil(lambda: chooser.thumbnails.image(first) is not None)
    qtbot.waitUntil(lambda: chooser.thumbnails.is_idle)
    assert chooser.thumbnails.image(last) is None
    group.tiles.scrollToBottom()
    qtbot.waitUntil(lambda: chooser.thumbnails.image(last) is not None)


def test_a_picture_of_a_folder_is_chosen_and_stays_there(
    chooser: BackgroundChooser, store: SettingsStore, folder: Path, qtbot: QtBot
) -> None:
    (group,) = chooser.folders.groups
    tiles = group.tiles
    item = tiles.item(1)
    assert item is not None
    qtbot.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=tiles.visualItemRect(item).center())
    qtbot.waitUntil(lambda: store.config.backdrop.spec == str(folder / "01.png"))
    assert store.program.recent_backgrounds == ()


def test_one_of_many_is_found_by_its_name(chooser: BackgroundChooser, store: SettingsStore, folder: Path) -> None:
    Collection(store).rename(str(folder / "07.png"), "Blue lagoon")
    assert chooser.search.isVisible()
    chooser.search.setText("lagoon")
    shown = [item for item in chooser.folders.groups[0].tiles.all_items() if not item.isHidden()]
    assert [item.data(Qt.ItemDataRole.UserRole).name for item in shown] == ["Blue lagoon"]
    assert all(item.isHidden() for item in chooser.gallery.all_items())
    chooser.search.setText("lagoon x")
    assert chooser.problem.text() == "No background has that name."


def test_a_folder_that_is_removed_comes_back_by_an_undo(chooser: BackgroundChooser, store: SettingsStore) -> None:
    chooser.folders.groups[0].remove.click()
    assert not chooser.folders.groups
    store.history.undo()
    assert [group.tiles.count() for group in chooser.folders.groups] == [30]


def test_a_picture_that_is_in_a_folder_of_the_list_is_shown_there_alone(
    chooser: BackgroundChooser, store: SettingsStore, folder: Path
) -> None:
    chosen = str(folder / "01.png")
    store.set("program.recent_backgrounds", (chosen,))  # it was chosen before its folder was added
    specs = [item.data(Qt.ItemDataRole.UserRole).spec for item in chooser.gallery.all_items()]
    assert chosen not in specs
    chooser.folders.groups[0].remove.click()
    assert chooser.gallery.all_items()[-1].data(Qt.ItemDataRole.UserRole).spec == chosen
