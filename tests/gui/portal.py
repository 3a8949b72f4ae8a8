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
SHORTCUTS, REQUEST = "org.freedesktop.portal.GlobalShortcuts", "org.freedesktop.portal.Request"
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
        self.has_keys = True
        """Whether it lends keys to programs."""
        self.response = 0
        """What the person answers: 0 agrees."""
        self.bound: dict[str, dict[str, tuple[str, str]]] = {}
        """What was asked for, by the names of shortcuts."""
        self.closed: list[str] = []
        """Sessions that were given back."""
        self._session = f"{PATH}/session/1_1/test"
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

    def press(self, name: str, session: str = "") -> None:
        """As the person does, whatever window is in front."""
        arguments = session or self._session, name, 1, {}
        self._emit(SHORTCUTS, "Activated", "osta{sv}", arguments)

    def rebind(self, name: str, keys: str) -> None:
        """As the person does in the desktop's own settings."""
        changed = [(name, {"trigger_description": ("s", keys)})]
        self._emit(SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", (self._session, changed))

    def _emit(self, interface: str, name: str, signature: str, body: tuple[object, ...], path: str = PATH) -> None:
        self._connection.send(new_signal(DBusAddress(path, interface=interface), name, signature, body))

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                message = self._connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self._connection.send(self._answer(message))

    def _answer(self, call: Message) -> Message:
        name, body = call.header.fields[HeaderFields.member], call.body
        if name == "Read" and tuple(body) in self.settings:
            return new_method_return(call, "v", (("v", self.settings[tuple(body)]),))  # a variant of a variant
        if name == "CreateSession" and self.has_keys:
            return self._request(call, {"session_handle": ("s", self._session)}, 0)
        if name == "BindShortcuts":
            self.bound = dict(body[1])
            shown = [(key, {"trigger_description": known["preferred_trigger"]}) for key, known in body[1]]
            return self._request(call, {"shortcuts": ("a(sa{sv})", shown)}, self.response)
        if name == "Close":
            self.closed.append(call.header.fields[HeaderFields.path])
            return new_method_return(call)
        return new_error(call, UNKNOWN)

    def _request(self, call: Message, results: dict[str, object], response: int) -> Message:
        """What answers at once, and by a signal once the person has decided."""
        token = call.body[-1]["handle_token"][1]
        sender = call.header.fields[HeaderFields.sender][1:].replace(".", "_")
        path = f"{PATH}/request/{sender}/{token}"
        self._connection.send(new_method_return(call, "o", (path,)))
        return new_signal(DBusAddress(path, interface=REQUEST), "Response", "ua{sv}", (response, results))
