"""Live video for the window: asks of it on the GUI thread, signals back, and what is slow on a thread of its own."""

import logging
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from gui.live.device_watch import DeviceWatch
from gui.live.session_thread import SessionThread
from gui.look.timers import after, every
from matting_rt.config import Config

if TYPE_CHECKING:
    from matting_rt.pipeline.preview import Preview
    from matting_rt.plate.store import Plate
    from matting_rt.plate_taking import TakingProgress

log = logging.getLogger(__name__)

_POLL_MS = 250
_RETRY_MS = 3000
"""Between attempts at a camera that cannot be opened; one that appears is tried at once."""


class BridgeState(Enum):
    """What live video is doing."""

    STOPPED = "stopped"
    OPENING = "opening"
    PREVIEWING = "previewing"
    """The camera is open; others see nothing."""
    LIVE = "live"
    """Others see the output."""
    FAILED = "failed"
    """The camera could not be opened, see `message`; it is tried again."""


class LiveBridge(QObject):
    """Every method returns at once; what came of it is told by the signals, on the GUI thread.

    A session runs, with its output going nowhere, as long as a camera is chosen, so that there is a preview; starting
    the output only attaches one.
    """

    state_changed = pyqtSignal(object)
    """BridgeState; `message` and `wants_output` may have changed with it."""
    status_changed = pyqtSignal(object)
    """session.LiveStatus, four times a second while a camera is open."""
    notice = pyqtSignal(str)
    """A line for the person."""
    failed = pyqtSignal(str)
    """An error's line."""
    cameras_changed = pyqtSignal(object)
    """tuple of probe.CameraEntry: what is connected now."""
    outputs_changed = pyqtSignal(object, object)
    """tuple of probe.VirtualCameraEntry, and tuple of checks.Finding: what to mend where there is none."""
    plate_taken = pyqtSignal(object)
    """plate.capture.CapturedPlate: taken with `take_plate`, and in use already."""
    plate_changed = pyqtSignal(object)
    """plate.store.Plate or None: what is in use now, whoever chose it."""
    undo_changed = pyqtSignal(bool)
    """Whether `undo_plate` has something to go back to."""
    recording_changed = pyqtSignal(object)
    """Path, or None when it has ended."""

    def __init__(self, plates: Path, parent: QObject | None = None) -> None:
        """
        Args:
            plates: the folder in which plates are remembered for each camera and size.
        """
        super().__init__(parent)
        self.state = BridgeState.STOPPED
        self.message = ""
        """What is being done, or what has failed, in a line."""
        self.wants_output = False
        """Whether others see the output, or will as soon as the camera is back."""
        self._camera, self._config = "", Config()
        self._is_ending = False
        """Whether it was noticed that the session has ended by itself."""
        self._watch = DeviceWatch(self)
        self._watch.cameras_changed.connect(self._welcome)
        self._watch.outputs_changed.connect(self.outputs_changed)
        self._thread = thread = SessionThread(plates, self)
        thread.opening.connect(self._note_opening)
        thread.opened.connect(self._note_opened)
        thread.open_failed.connect(self._note_failed)
        thread.closed.connect(self._note_closed)
        thread.output_changed.connect(self._note_output)
        for ours, theirs in (
            (self.notice, thread.notice),
            (self.failed, thread.failed),
            (self.plate_taken, thread.plate_taken),
            (self.plate_changed, thread.plate_changed),
            (self.undo_changed, thread.undo_changed),
            (self.recording_changed, thread.recording_changed),
        ):
            theirs.connect(ours)
        self.failed.connect(self._log)
        self._poll = every(_POLL_MS, self._look, self)
        self._retry = after(_RETRY_MS, self.retry, self)

    def start(self) -> None:
        """Look for cameras, now and whenever one comes or goes."""
        self._watch.start()
        self._poll.start()

    def stop(self) -> None:
        """Finish output and recording from now on, whatever else goes on; the program is about to end."""
        self._poll.stop()
        self._retry.stop()
        self._thread.stop()

    def shut_down(self) -> None:
        """Close, and wait for the threads. The last call."""
        self.stop()
        self._watch.stop()
        self._thread.shut_down()

    # --- what there is

    @property
    def camera(self) -> str:
        """The id that `open` was given; empty: none."""
        return self._camera

    @property
    def preview(self) -> "Preview | None":
        """None while no camera is open."""
        session = self._thread.session
        return None if session is None else session.preview

    @property
    def taking(self) -> "TakingProgress | None":
        """How far the taking of a plate is; ask for it on a timer while one is taken."""
        session = self._thread.session
        return None if session is None else session.status().taking

    @property
    def plate(self) -> "Plate | None":
        """The plate in use."""
        session = self._thread.session
        return None if session is None else session.plate

    @property
    def is_paused(self) -> bool:
        """Whether others are shown the placeholder because that was asked for."""
        session = self._thread.session
        return session is not None and session.is_paused

    # --- what is asked for

    def open(self, camera: str, config: Config) -> None:
        """Open a camera instead of the one that is open; the plate remembered for it is used.

        Args:
            camera: an id of `cameras_changed`, "synthetic", or a video file that stands in for one.
        """
        self._camera, self._config = camera, config
        self._retry.stop()
        self._reach(BridgeState.OPENING, "Opening the camera …")
        self._thread.open(camera, config)

    def retry(self) -> None:
        """Try again now to open what could not be opened."""
        if self.state is BridgeState.FAILED:
            self._retry.stop()
            self._thread.open(self._camera, self._config, is_quiet=True)

    def close(self) -> None:
        """Let the camera go."""
        self._camera = ""
        self._retry.stop()
        self._thread.close()

    def start_output(self) -> None:
        """Let others see: attach the output of the configuration."""
        self._thread.want_output(True)

    def stop_output(self) -> None:
        self._thread.want_output(False)

    def set_config(self, config: Config) -> None:
        """Change what can be changed while live; the camera is opened again where that or the model changed."""
        self._config = config
        self._thread.set_config(config)
        if self.state is BridgeState.FAILED:  # perhaps because of what has now been changed
            self.retry()

    def take_plate(self, delay_s: float = 5.0, automatic: bool = False) -> None:
        """See LiveSession.take_plate."""
        self._thread.ask(lambda session: session.take_plate(delay_s, automatic))

    def cancel_plate(self) -> None:
        self._thread.ask(lambda session: session.cancel_plate())

    def use_plate(self, plate: "Plate") -> None:
        """Use a plate that was in use before."""
        self._thread.ask(lambda session: session.use_plate(plate))

    def use_plate_file(self, path: Path) -> None:
        """Use a picture of the empty room, of this camera and size."""
        self._thread.use_plate_file(path)

    def keep_plate(self) -> None:
        """Remember the plate in use for this camera and size; the one before can be had back with `undo_plate`."""
        self._thread.keep_plate()

    def undo_plate(self) -> None:
        """Go back to the plate that was remembered before the present one."""
        self._thread.undo_plate()

    def start_recording(self, path: Path) -> None:
        self._thread.record(path)

    def stop_recording(self) -> None:
        self._thread.record(None)

    def pause(self, is_paused: bool) -> None:
        """Show others the placeholder; or go on."""
        self._thread.pause(is_paused)

    # --- what has happened

    def _reach(self, state: BridgeState, message: str = "") -> None:
        if (state, message) != (self.state, self.message):
            self.state, self.message = state, message
            self.state_changed.emit(state)

    def _log(self, line: str) -> None:
        log.warning("%s", line)

    def _note_opening(self, text: str) -> None:
        self._reach(BridgeState.OPENING, text)

    def _note_closed(self) -> None:
        self.wants_output = False
        self._reach(BridgeState.STOPPED)

    def _note_opened(self, is_live: bool) -> None:
        self._is_ending = False
        self.wants_output = is_live
        self._reach(BridgeState.LIVE if is_live else BridgeState.PREVIEWING)

    def _note_output(self, is_live: bool) -> None:
        self.wants_output = is_live
        if self.state in (BridgeState.LIVE, BridgeState.PREVIEWING):
            self.state = BridgeState.LIVE if is_live else BridgeState.PREVIEWING
        # of a start that failed too, after which all is as it was: whoever waits for what came of it must hear
        self.state_changed.emit(self.state)

    def _note_failed(self, line: str, is_retried: bool) -> None:
        self._is_ending = False
        is_new = (self.state, self.message) != (BridgeState.FAILED, line)
        self._reach(BridgeState.FAILED, line)
        if is_new:
            self.failed.emit(line)
        if is_retried:
            self._retry.start()

    def _welcome(self, cameras: object) -> None:
        self.cameras_changed.emit(cameras)
        self.retry()

    def _look(self) -> None:
        session = self._thread.session
        if session is None:
            return
        if session.wait(0) and not self._is_ending:
            self._is_ending = True
            self._thread.recover()
            return
        self._thread.look_after_recording()
        self.status_changed.emit(session.status())
