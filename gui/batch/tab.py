"""The tab of videos from files: what is on the list, what is chosen for new ones, and the button that starts it."""

from collections.abc import Iterable
from pathlib import Path

from PyQt6.QtCore import QEvent, Qt, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.batch.drop_area import DropArea
from gui.batch.job_list import JobList
from gui.batch.jobs import JobState, videos_of
from gui.batch.queue import JobQueue
from gui.batch.settings_form import JobSettingsDialog, SettingsForm
from gui.batch.words import say_counts
from gui.files import dialog_filter
from gui.live.notice_bar import NoticeBar
from gui.look import theme
from gui.look.events import on_event
from gui.look.icons import icon
from gui.look.language import mark, tr, with_keys
from gui.look.theme import Role
from gui.settings.store import SettingsStore
from matting_rt.specs import VIDEO_SUFFIXES

_HELD = mark("You are live, so videos wait: they would slow your picture down. They resume when you stop.")


class BatchTab(QWidget):
    """Owns the queue; whoever closes the window calls `end`."""

    busy_changed = pyqtSignal(bool)

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.queue = JobQueue(store.folder, self)
        self.list = JobList(self.queue, self)
        self.area = DropArea(self.list, self)
        self.form = SettingsForm(self.queue.settings, self)
        self.notices = NoticeBar(self)
        self.start_button = QPushButton(self)
        self.clear_button = QPushButton(icon("ok"), tr("Clear finished"), self)
        self.add_button = QPushButton(icon("plus"), tr("Add videos …"), self)
        self.folder_button = QPushButton(icon("folder"), tr("Add folder …"), self)
        self._counts = QLabel(self)
        self._was_busy = self._was_held = False
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
        """Put videos, and those of folders, on the list."""
        videos, lines = videos_of(paths)
        self.queue.add(videos, self._store.config)
        if lines:
            self.notices.show_notice(" ".join(lines))

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
        queue.notice.connect(self.notices.show_error)
        self.area.dropped.connect(self.add)
        self.list.wanted.connect(self._do)
        self.form.changed.connect(queue.set_settings)
        self.add_button.clicked.connect(self._ask_for_videos)
        self.folder_button.clicked.connect(self._ask_for_folder)
        self.clear_button.clicked.connect(queue.remove_done)
        self.start_button.clicked.connect(self._start_or_pause)
        self._store.changed.connect(lambda key: self._offer_backgrounds() if "background" in key else None)

    def _lay_out(self) -> None:
        for button, words, keys in (
            (self.add_button, tr("Add videos to the list"), "Ctrl+O"),
            (self.folder_button, tr("Add all videos in a folder to the list"), "Ctrl+Shift+O"),
            (self.clear_button, tr("Remove finished videos from the list; the files stay"), "Ctrl+L"),
            (self.start_button, tr("Start, pause or resume"), "Ctrl+Shift+Return"),
        ):
            button.setShortcut(keys)
            button.setToolTip(with_keys(words, keys))
        theme.set_role(self._counts, Role.QUIET)
        self._counts.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        for widget in (self.add_button, self.folder_button):
            top.addWidget(widget)
        top.addStretch()
        top.addWidget(self.clear_button)
        left = QVBoxLayout()
        left.setSpacing(theme.MEDIUM)
        left.addLayout(top)
        left.addWidget(self.area, 1)
        left.addWidget(self.notices)
        right = QVBoxLayout()
        right.setSpacing(theme.MEDIUM)
        right.addWidget(self._make_side())
        right.addStretch()
        right.addWidget(self._counts)
        right.addWidget(self.start_button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.LARGE)
        layout.addLayout(left, 1)
        layout.addLayout(right)

    def _make_side(self) -> QWidget:
        side = QFrame(self)
        theme.set_role(side, Role.CARD)
        side.setFixedWidth(theme.SIDE_WIDTH)
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
        return side

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
        self._counts.setText(say_counts(queue.jobs))
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

    def _offer_backgrounds(self) -> None:
        self.form.backdrop.offer(self._store.program.recent_backgrounds)

    def _start_or_pause(self) -> None:
        active = self.queue.active
        if active is not None and active.state is JobState.RUNNING:
            self.queue.pause()
        else:
            self.queue.start()

    def _do(self, job_id: str, action: str) -> None:
        queue = self.queue
        match action:
            case "pause":
                queue.pause()
            case "resume":
                queue.start()
            case "cancel":
                queue.cancel(job_id)
            case "retry":
                queue.retry(job_id)
            case "remove":
                queue.remove(job_id)
            case "settings":
                self._change_settings(job_id)
            case "open":
                self._open(Path(queue.job(job_id).output))
            case "folder":
                self._open(Path(queue.job(job_id).output).parent)

    def _change_settings(self, job_id: str) -> None:
        job = self.queue.job(job_id)
        dialog = JobSettingsDialog(job.name, job.settings, self)
        dialog.form.backdrop.offer(self._store.program.recent_backgrounds)
        dialog.accepted.connect(lambda: self.queue.change(job_id, dialog.form.settings))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open(self, path: Path) -> None:
        if not path.exists():
            self.notices.show_error(tr("{file} no longer exists.").format(file=path))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.notices.show_error(tr("No program on this computer can open {file}.").format(file=path))

    def _ask_for_videos(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr("Add videos"), "", dialog_filter(tr("Videos"), VIDEO_SUFFIXES))
        self.add(map(Path, names))

    def _ask_for_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Add all videos in a folder"))
        if name:
            self.add([Path(name)])
