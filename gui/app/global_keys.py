"""Keys that work in every program, where the desktop lends them: its portal binds them and says when one is pressed."""

from enum import Enum, auto
from typing import Any, NamedTuple

from PyQt6.QtCore import QObject, pyqtSignal

from gui.app.desktop_entry import NAME
from gui.app.portal import Portal
from gui.look.language import mark, tr

_INTERFACE, _SESSION = "org.freedesktop.portal.GlobalShortcuts", "org.freedesktop.portal.Session"


class KeysState(Enum):
    """Whether keys work in every program."""

    OFF = auto()
    ASKING = auto()
    """The desktop, or the person on its behalf, has not answered yet."""
    BOUND = auto()
    REFUSED = auto()
    MISSING = auto()
    """The desktop has no portal for it."""


class GlobalKey(NamedTuple):
    """Something that a key does."""

    name: str
    text: str
    """In English."""
    wanted: str
    """The keys that are proposed, as the XDG specification of shortcuts writes them; the desktop decides."""


GLOBAL_KEYS = (
    GlobalKey("start", mark("Start or stop what others see"), "CTRL+ALT+SHIFT+s"),
    GlobalKey("pause", mark("Pause or resume"), "CTRL+ALT+SHIFT+p"),
    GlobalKey("record", mark("Start or finish a recording"), "CTRL+ALT+SHIFT+r"),
    GlobalKey("plate", mark("Take a new plate"), "CTRL+ALT+SHIFT+b"),
)


class GlobalKeys(QObject):
    """Asks the desktop for them between `open` and `close`."""

    pressed = pyqtSignal(str)
    """The name of a GlobalKey."""
    changed = pyqtSignal()
    """The state, or which keys there are."""

    def __init__(self, bus: str = "SESSION", parent: QObject | None = None) -> None:
        """
        Args:
            bus: an address, or that of the desktop's session.
        """
        super().__init__(parent)
        self.state = KeysState.OFF
        self.keys: dict[str, str] = {}
        """By the names of GLOBAL_KEYS, what the desktop calls the keys that it has bound."""
        self._bus, self._session = bus, ""
        self._portal = Portal(_INTERFACE, self)
        self._portal.signalled.connect(self._on_signal)
        self._portal.lost.connect(lambda: self._reach(KeysState.MISSING))

    def use(self, is_wanted: bool) -> None:
        """Ask for them, or give them back; nothing where that is so already."""
        if is_wanted and self.state is KeysState.OFF:
            self.open()
        elif not is_wanted and self.state is not KeysState.OFF:
            self.close()

    def open(self) -> None:
        """Ask the desktop, which may ask the person."""
        self._reach(KeysState.ASKING)
        if not self._portal.open(self._bus, NAME):
            self._reach(KeysState.MISSING)
            return
        self._portal.request("CreateSession", "", (), self._bind, session_handle_token=("s", "matting_rt"))

    def close(self) -> None:
        """Give them back."""
        if self._session:
            self._portal.close_object(self._session, _SESSION)
        self._portal.close()
        self._session = ""
        self._reach(KeysState.OFF)

    def _bind(self, answer: tuple[Any, ...] | None) -> None:
        if answer is None:
            self._reach(KeysState.MISSING)
            return
        self._session = answer[0]["session_handle"][1]
        wanted = [
            (each.name, {"description": ("s", tr(each.text)), "preferred_trigger": ("s", each.wanted)})
            for each in GLOBAL_KEYS
        ]
        self._portal.request("BindShortcuts", "oa(sa{sv})s", (self._session, wanted, ""), self._note_bound)

    def _note_bound(self, answer: tuple[Any, ...] | None) -> None:
        if answer is None:
            self._reach(KeysState.REFUSED)
        else:
            self._reach(KeysState.BOUND, answer[0].get("shortcuts", ("", []))[1])

    def _on_signal(self, name: str, arguments: tuple[Any, ...]) -> None:
        match name, arguments:
            case "Activated", (session, key, *_) if session == self._session:
                self.pressed.emit(key)
            case "ShortcutsChanged", (session, shortcuts) if session == self._session:
                self._reach(KeysState.BOUND, shortcuts)

    def _reach(self, state: KeysState, shortcuts: list[tuple[str, dict[str, Any]]] | None = None) -> None:
        self.state = state
        self.keys = {name: known.get("trigger_description", ("s", ""))[1] for name, known in shortcuts or []}
        self.changed.emit()
