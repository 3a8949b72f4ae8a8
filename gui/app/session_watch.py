"""Whether the person is away: the screen is locked, or the computer sleeps, as the desktop tells over D-Bus."""

from PyQt6.QtCore import QObject, pyqtSignal, pyqtSlot
from PyQt6.QtDBus import QDBusConnection, QDBusMessage

_LOCKS = tuple(f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "kde", "xfce", "cinnamon", "mate"))
"""Interfaces on the session bus with a signal ActiveChanged(bool); a desktop has one or two of them."""
_LOGIND = "org.freedesktop.login1.Manager"
"""On the system bus, with a signal PrepareForSleep(bool)."""


class SessionWatch(QObject):
    """Without D-Bus nobody is ever away."""

    changed = pyqtSignal(bool)
    """Whether the person is away."""

    def __init__(
        self,
        parent: QObject | None = None,
        session_bus: QDBusConnection | None = None,
        system_bus: QDBusConnection | None = None,
    ) -> None:
        """The buses are those of the desktop, unless others are given."""
        super().__init__(parent)
        self._reasons: set[str] = set()
        session_bus = session_bus or QDBusConnection.sessionBus()
        for interface in _LOCKS:
            session_bus.connect("", "", interface, "ActiveChanged", self._note)
        system_bus = system_bus or QDBusConnection.systemBus()
        system_bus.connect("", "", _LOGIND, "PrepareForSleep", self._note)

    @property
    def is_away(self) -> bool:
        return bool(self._reasons)

    @pyqtSlot(QDBusMessage)
    def _note(self, message: QDBusMessage) -> None:
        arguments = message.arguments()
        if not arguments or not isinstance(arguments[0], bool):
            return
        was_away = self.is_away
        (self._reasons.add if arguments[0] else self._reasons.discard)(message.interface())
        if self.is_away is not was_away:
            self.changed.emit(self.is_away)
