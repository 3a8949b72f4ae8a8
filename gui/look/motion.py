"""Whether what moves in the window only to please is to stand still: who gets dizzy or distracted asks for that.

Whoever moves something asks `is_reduced` at that moment. What one has asked for, a picture of a camera or of a video
that plays, may move all the same.
"""

from PyQt6.QtCore import QObject, pyqtSlot
from PyQt6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusPendingReply

from matting_rt.config.setting import Choice

_SERVICE = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SETTINGS = "org.freedesktop.portal.Settings"
_STILL = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
}
"""Settings of desktops, namespace and key, and the value that asks for less motion; older desktops have the second."""


class Motion(Choice):
    """How much moves in the window."""

    AUTOMATIC = "automatic", "As on the desktop"
    REDUCED = "reduced", "Reduced"
    FULL = "full", "Full"


class DesktopMotion(QObject):
    """What the desktop's portal says, from then on; without a portal, nothing is reduced."""

    def __init__(self, bus: QDBusConnection | None = None, parent: QObject | None = None) -> None:
        """
        Args:
            bus: that of the desktop's session, unless another is given.
        """
        super().__init__(parent)
        self._asking: set[tuple[str, str]] = set()
        """Settings that ask for less motion."""
        bus = bus or QDBusConnection.sessionBus()
        bus.connect("", "", _SETTINGS, "SettingChanged", self._on_change)
        for name in _STILL:
            question = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SETTINGS, "Read")
            question.setArguments(list(name))
            answer = QDBusPendingCallWatcher(bus.asyncCall(question), self)
            answer.finished.connect(lambda watcher, name=name: self._on_answer(name, watcher))

    @property
    def is_reduced(self) -> bool:
        return bool(self._asking)

    def _on_answer(self, name: tuple[str, str], watcher: QDBusPendingCallWatcher) -> None:
        reply = QDBusPendingReply(watcher)
        if not reply.isError():
            self._note(name, *reply.reply().arguments())
        watcher.deleteLater()

    @pyqtSlot(QDBusMessage)
    def _on_change(self, message: QDBusMessage) -> None:
        match message.arguments():
            case [str(namespace), str(key), value]:
                self._note((namespace, key), value)

    def _note(self, name: tuple[str, str], value: object = None) -> None:
        if name in _STILL:
            (self._asking.add if value == _STILL[name] else self._asking.discard)(name)


_choice = Motion.AUTOMATIC
_desktop: DesktopMotion | None = None


def is_reduced() -> bool:
    """Whether to show a change at once, or its end alone, instead of moving."""
    if _choice is Motion.AUTOMATIC:
        return _desktop is not None and _desktop.is_reduced
    return _choice is Motion.REDUCED


def use(choice: Motion, desktop: DesktopMotion | None = None) -> None:
    """Move as the person has chosen, from now on.

    Args:
        desktop: is asked where that is as on the desktop, and kept for later; None: as before.
    """
    global _choice, _desktop
    _choice, _desktop = choice, desktop or _desktop
