"""Lines on the picture: where they are, and that the mouse does not meet them."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QPoint
from PyQt6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.preview import PreviewWidget
from gui.live.safe_areas import ACTION_SHARE, TITLE_SHARE, SafeAreas


@pytest.fixture
def preview(qtbot: QtBot, controller: LiveController) -> PreviewWidget:
    """With a black picture of 1600x900, and 50 more of canvas above and below it."""
    widget = PreviewWidget(controller)
    qtbot.addWidget(widget)
    widget.resize(1600, 1000)
    widget.image = QImage(1600, 900, QImage.Format.Format_RGB32)
    widget.image.fill(0)
    return widget


@pytest.mark.parametrize("share", [ACTION_SHARE, TITLE_SHARE])
def test_areas_lie_in_the_middle_of_the_picture_whatever_is_around_it(preview: PreviewWidget, share: float) -> None:
    areas = SafeAreas(preview)
    areas.resize(preview.size())
    areas.show()
    seen = preview.grab().toImage()
    left, top = round(1600 * (1 - share) / 2), 50 + round(900 * (1 - share) / 2)
    column = [seen.pixelColor(x, 500 + 37).lightness() for x in range(left - 2, left + 3)]
    row = [seen.pixelColor(800 + 37, y).lightness() for y in range(top - 2, top + 3)]
    assert max(column) > 100
    assert max(row) > 100
    areas.hide()
    assert preview.grab().toImage().pixelColor(left, 537).lightness() == 0


def test_the_mouse_goes_through_to_the_picture(preview: PreviewWidget) -> None:
    areas = SafeAreas(preview)
    areas.show()
    assert preview.childAt(QPoint(800, 500)) is None
