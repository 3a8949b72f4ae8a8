"""Below the switch for keys that work in every program: what became of it, and commands for desktops that lend none."""

from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.app.global_keys import GLOBAL_KEYS, GlobalKeys, KeysState
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import mark, tr
from gui.look.theme import Role
from gui.look.timers import after

_SAID = {
    KeysState.OFF: mark("Turned on, your desktop is asked for these keys."),
    KeysState.ASKING: mark("Your desktop is being asked. It may show a window in which to agree."),
    KeysState.BOUND: mark("Your desktop has assigned these keys. Change them in its own keyboard settings."),
    KeysState.REFUSED: mark(
        "The keys were refused. Turn this off and on to be asked again, or use the commands below."
    ),
    KeysState.MISSING: mark("This desktop offers no global keys to programs. Use the commands below instead."),
}
_COMMANDS = (
    (mark("Pause or resume"), "matting-rt control toggle"),
    (mark("Let others see you"), "matting-rt control start-output"),
    (mark("Let others see nothing"), "matting-rt control stop-output"),
    (mark("Start or finish a recording"), "matting-rt control record"),
    (mark("Take a new plate"), "matting-rt control plate"),
    (mark("Change the background"), "matting-rt control backdrop blur"),
    (mark("Show the window"), "matting-rt control show"),
)
_COPIED_MS = 2000


class KeysTable(QWidget):
    """What each key does and which one it is; then the commands, each to be copied."""

    def __init__(self, keys: GlobalKeys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.shown = {each.name: QLabel(self) for each in GLOBAL_KEYS}
        """The keys themselves."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SMALL)
        column.addWidget(self.said)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setColumnStretch(0, 1)
        for row, each in enumerate(GLOBAL_KEYS):
            what = QLabel(tr(each.text), self)
            what.setWordWrap(True)
            grid.addWidget(what, row, 0)
            grid.addWidget(self.shown[each.name], row, 1)
        column.addLayout(grid)
        column.addSpacing(theme.MEDIUM)
        hint = QLabel(tr("Commands for your desktop's own keyboard settings, where a key can run a command:"), self)
        hint.setWordWrap(True)
        column.addWidget(hint)
        for text, command in _COMMANDS:
            column.addWidget(_CommandRow(tr(text), command, self))
        keys.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.said.setText(tr(_SAID[self._keys.state]))
        for name, label in self.shown.items():
            label.setText(self._keys.keys.get(name) or "–")


class _CommandRow(QFrame):
    def __init__(self, text: str, command: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._command = command
        theme.set_role(self, Role.CODE)
        code, what = QLabel(command, self), QLabel(text, self)
        code.setWordWrap(True)
        what.setWordWrap(True)
        what.setStyleSheet("font-family: sans-serif;")
        theme.set_role(what, Role.QUIET)
        self._copy = QToolButton(self)
        theme.set_role(self._copy, Role.FLAT)
        self._copy.setIcon(icon("copy"))
        self._copy.setAccessibleName(tr("Copy the command: {what}").format(what=text))
        self._copy.setToolTip(tr("Copy the command"))
        self._copy.clicked.connect(self._copy_command)
        self._copied = after(_COPIED_MS, lambda: self._copy.setIcon(icon("copy")), self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(what)
        words.addWidget(code)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SMALL, theme.TIGHT, theme.TIGHT, theme.TIGHT)
        row.addLayout(words, 1)
        row.addWidget(self._copy)

    def _copy_command(self) -> None:
        clipboard = QGuiApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(self._command)
        self._copy.setIcon(icon("ok"))
        self._copied.start()
