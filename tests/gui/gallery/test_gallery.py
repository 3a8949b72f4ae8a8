"""The gallery on Qt's display in memory, with real files."""

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageIOHandler, QImageWriter
from pytestqt.qtbot import QtBot

from gui.gallery.backgrounds import BLUR, GREEN, PAINTED
from gui.gallery.gallery import Gallery
from gui.gallery.thumbnails import SIZE, Thumbnails
from gui.settings.store import SettingsStore
from tests.sources.media import textured_image, write_video


@pytest.fixture
def store(tmp_path: Path, qtbot: QtBot) -> Iterator[SettingsStore]:
    store = SettingsStore(tmp_path / "settings")
    store.set("backdrop.spec", BLUR)
    yield store
    store.flush()


@pytest.fixture
def gallery(store: SettingsStore, qtbot: QtBot) -> Iterator[Gallery]:
    thumbnails = Thumbnails()
    gallery = Gallery(store, thumbnails)
    qtbot.addWidget(gallery)
    gallery.resize(300, 200)
    gallery.show()
    yield gallery
    qtbot.waitUntil(lambda: thumbnails.is_idle)


@pytest.fixture
def photo(tmp_path: Path) -> str:
    cv2.imwrite(str(tmp_path / "photo.png"), textured_image(320, 180)[..., ::-1])
    return str(tmp_path / "photo.png")


def specs(gallery: Gallery) -> list[str]:
    return [item.data(Qt.ItemDataRole.UserRole).spec for item in map(gallery.item, range(gallery.count()))]


def colour_of_tile(gallery: Gallery, spec: str) -> tuple[int, int, int]:
    item = gallery.item(specs(gallery).index(spec))
    rect = gallery.visualItemRect(item)
    return gallery.grab().toImage().pixelColor(rect.topLeft() + QPoint(16, 12)).getRgb()[:3]


def test_a_click_chooses(gallery: Gallery, store: SettingsStore, qtbot: QtBot) -> None:
    place = gallery.visualItemRect(gallery.item(specs(gallery).index(GREEN))).center()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert store.config.backdrop.spec == GREEN
    assert store.program.recent_backgrounds == ()


def test_arrows_move_and_space_chooses(gallery: Gallery, store: SettingsStore, qtbot: QtBot) -> None:
    qtbot.keyClick(gallery, Qt.Key.Key_Right)
    assert store.config.backdrop.spec == BLUR
    qtbot.keyClick(gallery, Qt.Key.Key_Space)
    assert store.config.backdrop.spec == next(iter(PAINTED))


def test_a_blur_keeps_its_strength_when_its_tile_is_clicked(
    gallery: Gallery, store: SettingsStore, qtbot: QtBot
) -> None:
    store.set("backdrop.spec", "blur:30")
    qtbot.mouseClick(
        gallery.viewport(), Qt.MouseButton.LeftButton, pos=gallery.visualItemRect(gallery.item(0)).center()
    )
    assert store.config.backdrop.spec == "blur:30"


def test_a_dropped_picture_is_chosen_shown_and_remembered(
    gallery: Gallery, store: SettingsStore, photo: str, qtbot: QtBot
) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(photo)])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPoint(5, 5), copy, files, left, Qt.KeyboardModifier.NoModifier)
    gallery.dragEnterEvent(entering)
    assert entering.isAccepted()
    gallery.dropEvent(QDropEvent(QPointF(5, 5), copy, files, left, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: store.config.backdrop.spec == photo)
    assert store.program.recent_backgrounds == (photo,)
    assert colour_of_tile(gallery, photo) == (220, 20, 60)


def test_a_video_is_chosen_and_shown_by_its_first_picture(
    gallery: Gallery, store: SettingsStore, tmp_path: Path, qtbot: QtBot
) -> None:
    write_video(tmp_path / "clip.mp4", [textured_image(320, 180)] * 3)
    gallery.add_files([str(tmp_path / "clip.mp4")])
    qtbot.waitUntil(lambda: store.config.backdrop.spec == str(tmp_path / "clip.mp4"))
    red, green, _ = colour_of_tile(gallery, str(tmp_path / "clip.mp4"))
    assert red > 180 > 80 > green


def test_a_file_that_is_no_background_is_said_and_not_chosen(
    gallery: Gallery, store: SettingsStore, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "notes.txt").write_text("not a picture")
    with qtbot.waitSignal(gallery.problem) as said:
        gallery.add_files([str(tmp_path / "notes.txt")])
    assert "notes.txt" in said.args[0]
    assert store.config.backdrop.spec == BLUR


def test_a_picture_that_is_too_large_to_stand_in_front_of_is_said_and_not_chosen(
    gallery: Gallery, store: SettingsStore, qtbot: QtBot, tmp_path: Path
) -> None:
    # a whole JPEG of 8x8 that claims more; Qt would reduce it as it decodes, and the engine would not
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    assert image.save(str(tmp_path / "huge.jpg"))
    content = (tmp_path / "huge.jpg").read_bytes()
    assert content.count(b"\x08\0\x08\0\x08") == 1
    (tmp_path / "huge.jpg").write_bytes(content.replace(b"\x08\0\x08\0\x08", b"\x08\xea\x60\x27\x10"))
    before = store.config.backdrop.spec
    with qtbot.waitSignal(gallery.problem) as problem:
        gallery.add_files([str(tmp_path / "huge.jpg")])
    assert "10000x60000" in problem.args[0]
    assert store.config.backdrop.spec == before


def test_delete_takes_out_ones_own_and_nothing_else(
    gallery: Gallery, store: SettingsStore, photo: str, qtbot: QtBot
) -> None:
    store.choose_background(photo)
    store.set("backdrop.spec", BLUR)
    before = specs(gallery)
    gallery.setCurrentRow(0)
    qtbot.keyClick(gallery, Qt.Key.Key_Delete)
    gallery.setCurrentRow(before.index(photo))
    qtbot.keyClick(gallery, Qt.Key.Key_Delete)
    assert specs(gallery) == before[:-1]


def test_all_tiles_are_within_the_gallery_three_in_a_row(gallery: Gallery) -> None:
    rects = [gallery.visualItemRect(gallery.item(row)) for row in range(gallery.count())]
    assert len({rect.left() for rect in rects}) == 3
    assert all(gallery.viewport().rect().contains(rect) for rect in rects)


def test_a_thumbnail_of_a_turned_photo_is_upright(tmp_path: Path, qtbot: QtBot) -> None:
    pixels = textured_image(180, 320)
    writer = QImageWriter(str(tmp_path / "turned.jpg"))
    writer.setTransformation(QImageIOHandler.Transformation.TransformationRotate90)
    assert writer.write(QImage(pixels.tobytes(), 180, 320, 540, QImage.Format.Format_RGB888))
    thumbnails = Thumbnails()
    with qtbot.waitSignal(thumbnails.made):
        thumbnails.ask(str(tmp_path / "turned.jpg"))
    image = thumbnails.image(str(tmp_path / "turned.jpg"))
    assert image is not None
    assert (image.width(), image.height()) == SIZE
    red, _, blue = image.pixelColor(8, 8).getRgb()[:3]
    assert blue > 150 > red
    qtbot.waitUntil(lambda: thumbnails.is_idle)
