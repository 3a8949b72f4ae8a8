"""Languages that are read from right to left: what points along a line is turned round, and no picture is."""

from collections.abc import Iterator

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.preview import PreviewWidget
from gui.look import theme
from gui.look.icons import icon
from gui.look.labels import StateLabel
from gui.panels.background import Adjustments
from gui.plate.picture import PlatePicture
from gui.settings.store import SettingsStore


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def is_mirrored(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[bool]:
    qapp.setLayoutDirection(request.param)
    yield qapp.isRightToLeft()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def halves() -> QImage:
    """A picture whose left half is red and whose right half is blue."""
    image = QImage(160, 90, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for x in range(80, 160):
        for y in range(90):
            image.setPixelColor(x, y, QColor("blue"))
    return image


def drawn(name: str) -> QImage:
    return icon(name, "#000000").pixmap(QSize(32, 32)).toImage()


def test_drawings_that_go_with_reading_turn_round_and_others_do_not(qapp: QApplication) -> None:
    before = {name: drawn(name) for name in ("undo", "chevron-right", "play", "ok", "camera")}
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    after = {name: drawn(name) for name in before}
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    for name, image in before.items():
        goes_with_reading = name in ("undo", "chevron-right")
        assert (after[name] == image) is not goes_with_reading, name
        left = sum(after[name].pixelColor(x, y).alpha() for x in range(16) for y in range(32))
        right = sum(image.pixelColor(31 - x, y).alpha() for x in range(16) for y in range(32))
        assert abs(left - right) < 0.02 * right or not goes_with_reading, name


def test_a_plate_is_shown_as_it_is_where_lines_begin(qtbot: QtBot, is_mirrored: bool) -> None:
    picture = PlatePicture()
    qtbot.addWidget(picture)
    picture.show_image(halves())
    picture.resize(320, 90)
    shown = picture.grab().toImage()
    left = 160 if is_mirrored else 0
    assert shown.pixelColor(left + 40, 45) == QColor("red")
    assert shown.pixelColor(left + 120, 45) == QColor("blue")


def test_the_preview_is_not_turned_round(qtbot: QtBot, controller: LiveController, is_mirrored: bool) -> None:
    preview = PreviewWidget(controller)
    qtbot.addWidget(preview)
    preview.resize(320, 180)
    preview.image = halves()
    shown = preview.grab().toImage()
    assert shown.pixelColor(80, 90) == QColor("red")
    assert shown.pixelColor(240, 90) == QColor("blue")


def test_sliders_turn_round_but_for_the_one_that_moves_the_person_across(
    qtbot: QtBot, store: SettingsStore, is_mirrored: bool
) -> None:
    adjustments = Adjustments(store)
    qtbot.addWidget(adjustments)
    assert not adjustments.controls["composite.person_x"].control.isRightToLeft()
    assert adjustments.controls["composite.light_wrap"].control.isRightToLeft() is is_mirrored


def test_words_and_margins_begin_where_lines_do(qtbot: QtBot, is_mirrored: bool) -> None:
    label = StateLabel()
    qtbot.addWidget(label)
    label.show_state("Live")
    label.resize(200, 20)
    image = label.grab().toImage()
    ground = image.pixelColor(100, 10)
    written = [x for x in range(200) if any(image.pixelColor(x, y) != ground for y in range(20))]
    assert (written[0] > 100) is is_mirrored
    margins = theme.at_line_end(8)
    assert (margins.left(), margins.right()) == ((8, 0) if is_mirrored else (0, 8))
