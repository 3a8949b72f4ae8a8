"""One second of a video beside what becomes of it: tried before the job is run, or looked at when it is done."""

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSlider, QVBoxLayout, QWidget

from gui.batch.clip import LENGTH_S, ClipReader, finished, matted, start_of
from gui.batch.job_labels import ToneLabel
from gui.batch.jobs import Job, JobState
from gui.batch.split_picture import SplitPicture
from gui.batch.words import say_names, sentence
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import clock_text, tr, with_keys
from gui.look.theme import Role, Tone
from gui.look.timers import after, every

_FIRST = 1 / 3
"""Of the video: what is at its start seldom shows anybody."""
_STEPS = 1000
_REST_MS = 400
"""A slider that is moved by keys has come to rest."""
_SIZE = QSize(760, 560)


class CompareDialog(QDialog):
    """Shows a second again and again, another one where the slider is moved to; nothing is written.

    What is being done ends when the dialog is closed.
    """

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # what a transparent result shows depends on what reads it: it is matted once more
        is_done = job.state is JobState.DONE and not job.settings.output_format.is_transparent
        self._job = job
        self._duration_s: float | None = None
        self.frames: list[tuple[QImage, QImage]] = []
        """Of the second that is shown."""
        self._next = 0
        title = tr("{video} and its result") if is_done else tr("Try one second of {video}")
        self.setWindowTitle(title.format(video=job.name))
        self.resize(_SIZE)
        self.picture = SplitPicture(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self._time = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self.line = ToneLabel(self)
        self.play_button = QPushButton(self)
        self._close_button = QPushButton(tr("Close"), self)
        self._lay_out()
        self._resting = after(_REST_MS, self._read, self)
        self._playing = every(40, self._show_next, self)
        self._is_playing = True
        self.reader = ClipReader(finished if is_done else matted, job.video)
        self._connect()
        self._show_playing()
        self._read()

    def _lay_out(self) -> None:
        self.slider.setRange(0, _STEPS)
        self.slider.setValue(round(_FIRST * _STEPS))
        self.slider.setAccessibleName(tr("Time in the video"))
        self.slider.setToolTip(tr("Which second of the video is shown"))
        theme.set_role(self._time, Role.QUIET)
        self._close_button.setToolTip(with_keys(tr("Close; nothing is written"), "Esc"))
        self._close_button.clicked.connect(self.reject)
        self.play_button.setShortcut("Space")
        row = QHBoxLayout()
        row.setSpacing(theme.MEDIUM)
        row.addWidget(self.play_button)
        row.addWidget(self.slider, 1)
        row.addWidget(self._time)
        below = QHBoxLayout()
        below.setSpacing(theme.MEDIUM)
        below.addWidget(self.line, 1)
        below.addWidget(self._close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.picture, 1)
        layout.addLayout(row)
        layout.addWidget(self._bar)
        layout.addLayout(below)
        self.picture.setFocus()

    def _connect(self) -> None:
        self.reader.opened.connect(self._note_duration)
        self.reader.stepped.connect(self._show_step)
        self.reader.glimpsed.connect(lambda frame: self.picture.show_pair(frame, None))
        self.reader.came.connect(self._take)
        self.reader.ended.connect(self._note_end)
        self.slider.valueChanged.connect(self._note_moved)
        self.play_button.clicked.connect(self._toggle)

    def done(self, result: int) -> None:
        self.reader.close()
        self._playing.stop()
        self._resting.stop()
        super().done(result)

    # --- what is asked for

    def _note_moved(self) -> None:
        self._show_time()
        self._resting.start()

    def _read(self) -> None:
        self.frames, self._next = [], 0
        self._playing.stop()
        self._show_step(tr("Opening …"), -1.0)
        self.reader.read(self.slider.value() / _STEPS)

    def _toggle(self) -> None:
        self._is_playing = not self._is_playing
        self._show_playing()
        if self._is_playing and self.frames:
            self._playing.start()
        else:
            self._playing.stop()

    # --- what comes

    def _note_duration(self, duration_s: float | None) -> None:
        self._duration_s = duration_s
        self.slider.setEnabled(duration_s is not None and duration_s > LENGTH_S)
        self._show_time()

    def _show_step(self, line: str, share: float) -> None:
        self._bar.setRange(0, 0 if share < 0 else _STEPS)
        self._bar.setValue(round(max(share, 0) * _STEPS))
        self._bar.show()
        self.line.show_line(line, Tone.IDLE)

    def _take(self, frame: QImage, result: QImage) -> None:
        self.frames.append((frame, result))
        self.picture.show_pair(frame, result)
        self._show_step(tr("Matting one second …"), -1.0)

    def _note_end(self, problem: str) -> None:
        self._bar.hide()
        if problem:
            self.line.show_line(say_names(sentence(problem), self._job), Tone.BAD)
            return
        self.line.show_line(tr("Left of the line is the video, right of it the result."), Tone.IDLE)
        if self.frames and self._is_playing:
            self._playing.setInterval(max(10, round(1000 * LENGTH_S / len(self.frames))))
            self._playing.start()

    def _show_next(self) -> None:
        self._next = (self._next + 1) % len(self.frames)
        self.picture.show_pair(*self.frames[self._next])

    def _show_time(self) -> None:
        at_s = start_of(self.slider.value() / _STEPS, self._duration_s)
        if self._duration_s is not None:
            self._time.setText(
                tr("{time} of {length}").format(time=clock_text(at_s), length=clock_text(self._duration_s))
            )

    def _show_playing(self) -> None:
        words = tr("Pause") if self._is_playing else tr("Play")
        self.play_button.setText(words)
        self.play_button.setIcon(icon("pause" if self._is_playing else "play"))
        self.play_button.setToolTip(with_keys(tr("Show the second again and again, or hold it"), "Space"))
        self.play_button.setShortcut("Space")
