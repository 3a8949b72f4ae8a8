"""The gallery on Qt's display in memory, with real files."""

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageIOHandler, QImageWriter
from PyQt6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from gui.gallery.backgrounds import BLUR, GREEN, PAINTED
from gui.gallery.gallery import Gallery
from gui.gallery.thumbnails import SIZE, Thumbnails
from gui.look import motion
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


def test_a_picture_that_breaks_off_is_said_at_once_and_not_chosen(
    gallery: Gallery, store: SettingsStore, tmp_path: Path, qtbot: QtBot
) -> None:
    cv2.imwrite(str(tmp_path / "whole.jpg"), textured_image(640, 360))
    content = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "half.jpg").write_bytes(content[: len(content) // 2])
    with qtbot.waitSignal(gallery.problem) as said:
        gallery.add_files([str(tmp_path / "half.jpg")])
    assert "half.jpg" in said.args[0]
    assert "\n" not in said.args[0]
    assert (store.config.backdrop.spec, store.program.recent_backgrounds) == (BLUR, ())


def test_a_file_that_is_gone_by_the_time_its_tile_is_clicked_is_said_and_not_chosen(
    gallery: Gallery, store: SettingsStore, photo: str, qtbot: QtBot
) -> None:
    gallery.add_files([photo])
    qtbot.waitUntil(lambda: store.config.backdrop.spec == photo)
    store.set("backdrop.spec", GREEN)
    Path(photo).unlink()
    place = gallery.visualItemRect(gallery.item(specs(gallery).index(photo))).center()
    with qtbot.waitSignal(gallery.problem) as said:
        qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said.args[0] == "photo.png is no longer there; put it back, or choose another one"
    assert store.config.backdrop.spec == GREEN
    offers = {offer.spec: offer for offer in (item.data(Qt.ItemDataRole.UserRole) for item in gallery.all_items())}
    assert offers[photo].kind is None
    assert [spec for spec, offer in offers.items() if gallery.is_chosen(offer)] == [GREEN]


def test_several_broken_files_are_all_named_in_one_line(
    gallery: Gallery, store: SettingsStore, photo: str, tmp_path: Path, qtbot: QtBot
) -> None:
    content = Path(photo).read_bytes()
    (tmp_path / "half.png").write_bytes(content[: len(content) // 2])
    (tmp_path / "text.jpg").write_text("not a picture")
    (tmp_path / "empty.png").write_bytes(b"")
    with qtbot.waitSignal(gallery.problem) as said:
        gallery.add_files([str(tmp_path / "half.png"), photo, str(tmp_path / "text.jpg"), str(tmp_path / "empty.png")])
    head, _, files = said.args[0].partition(": ")
    assert head == "3 of 4 files cannot be used"
    assert set(files.split(", ")) == {"half.png (broken off)", "text.jpg (no picture)", "empty.png (empty)"}
    assert store.config.backdrop.spec == photo


def test_a_file_with_the_suffix_of_a_picture_is_spoken_of_as_a_picture(
    gallery: Gallery, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "text.jpg").write_text("not a picture")
    with qtbot.waitSignal(gallery.problem) as said:
        gallery.add_files([str(tmp_path / "text.jpg")])
    assert "text.jpg is not a picture" in said.args[0]
    assert "video" not in said.args[0]


def test_f2_renames_ones_own_in_the_list_and_no_file(
    gallery: Gallery, store: SettingsStore, photo: str, qtbot: QtBot
) -> None:
    store.choose_background(photo)
    gallery.setCurrentRow(0)
    qtbot.keyClick(gallery, Qt.Key.Key_F2)
    assert gallery.findChild(QLineEdit) is None
    gallery.setCurrentRow(specs(gallery).index(photo))
    qtbot.keyClick(gallery, Qt.Key.Key_F2)
    editor = gallery.findChild(QLineEdit)
    assert editor is not None
    assert "photo.png" in editor.accessibleName()
    editor.setText("Kitchen")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: store.program.background_names != ())
    item = gallery.currentItem()
    assert item is not None
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Kitchen (image)"
    assert Path(photo).is_file()


def test_alt_and_an_arrow_move_ones_own(gallery: Gallery, store: SettingsStore, qtbot: QtBot) -> None:
    for colour in ("#111111", "#222222", "#333333"):
        store.choose_background(colour)
    gallery.setCurrentRow(gallery.count() - 1)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(gallery, key, Qt.KeyboardModifier.AltModifier)
    assert store.program.recent_backgrounds == ("#333333", "#111111", "#222222")


def test_one_of_ones_own_that_is_dropped_on_another_stands_before_it(gallery: Gallery, store: SettingsStore) -> None:
    for colour in ("#111111", "#222222", "#333333"):
        store.choose_background(colour)
    data = QMimeData()
    data.setData("application/x-matting-rt-background", b"#111111")
    place = gallery.visualItemRect(gallery.item(specs(gallery).index("#333333"))).center()
    gallery.dropEvent(
        QDropEvent(QPointF(place), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    )
    assert store.program.recent_backgrounds == ("#111111", "#333333", "#222222")


def test_a_folder_that_is_dropped_is_added(gallery: Gallery, store: SettingsStore, tmp_path: Path) -> None:
    gallery.add_files([str(tmp_path)])
    assert store.program.background_folders == (str(tmp_path),)


def test_a_video_plays_under_the_pointer_and_stops_when_it_leaves(
    gallery: Gallery, store: SettingsStore, tmp_path: Path, qtbot: QtBot
) -> None:
    frames = [np.full((180, 320, 3), level, np.uint8) for level in range(40, 240, 5)]
    write_video(tmp_path / "clip.mp4", frames)
    clip = str(tmp_path / "clip.mp4")
    gallery.add_files([clip])
    qtbot.waitUntil(lambda: store.config.backdrop.spec == clip)
    item = gallery.item(specs(gallery).index(clip))
    gallery.itemEntered.emit(item)
    still = colour_of_tile(gallery, clip)[0]
    qtbot.waitUntil(lambda: colour_of_tile(gallery, clip)[0] > still + 40)
    gallery.leaveEvent(QEvent(QEvent.Type.Leave))
    assert colour_of_tile(gallery, clip)[0] == still


def test_a_video_stands_still_where_motion_is_reduced(gallery: Gallery, tmp_path: Path, qtbot: QtBot) -> None:
    write_video(tmp_path / "clip.mp4", [textured_image(320, 180)] * 3)
    gallery.add_files([str(tmp_path / "clip.mp4")])
    qtbot.waitUntil(lambda: str(tmp_path / "clip.mp4") in specs(gallery))
    motion.use(motion.Motion.REDUCED)
    try:
        gallery.itemEntered.emit(gallery.item(gallery.count() - 1))
        assert not any(timer.isActive() for timer in gallery.findChildren(QTimer))
    finally:
        motion.use(motion.Motion.AUTOMATIC)


def test_transparent_explains_what_a_camera_can_do_and_gives_green(
    gallery: Gallery, store: SettingsStore, qtbot: QtBot
) -> None:
    place = gallery.visualItemRect(gallery.item(specs(gallery).index("transparent"))).center()
    with qtbot.waitSignal(gallery.hint) as said:
        qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "transparency" in said.args[0]
    assert store.config.backdrop.spec == GREEN


def test_the_menu_has_what_can_be_done_with_a_tile(gallery: Gallery, store: SettingsStore) -> None:
    store.choose_background("#111111")
    texts = {}
    for spec in (BLUR, "#111111"):
        menu = QMenu()
        gallery.fill_menu(menu, gallery.item(specs(gallery).index(spec)).data(Qt.ItemDataRole.UserRole))
        texts[spec] = [action.text() for action in menu.actions() if action.text()]
    assert texts == {BLUR: [], "#111111": ["Rename", "Remove from the list", "Move to the front", "Move to the end"]}
