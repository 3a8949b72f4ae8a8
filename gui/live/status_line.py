"""The line at the window's foot: how live video is doing, in words as well as colour."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.live.signals import CameraState
from gui.live.words import camera_words_of, room_words_of, words_of
from gui.look import theme
from gui.look.events import on_event
from gui.look.labels import Lamp, StateLabel
from gui.look.language import number, tr, with_keys
from gui.look.theme import Role, Tone
from matting_rt.live.state import LiveState

if TYPE_CHECKING:
    from matting_rt import LiveStatus

SLOW_MS = 150.0
"""From here on a meeting notices that lips and voice part."""


class StatusLine(QWidget):
    """State on the left; rate, delay, quality and plate on the right. A click on these folds out the last minute."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Status"))
        self._state = CameraState.STOPPED
        self._is_all_well = False
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.LARGE, theme.TIGHT, theme.LARGE, theme.SMALL)
        row.setSpacing(theme.SMALL)
        self._lamp, self.words = Lamp(self), StateLabel(self)
        self.recording = QLabel(self)
        self.recording.setToolTip(with_keys(tr("What others see is being recorded; stop it"), "Ctrl+R"))
        self.recording.hide()
        row.addWidget(self.recording)
        row.addWidget(self._lamp)
        row.addWidget(self.words, 1)
        self.figures = {
            name: self._add_figure(row, help_)
            for name, help_ in (
                ("rate", tr("New composites per second; in between, the last one is sent again")),
                ("delay", tr("Delay from the camera to the output")),
                ("quality", tr("Quality level of the matting")),
            )
        }
        self._plate_lamp, self.plate = Lamp(self), QLabel(self)
        self.plate.setToolTip(tr("How much of your empty room is known; there, you are cut out down to fine hair"))
        row.addSpacing(theme.SMALL)
        row.addWidget(self._plate_lamp)
        row.addWidget(self.plate)
        self._stats = QToolButton(self)
        theme.set_role(self._stats, Role.ARROW)
        row.addWidget(self._stats)
        self._clear()

    def set_stats(self, stats: QAction) -> None:
        """What a click on the figures does."""
        self._stats.setDefaultAction(stats)
        self._stats.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for label in (*self.figures.values(), self.plate):
            label.setCursor(Qt.CursorShape.PointingHandCursor)
            on_event(label, QEvent.Type.MouseButtonRelease, stats.trigger)

    @property
    def is_all_well(self) -> bool:
        """Whether the last status had composites."""
        return self._is_all_well

    def show_state(self, state: CameraState, message: str) -> None:
        self._state, self._is_all_well = state, False
        if state not in (CameraState.PREVIEWING, CameraState.LIVE):
            self._clear()
        words = camera_words_of(state)
        self._say(message if state is CameraState.OPENING and message else words.text, words.tone)

    def show_status(self, status: "LiveStatus") -> None:
        if self._state not in (CameraState.PREVIEWING, CameraState.LIVE):
            return
        words = words_of(status, self._state)
        self._say(words.text, words.tone)
        self._is_all_well = status.state in (LiveState.LIVE, LiveState.LEARNING)
        figures = {
            "rate": _rate_text(status.matte_fps),
            "delay": tr("{time} ms").format(time=f"{status.latency_ms:.0f}") if status.latency_ms else "",
            "quality": "" if status.state is LiveState.STARTING else _quality_text(status.quality),
        }
        for name, text in figures.items():
            self.figures[name].setText(text)
            self.figures[name].setVisible(bool(text))
        slow = status.latency_ms > SLOW_MS
        style = f"color: {theme.tone_colour(Tone.WARNING if slow else Tone.IDLE).name()}"
        if self.figures["delay"].styleSheet() != style:  # to set one is to lay out and paint anew
            self.figures["delay"].setStyleSheet(style)
        room = room_words_of(status)
        self.plate.setText(room.text)
        self._plate_lamp.set_tone(room.tone)
        self._plate_lamp.show()

    def show_recording(self, badge: str) -> None:
        """Say in red that it is recorded and for how long; empty: it is not."""
        self.recording.setText(f"● {badge}")
        self.recording.setStyleSheet(f"color: {theme.tone_colour(Tone.BAD).name()}; font-weight: 600;")
        self.recording.setVisible(bool(badge))

    def _add_figure(self, row: QHBoxLayout, help_: str) -> QLabel:
        label = QLabel(self)
        theme.set_role(label, Role.QUIET)
        label.setToolTip(help_)
        row.addSpacing(theme.SMALL)
        row.addWidget(label)
        return label

    def _say(self, text: str, tone: Tone) -> None:
        self._lamp.set_tone(tone)
        self.words.show_state(text)

    def _clear(self) -> None:
        for label in (*self.figures.values(), self.plate):
            label.clear()
        self._plate_lamp.hide()


def _rate_text(rate_fps: float) -> str:
    """Empty while there are none."""
    return tr("{rate} fps").format(rate=number(rate_fps, 0 if rate_fps >= 9.5 else 1)) if rate_fps else ""


def _quality_text(name: str) -> str:
    return tr("quality {level}").format(level=tr(name))
