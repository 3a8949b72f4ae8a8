"""One job of the list: what it is, how far it is, and what can be done to it."""

from collections.abc import Callable

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from gui.batch.job_labels import ToneLabel
from gui.batch.jobs import Job, JobState
from gui.batch.queue import Step
from gui.batch.words import say_settings, say_share, say_speed, say_state, sentence
from gui.look import theme
from gui.look.icons import icon
from gui.look.labels import IconLabel, NameLabel, StateLabel
from gui.look.language import mark, tr, with_keys
from gui.look.theme import Role, Tone
from matting_rt import JobProgress

_STEPS = 1000
"""Of the progress bar: no step is seen."""
_ACTIONS = {
    # name: (icon, what it is called, key)
    "open": ("play", mark("Open the result"), "Return"),
    "folder": ("folder", mark("Open the folder"), "F"),
    "pause": ("pause", mark("Pause"), "Space"),
    "resume": ("play", mark("Resume"), "Space"),
    "retry": ("retry", mark("Run again"), "R"),
    "settings": ("settings", mark("Settings for this video"), "S"),
    "cancel": ("cancel", mark("Cancel"), "Delete"),
    "remove": ("trash", mark("Remove from the list"), "Delete"),
}
_KEYS = {
    "Return": (Qt.Key.Key_Return, Qt.Key.Key_Enter),
    "Space": (Qt.Key.Key_Space,),
    "Delete": (Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
    "F": (Qt.Key.Key_F,),
    "R": (Qt.Key.Key_R,),
    "S": (Qt.Key.Key_S,),
}
_OFFERED = {
    JobState.WAITING: ("settings", "remove"),
    JobState.RUNNING: ("pause", "cancel"),
    JobState.PAUSED: ("resume", "cancel"),
    JobState.DONE: ("open", "folder", "retry", "remove"),
    JobState.FAILED: ("settings", "retry", "remove"),
    JobState.CANCELLED: ("settings", "retry", "remove"),
}


class JobCard(QFrame):
    """Tells what the person wants by the name of the action; has the keys of the actions while it has the focus."""

    wanted = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.CARD)
        self.setObjectName("job")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._state = JobState.WAITING
        self._name, self._settings = NameLabel(self), StateLabel(self)
        theme.set_role(self._name, Role.TITLE)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._standing, self._warnings, self._speed = ToneLabel(self), ToneLabel(self), QLabel(self)
        theme.set_role(self._speed, Role.QUIET)
        self.buttons = {name: self._make_button(name) for name in _ACTIONS}
        self._lay_out()

    @property
    def standing(self) -> str:
        """How the job stands, as it is shown."""
        return self._standing.line

    @property
    def tone(self) -> Tone:
        """Of the standing."""
        return self._standing.tone

    def show_job(self, job: Job, progress: JobProgress | Step | None) -> None:
        self._state = job.state
        settings, (standing, tone) = say_settings(job.settings), say_state(job, progress)
        self._name.setText(job.name)
        self._name.setToolTip(job.source)
        self._settings.show_state(settings)
        share = say_share(progress)
        self._bar.setVisible(job.state.is_active)
        # without an end, the bar moves to and fro
        self._bar.setRange(0, 0 if share is None and job.state is JobState.RUNNING else _STEPS)
        self._bar.setValue(round((share or 0) * _STEPS))
        self._standing.show_line(standing, tone)
        self._speed.setText(say_speed(job, progress))
        self._warnings.show_line("\n".join(map(sentence, job.warnings)), Tone.WARNING)
        self._warnings.setVisible(bool(job.warnings))
        for name, button in self.buttons.items():
            button.setVisible(name in _OFFERED[job.state])
        self.setAccessibleName(tr("{name}: {state}").format(name=job.name, state=standing))
        self.setAccessibleDescription(settings)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        assert event is not None
        for name in _OFFERED[self._state]:
            if event.key() in _KEYS[_ACTIONS[name][2]]:
                self.wanted.emit(name)
                return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        if self._state is JobState.DONE:
            self.wanted.emit("open")

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS + 1, theme.RADIUS + 1)

    def _make_button(self, name: str) -> QToolButton:
        drawing, words, key = _ACTIONS[name]
        button = QToolButton(self)
        theme.set_role(button, Role.FLAT)
        button.setIcon(icon(drawing))
        button.setAccessibleName(tr(words))
        button.setToolTip(with_keys(tr(words), key))
        button.clicked.connect(self._wanting(name))
        return button

    def _wanting(self, name: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(name)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._settings)
        top = QHBoxLayout()
        top.setSpacing(theme.MEDIUM)
        top.addWidget(IconLabel("video", 20, self))
        top.addLayout(words, 1)
        actions = QHBoxLayout()
        actions.setSpacing(0)
        for button in self.buttons.values():
            actions.addWidget(button)
        top.addLayout(actions)
        below = QHBoxLayout()
        below.setSpacing(theme.MEDIUM)
        below.addWidget(self._standing, 1)
        below.addWidget(self._speed, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.SMALL, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        layout.addLayout(below)
        layout.addWidget(self._warnings)
