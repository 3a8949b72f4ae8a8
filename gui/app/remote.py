"""`matting-rt control` for the window: what a desktop's own shortcuts do where no program may grab keys."""

import logging
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, Qt, pyqtSignal

from gui.live.controller import LiveController
from gui.live.signals import CameraState
from matting_rt.compositing.backdrop_spec import parse_backdrop
from matting_rt.errors import ControlError
from matting_rt.lines import Line
from matting_rt.live.commands import execute
from matting_rt.live.control import ControlServer

if TYPE_CHECKING:
    from matting_rt.live.recording import RecordingProgress

log = logging.getLogger(__name__)

_OUTCOME_LIMIT_S = 0.7
"""For what comes of a command; less than the server and its `close` wait."""
_NO_CAMERA = Line("no camera is open; choose one in the window")


class RemoteControl(QObject):
    """Listens between `open` and `close`; each command becomes a signal on the GUI thread."""

    pause_wanted = pyqtSignal(bool)
    output_wanted = pyqtSignal(bool)
    """Whether others are to see it."""
    plate_wanted = pyqtSignal()
    background_wanted = pyqtSignal(str)
    record_wanted = pyqtSignal()
    record_pause_wanted = pyqtSignal()
    still_wanted = pyqtSignal()
    show_wanted = pyqtSignal()
    stop_wanted = pyqtSignal()

    def __init__(self, controller: LiveController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._failure = ""
        """The last line that the engine's thread has said of what failed."""
        self._outcomes: SimpleQueue[str] = SimpleQueue()
        """What came of each change of the output: why others do not see it; empty: they do."""
        # on the thread that knows, for the window's may be at anything
        direct = Qt.ConnectionType.DirectConnection
        controller.failed.connect(self._note_failure, direct)  # type: ignore[call-arg]
        controller.output_changed.connect(self._note_output, direct)  # type: ignore[call-arg]
        self._server = ControlServer(lambda command: execute(command, self, self.show_wanted.emit))

    def open(self) -> None:
        """Listen; where another program of this user does already, go on without."""
        try:
            self._server.open()
        except ControlError as error:
            log.warning("matting-rt control does not reach this window: %s", error)

    def close(self) -> None:
        self._server.close()

    # --- Controllable, on the server's thread

    @property
    def is_paused(self) -> bool:
        return self._controller.is_paused

    def pause(self, paused: bool) -> None:
        self.pause_wanted.emit(paused)

    def start_output(self) -> str:
        """Raises ControlError: there is no picture, others see it already, or it cannot be opened; where that takes
        longer to find out, the window alone says so.
        """
        if self._controller.wants_output:
            raise ControlError("others see the output already")
        if not self._controller.can_start:
            raise ControlError(_NO_CAMERA)
        self._failure = ""
        while not self._outcomes.empty():
            self._outcomes.get()
        self.output_wanted.emit(True)
        try:
            failure = self._outcomes.get(timeout=_OUTCOME_LIMIT_S)
        except Empty:
            return "starting the output"
        if failure:
            raise ControlError(failure)
        return "others see the output"

    def _note_failure(self, line: str) -> None:
        self._failure = line

    def _note_output(self, is_live: bool) -> None:
        self._outcomes.put("" if is_live else self._failure or Line("nobody sees the output"))

    def stop_output(self) -> str:
        """Raises ControlError: nobody sees the output as it is."""
        if not self._controller.wants_output:
            raise ControlError("nobody sees the output")
        self.output_wanted.emit(False)
        return "stopping the output"

    def capture_plate(self) -> None:
        """Raises ControlError: there is no picture."""
        self._require_camera()
        self.plate_wanted.emit()

    def set_backdrop(self, backdrop: str) -> None:
        """Raises ConfigError: it is none; whether it can be used is found when it is."""
        parse_backdrop(backdrop)
        self.background_wanted.emit(backdrop)

    def toggle_recording(self) -> str:
        """Raises ControlError: there is no picture."""
        self._require_camera()
        progress = self._recording()
        self.record_wanted.emit()
        return "starting a recording" if progress is None else "finishing the recording"

    def toggle_recording_pause(self) -> str:
        """Raises ControlError: nothing is recorded."""
        self._require_camera()
        progress = self._recording()
        if progress is None:
            raise ControlError("nothing is being recorded")
        self.record_pause_wanted.emit()
        return "recording again" if progress.is_paused else "the recording is paused"

    def take_still(self) -> str:
        """Raises ControlError: there is no picture."""
        self._require_camera()
        self.still_wanted.emit()
        return "saving a picture"

    def _require_camera(self) -> None:
        """Raises ControlError: there is none, not even one that rests or is being opened, and so is there soon."""
        is_soon_there = self._controller.state in (CameraState.RESTING, CameraState.OPENING)
        if self._controller.session is None and not is_soon_there:
            raise ControlError(_NO_CAMERA)

    def _recording(self) -> "RecordingProgress | None":
        session = self._controller.session
        return None if session is None else session.recording

    def stop(self) -> None:
        self.stop_wanted.emit()
