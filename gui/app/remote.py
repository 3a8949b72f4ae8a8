"""`matting-rt control` for the window: what a desktop's own shortcuts do where no program may grab keys."""

import logging
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

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
        """Raises ControlError: there is no picture, or others see it already."""
        if self._controller.wants_output:
            raise ControlError("others see the output already")
        if not self._controller.can_start:
            raise ControlError(_NO_CAMERA)
        self.output_wanted.emit(True)
        return "starting the output"

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
