"""What is done to live sessions, one job after the other on the engine's thread: each may take seconds."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import matting_rt
from gui.live.placeholder_text import draw_text
from gui.live.remedies import Task, remedies_for, remedies_for_notice
from gui.live.signals import LiveSignals
from gui.look.language import line_of, tr
from gui.plate.memory import PlateMemory
from matting_rt.config import BackdropConfig, Config
from matting_rt.errors import MattingError, PlateError, SourceError
from matting_rt.files import write_free
from matting_rt.specs import NULL, SYNTHETIC

if TYPE_CHECKING:
    from matting_rt.plate.capture import CapturedPlate

log = logging.getLogger(__name__)


class SessionJobs:
    """Opens, changes and closes the session there is; every method is a job, and its outcome goes out by a signal."""

    def __init__(self, signals: LiveSignals, plates: PlateMemory) -> None:
        self.session: matting_rt.LiveSession | None = None
        """May be read from any thread."""
        self.recording: Path | None = None
        """The file that is being written; may be read from any thread."""
        self._signals, self._plates = signals, plates
        self._request, self._camera, self._config = 0, "", Config()
        self._wants_output = self._is_paused = self._saves_power = False

    def run(self, task: Task, job: Callable[..., None], *arguments: object) -> None:
        """Do a job, which is part of `task`; what it raises becomes a line for the person."""
        try:
            job(*arguments)
        except Exception as error:  # the border between engine and window: a person gets a line, whatever it was
            self._signals.failed.emit(line_of(error), remedies_for(error, task))
            log.debug("where it came from", exc_info=error)

    def change(self, job: Callable[["matting_rt.LiveSession"], None]) -> None:
        """Do something to the session; nothing where there is none."""
        session = self.session
        if session is None:
            return
        plate = session.plate
        job(session)
        if session.plate is not plate:
            self._signals.plate_changed.emit(session.plate)

    def open(self, request: int, camera: str, config: Config, *, is_quiet: bool = False) -> None:
        """Open a camera instead of the one that is open.

        Args:
            request: handed on where it fails.
            is_quiet: say nothing before the outcome.
        """
        self.run(Task.CAMERA, self._close_session)
        self._request, self._camera, self._config = request, camera, config
        try:
            if not is_quiet:
                self._signals.opening.emit(tr("Loading …"))
            open_live = matting_rt.open_live  # which is loaded by that, for a second or more
            if not is_quiet:
                text = tr("Painting the sample scene …") if camera == SYNTHETIC else tr("Opening the camera …")
                self._signals.opening.emit(text)
            # A backdrop that is gone is no reason to show no picture: it is tried afterwards.
            hidden = replace(config, backdrop=BackdropConfig(), live=replace(config.live, output=NULL))
            session = open_live(
                hidden,
                camera,
                prepare=self._prepare,
                on_message=self._tell,
                on_plate=self._take_over,
                draw_text=draw_text,
            )
        except Exception as error:
            log.debug("where it came from", exc_info=error)
            self._tell_failed(error, isinstance(error, SourceError))
            return
        self.session = session
        self._signals.plate_changed.emit(session.plate)
        self._tell_undo(session)
        self.run(Task.BACKGROUND, session.set_backdrop, config.backdrop.spec)
        if self._wants_output:
            self.run(Task.OUTPUT, self._attach, session)
        self._signals.opened.emit(self._wants_output)

    def _tell_failed(self, error: Exception, is_retried: bool) -> None:
        remedies = remedies_for(error, Task.CAMERA)
        self._signals.open_failed.emit(self._request, line_of(error), is_retried, remedies)

    def _tell(self, line: str) -> None:
        self._signals.notice.emit(line_of(line), remedies_for_notice(line))

    def _prepare(self, session: "matting_rt.LiveSession") -> None:
        try:
            self._plates.recall(session, self._camera)
        except PlateError as error:
            self._signals.failed.emit(line_of(error), remedies_for(error, Task.PLATE))
        session.pause(self._is_paused)
        self._save_power(session)

    def save_power(self, saves_power: bool) -> None:
        """While nobody else sees, matte little; also in sessions to come."""
        self._saves_power = saves_power
        if self.session is not None:
            self._save_power(self.session)

    def _save_power(self, session: "matting_rt.LiveSession") -> None:
        session.set_thrifty(self._saves_power and not self._wants_output and self.recording is None)

    def close(self) -> None:
        self._wants_output = False
        self.run(Task.CAMERA, self._close_session)
        self._signals.closed.emit()

    def rest(self) -> None:
        """Release the camera, and nothing else: it will be opened again."""
        self.run(Task.CAMERA, self._close_session)

    def _close_session(self) -> None:
        session, self.session = self.session, None
        if session is None:
            return
        self.run(Task.PLATE, self._plates.keep_learned, session, self._camera)
        try:
            session.close()
        finally:
            self._signals.plate_changed.emit(None)
            path, self.recording = self.recording, None
            if path is not None:
                self._signals.recording_changed.emit(None)
                if self._is_saved(session):
                    said = tr("The recording stopped with the camera and was saved as {file}.")
                    self._signals.notice.emit(said.format(file=path.name), ())

    def recover(self, session: "matting_rt.LiveSession") -> None:
        """The session has ended by itself: find out why, and open it again."""
        if session is not self.session:
            return
        try:
            self._close_session()
        except MattingError as error:
            self._tell_failed(error, True)
            return
        self._wants_output = False
        self.open(self._request, self._camera, self._config)

    def note_closed_window(self) -> None:
        """The person has closed the window that was the output; all else goes on, and the network stays warm."""
        session = self.session
        is_gone = session is not None and session.config.live.output == NULL != self._config.live.output
        if is_gone and self._wants_output:
            self._wants_output = False
            self._signals.output_changed.emit(False)

    def apply_config(self, config: Config) -> None:
        """Change what is different; the camera is opened again where that or the model is."""
        before, self._config = self._config, config
        session = self.session
        if session is None or config == before:
            return
        if (config.camera, config.engine, config.plate) != (before.camera, before.engine, before.plate):
            self.open(self._request, self._camera, config)
            return
        self.run(Task.BACKGROUND, self._configure, session, config, before)
        if config.live.output != before.live.output and self._wants_output:
            self.switch_output(True)

    def _configure(self, session: "matting_rt.LiveSession", config: Config, before: Config) -> None:
        try:
            session.configure(config)
        except MattingError:
            # everything else counts all the same; and of a backdrop that cannot be used it is said once
            session.configure(replace(config, backdrop=session.config.backdrop))
            if config.backdrop != before.backdrop:
                raise

    def switch_output(self, wants_output: bool) -> None:
        self._wants_output = wants_output
        session = self.session
        if session is not None:
            self._save_power(session)
            job, given = (self._attach, session) if wants_output else (session.set_output, NULL)
            self.run(Task.OUTPUT, job, given)
        self._signals.output_changed.emit(self._wants_output)

    def _attach(self, session: "matting_rt.LiveSession") -> None:
        try:
            session.set_output(self._config.live.output)
        except MattingError:
            self._wants_output = session.config.live.output != NULL
            self._save_power(session)
            raise

    def pause(self, is_paused: bool) -> None:
        """Also for sessions to come: who has paused is not shown because the camera was opened again."""
        self._is_paused = is_paused
        if self.session is not None:
            self.session.pause(is_paused)

    def record(self, session: "matting_rt.LiveSession", path: Path | None) -> None:
        """Into the file `path`, or the next that is free; None: no longer."""
        before = self.recording
        try:
            if path is None:
                session.set_recording(None)
            else:
                path = write_free(path, session.set_recording)
            self.recording = path
            self._save_power(session)
        finally:
            self._signals.recording_changed.emit(self.recording)
        if path is None and before is not None and self._is_saved(session):
            self._signals.file_saved.emit(before)

    def _is_saved(self, session: "matting_rt.LiveSession") -> bool:
        """Whether all of the last recording is in its file; where nothing is, a notice says so."""
        outcome = session.recordings[-1]
        if outcome.trouble is None and outcome.path is None:
            self._signals.notice.emit(tr("Nothing was recorded: it was stopped before a picture came."), ())
        return outcome.trouble is None and outcome.path is not None  # trouble has been told by the session

    def save_still(self, session: "matting_rt.LiveSession", path: Path) -> None:
        self._signals.file_saved.emit(write_free(path, session.save_still))

    def end_lost_recording(self, session: "matting_rt.LiveSession") -> None:
        """Note that a recording could not go on; the session says why, perhaps later."""
        if self.recording is not None and not session.is_recording:
            self.recording = None
            self._signals.recording_changed.emit(None)
            session.set_recording(None)

    def _take_over(self, captured: "CapturedPlate") -> None:
        self._signals.plate_taken.emit(captured)
        self._signals.plate_changed.emit(captured.plate)

    def keep_plate(self, session: "matting_rt.LiveSession") -> None:
        self._plates.keep(session)
        self._tell_undo(session)

    def undo_plate(self, session: "matting_rt.LiveSession") -> None:
        self._plates.undo(session)
        self._tell_undo(session)

    def _tell_undo(self, session: "matting_rt.LiveSession") -> None:
        self._signals.undo_changed.emit(self._plates.can_undo(session, self._camera))
