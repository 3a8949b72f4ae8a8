"""What can be done with a job of the list, from its card."""

from collections.abc import Iterable
from pathlib import Path

from PyQt6.QtCore import QObject, Qt, QUrl
from PyQt6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PyQt6.QtWidgets import QWidget

from gui import desktop
from gui.batch.compare import CompareDialog
from gui.batch.jobs import Job, JobState
from gui.batch.queue import JobQueue
from gui.batch.settings_form import JobSettingsDialog
from gui.live.notice_bar import NoticeBar
from gui.look.language import tr, with_keys
from gui.settings.store import SettingsStore

_UNDO = "Ctrl+Z"
"""On the first page of the window it undoes settings, which one sees there."""


class JobActions(QObject):
    """Does what cards ask for, and says under the list what could not be done."""

    def __init__(self, store: SettingsStore, queue: JobQueue, notices: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._store, self._queue, self._notices, self._window = store, queue, notices, window
        undo = QShortcut(QKeySequence(_UNDO), window, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._undo)
        self._removed_line = ""
        """What the notice says that offers to undo it."""

    def do(self, job_id: str, action: str) -> None:
        """
        Args:
            action: see `JobCard`.
        """
        queue, job = self._queue, self._queue.job(job_id)
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
                self._remove(job)
            case "settings":
                self._change_settings(job)
            case "open":
                self._open(job.output)
            case "folder":
                self._show_in_folder(job.output)
            case "try" | "compare":
                self._compare(job)

    def remove_done(self) -> None:
        """Take all that is done from the list."""
        count = sum(job.state is JobState.DONE for job in self._queue.jobs)
        self._queue.remove_done()
        self._offer_undo(tr("{count} videos were removed from the list.", count).format(count=count))

    def _remove(self, job: Job) -> None:
        self._queue.remove(job.id)
        self._offer_undo(tr("Removed from the list: {video}").format(video=job.name))

    def _offer_undo(self, line: str) -> None:
        self._removed_line = line
        self._notices.ask(line, tr("Undo"), self._undo, with_keys(tr("Undo"), _UNDO))

    def _undo(self) -> None:
        self._notices.withdraw(self._removed_line)
        self._queue.undo_remove()

    def _change_settings(self, job: Job) -> None:
        dialog = JobSettingsDialog(job.name, job.settings, self._window)
        dialog.form.backdrop.offer(self._store.program.recent_backgrounds)
        dialog.accepted.connect(lambda: self._queue.change(job.id, dialog.form.settings))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _compare(self, job: Job) -> None:
        if self._are_there([job.video.source, *([job.output] if job.state is JobState.DONE else [])]):
            dialog = CompareDialog(job, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _open(self, path: Path) -> None:
        if self._are_there([path]) and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._notices.show_error(tr("No program on this computer can open {file}.").format(file=path.name))

    def _show_in_folder(self, path: Path) -> None:
        if self._are_there([path]) and not desktop.show_in_folder(path):
            self._notices.show_error(tr("No program on this computer can open {file}.").format(file=path.parent))

    def _are_there(self, paths: Iterable[Path]) -> bool:
        missing = next((path for path in paths if not path.exists()), None)
        if missing is not None:
            self._notices.show_error(tr("{file} no longer exists.").format(file=missing))
        return missing is None
