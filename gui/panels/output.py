"""Where the picture goes: the virtual camera, or why there is none; and the mirror."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.live.controller import LiveController
from gui.live.recorder import Recorder
from gui.live.signals import CameraState
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import line_of, mark, tr, with_keys
from gui.look.theme import Role, Tone
from gui.look.timers import after
from gui.panels.base import Panel, fitting_box
from gui.panels.recording import RecordingRow
from gui.settings.schema import setting
from gui.settings.store import SettingsStore
from matting_rt.doctor.checks import Finding
from matting_rt.doctor.probe import VirtualCameraEntry
from matting_rt.specs import VIRTUAL, WINDOW

_COPIED_MS = 2000


class OutputPanel(Panel):
    """Chooses the output and records; starting the output is the window's."""

    def __init__(
        self, store: SettingsStore, controller: LiveController, recorder: Recorder, parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("Output"), "output", parent)
        self._store, self._controller = store, controller
        self._outputs: tuple[VirtualCameraEntry, ...] = ()
        self.output = fitting_box(self)
        name = self.add_row(tr("Send &to"), self.output)
        help_ = tr("Choose the virtual camera in the meeting like a real one, or share the window there")
        self.output.setToolTip(with_keys(help_, name.text()))
        self.fix = FixBox(self)
        self.body.addWidget(self.fix)
        mirror = setting("live.mirror_preview")
        self.mirror = QCheckBox(tr("&Mirror my preview"), self)
        self.mirror.setToolTip(with_keys(mirror.help, self.mirror.text()))
        self.mirror.setChecked(store.config.live.mirror_preview)
        self.body.addWidget(self.mirror)
        self.recording = RecordingRow(store, recorder, self)
        self.body.addWidget(self.recording)
        self._show_outputs()
        self._show_state(controller.state)
        self.output.activated.connect(lambda index: store.set("live.output", self.output.itemData(index)))
        self.mirror.toggled.connect(lambda is_on: store.set("live.mirror_preview", is_on))
        store.changed.connect(self._follow)
        controller.outputs_changed.connect(self._take_outputs)
        controller.state_changed.connect(self._show_state)

    def _follow(self, key: str) -> None:
        if key == "live.output":
            self._show_outputs()
            self._show_state(self._controller.state)
        if key == "live.mirror_preview":
            self.mirror.setChecked(self._store.config.live.mirror_preview)

    def _take_outputs(self, outputs: tuple[VirtualCameraEntry, ...], findings: tuple[Finding, ...]) -> None:
        self._outputs = outputs
        self.fix.show_findings(findings)
        self._show_outputs()
        self._show_state(self._controller.state)

    def _show_outputs(self) -> None:
        chosen = self._store.config.live.output
        items = {VIRTUAL: tr("Virtual camera")}
        items |= {each.path: f"{each.name} ({each.path})" for each in self._outputs}
        items[WINDOW] = tr("A window to share")
        items.setdefault(chosen, chosen)
        self.output.blockSignals(True)
        self.output.clear()
        for output, text in items.items():
            self.output.addItem(text, output)
        self.output.setCurrentIndex(list(items).index(chosen))
        self.output.blockSignals(False)

    def _show_state(self, state: CameraState) -> None:
        is_virtual = self._store.config.live.output != WINDOW
        self.fix.setVisible(is_virtual and self.fix.has_findings)
        if state is CameraState.LIVE:
            self.set_summary(tr("others see you"), Tone.GOOD)
        elif is_virtual and self.fix.has_findings:
            self.set_summary(tr("no virtual camera") if not self._outputs else tr("see below"), Tone.WARNING)
        else:
            self.set_summary(tr("off"))


class FixBox(QFrame):
    """What keeps other programs from seeing us, with the command that fixes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        self._command = ""
        self._text, self._code, self.command = QLabel(self), QFrame(self), QLabel(self)
        self._text.setWordWrap(True)
        self.command.setWordWrap(True)
        self.command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.set_role(self._code, Role.CODE)
        frame = QVBoxLayout(self._code)
        frame.setContentsMargins(theme.SMALL, theme.SMALL, theme.SMALL, theme.SMALL)
        frame.addWidget(self.command)
        self.copy = QPushButton(tr("Copy the command"), self)
        self.copy.setIcon(icon("copy"))
        self.copy.setToolTip(tr("Paste it into a terminal; this window notices when it is done"))
        self.copy.clicked.connect(self._copy)
        self._copied = after(_COPIED_MS, lambda: self.copy.setText(tr("Copy the command")), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        for widget in (self._text, self._code, self.copy):
            layout.addWidget(widget)
        self.hide()

    @property
    def has_findings(self) -> bool:
        return bool(self._text.text())

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """The first of them; there is mostly one."""
        first = findings[0] if findings else None
        text = line_of(first.text) if first is not None else ""
        self._text.setText(text[:1].upper() + text[1:])
        self._command = first.command or "" if first is not None else ""
        # where a long command may be broken
        self.command.setText(self._command.replace(" && ", " &&\n"))
        self._code.setVisible(bool(self._command))
        self.copy.setVisible(bool(self._command))

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(self._command)
        self.copy.setText(tr("Copied"))
        self._copied.start()
