"""`matting-rt control` for the window: what a desktop's own shortcuts do where no program may grab keys."""

import logging

from PyQt6.QtCore import QObject, pyqtSignal

from gui.live.controller import LiveController
from matting_rt.compositing.backdrop_spec import parse_backdrop
from matting_rt.errors import ControlError
from matting_rt.live.control import ControlCommand, ControlServer, ControlVerb

log = logging.getLogger(__name__)


class RemoteControl(QObject):
    """Listens between `open` and `close`; each command becomes a signal on the GUI thread."""

    pause_wanted = pyqtSignal(bool)
    plate_wanted = pyqtSignal()
    background_wanted = pyqtSignal(str)
    show_wanted = pyqtSignal()
    stop_wanted = pyqtSignal()

    def __init__(self, controller: LiveController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._server = ControlServer(self._obey)

    def open(self) -> None:
        """Listen; where another program of this user does already, go on without."""
        try:
            self._server.open()
        except ControlError as error:
            log.warning("matting-rt control does not reach this window: %s", error)

    def close(self) -> None:
        self._server.close()

    def _obey(self, command: ControlCommand) -> str:
        """On the server's thread; the answer in a line. Raises MattingError."""
        match command.verb:
            case ControlVerb.TOGGLE:
                is_paused = not self._controller.is_paused
                self.pause_wanted.emit(is_paused)
                return "paused" if is_paused else "live"
            case ControlVerb.PLATE:
                self.plate_wanted.emit()
                return "taking a new plate: step out of the picture"
            case ControlVerb.BACKDROP:
                parse_backdrop(command.argument)
                self.background_wanted.emit(command.argument)
                return f"the backdrop is {command.argument}"
            case ControlVerb.SHOW:
                self.show_wanted.emit()
                return "here it is"
            case ControlVerb.STOP:
                self.stop_wanted.emit()
                return "stopping"
