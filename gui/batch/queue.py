"""The list of jobs: what is on it, what becomes of it, and whose turn it is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from gui.batch.jobs import (
    INTERRUPTED,
    Job,
    JobSettings,
    JobState,
    Step,
    new_job,
    new_videos,
    with_free_output,
    with_settings,
)
from gui.batch.overall import Overall, overall_of
from gui.batch.runner import JobRunner, Outcome
from gui.batch.saved_list import STATE_NAME, load_list, load_settings, save_list, save_settings
from gui.look.language import tr
from matting_rt import JobProgress, VideoJob, forget_job, look_at_jobs
from matting_rt.config import Config

_END_LIMIT_S = 2.5
"""A job that must end does so after the frame it is at; one that is still loading its network is left behind."""


class JobQueue(QObject):
    """Jobs in the order in which they run, one at a time. Used on the GUI thread; every change is on disk at once."""

    added = pyqtSignal(str)
    changed = pyqtSignal(str)
    """The id of a job of which something is to be shown anew."""
    removed = pyqtSignal(str)
    moved = pyqtSignal(str, int)
    """A job's id and its new place."""
    running_changed = pyqtSignal()
    """`is_running` or `is_paused` is another now."""
    finished = pyqtSignal(object)
    """The jobs that have been run since the start, once none is left."""
    notice = pyqtSignal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """`folder` keeps the list from one start of the program to the next."""
        super().__init__(parent)
        self._folder, self._states = folder, folder / STATE_NAME
        jobs, self.problem = load_list(folder)
        self._settings = load_settings(folder)
        self._jobs = {job.id: job for job in jobs}
        self._removed: list[tuple[int, Job]] = []
        """Jobs that can be had back, and their places; what is kept of them is still there."""
        self._run_ids: set[str] = set()
        """Of the jobs that were run since the start."""
        self.unreadable: set[str] = set()
        """Of the jobs whose video was found to be so before its turn."""
        self.progress: JobProgress | Step | None = None
        """Of the job that runs."""
        self._is_running = False
        self._is_ending = False
        self._gives_way = self._has_held = False
        self._runner = JobRunner(self._states)
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

    @property
    def overall(self) -> Overall | None:
        """How far the whole list is; None while it does not run."""
        if not self._is_running and self.active is None:
            return None
        readable = [job for job in self.jobs if job.id not in self.unreadable]
        return overall_of(readable or self.jobs, self._run_ids, self.progress)

    # --- what is done to the list

    def set_settings(self, settings: JobSettings) -> None:
        self._settings = settings
        try:
            save_settings(self._folder, settings)
        except OSError as error:
            self._tell_unsaved(error)

    def add(self, sources: Iterable[Path], config: Config) -> None:
        """A job for each video, with the present settings; a video that waits or runs already is not added again."""
        busy = {job.video.source for job in self._jobs.values() if not job.state.is_over}
        wanted = [source for source in sources if source not in busy]
        self.add_videos(new_videos(wanted, self._settings, config, self._outputs()))

    def add_videos(self, videos: Iterable[VideoJob]) -> None:
        """Jobs as they are, but for names of outputs that are taken; what is on the list already is not added again."""
        there = [job.video for job in self._jobs.values()]
        for video in videos:
            if video not in there:
                job = new_job(with_free_output(video, self._outputs()))
                self._jobs[job.id] = job
                self.added.emit(job.id)
        self._save()
        self._run_next()

    def note_readable(self, job_id: str, is_readable: bool) -> None:
        """Whether a job's video was found to be a video; one that is none has its turn all the same, in case."""
        if is_readable is (job_id in self.unreadable):
            self.unreadable ^= {job_id}
            self.changed.emit(job_id)

    def change(self, job_id: str, settings: JobSettings) -> None:
        """Give other settings to a job that does not run; one that is over waits again."""
        job = self._jobs[job_id]
        forget_job(job.video, self._states)
        video = with_free_output(with_settings(job.video, settings), self._outputs(except_=job_id))
        self._put(job.renewed(video), is_saved=False)
        self._run_next()

    def retry(self, job_id: str) -> None:
        """Run a job that is over once more; an output that it has written stays."""
        self.change(job_id, self._jobs[job_id].settings)

    def move(self, job_id: str, place: int) -> None:
        """Have a job stand at another place of the list, which is when it runs."""
        ids = [each for each in self._jobs if each != job_id]
        place = max(0, min(place, len(ids)))
        ids.insert(place, job_id)
        if ids != list(self._jobs):
            self._jobs = {each: self._jobs[each] for each in ids}
            self.moved.emit(job_id, place)
            self._save()

    def remove(self, job_id: str) -> None:
        """Take a job that does not run from the list; files stay."""
        if not self._jobs[job_id].state.is_active:
            self._remove([job_id])

    def remove_done(self) -> None:
        """Take all that is done from the list; files stay."""
        self._remove([job.id for job in self.jobs if job.state is JobState.DONE])

    def undo_remove(self) -> None:
        """Have back what was removed last, if anything was, with what was done of it."""
        if not self._removed:
            return
        for place, job in reversed(self._removed):
            rest = list(self._jobs.values())
            rest.insert(place, job)
            self._jobs = {each.id: each for each in rest}
            self.added.emit(job.id)
            self.moved.emit(job.id, place)
        self._removed = []
        self._save()
        self._run_next()

    def _remove(self, job_ids: Sequence[str]) -> None:
        self._forget_removed()
        for job_id in reversed(job_ids):
            place = list(self._jobs).index(job_id)
            self._removed.append((place, self._jobs.pop(job_id)))
            self.removed.emit(job_id)
        self._save()

    def _forget_removed(self) -> None:
        """Nobody will go on with what is done of it."""
        outputs = self._outputs()
        for _, job in self._removed:
            if job.output not in outputs:  # else another job has taken its name meanwhile
                forget_job(job.video, self._states)
        self._removed = []

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
        if not self._is_running and self.active is None:
            self._run_ids = set()
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
        """End a job that runs."""
        job = self._jobs[job_id]
        if job.state.is_active:
            # who has held everything and cancels does not want the next one to start
            self._is_running = self._is_running and (self._has_held or job.state is not JobState.PAUSED)
            self._runner.cancel()

    def end(self) -> None:
        """Before the program ends: a job that runs is suspended, and resumed at the next start."""
        self._is_ending, self._is_running = True, False
        self._runner.suspend()
        self._runner.wait(_END_LIMIT_S)
        active = self.active
        if active is not None:
            self._put(replace(active, state=JobState.WAITING, message=INTERRUPTED))
        self._forget_removed()

    def _run_next(self) -> None:
        if not self._is_running or self._gives_way or self.active is not None:
            return
        waiting = next((job for job in self._jobs.values() if job.state is JobState.WAITING), None)
        if waiting is None:
            self._is_running = False
            self.running_changed.emit()
            ended = [job for job in self.jobs if job.id in self._run_ids]
            if ended:
                self.finished.emit(ended)
            return
        job, self.progress = self._with_free_output(waiting), None
        self._run_ids.add(job.id)
        self._put(replace(job, state=JobState.RUNNING, message=""), is_saved=job == waiting)
        self._runner.start(job.video)
        self.running_changed.emit()

    def _with_free_output(self, job: Job) -> Job:
        """Since a job was added, something else may have taken its name; but not where it is the job's own work."""
        (stands,) = look_at_jobs([job.video], self._states)
        if stands.details["is_begun"]:
            return job
        return replace(job, video=with_free_output(job.video, self._outputs(except_=job.id)))

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

    def _outputs(self, except_: str = "") -> set[Path]:
        jobs = (job for job in self._jobs.values() if job.id != except_)
        return {output for job in jobs for output in job.video.outputs.values()}

    def _put(self, job: Job, is_saved: bool = True) -> None:
        """How a job stands is kept by who runs it; what it is, here."""
        self._jobs[job.id] = job
        if not is_saved:
            self._save()
        self.changed.emit(job.id)

    def _save(self) -> None:
        try:
            save_list(self._folder, self.jobs)
        except OSError as error:
            self._tell_unsaved(error)

    def _tell_unsaved(self, error: OSError) -> None:
        said = tr(
            "The list of videos cannot be saved in {folder}: {reason}; free some space there, or allow writing to it"
        )
        self.notice.emit(said.format(folder=self._folder, reason=error.strerror))
