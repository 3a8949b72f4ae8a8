"""A desktop's portal on a bus of our own, as far as the window uses one."""

import contextlib
import socket
import subprocess
import threading
from collections.abc import Iterator

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

PATH = "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"
UNKNOWN = "org.freedesktop.portal.Error.NotFound"


@contextlib.contextmanager
def open_bus() -> Iterator[str]:
    """A bus of our own; its address."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


class Portal:
    """Answers on a thread of its own, between `with` and its end."""

    def __init__(self, bus: str) -> None:
        self.settings: dict[tuple[str, str], tuple[str, object]] = {}
        """By namespace and key: signature and value."""
        self._connection = open_dbus_connection(bus)
        self._thread = threading.Thread(target=self._serve, name="portal")

    def __enter__(self) -> "Portal":
        self._connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop"))
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._connection.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._connection.close()

    def change(self, namespace: str, key: str, signature: str, value: object) -> None:
        """Set a setting, as the person does in the desktop's own dialog."""
        self.settings[namespace, key] = signature, value
        self._emit(SETTINGS, "SettingChanged", "ssv", (namespace, key, (signature, value)))

    def _emit(self, interface: str, name: str, signature: str, body: tuple[object, ...], path: str = PATH) -> None:
        self._connection.send(new_signal(DBusAddress(path, interface=interface), name, signature, body))

    def _serve(self) -> None:
        with contextlib.suppress(ConnectionResetError):
            while True:
                message = self._connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self._connection.send(self._answer(message))

    def _answer(self, call: Message) -> Message:
        name, body = call.header.fields[HeaderFields.member], call.body
        if name == "Read" and tuple(body) in self.settings:
            return new_method_return(call, "v", (("v", self.settings[tuple(body)]),))  # a variant of a variant
        return new_error(call, UNKNOWN)
