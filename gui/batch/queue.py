"""The list of jobs: what is on it, what becomes of it, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from gui.batch.job_file import INTERRUPTED, load_jobs, save_jobs
from gui.batch.jobs import Job, JobSettings, JobState, new_jobs
from gui.batch.runner import JobRunner, Outcome
from gui.look.language import line_of, tr
from matting_rt import JobProgress
from matting_rt.config import Config
from matting_rt.errors import MattingError
from matting_rt.work_folder import remove_work

_END_LIMIT_S = 2.5
"""A job that must end does so after the frame it is at; one that is still loading its network is left behind."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the running job does before its first frame."""

    line: str
    share: float
    """0..1, or -1 where nobody knows."""


class JobQueue(QObject):
    """Jobs in the order in which they run, one at a time. Used on the GUI thread; every change is on disk at once."""

    added = pyqtSignal(str)
    changed = pyqtSignal(str)
    """The id of a job of which something is to be shown anew."""
    removed = pyqtSignal(str)
    running_changed = pyqtSignal()
    """`is_running` or `is_paused` is another now."""
    notice = pyqtSignal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """`folder` keeps the list from one start of the program to the next."""
        super().__init__(parent)
        self._folder = folder
        jobs, self._settings, self.problem = load_jobs(folder)
        self._jobs = {job.id: job for job in jobs}
        self.progress: JobProgress | Step | None = None
        """Of the job that runs."""
        self._is_running = False
        self._is_ending = False
        self._gives_way = self._has_held = False
        self._runner = JobRunner()
        self._runner.stepped.connect(self._note_step)
        self._runner.warned.connect(self._note_warning)
        self._runner.progressed.connect(self._note_progress)
        self._runner.ended.connect(self._note_end)

    # --- what there is

    @property
    def jobs(self) -> tuple[Job, ...]:
        return tuple(self._jobs.values())

    def job(self, job_id: str) -> Job:
        return self._jobs[job_id]

    @property
    def active(self) -> Job | None:
        """The job that runs or is held."""
        return next((job for job in self._jobs.values() if job.state.is_active), None)

    @property
    def is_running(self) -> bool:
        """Whether jobs are run one after another, until none waits."""
        return self._is_running

    @property
    def is_paused(self) -> bool:
        active = self.active
        return active is not None and active.state is JobState.PAUSED

    @property
    def is_held(self) -> bool:
        """Whether jobs would run, were it not for live video."""
        return self._has_held

    @property
    def settings(self) -> JobSettings:
        """Those for new jobs."""
        return self._settings

    # --- what is done to the list

    def set_settings(self, settings: JobSettings) -> None:
        self._settings = settings
        self._save()

    def add(self, sources: Iterable[Path], config: Config) -> None:
        """A job for each video, with the present settings; a video that waits or runs already is not added again."""
        busy = {job.source for job in self._jobs.values() if not job.state.is_over}
        wanted = [source for source in sources if str(source) not in busy]
        for job in new_jobs(wanted, self._settings, config, self._outputs()):
            self._jobs[job.id] = job
            self.added.emit(job.id)
        self._save()
        self._run_next()

    def change(self, job_id: str, settings: JobSettings) -> None:
        """Give other settings to a job that does not run; one that is over waits again."""
        job = self._jobs[job_id]
        if settings != job.settings:
            self._remove_work(job)
        self._put(job.renewed(settings, self._outputs(except_=job_id)))
        self._run_next()

    def retry(self, job_id: str) -> None:
        """Run a job that is over once more; an output that it has written stays."""
        self.change(job_id, self._jobs[job_id].settings)

    def remove(self, job_id: str) -> None:
        """Take a job that does not run from the list; files stay."""
        if not self._jobs[job_id].state.is_active:
            self._remove([job_id])

    def remove_done(self) -> None:
        """Take all that is done from the list; files stay."""
        self._remove([job.id for job in self.jobs if job.state is JobState.DONE])

    def _remove(self, job_ids: Iterable[str]) -> None:
        for job_id in job_ids:
            self._remove_work(self._jobs.pop(job_id))
            self.removed.emit(job_id)
        self._save()

    def _remove_work(self, job: Job) -> None:
        """Nobody will go on with what is done of it."""
        for output in (Path(job.output), job.alpha_output):
            if output is not None:
                remove_work(output)

    # --- running

    def start(self) -> None:
        """Run what waits, one after another; go on with what is held. While live video is given way to, the first
        call only lets them wait for its end, and the second runs them all the same.
        """
        if self._gives_way and not self._has_held:
            self._is_running = self._has_held = True
            self.running_changed.emit()
            return
        self._gives_way = self._has_held = False
        self._is_running = True
        active = self.active
        if active is not None and active.state is JobState.PAUSED:
            self._runner.pause(False)
            self._put(replace(active, state=JobState.RUNNING))
        self._run_next()
        self.running_changed.emit()

    def pause(self) -> None:
        """Hold the job that runs, and with it those behind it."""
        active = self.active
        if active is not None and active.state is JobState.RUNNING:
            self._runner.pause(True)
            self._put(replace(active, state=JobState.PAUSED))
            self.running_changed.emit()

    def hold_for_live(self, is_live: bool) -> None:
        """Hold all jobs as long as others see live video, which they would slow down; go on afterwards."""
        if is_live:
            self._gives_way, self._has_held = True, self._is_running and not self.is_paused
            self.pause()
            self.running_changed.emit()
            return
        has_held, self._gives_way, self._has_held = self._has_held, False, False
        if has_held:
            self.start()
        self.running_changed.emit()

    def cancel(self, job_id: str) -> None:
        """End a job that runs, or never start one that waits."""
        job = self._jobs[job_id]
        if job.state.is_active:
            # who has held everything and cancels does not want the next one to start
            self._is_running = self._is_running and (self._has_held or job.state is not JobState.PAUSED)
            self._runner.cancel()
        elif job.state is JobState.WAITING:
            self._put(replace(job, state=JobState.CANCELLED, message=""))

    def end(self) -> None:
        """Before the program ends: a job that runs is suspended, and resumed at the next start."""
        self._is_ending, self._is_running = True, False
        self._runner.suspend()
        self._runner.wait(_END_LIMIT_S)
        active = self.active
        if active is not None:
            self._put(replace(active, state=JobState.WAITING, message=INTERRUPTED))

    def _run_next(self) -> None:
        if not self._is_running or self._gives_way or self.active is not None:
            return
        waiting = next((job for job in self._jobs.values() if job.state is JobState.WAITING), None)
        if waiting is None:
            self._is_running = False
            self.running_changed.emit()
            return
        # since it was added, something else may have taken its name
        job = waiting.renewed(waiting.settings, self._outputs(except_=waiting.id))
        self.progress = None
        try:
            self._runner.start(job.video_job())
        except MattingError as error:
            self._put(replace(job, state=JobState.FAILED, message=line_of(error)))
            self._run_next()
        else:
            self._put(replace(job, state=JobState.RUNNING))
            self.running_changed.emit()

    def _note_step(self, line: str, share: float) -> None:
        self._note_progress(Step(line, share))

    def _note_progress(self, progress: JobProgress | Step) -> None:
        active = self.active
        if active is not None:
            self.progress = progress
            self.changed.emit(active.id)

    def _note_warning(self, line: str) -> None:
        active = self.active
        if active is not None and line not in active.warnings:
            self._put(replace(active, warnings=(*active.warnings, line)))

    def _note_end(self, outcome: Outcome) -> None:
        active = self.active
        self.progress = None
        if active is None or self._is_ending:
            return
        self._put(replace(active, state=outcome.state, message=outcome.message))
        self._run_next()
        self.running_changed.emit()

    def _outputs(self, except_: str = "") -> set[str]:
        return {job.output for job in self._jobs.values() if job.id != except_}

    def _put(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._save()
        self.changed.emit(job.id)

    def _save(self) -> None:
        try:
            save_jobs(self._folder, self._jobs.values(), self._settings)
        except OSError as error:
            said = tr("The list of videos cannot be saved in {folder}: {reason}")
            self.notice.emit(said.format(folder=self._folder, reason=error.strerror))
