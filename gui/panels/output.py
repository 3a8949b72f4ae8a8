"""Where the picture goes: the virtual camera, or why there is none; and the mirror."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.live.controller import LiveController
from gui.live.recorder import Recorder
from gui.live.signals import CameraState
from gui.look import theme
from gui.look.command_box import CommandBox
from gui.look.language import line_of, mark, tr, with_keys
from gui.look.theme import Role, Tone
from gui.panels.base import Panel, fitting_box
from gui.panels.microphone import MicrophoneBox
from gui.panels.recording import RecordingRow
from gui.settings.schema import setting
from gui.settings.store import SettingsStore
from matting_rt.doctor.checks import Finding, Severity
from matting_rt.doctor.probe import VirtualCameraEntry
from matting_rt.specs import VIRTUAL, WINDOW


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
        self.fix.window_wanted.connect(lambda: store.set("live.output", WINDOW))
        self.body.addWidget(self.fix)
        mirror = setting("live.mirror_preview")
        self.mirror = QCheckBox(tr("&Mirror my preview"), self)
        self.mirror.setToolTip(with_keys(mirror.help, self.mirror.text()))
        self.mirror.setChecked(store.config.live.mirror_preview)
        self.body.addWidget(self.mirror)
        self.microphone = MicrophoneBox(store, self)
        name = self.add_row(tr("Mi&crophone"), self.microphone)
        help_ = tr("Whose sound is recorded; it is open only while you record, and no meeting hears it")
        self.microphone.setToolTip(with_keys(help_, name.text()))
        self.microphone.opened.connect(controller.devices.look)
        controller.microphones_changed.connect(self.microphone.show_microphones)
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
    """What keeps other programs from seeing us, and what to do about it."""

    set_up_wanted = pyqtSignal()
    """The virtual camera is to be set up."""
    window_wanted = pyqtSignal()
    """A window is to be shared instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        self._text, self.command = QLabel(self), CommandBox(self)
        self._text.setWordWrap(True)
        self.set_up = QPushButton(self)
        self.set_up.clicked.connect(self.set_up_wanted)
        self.share = QPushButton(tr("Share a window instead"), self)
        self.share.setToolTip(tr("A window shows what others are to see; share it in the meeting"))
        self.share.clicked.connect(self.window_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        for widget in (self._text, self.command, self.set_up, self.share):
            layout.addWidget(widget)
        self._first: Finding | None = None
        self._is_working = False
        self._show()
        self.hide()

    @property
    def has_findings(self) -> bool:
        return bool(self._text.text())

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """The first of them; there is mostly one."""
        self._first = findings[0] if findings else None
        self._show()

    def show_working(self, is_working: bool) -> None:
        """Say that the virtual camera is being set up; or what is the matter again."""
        self._is_working = is_working
        self._show()

    def _show(self) -> None:
        first, is_working = self._first, self._is_working
        text = line_of(first.text) if first is not None else ""
        if text and is_working:
            text = tr("The virtual camera is being set up …")
        self.set_up.setText(tr("Show progress") if is_working else tr("Set up …"))
        self.set_up.setToolTip(
            tr("Shows how far it is") if is_working else tr("Says what will be installed before anything is")
        )
        self._text.setText(text[:1].upper() + text[1:])
        can_set_up = first is not None and first.can_set_up
        self.command.show_command(None if first is None or can_set_up else first.command)
        self.set_up.setVisible(can_set_up)
        self.share.setVisible(first is not None and first.severity is Severity.MISSING)
