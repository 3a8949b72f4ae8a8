"""The picture as it is painted, from a camera whose corners have known colours."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.preview import PreviewWidget
from gui.live.signals import CameraState
from gui.look.theme import colours
from matting_rt.config import Config
from matting_rt.live.preview import View

LIMIT_MS = 60_000


@pytest.fixture
def preview(qtbot: QtBot, controller: LiveController, camera: str, config: Config) -> PreviewWidget:
    """400x400, so that above and below the picture of 16 to 9 there is something of the canvas."""
    widget = PreviewWidget(controller)
    qtbot.addWidget(widget)
    widget.resize(400, 400)
    widget.set_view(View.CAMERA)
    widget.show()
    controller.open(camera, config)
    qtbot.waitUntil(lambda: widget.has_picture, timeout=LIMIT_MS)
    return widget


def colour_at(widget: PreviewWidget, x: int, y: int) -> tuple[int, int, int]:
    red, green, blue, _ = widget.grab().toImage().pixelColor(x, y).getRgb()
    return red or 0, green or 0, blue or 0


def test_red_is_red_and_the_picture_is_upright_within_the_canvas(preview: PreviewWidget) -> None:
    assert colour_at(preview, 20, 110) == (220, 20, 60)
    assert colour_at(preview, 380, 110) == (30, 200, 40)
    assert colour_at(preview, 20, 290) == (40, 60, 210)
    canvas = QColor(colours().canvas).getRgb()[:3]
    assert colour_at(preview, 200, 20) == colour_at(preview, 200, 380) == canvas


def test_in_a_mirror_left_and_right_are_exchanged(qtbot: QtBot, preview: PreviewWidget) -> None:
    preview.is_mirror = True
    qtbot.waitUntil(lambda: colour_at(preview, 380, 110) == (220, 20, 60), timeout=LIMIT_MS)


def test_a_picture_is_as_large_as_the_widget_in_device_pixels(qtbot: QtBot, preview: PreviewWidget) -> None:
    preview.resize(800, 420)
    qtbot.waitUntil(lambda: preview.picture_rect().width() == pytest.approx(420 * 16 / 9, abs=1), timeout=LIMIT_MS)
    image = preview.image
    assert image is not None
    qtbot.waitUntil(lambda: preview.image is not None and preview.image.height() == 420, timeout=LIMIT_MS)


def test_a_badge_says_what_is_seen(preview: PreviewWidget) -> None:
    before = colour_at(preview, 30, 104)
    preview.set_badge("Live", QColor("#c02f2f"))
    assert colour_at(preview, 30, 104) != before


def test_nothing_is_made_for_a_preview_that_is_hidden(preview: PreviewWidget, controller: LiveController) -> None:
    source = controller.preview
    assert source is not None
    assert source.views == {View.CAMERA}
    preview.hide()
    assert not source.views


def test_the_picture_goes_with_the_camera(qtbot: QtBot, preview: PreviewWidget, controller: LiveController) -> None:
    controller.close()
    qtbot.waitUntil(lambda: controller.state is CameraState.STOPPED and not preview.has_picture, timeout=LIMIT_MS)
