"""The one thread on which live sessions are loaded, opened, changed and closed, because each of these may take seconds.

Plain asking and telling: methods come from the GUI thread and return at once, signals leave this thread, and Qt brings
them over.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

import matting_rt
from matting_rt.config import BackdropConfig, Config
from matting_rt.errors import MattingError, PlateError, SourceError, line_of
from matting_rt.specs import NULL, SYNTHETIC

if TYPE_CHECKING:
    from matting_rt.plate.capture import CapturedPlate
    from matting_rt.plate.library import PlateLibrary

log = logging.getLogger(__name__)


class SessionThread(QObject):
    """Holds the session there is, and whether others are to see it."""

    opening = pyqtSignal(str)
    """What is being done."""
    opened = pyqtSignal(bool)
    """Whether others see it."""
    open_failed = pyqtSignal(str, bool)
    """The error's line, and whether it may be another one in a while."""
    closed = pyqtSignal()
    output_changed = pyqtSignal(bool)
    notice = pyqtSignal(str)
    failed = pyqtSignal(str)
    plate_taken = pyqtSignal(object)
    plate_changed = pyqtSignal(object)
    undo_changed = pyqtSignal(bool)
    """Whether a plate from before the one that is remembered can be had back."""
    recording_changed = pyqtSignal(object)

    def __init__(self, plates: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plates = plates
        self._thread = ThreadPoolExecutor(1, "engine")
        self.session: matting_rt.LiveSession | None = None
        """May be read from any thread."""
        self._opening_number = 0
        """Of the last request: what was asked for before it is not even tried."""
        self._pending: Config | None = None
        self._pending_lock = threading.Lock()
        # from here on of this thread alone
        self._camera, self._config = "", Config()
        self._wants_output = False
        self._is_paused = False
        self._recording: Path | None = None

    # --- from the GUI thread

    def open(self, camera: str, config: Config, *, is_quiet: bool = False) -> None:
        """Open a camera instead of the one that is open; `is_quiet`: say nothing before it is known how it went."""
        self._opening_number += 1
        self._do(self._open_if_wanted, self._opening_number, camera, config, is_quiet)

    def close(self) -> None:
        self._opening_number += 1
        self._do(self._close)

    def stop(self) -> None:
        """Finish output and recording from now on, also where the thread is at something that takes longer."""
        session = self.session
        if session is not None:
            session.stop()

    def shut_down(self) -> None:
        """Close, and wait for the thread. The last call."""
        self.stop()
        self.close()
        self._thread.shutdown(wait=True)

    def set_config(self, config: Config) -> None:
        """Change what is different; of many changes that wait only the last is made."""
        with self._pending_lock:
            is_waiting, self._pending = self._pending is not None, config
        if not is_waiting:
            self._do(self._apply_pending)

    def want_output(self, wants: bool) -> None:
        self._do(self._switch_output, wants)

    def recover(self) -> None:
        """The session has ended by itself: find out why, and open it again."""
        self._do(self._recover, self.session)

    def pause(self, is_paused: bool) -> None:
        self._do(self._pause, is_paused)

    def record(self, path: Path | None) -> None:
        self._do(self._record, path)

    def look_after_recording(self) -> None:
        """Note, sooner or later, that a recording could not go on."""
        session = self.session
        if self._recording is not None and session is not None and not session.is_recording:
            self._do(self._note_lost_recording)

    def ask(self, action: Callable[["matting_rt.LiveSession"], None]) -> None:
        """Do something to the session, if there is one."""
        self._do(self._ask, action)

    def keep_plate(self) -> None:
        """See `LiveBridge.keep_plate`."""
        self.ask(self._keep)

    def undo_plate(self) -> None:
        """See `LiveBridge.undo_plate`."""
        self.ask(self._undo)

    def use_plate_file(self, path: Path) -> None:
        """See `LiveBridge.use_plate_file`."""
        self.ask(lambda session: session.use_plate(path))

    # --- on the thread

    def _do(self, task: Callable[..., None], *arguments: object) -> None:
        self._thread.submit(self._run, task, *arguments)

    def _run(self, task: Callable[..., None], *arguments: object) -> None:
        try:
            task(*arguments)
        except Exception as error:  # the border between engine and window: a person gets a line, whatever it was
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        self.failed.emit(line_of(error))
        log.debug("where it came from", exc_info=error)

    def _open_if_wanted(self, number: int, camera: str, config: Config, is_quiet: bool) -> None:
        if number == self._opening_number:
            self._open(camera, config, is_quiet)

    def _open(self, camera: str, config: Config, is_quiet: bool = False) -> None:
        self._run(self._close_session)
        self._camera, self._config = camera, config
        try:
            if not is_quiet:
                self.opening.emit("Loading …")
            open_live = matting_rt.open_live  # which is loaded by that, for a second or more
            if not is_quiet:
                self.opening.emit("Painting the sample scene …" if camera == SYNTHETIC else "Opening the camera …")
            # A backdrop that has gone is no reason to show no picture: it is tried afterwards.
            hidden = replace(config, backdrop=BackdropConfig(), live=replace(config.live, output=NULL))
            session = open_live(
                hidden, camera, prepare=self._prepare, on_message=self.notice.emit, on_plate=self._take_over
            )
        except Exception as error:
            log.debug("where it came from", exc_info=error)
            self.open_failed.emit(line_of(error), isinstance(error, SourceError))
            return
        self.session = session
        self.plate_changed.emit(session.plate)
        self._tell_undo(session)
        self._run(session.set_backdrop, config.backdrop.spec)
        if self._wants_output:
            self._run(self._attach, session)
        self.opened.emit(self._wants_output)

    def _prepare(self, session: "matting_rt.LiveSession") -> None:
        self._use_remembered_plate(session)
        session.pause(self._is_paused)

    def _use_remembered_plate(self, session: "matting_rt.LiveSession") -> None:
        if self._camera == SYNTHETIC:
            session.take_plate()
            return
        path = self._library().find(session.camera_id, session.size)
        if path is None:
            return
        try:
            session.use_plate(path)
        except PlateError as error:
            self.notice.emit(str(error))

    def _close(self) -> None:
        self._wants_output = False
        self._run(self._close_session)
        self.closed.emit()

    def _close_session(self) -> None:
        session, self.session = self.session, None
        if session is None:
            return
        self._run(self._remember_learned, session)
        try:
            session.close()
        finally:
            self.plate_changed.emit(None)
            if self._recording is not None:
                self._recording = None
                self.recording_changed.emit(None)

    def _recover(self, session: "matting_rt.LiveSession | None") -> None:
        if session is None or session is not self.session:
            return
        try:
            self._close_session()
        except MattingError as error:
            self.open_failed.emit(line_of(error), True)
            return
        # the person closed the window that was the output
        self._wants_output = False
        self._open(self._camera, self._config)

    def _apply_pending(self) -> None:
        with self._pending_lock:
            config, self._pending = self._pending, None
        assert config is not None, "only what is pending is applied"
        before, self._config = self._config, config
        session = self.session
        if session is None:
            return
        if (config.camera, config.engine, config.plate) != (before.camera, before.engine, before.plate):
            self._open(self._camera, config)
            return
        self._run(self._configure, session, config, before)
        if config.live.output != before.live.output and self._wants_output:
            self._switch_output(True)

    def _configure(self, session: "matting_rt.LiveSession", config: Config, before: Config) -> None:
        try:
            session.configure(config)
        except MattingError:
            # everything else counts all the same; and of a backdrop that cannot be used it is said once
            session.configure(replace(config, backdrop=session.config.backdrop))
            if config.backdrop != before.backdrop:
                raise

    def _switch_output(self, wants: bool) -> None:
        self._wants_output = wants
        session = self.session
        if session is not None:
            self._run(self._attach if wants else self._detach, session)
        self.output_changed.emit(self._wants_output)

    def _attach(self, session: "matting_rt.LiveSession") -> None:
        try:
            session.set_output(self._config.live.output)
        except MattingError:
            self._wants_output = session.config.live.output != NULL
            raise

    def _detach(self, session: "matting_rt.LiveSession") -> None:
        session.set_output(NULL)

    def _pause(self, is_paused: bool) -> None:
        """Also for sessions to come: who has paused is not shown because the camera was opened again."""
        self._is_paused = is_paused
        if self.session is not None:
            self.session.pause(is_paused)

    def _record(self, path: Path | None) -> None:
        session = self.session
        if session is None:
            return
        try:
            session.set_recording(path)
            self._recording = path
        finally:
            self.recording_changed.emit(self._recording)

    def _note_lost_recording(self) -> None:
        session = self.session
        if self._recording is not None and session is not None and not session.is_recording:
            self._record(None)

    def _ask(self, action: Callable[["matting_rt.LiveSession"], None]) -> None:
        session = self.session
        if session is None:
            return
        plate = session.plate
        action(session)
        if session.plate is not plate:
            self.plate_changed.emit(session.plate)

    def _take_over(self, captured: "CapturedPlate") -> None:
        self.plate_taken.emit(captured)
        self.plate_changed.emit(captured.plate)

    def _library(self) -> "PlateLibrary":
        from matting_rt.plate.library import PlateLibrary

        return PlateLibrary(self._plates)

    def _keep(self, session: "matting_rt.LiveSession") -> None:
        if session.plate is not None:
            self._library().save(session.plate)
            self._tell_undo(session)

    def _remember_learned(self, session: "matting_rt.LiveSession") -> None:
        """What was learned of the room is there at the next start, like a plate that was taken."""
        learned = session.learned_plate
        if learned is not None and self._camera != SYNTHETIC:
            self._library().save(learned)

    def _undo(self, session: "matting_rt.LiveSession") -> None:
        path = self._library().undo(session.camera_id, session.size)
        if path is not None:
            session.use_plate(path)
        self._tell_undo(session)

    def _tell_undo(self, session: "matting_rt.LiveSession") -> None:
        # of the painted room one is taken at every start
        is_kept = self._camera != SYNTHETIC and self._library().find(session.camera_id, session.size) is not None
        self.undo_changed.emit(is_kept and self._library().has_before(session.camera_id, session.size))
