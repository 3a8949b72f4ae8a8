"""The mouse wheel scrolls what is under it, and changes nothing that was not chosen before."""

from typing import TypeGuard

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QApplication, QComboBox, QScrollBar, QTabBar, QWidget

_BOXES = (QComboBox, QAbstractSpinBox, QAbstractSlider, QTabBar)


class WheelGuard(QObject):
    """A filter of the whole application's events: a box, slider or tab bar hears the wheel only while it has the focus,
    which the wheel does not give it; otherwise whoever is around it scrolls.
    """

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        kind = event.type() if event is not None else None
        if kind is QEvent.Type.Polish:
            if _is_box(watched) and watched.focusPolicy() == Qt.FocusPolicy.WheelFocus:
                watched.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        elif kind is QEvent.Type.Wheel and event is not None and _is_box(watched) and not _has_focus(watched):
            event.ignore()  # and so it goes to the parent
            return True
        return False


def _is_box(watched: QObject | None) -> TypeGuard[QWidget]:
    return isinstance(watched, _BOXES) and not isinstance(watched, QScrollBar)


def _has_focus(box: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is box or box.isAncestorOf(focus))
