"""Whether anybody does something in the program's windows: a preview that nobody looks at closely may save power."""

from PyQt6.QtCore import QCoreApplication, QEvent, QObject, pyqtSignal

from gui.look.timers import after

IDLE_MS = 30_000
"""Longer than one looks at oneself without moving the mouse."""
_INPUT = {
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.KeyPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.WindowActivate,
}


class Attention(QObject):
    """Listens to all input of the program."""

    changed = pyqtSignal(bool)
    """Whether there is any."""

    def __init__(self, parent: QObject | None = None, idle_ms: int = IDLE_MS) -> None:
        super().__init__(parent)
        self.is_given = True
        self._idle = after(idle_ms, lambda: self._tell(False), self)
        self._idle.start()
        program = QCoreApplication.instance()
        assert program is not None, "a program with windows has been made"
        program.installEventFilter(self)

    def _tell(self, is_given: bool) -> None:
        if is_given is not self.is_given:
            self.is_given = is_given
            self.changed.emit(is_given)

    def eventFilter(self, target: QObject | None, event: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        if event is not None and event.type() in _INPUT:
            self._idle.start()
            self._tell(True)
        return False
