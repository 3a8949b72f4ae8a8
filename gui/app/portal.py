"""The desktop's portal on the session bus, in Qt's event loop; on a bus that has none, every call fails.

Qt's own D-Bus cannot be told from Python to send lists of structures, which portals take; jeepney can.
"""

import itertools
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject, QSocketNotifier, QTimer, pyqtSignal
from PyQt6.sip import voidptr

if TYPE_CHECKING:
    from jeepney import Message

log = logging.getLogger(__name__)

SERVICE, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_REQUEST, _REGISTRY = "org.freedesktop.portal.Request", "org.freedesktop.host.portal.Registry"
_AGREED = 0
"""What a request's response begins with where the person agreed."""

Then = Callable[[tuple[Any, ...] | None], None]
"""Is called with what was answered; None: it failed, or was refused."""


class Portal(QObject):
    """A connection, from `open` to `close`; every method returns at once, and an answer comes to `then`."""

    lost = pyqtSignal()
    """The bus is gone, as at the end of a session."""
    signalled = pyqtSignal(str, object)
    """A signal of the interface: its name, and its arguments as a tuple."""

    def __init__(self, interface: str, parent: QObject | None = None) -> None:
        """
        Args:
            interface: that is called, and whose signals are heard.
        """
        super().__init__(parent)
        self._interface = interface
        self._connection: Any = None
        self._notifier: QSocketNotifier | None = None
        self._serials, self._tokens = itertools.count(1000), itertools.count(1)
        self._waiting: dict[int, Then] = {}
        """By the serial of a call."""
        self._requests: dict[str, Then] = {}
        """By the path of a request."""

    def open(self, bus: str, application: str) -> bool:
        """Connect; False where there is no bus, or what speaks to it is not installed.

        Args:
            bus: an address, or "SESSION" for that of the desktop.
            application: the name of our desktop entry, by which the desktop remembers what was agreed to.
        """
        try:
            from jeepney.io.blocking import open_dbus_connection

            self._connection = open_dbus_connection(bus)
        except (ImportError, OSError, KeyError, ValueError, RuntimeError, StopIteration) as error:
            log.debug("there is no session bus: %s", error)
            return False
        self._notifier = QSocketNotifier(voidptr(self._connection.sock.fileno()), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        for rule in (f"interface='{_REQUEST}'", f"interface='{self._interface}'"):
            self._send(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s", (rule,)
            )
        self._send(SERVICE, PATH, _REGISTRY, "Register", "sa{sv}", (application, {}))  # newer portals ask for it
        return True

    def close(self) -> None:
        """May be called twice; nothing is answered after it."""
        if self._connection is not None:
            assert self._notifier is not None
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._connection.close()
        self._connection = self._notifier = None
        self._waiting.clear()
        self._requests.clear()

    def call(self, name: str, signature: str, arguments: tuple[Any, ...], then: Then) -> None:
        """Call a method of the interface."""
        self._send(SERVICE, PATH, self._interface, name, signature, arguments, then)

    def request(self, name: str, signature: str, arguments: tuple[Any, ...], then: Then, **options: Any) -> None:
        """Call a method that the person may be asked about; `then` gets the results as a dictionary, alone in a tuple.

        Args:
            signature: of the arguments without the last one, the options.
            options: variants, each a pair of signature and value.
        """
        token = f"matting_rt_{next(self._tokens)}"
        sender = self._connection.unique_name[1:].replace(".", "_")
        path = f"{PATH}/request/{sender}/{token}"
        self._requests[path] = then

        def check(answer: tuple[Any, ...] | None) -> None:
            if answer is None and self._requests.pop(path, None) is not None:
                then(None)

        options["handle_token"] = "s", token
        self._send(SERVICE, PATH, self._interface, name, f"{signature}a{{sv}}", (*arguments, options), check)

    def close_object(self, path: str, interface: str) -> None:
        """Tell the portal that something it has made for us is no longer wanted."""
        self._send(SERVICE, path, interface, "Close", "", ())

    def _send(
        self,
        service: str,
        path: str,
        interface: str,
        name: str,
        signature: str,
        arguments: tuple[Any, ...],
        then: Then | None = None,
    ) -> None:
        from jeepney import DBusAddress, new_method_call

        serial = next(self._serials)
        if then is not None:
            self._waiting[serial] = then
        try:
            if self._connection is None:
                raise ConnectionError("it is closed")
            message = new_method_call(DBusAddress(path, service, interface), name, signature, arguments)
            self._connection.send(message, serial=serial)
        except OSError as error:  # the bus is gone, as at the end of a session
            log.debug("the session bus is gone: %s", error)
            if self._waiting.pop(serial, None) is not None and then is not None:
                QTimer.singleShot(0, lambda: then(None))

    def _read(self) -> None:
        while self._connection is not None:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return
            except OSError as error:
                log.debug("the session bus is gone: %s", error)
                self.close()
                self.lost.emit()
                return
            self._take(message)

    def _take(self, message: "Message") -> None:
        from jeepney import HeaderFields, MessageType

        fields = message.header.fields
        if message.header.message_type in (MessageType.method_return, MessageType.error):
            then = self._waiting.pop(fields[HeaderFields.reply_serial], None)
            if then is not None:
                then(message.body if message.header.message_type is MessageType.method_return else None)
        elif message.header.message_type is MessageType.signal:
            interface, path = fields.get(HeaderFields.interface), fields.get(HeaderFields.path)
            if interface == _REQUEST and path in self._requests:
                code, results = message.body
                self._requests.pop(path)((results,) if code == _AGREED else None)
            elif interface == self._interface:
                self.signalled.emit(fields[HeaderFields.member], message.body)
