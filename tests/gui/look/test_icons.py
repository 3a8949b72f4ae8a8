"""Icons: every drawing paints something, sharp, and in the colour of the text around it."""

import os
from collections.abc import Iterator

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtCore import QSize
from PyQt6.QtGui import QColor, QIcon, QImage, QPalette
from PyQt6.QtSvg import QSvgRenderer
from PyQt6.QtWidgets import QApplication

from gui.look.icons import FOLDER, icon, names


@pytest.fixture
def palette(qapp: QApplication) -> Iterator[QPalette]:
    before = QApplication.palette()
    yield QPalette(before)
    QApplication.setPalette(before)


def painted(shown: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, ratio: float = 1.0) -> QImage:
    return shown.pixmap(QSize(24, 24), ratio, mode).toImage()


def strongest_colour(image: QImage) -> str:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha).name()


@pytest.mark.parametrize("name", names())
def test_every_drawing_is_valid_and_leaves_room_around_itself(qapp: QApplication, name: str) -> None:
    assert QSvgRenderer(str(FOLDER / f"{name}.svg")).isValid()
    image = painted(icon(name))
    assert any(image.pixelColor(x, y).alpha() > 200 for x in range(24) for y in range(24))
    assert image.pixelColor(0, 0).alpha() == 0


def test_an_icon_follows_the_palette_after_it_was_made(palette: QPalette) -> None:
    shown = icon("stop")
    for colour in ("#102030", "#f0e0d0"):
        palette.setColor(QPalette.ColorRole.ButtonText, QColor(colour))
        QApplication.setPalette(palette)
        assert strongest_colour(painted(shown)) == colour


def test_a_disabled_icon_is_as_quiet_as_disabled_text(palette: QPalette) -> None:
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, QColor("#778899"))
    QApplication.setPalette(palette)
    assert strongest_colour(painted(icon("stop", QColor("red")), QIcon.Mode.Disabled)) == "#778899"


def test_a_colour_of_its_own_wins_over_the_palette(qapp: QApplication) -> None:
    assert strongest_colour(painted(icon("record", QColor("#c02f2f")))) == "#c02f2f"


def test_an_icon_is_drawn_for_the_screen_it_is_on(qapp: QApplication) -> None:
    image = painted(icon("camera"), ratio=2.0)
    assert (image.width(), image.devicePixelRatio()) == (48, 2.0)


def test_an_icon_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(KeyError, match=r"no icon cemara; there are .*camera"):
        icon("cemara")
