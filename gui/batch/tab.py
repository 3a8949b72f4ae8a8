"""The tab of videos from files: what is on the list, what is chosen for new ones, and the button that starts it."""

from collections.abc import Iterable
from pathlib import Path

from PyQt6.QtCore import QElapsedTimer, QEvent, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import desktop
from gui.batch.actions import JobActions
from gui.batch.card_list import CardList
from gui.batch.drop_area import DropArea
from gui.batch.jobs import LIST_SUFFIX, Job, JobState, videos_of
from gui.batch.queue import JobQueue
from gui.batch.settings_form import SettingsForm
from gui.batch.words import say_counts, say_finished, say_overall
from gui.files import dialog_filter
from gui.live.notice_bar import NoticeBar
from gui.look import theme
from gui.look.events import on_event
from gui.look.flow import FlowLayout
from gui.look.icons import icon
from gui.look.language import line_of, mark, percent, tr, with_keys
from gui.look.side import SideColumn
from gui.look.theme import Role
from gui.settings.store import SettingsStore
from matting_rt.cli.job_file import read_jobs
from matting_rt.cli.job_file_writer import write_jobs
from matting_rt.errors import MattingError
from matting_rt.specs import VIDEO_SUFFIXES

_STEPS = 1000
_HELD = mark("You are live, so videos wait: they would slow your picture down. They resume when you stop.")


class BatchTab(QWidget):
    """Owns the queue; whoever closes the window calls `end`."""

    busy_changed = pyqtSignal(bool)
    title_changed = pyqtSignal()
    notified = pyqtSignal(str, str)
    """A title and a text for a person who looks elsewhere, where the desktop itself takes no notifications."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.queue = JobQueue(store.folder, self)
        self.list = CardList(self.queue, self)
        self.area = DropArea(self.list, self)
        self.form = SettingsForm(self.queue.settings, self)
        self.notices = NoticeBar(self)
        self._actions = JobActions(store, self.queue, self.notices, self)
        self.start_button = QPushButton(self)
        self.clear_button = QPushButton(icon("ok"), tr("Clear finished"), self)
        self.add_button = QPushButton(icon("plus"), tr("Add videos …"), self)
        self.folder_button = QPushButton(icon("folder"), tr("Add folder …"), self)
        self.save_button = QToolButton(self)
        self.bar = QProgressBar(self)
        self._counts = QLabel(self)
        self._was_busy = self._was_held = False
        self._since_press = QElapsedTimer()
        """Of the button that starts."""
        self._shown_share: float | None = None
        self.title = ""
        """How far the list is, for the title of the window; empty: nothing is running."""
        self._is_live = False
        self._lay_out()
        self._connect()
        self._offer_backgrounds()
        self._show()
        self._greet()
        on_event(self, QEvent.Type.PaletteChange, self._show)  # the icon on the button that starts

    @property
    def is_busy(self) -> bool:
        """Whether a job runs or is held, so that ending the program would cut it short."""
        return self.queue.active is not None

    def add(self, paths: Iterable[Path]) -> None:
        """Put videos, those of folders, and those of files that list them, on the list."""
        given = list(paths)
        lists = [path for path in given if path.suffix.lower() == LIST_SUFFIX and path.is_file()]
        videos, lines = videos_of(path for path in given if path not in lists)
        self.queue.add(videos, self._store.config)
        if lines:
            self.notices.show_notice(" ".join(lines))
        for path in lists:
            self._add_list(path)

    def _add_list(self, path: Path) -> None:
        try:
            listed = read_jobs(path)
        except (MattingError, OSError) as error:
            said = tr("The list {file} cannot be used: {reason}")
            self.notices.show_error(said.format(file=path.name, reason=line_of(error).replace(str(path), path.name)))
        else:
            self.queue.add_videos(each.job for each in listed)
            count = sum(each.report is not None for each in listed)
            if count:
                said = tr("{count} videos ask for a report, which only the command “matting-rt jobs” writes.", count)
                self.notices.show_notice(said.format(count=count))

    def save_list(self, path: Path) -> None:
        """Write the list as a file that `matting-rt jobs` runs, here or on another computer."""
        try:
            write_jobs(path, [job.video for job in self.queue.jobs])
        except OSError as error:
            said = tr("{file} cannot be written: {reason}; choose another folder")
            self.notices.show_error(said.format(file=path, reason=error.strerror))
        else:
            said = tr("Saved. The command “matting-rt jobs {file}” runs the same list.")
            self.notices.show_notice(said.format(file=path.name))

    def hold_for_live(self, is_live: bool) -> None:
        """Hold the list while others see live video."""
        if is_live is not self._is_live:
            self._is_live = is_live
            self.queue.hold_for_live(is_live)

    def end(self) -> None:
        """Before the program ends: cut short what runs, to be run again at the next start; takes seconds at most."""
        self.queue.end()

    def _connect(self) -> None:
        queue = self.queue
        for signal in (queue.added, queue.removed, queue.changed):
            signal.connect(self._show)
        queue.running_changed.connect(self._show)
        queue.changed.connect(self._show_overall)
        queue.running_changed.connect(self._show_overall)
        queue.finished.connect(self._tell_finished)
        self.save_button.clicked.connect(self._ask_where_to_save)
        queue.notice.connect(self.notices.show_error)
        self.area.dropped.connect(self.add)
        self.list.wanted.connect(self._actions.do)
        self.form.changed.connect(queue.set_settings)
        self.add_button.clicked.connect(self._ask_for_videos)
        self.folder_button.clicked.connect(self._ask_for_folder)
        self.clear_button.clicked.connect(self._actions.remove_done)
        self.start_button.clicked.connect(self._start_or_pause)
        self._store.changed.connect(lambda key: self._offer_backgrounds() if "background" in key else None)

    def _lay_out(self) -> None:
        for button, words, keys in (
            (self.add_button, tr("Add videos to the list"), "Ctrl+O"),
            (self.folder_button, tr("Add all videos in a folder to the list"), "Ctrl+Shift+O"),
            (
                self.save_button,
                tr("Save the list as a file, for matting-rt jobs too"),
                "Ctrl+Shift+S",
            ),
            (self.clear_button, tr("Remove finished videos from the list; the files stay"), "Ctrl+L"),
            (self.start_button, tr("Start, pause or resume"), "Ctrl+Shift+Return"),
        ):
            button.setShortcut(keys)
            button.setToolTip(with_keys(words, keys))
        self.save_button.setIcon(icon("save"))
        self.save_button.setAccessibleName(tr("Save the list …"))
        theme.set_role(self.save_button, Role.FLAT)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.bar.setAccessibleName(tr("Progress of the whole list"))
        theme.set_role(self._counts, Role.QUIET)
        self._counts.setWordWrap(True)
        self._counts.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        top = FlowLayout(theme.SMALL)
        for widget in (self.add_button, self.folder_button):
            top.addWidget(widget)
        top.add_stretch()
        top.addWidget(self.clear_button)
        top.addWidget(self.save_button)
        left = QVBoxLayout()
        left.setSpacing(theme.MEDIUM)
        left.addLayout(top)
        left.addWidget(self.area, 1)
        left.addWidget(self.notices)
        right = QVBoxLayout()
        right.setSpacing(theme.MEDIUM)
        right.addWidget(SideColumn(self._make_side(), self), 1)
        right.addWidget(self.bar)
        right.addWidget(self._counts)
        right.addWidget(self.start_button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.LARGE)
        layout.addLayout(left, 1)
        layout.addLayout(right)

    def _make_side(self) -> QWidget:
        column = QWidget(self)
        side = QFrame(column)
        theme.set_role(side, Role.CARD)
        title = QLabel(tr("New videos"), side)
        theme.set_role(title, Role.TITLE)
        look = QLabel(tr("Edges, light wrap and model are taken from the settings when a video is added."), side)
        theme.set_role(look, Role.QUIET)
        look.setWordWrap(True)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(title)
        layout.addWidget(self.form)
        layout.addWidget(look)
        outer = QVBoxLayout(column)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(side)
        outer.addStretch()
        return column

    def _greet(self) -> None:
        waiting = sum(job.state is JobState.WAITING for job in self.queue.jobs)
        if self.queue.problem is not None:
            self.notices.show_error(self.queue.problem)
        elif waiting:
            said = tr("{count} videos are left from last time. Press Start to continue.", waiting)
            self.notices.show_notice(said.format(count=waiting))

    def _show(self) -> None:
        queue = self.queue
        states = {job.state for job in queue.jobs}
        self.area.set_empty(not queue.jobs)
        self._show_overall()
        self.save_button.setVisible(bool(queue.jobs))
        self.clear_button.setVisible(JobState.DONE in states)
        if JobState.RUNNING in states:
            words, drawing = tr("Pause"), "pause"
        else:
            words, drawing = (tr("Resume") if queue.is_paused or queue.is_held else tr("Start")), "play"
        if words != self.start_button.text():
            self.start_button.setText(words)
            theme.set_role(self.start_button, Role.PRIMARY)
            self.start_button.setShortcut("Ctrl+Shift+Return")
        is_possible = bool(states & {JobState.WAITING, JobState.RUNNING, JobState.PAUSED})
        self.start_button.setEnabled(is_possible)
        if queue.is_held is not self._was_held:
            self._was_held = queue.is_held
            if queue.is_held:
                self.notices.ask(tr(_HELD), tr("Start anyway"), queue.start)
            else:
                self.notices.withdraw(tr(_HELD))
        self.start_button.setIcon(icon(drawing, theme.colours().on_accent if is_possible else None))
        if self.is_busy is not self._was_busy:
            self._was_busy = self.is_busy
            self.busy_changed.emit(self._was_busy)

    def _show_overall(self) -> None:
        overall = self.queue.overall
        counts = say_counts(self.queue.jobs, self.queue.unreadable)
        self.bar.setVisible(overall is not None)
        share = None if overall is None else round(overall.share, 2)
        if overall is not None:
            self.bar.setValue(round(overall.share * _STEPS))
            counts = f"{say_overall(overall)}\n{counts}"
        self._counts.setText(counts)
        if share != self._shown_share:
            self._shown_share = share
            self.title = "" if overall is None else f"{percent(overall.share)} · {overall.number}/{overall.count}"
            self.title_changed.emit()
            desktop.show_progress(share)

    def _tell_finished(self, jobs: list[Job]) -> None:
        line = say_finished(jobs)
        self.notices.show_notice(line)
        window = self.window()
        if window is None or window.isActiveWindow():
            return
        if not desktop.notify(tr("Videos are finished"), line):
            self.notified.emit(tr("Videos are finished"), line)

    def _offer_backgrounds(self) -> None:
        self.form.backdrop.offer(self._store.program.recent_backgrounds)

    def _start_or_pause(self) -> None:
        if self._since_press.isValid() and self._since_press.elapsed() < QApplication.doubleClickInterval():
            return  # who double-clicks wants it once
        active = self.queue.active
        if active is not None and active.state is JobState.RUNNING:
            self.queue.pause()
        else:
            self.queue.start()
        self._since_press.start()  # when all is done: a start may take longer than a double click

    def _ask_for_videos(self) -> None:
        kinds = dialog_filter(tr("Videos and lists of videos"), VIDEO_SUFFIXES | {LIST_SUFFIX})
        names, _ = QFileDialog.getOpenFileNames(self, tr("Add videos"), "", kinds)
        self.add(map(Path, names))

    def _ask_for_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Add all videos in a folder"))
        if name:
            self.add([Path(name)])

    def _ask_where_to_save(self) -> None:
        kinds = dialog_filter(tr("Lists of videos"), {LIST_SUFFIX})
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the list of videos"), f"videos{LIST_SUFFIX}", kinds)
        if name:
            path = Path(name)
            self.save_list(path if path.suffix else path.with_suffix(LIST_SUFFIX))
