"""One job of the list: what it is, how far it is, and what can be done to it."""

from collections.abc import Callable

from PyQt6.QtCore import QPoint, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from gui.batch.job_labels import ToneLabel
from gui.batch.jobs import Job, JobState, Step
from gui.batch.overall import share_of
from gui.batch.pictures import JobPictures
from gui.batch.words import say_names, say_settings, say_speed, say_state, sentence
from gui.gallery.thumbnails import Thumbnails
from gui.look import theme
from gui.look.icons import icon
from gui.look.labels import NameLabel, StateLabel
from gui.look.language import mark, tr, with_keys
from gui.look.theme import Role, Tone
from matting_rt import JobProgress

_LEAST_HEIGHT = 88
"""Of a card with nothing to say, so that a list has its length before its cards are built."""
_STEPS = 1000
"""Of the progress bar: no step is seen."""
_ACTIONS = {
    # name: (icon, what it is called, key)
    "open": ("play", mark("Play the result"), "Return"),
    "compare": ("compare", mark("Compare the result with the video"), "T"),
    "try": ("eye", mark("Try one second"), "T"),
    "folder": ("folder", mark("Show the result in its folder"), "F"),
    "pause": ("pause", mark("Pause"), "Space"),
    "resume": ("play", mark("Resume"), "Space"),
    "retry": ("retry", mark("Retry"), "R"),
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
    "T": (Qt.Key.Key_T,),
}
_OFFERED = {
    JobState.WAITING: ("try", "settings", "remove"),
    JobState.RUNNING: ("pause", "cancel"),
    JobState.PAUSED: ("resume", "cancel"),
    JobState.DONE: ("open", "compare", "folder", "retry", "remove"),
    JobState.FAILED: ("retry", "settings", "remove"),
    JobState.CANCELLED: ("retry", "try", "settings", "remove"),
}


_IN_WORDS = {JobState.WAITING: "try", JobState.FAILED: "retry"}
"""What is best done next is not only a drawing."""


class JobCard(QFrame):
    """Tells what the person wants by the name of the action; has the keys of the actions while it has the focus.

    A list may have hundreds of them: nothing is in one before its first `show_job`.
    """

    wanted = pyqtSignal(str)
    seen = pyqtSignal()
    """A card that shows nothing yet has come into view, or more is known of what it shows."""
    dragged = pyqtSignal(QPoint)
    """From a point of the card on."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.CARD)
        self.setObjectName("job")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self._thumbnails = thumbnails
        self.is_built = False
        self._state = JobState.WAITING
        self._pressed = QPoint()

    def _build(self) -> None:
        self.is_built = True
        self._name, self._settings = NameLabel(self), StateLabel(self)
        theme.set_role(self._name, Role.TITLE)
        self.pictures = JobPictures(self._thumbnails, self)
        self.pictures.read.connect(lambda: self.seen.emit())
        self._bar: QProgressBar | None = None
        self._warnings: ToneLabel | None = None
        self._standing, self._speed = ToneLabel(self), QLabel(self)
        theme.set_role(self._speed, Role.QUIET)
        self.buttons: dict[str, QToolButton] = {}
        self._shown: tuple[str, ...] = ()
        self._actions, self._body = QHBoxLayout(), QVBoxLayout()
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
        if not self.is_built:
            self._build()
        self._state = job.state
        settings, (standing, tone) = say_settings(job.settings), say_state(job, progress)
        if job.state is JobState.WAITING and self.pictures.problem:
            standing, tone = say_names(sentence(self.pictures.problem), job), Tone.BAD
        self._name.setText(job.name)
        move = with_keys(tr("Drag it to another place in the list"), "Alt+Up")
        self._name.setToolTip(f"{job.video.source}\n{move}")
        self._settings.show_state(settings)
        self.pictures.show_job(job)
        self._show_share(job, share_of(progress))
        self._standing.show_line(standing, tone)
        self._standing.setToolTip(job.message if job.state is JobState.FAILED else "")
        self._speed.setText(say_speed(job, progress))
        self._show_warnings("\n".join(say_names(sentence(line), job) for line in job.warnings))
        self._show_buttons(_OFFERED[job.state])
        self._show_whether_to_try()
        self.setAccessibleName(tr("{name}: {state}").format(name=job.name, state=standing))
        self.setAccessibleDescription(settings)

    def _show_share(self, job: Job, share: float | None) -> None:
        if job.state.is_active and self._bar is None:
            self._bar = QProgressBar(self)
            self._bar.setTextVisible(False)
            self._body.insertWidget(1, self._bar)
        if self._bar is not None:
            self._bar.setVisible(job.state.is_active)
            # without an end, the bar moves to and fro
            self._bar.setRange(0, 0 if share is None and job.state is JobState.RUNNING else _STEPS)
            self._bar.setValue(round((share or 0) * _STEPS))

    def _show_warnings(self, text: str) -> None:
        if text and self._warnings is None:
            self._warnings = ToneLabel(self)
            self._body.addWidget(self._warnings)
        if self._warnings is not None:
            self._warnings.show_line(text, Tone.WARNING)
            self._warnings.setVisible(bool(text))

    def _show_buttons(self, offered: tuple[str, ...]) -> None:
        for name in offered:
            if name not in self.buttons:
                self.buttons[name] = self._make_button(name)
        for name, button in self.buttons.items():
            button.setVisible(name in offered)
        if self._shown != offered:
            self._shown = offered
            for name in offered:  # in their order
                self._actions.removeWidget(self.buttons[name])
                self._actions.addWidget(self.buttons[name])
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        for name in offered:
            self.buttons[name].setToolButtonStyle(beside if name == _IN_WORDS.get(self._state) else alone)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        assert event is not None
        for name in _OFFERED[self._state]:
            if event.key() in _KEYS[_ACTIONS[name][2]]:
                self._want(name)
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        super().mousePressEvent(event)
        if event is not None:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            self.dragged.emit(self._pressed)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and self.is_built and self.pictures.geometry().contains(event.position().toPoint()):
            for name in ("compare", "try"):
                if name in _OFFERED[self._state]:
                    self._want(name)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        if self._state is JobState.DONE and event is not None and not self.pictures.underMouse():
            self.wanted.emit("open")

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self.is_built:
            self.seen.emit()
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
        button.setText(tr(words))
        button.setAccessibleName(tr(words))
        button.setToolTip(with_keys(tr(words), key))
        button.clicked.connect(self._wanting(name))
        return button

    def _wanting(self, name: str) -> Callable[[], None]:
        return lambda: self._want(name)

    def _want(self, name: str) -> None:
        if name != "try" or not (self.is_built and self.pictures.problem):
            self.wanted.emit(name)

    def _show_whether_to_try(self) -> None:
        if (button := self.buttons.get("try")) is not None:
            _, words, key = _ACTIONS["try"]
            is_possible = not self.pictures.problem
            lost = tr("This video cannot be read, so there is nothing to try")
            button.setEnabled(is_possible)
            button.setToolTip(with_keys(tr(words), key) if is_possible else lost)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._name)
        names.addWidget(self._settings)
        self._actions.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addLayout(names, 1)
        top.addLayout(self._actions)
        below = QHBoxLayout()
        below.setSpacing(theme.MEDIUM)
        below.addWidget(self._standing, 1)
        below.addWidget(self._speed, 0, Qt.AlignmentFlag.AlignTop)
        self._body.setSpacing(theme.TIGHT)
        self._body.addLayout(top)
        self._body.addLayout(below)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.SMALL, theme.MEDIUM)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.pictures, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._body, 1)
