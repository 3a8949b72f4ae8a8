"""Before and after on the page, with a camera whose corners have known colours."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.live.comparison import Comparison
from gui.live.controller import LiveController
from gui.live.page import LivePage
from gui.live.preview import PreviewWidget
from gui.live.signals import CameraState
from gui.look.split_handle import SplitHandle
from matting_rt.config import Config
from matting_rt.live.preview import View

LIMIT_MS = 60_000
CRIMSON = 220, 20, 60
"""Of the camera's picture, at the left end of its upper border."""


@pytest.fixture
def preview(qtbot: QtBot, controller: LiveController) -> PreviewWidget:
    """640 wide, without a picture, in whose place one of 16 to 9 would be; with 20 more above and below it."""
    widget = PreviewWidget(controller)
    qtbot.addWidget(widget)
    widget.resize(640, 400)
    return widget


@pytest.fixture
def handle(preview: PreviewWidget, controller: LiveController) -> SplitHandle:
    comparison = Comparison(controller, preview)
    comparison.show(True)
    return comparison.handle


@pytest.fixture
def page(qtbot: QtBot, controller: LiveController, camera: str, config: Config) -> LivePage:
    page = LivePage(controller, ())
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    controller.open(camera, config)
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    return page


def test_the_camera_is_seen_left_of_the_handle_and_the_output_right_of_it(qtbot: QtBot, page: LivePage) -> None:
    page.compare(True)
    preview, comparison = page.preview_card.preview, page.preview_card.comparison
    qtbot.waitUntil(lambda: comparison.camera.has_picture and preview.has_picture, timeout=LIMIT_MS)
    assert (preview.view, comparison.camera.view) == (View.OUTPUT, View.CAMERA)
    picture = preview.picture_rect().toRect()
    seen = preview.grab().toImage()
    corner = seen.pixelColor(picture.left() + 4, picture.top() + 4)
    assert (corner.red(), corner.green(), corner.blue()) == pytest.approx(CRIMSON, abs=2)
    green = seen.pixelColor(picture.right() - 4, picture.top() + 4)
    assert (green.red(), green.green(), green.blue()) != pytest.approx((30, 200, 40), abs=20)


def test_a_picture_that_may_be_shared_and_a_view_that_is_held_are_shown_alone(page: LivePage) -> None:
    page.compare(True)
    page.show_safe_areas(True)
    card = page.preview_card
    assert card.comparison.is_shown
    assert card.safe_areas.isVisible()
    page.set_bare(True)
    assert not card.comparison.is_shown
    assert not card.comparison.camera.isVisible()
    assert not card.safe_areas.isVisible()
    page.set_bare(False)
    assert card.comparison.is_shown
    page.view_bar.hold(View.ALPHA)
    assert not card.comparison.is_shown
    page.view_bar.hold(None)
    assert card.comparison.is_shown


def test_the_handle_follows_the_pointer_within_the_picture(preview: PreviewWidget, handle: SplitHandle) -> None:
    assert handle.geometry().center().x() == pytest.approx(320, abs=1)
    assert (handle.y(), handle.height()) == (20, 360)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    to = QPointF(handle.rect().center()) - QPointF(160, 0)
    QApplication.sendEvent(handle, QMouseEvent(QEvent.Type.MouseMove, to, to, left, left, none))
    assert handle.geometry().center().x() == pytest.approx(160, abs=2)
    handle.move_to(-1)
    assert handle.x() > 0
    preview.resize(1280, 800)
    handle.move_to(0.5)
    assert handle.geometry().center().x() == pytest.approx(640, abs=1)


def test_keys_move_the_handle_and_a_double_click_puts_it_back(handle: SplitHandle) -> None:
    for _ in range(3):
        QTest.keyClick(handle, Qt.Key.Key_Right)
    assert handle.share == pytest.approx(0.56)
    assert "56%" in handle.accessibleName()
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)
    assert handle.share == 0.5
