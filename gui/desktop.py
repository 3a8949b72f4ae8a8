"""What the desktop does for the window over D-Bus, where there is one: shows a file, notifies, shows progress."""

from pathlib import Path

from PyQt6.QtCore import QMetaType, QUrl, QVariant
from PyQt6.QtDBus import QDBusArgument, QDBusConnection, QDBusMessage
from PyQt6.QtGui import QDesktopServices

from gui.app.desktop_entry import NAME

_FILES = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
_NOTES = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_LAUNCHER = "com.canonical.Unity.LauncherEntry"
"""Which docks and task bars of several desktops listen to, of any program by the name of its desktop entry."""
_LIMIT_MS = 3000
"""A file manager may have to be started first."""


def show_in_folder(path: Path, bus: QDBusConnection | None = None) -> bool:
    """Open the file manager with the file selected, else only its folder; whether either could be done.

    Args:
        bus: in place of the desktop's own.
    """
    message = _call(*_FILES, "ShowItems")
    message.setArguments([_strings(QUrl.fromLocalFile(str(path)).toString()), ""])
    if _answers(message, bus):
        return True
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def notify(title: str, text: str, bus: QDBusConnection | None = None) -> bool:
    """Show a notification; whether the desktop has taken it."""
    number = QVariant(0)
    number.convert(QMetaType(QMetaType.Type.UInt.value))  # type: ignore[call-overload]
    hints = {"desktop-entry": NAME}
    message = _call(*_NOTES, "Notify")
    message.setArguments(["Matting RT", number, "", title, text, _strings(), hints, -1])
    return _answers(message, bus)


def show_progress(share: float | None, bus: QDBusConnection | None = None) -> None:
    """Show how far something is on the program's icon in the task bar, 0..1; None: there is nothing to show."""
    message = QDBusMessage.createSignal("/matting_rt", _LAUNCHER, "Update")
    properties = {"progress": float(share or 0), "progress-visible": share is not None}
    message.setArguments([f"application://{NAME}.desktop", properties])
    (bus or QDBusConnection.sessionBus()).send(message)


def _strings(*texts: str) -> QDBusArgument:
    """A list of texts; Qt would send one from Python as a list of anything."""
    argument = QDBusArgument()
    argument.beginArray(QMetaType(QMetaType.Type.QString.value))  # type: ignore[call-overload]
    for text in texts:
        argument.add(text)
    argument.endArray()
    return argument


def _call(service: str, path: str, method: str) -> QDBusMessage:
    return QDBusMessage.createMethodCall(service, path, service, method)


def _answers(message: QDBusMessage, bus: QDBusConnection | None) -> bool:
    connection = bus or QDBusConnection.sessionBus()
    if not connection.isConnected():
        return False
    answer = connection.call(message, timeout=_LIMIT_MS)
    return answer.type() is QDBusMessage.MessageType.ReplyMessage
