"""Placing oneself by hand: what the mouse and the keys do to a preview that has a picture."""

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QFocusEvent, QImage, QMouseEvent, QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.live.controller import LiveController
from gui.live.placing import Placing
from gui.live.preview import PreviewWidget
from gui.look import theme
from gui.settings.store import SettingsStore
from matting_rt.live.preview import View

LEFT = Qt.MouseButton.LeftButton
MIDDLE = QPoint(320, 180)


@pytest.fixture
def preview(qtbot: QtBot, controller: LiveController, store: SettingsStore) -> PreviewWidget:
    """640 wide, with a picture of 16 to 9, and 20 more of canvas above and below it; never shown, so it keeps it."""
    widget = PreviewWidget(controller)
    qtbot.addWidget(widget)
    Placing(store, widget)
    widget.resize(640, 400)
    widget.image = QImage(640, 360, QImage.Format.Format_RGB32)
    widget.image.fill(0)
    store.history.clear()
    return widget


def place(store: SettingsStore) -> tuple[float, float, float]:
    composite = store.config.composite
    return composite.person_x, composite.person_y, composite.person_scale


def drag(preview: PreviewWidget, *ways: QPoint) -> None:
    press(preview)
    for way in ways:
        move(preview, MIDDLE + way)


def press(preview: PreviewWidget, at: QPoint = MIDDLE) -> None:
    send(preview, QEvent.Type.MouseButtonPress, at)


def move(preview: PreviewWidget, to: QPoint) -> None:
    send(preview, QEvent.Type.MouseMove, to)


def release(preview: PreviewWidget, at: QPoint = MIDDLE) -> None:
    send(preview, QEvent.Type.MouseButtonRelease, at)


def send(preview: PreviewWidget, kind: QEvent.Type, at: QPoint) -> None:
    everywhere = QPointF(preview.mapToGlobal(at))
    event = QMouseEvent(kind, QPointF(at), everywhere, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(preview, event)


def turn(preview: PreviewWidget, eighths: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> bool:
    """Whether the preview has used it."""
    event = QWheelEvent(
        QPointF(MIDDLE),
        QPointF(preview.mapToGlobal(MIDDLE)),
        QPoint(),
        QPoint(0, eighths),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    return QApplication.sendEvent(preview, event)


def test_one_goes_where_the_pointer_goes_and_a_drag_is_undone_at_once(
    preview: PreviewWidget, store: SettingsStore
) -> None:
    drag(preview, QPoint(30, 0), QPoint(64, -36))
    assert place(store) == pytest.approx((0.1, -0.1, 1.0))
    assert preview.cursor().shape() is Qt.CursorShape.ClosedHandCursor
    release(preview, MIDDLE + QPoint(64, -36))
    assert preview.cursor().shape() is Qt.CursorShape.OpenHandCursor
    drag(preview, QPoint(-32, 0))
    release(preview)
    assert place(store) == pytest.approx((0.05, -0.1, 1.0))
    store.history.undo()
    assert place(store) == pytest.approx((0.1, -0.1, 1.0))
    store.history.undo()
    assert place(store) == (0.0, 0.0, 1.0)


def test_a_drag_beyond_the_picture_ends_where_the_setting_does(preview: PreviewWidget, store: SettingsStore) -> None:
    drag(preview, QPoint(5000, -5000))
    assert place(store) == (1.0, -1.0, 1.0)
    release(preview)


def test_escape_gives_a_drag_up(preview: PreviewWidget, store: SettingsStore) -> None:
    drag(preview, QPoint(64, 36))
    QTest.keyClick(preview, Qt.Key.Key_Escape)
    assert place(store) == (0.0, 0.0, 1.0)
    move(preview, MIDDLE + QPoint(100, 0))
    assert place(store) == (0.0, 0.0, 1.0)
    assert not store.history.undo_name


def test_a_click_moves_nobody_and_nothing_is_to_be_undone(preview: PreviewWidget, store: SettingsStore) -> None:
    drag(preview, QPoint(1, 1))
    release(preview)
    assert place(store) == (0.0, 0.0, 1.0)
    assert not store.history.undo_name


def test_control_and_the_wheel_change_the_size_by_the_fine_steps_of_a_touchpad_too(
    preview: PreviewWidget, store: SettingsStore
) -> None:
    assert turn(preview, 120)
    assert place(store)[2] == pytest.approx(1.05)
    for _ in range(60):
        turn(preview, -4)
    assert place(store)[2] == pytest.approx(1 / 1.05, abs=0.01)
    turn(preview, -100_000)
    assert place(store)[2] == 0.2
    store.history.undo()
    assert place(store)[2] == 1.0


def test_the_wheel_alone_does_nothing(preview: PreviewWidget, store: SettingsStore) -> None:
    turn(preview, 120, Qt.KeyboardModifier.NoModifier)
    assert place(store) == (0.0, 0.0, 1.0)


def test_a_double_click_resets_all_in_one_step(preview: PreviewWidget, store: SettingsStore) -> None:
    for key, value in (("composite.person_x", 0.3), ("composite.person_y", 0.1), ("composite.person_scale", 1.5)):
        store.set(key, value)
    send(preview, QEvent.Type.MouseButtonDblClick, MIDDLE)
    assert place(store) == (0.0, 0.0, 1.0)
    store.history.undo()
    assert place(store) == (0.3, 0.1, 1.5)


def test_keys_do_the_same(preview: PreviewWidget, store: SettingsStore) -> None:
    QTest.keyClick(preview, Qt.Key.Key_Left)
    QTest.keyClick(preview, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(preview, Qt.Key.Key_Plus)
    assert place(store) == pytest.approx((-0.01, 0.1, 1.05))
    QTest.keyClick(preview, Qt.Key.Key_0)
    assert place(store) == (0.0, 0.0, 1.0)


def test_who_comes_to_the_picture_by_keys_sees_it_unless_it_may_be_shared(preview: PreviewWidget) -> None:
    def border() -> str:
        return preview.grab().toImage().pixelColor(1, 100).name()

    plain = border()
    QApplication.sendEvent(preview, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason))
    assert border() == plain
    QApplication.sendEvent(preview, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert border() == theme.colours().accent
    preview.is_bare = True
    assert border() == plain
    preview.is_bare = False
    QApplication.sendEvent(preview, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert border() == plain


def test_in_other_views_and_outside_the_picture_nobody_is_moved(preview: PreviewWidget, store: SettingsStore) -> None:
    press(preview, QPoint(320, 8))
    move(preview, QPoint(400, 100))
    release(preview, QPoint(400, 100))
    preview.set_view(View.CAMERA)
    drag(preview, QPoint(64, 36))
    release(preview)
    QTest.keyClick(preview, Qt.Key.Key_Left)
    assert place(store) == (0.0, 0.0, 1.0)
    assert preview.cursor().shape() is Qt.CursorShape.ArrowCursor
