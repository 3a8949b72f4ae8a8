"""Timers in a line."""

from collections.abc import Callable

from PyQt6.QtCore import QObject, QTimer


def every(interval_ms: int, do: Callable[[], object], parent: QObject) -> QTimer:
    """A timer that, once it is started, does something again and again."""
    timer = QTimer(parent)
    timer.setInterval(interval_ms)
    timer.timeout.connect(do)
    return timer


def after(delay_ms: int, do: Callable[[], object], parent: QObject) -> QTimer:
    """A timer that does something once, so long after it was started last."""
    timer = every(delay_ms, do, parent)
    timer.setSingleShot(True)
    return timer
