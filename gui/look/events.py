"""An event of a widget, without a class of its own that overrides Qt's method for it."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject


def on_event(watched: QObject, kind: QEvent.Type, do: Callable[[], object]) -> None:
    """Do something whenever such an event comes, before the object handles it."""
    watched.installEventFilter(_Filter(watched, kind, do))


class _Filter(QObject):
    def __init__(self, watched: QObject, kind: QEvent.Type, do: Callable[[], object]) -> None:
        super().__init__(watched)
        self._kind, self._do = kind, do

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        if event is not None and event.type() is self._kind:
            self._do()
        return False
