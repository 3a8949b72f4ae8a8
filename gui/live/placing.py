"""Placing oneself by hand in the picture: drag, Ctrl and the wheel, double click; and the same by keys."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, QPointF, Qt
from PyQt6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from gui.live.preview import PreviewWidget
from gui.look.language import tr
from gui.settings.schema import setting
from gui.settings.store import SettingsStore
from matting_rt.live.preview import View

_X, _Y, _SCALE = "composite.person_x", "composite.person_y", "composite.person_scale"
_THRESHOLD = 3
"""Device-independent pixels: a click moves nobody."""
_NOTCH = 120
"""Of a wheel, in Qt's units, which are eighths of a degree; a touchpad sends a few of them at a time."""
_FACTOR = 1.05
"""For one notch."""
_STEP = 0.01
"""Of the frame, for a key of the arrows; ten of them with Shift."""
_DECIMALS = 4
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_LARGER = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_RESET = (Qt.Key.Key_0, Qt.Key.Key_Home)


class Placing(QObject):
    """Watches a preview and writes to the store. A gesture is one step to undo.

    What is moved to the right in the preview goes to the right for everybody, in a mirror or not: the position is one
    in the finished picture. Size changes as its slider does it, about the person: the feet of somebody smaller stay at
    the lower border, where the camera's picture ends.
    """

    def __init__(self, store: SettingsStore, preview: PreviewWidget) -> None:
        super().__init__(preview)
        self._store, self._preview = store, preview
        self._pressed: QPointF | None = None
        self._start = 0.0, 0.0
        self._is_dragging = False
        preview.setMouseTracking(True)
        preview.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        preview.setToolTip(
            tr("Drag to place yourself, Ctrl and the wheel for your size, double click to reset (arrow keys, + − 0)")
        )
        preview.setAccessibleDescription(preview.toolTip())
        self._acts: dict[QEvent.Type, Callable[..., bool]] = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._double_click,
            QEvent.Type.Wheel: self._wheel,
            QEvent.Type.NativeGesture: self._pinch,
            QEvent.Type.KeyPress: self._key,
            QEvent.Type.Hide: self._leave,
            QEvent.Type.FocusIn: self._mark,
            QEvent.Type.FocusOut: self._unmark,
            QEvent.Type.ToolTip: lambda event: preview.is_bare or not self.can_place,
        }
        preview.installEventFilter(self)

    @property
    def can_place(self) -> bool:
        """Whether what is seen is the picture in which one stands somewhere."""
        return self._preview.has_picture and self._preview.view is View.OUTPUT

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        if event is None:
            return False
        do = self._acts.get(event.type())
        return do is not None and do(event)

    # --- the mouse

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or not self._is_over(event):
            return False
        self._pressed = event.position()
        self._start = self._store.value(_X), self._store.value(_Y)
        self._point(event)
        return True

    def _move(self, event: QMouseEvent) -> bool:
        pressed = self._pressed
        if pressed is None:
            self._point(event)
            return False
        way = event.position() - pressed
        if not self._is_dragging:
            if way.manhattanLength() < _THRESHOLD:
                return True
            self._is_dragging = True
            self._store.history.begin(tr("Position"))
        picture = self._preview.picture_rect()
        x, y = self._start
        self._set_place(x + way.x() / picture.width(), y + way.y() / picture.height())
        return True

    def _release(self, event: QMouseEvent) -> bool:
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        self._end_drag()
        self._point(event)
        return True

    def _double_click(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or not self._is_over(event):
            return False
        self._reset()
        return True

    def _wheel(self, event: QWheelEvent) -> bool:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self._is_over(event):
            return False
        turned = event.angleDelta().y() or event.angleDelta().x()
        self._scale(_FACTOR ** (turned / _NOTCH))
        return True

    def _pinch(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture or not self.can_place:
            return False
        self._scale(1 + event.value())
        return True

    # --- keys

    def _key(self, event: QKeyEvent) -> bool:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape and self._pressed is not None:
            if self._is_dragging:
                self._set_place(*self._start)
            self._end_drag()
        elif not self.can_place or event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        elif key in _ARROWS:
            across, down = _ARROWS[Qt.Key(key)]
            step = _STEP * (10 if shift else 1)
            with self._store.history.gesture(tr("Position"), is_gradual=True):
                self._set_place(self._store.value(_X) + across * step, self._store.value(_Y) + down * step)
        elif key in _LARGER:
            self._scale(_FACTOR ** _LARGER[Qt.Key(key)])
        elif key in _RESET:
            self._reset()
        else:
            return False
        return True

    # --- what is done

    def _set_place(self, x: float, y: float) -> None:
        self._store.set(_X, _within(_X, x))
        self._store.set(_Y, _within(_Y, y))

    def _scale(self, factor: float) -> None:
        with self._store.history.gesture(setting(_SCALE).label, is_gradual=True):
            self._store.set(_SCALE, _within(_SCALE, self._store.value(_SCALE) * factor))

    def _reset(self) -> None:
        with self._store.history.gesture(tr("Reset size and position")):
            self._store.reset(_X, _Y, _SCALE)

    def _end_drag(self) -> None:
        if self._is_dragging:
            self._store.history.end()
        self._pressed, self._is_dragging = None, False

    def _is_over(self, event: QMouseEvent | QWheelEvent) -> bool:
        return self.can_place and self._preview.picture_rect().contains(event.position())

    def _point(self, event: QMouseEvent) -> None:
        """Tell by the pointer's shape what a press does."""
        if self._pressed is not None:
            self._preview.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._is_over(event):
            self._preview.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self._preview.unsetCursor()

    def _mark(self, event: QFocusEvent) -> bool:
        """Show that keys go to the picture, to whoever has come by keys."""
        keys = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason
        self._preview.is_marked = event.reason() in keys
        self._preview.update()
        return False

    def _unmark(self, event: QFocusEvent) -> bool:
        self._preview.is_marked = False
        self._preview.update()
        return False

    def _leave(self, event: QEvent) -> bool:
        self._end_drag()  # of a button that is released where nobody tells
        return False


def _within(key: str, value: float) -> float:
    """A value that the setting takes."""
    info = setting(key).info
    assert info.low is not None, f"{key} is a number within a range"
    assert info.high is not None
    return round(min(max(value, info.low), info.high), _DECIMALS)
