"""Live video for the window: what is asked for on the window's thread is done on the engine's, see `session_jobs`."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from gui.live.device_watch import DeviceWatch
from gui.live.remedies import Remedy, Task
from gui.live.session_jobs import SessionJobs
from gui.live.signals import CameraState, LiveSignals
from gui.look.language import tr
from gui.look.timers import after, every
from gui.plate.memory import PlateMemory
from matting_rt.config import Config
from matting_rt.live.state import LiveState
from matting_rt.specs import NULL

if TYPE_CHECKING:
    import matting_rt
    from matting_rt.live.plate_capture import LiveCaptureProgress
    from matting_rt.live.preview import Preview
    from matting_rt.live.recording import RecordingProgress
    from matting_rt.plate.store import Plate

log = logging.getLogger(__name__)

_POLL_MS, _THRIFTY_POLL_MS = 250, 1000
"""Between looks at the session; each lays out and paints the status line."""
_RETRY_MS = 3000
"""Between attempts at a camera that cannot be opened; one that is plugged in is tried at once."""


class LiveController(LiveSignals):
    """Every method returns at once; its outcome arrives by the signals, on the window's thread.

    A session runs, its output going nowhere, as long as a camera is chosen, so that there is a preview; starting the
    output only attaches one.
    """

    def __init__(self, plates: Path, parent: QObject | None = None) -> None:
        """
        Args:
            plates: the folder in which plates are remembered for each camera and size.
        """
        super().__init__(parent)
        self.state = CameraState.STOPPED
        self.message = ""
        """What is being done, or what has failed, in a line."""
        self.remedies: tuple[Remedy, ...] = ()
        """What may help where the camera could not be opened."""
        self.is_retried = False
        """Whether it is tried again by itself."""
        self.wants_output = False
        """Whether others see the output, or will as soon as the camera is back."""
        self.camera = ""
        """The id that `open` was given; empty: none."""
        self._config = Config()
        self._request = 0
        """Number of the last `open` or `close`: what was asked for before it is not even tried."""
        self._is_starting = False
        """Whether others are to see, and it is not known yet what came of it."""
        self._awaiting: list[Callable[[], object]] = []
        """What is done once the camera has a picture."""
        self._is_ending = False
        """Whether it was noticed that the session has ended by itself."""
        self.devices = DeviceWatch(self)
        self.devices.cameras_changed.connect(self._on_cameras_changed)
        self.devices.outputs_changed.connect(self.outputs_changed)
        self.devices.microphones_changed.connect(self.microphones_changed)
        self.failed.connect(lambda line, remedies: log.warning("%s", line))
        self.notice.connect(lambda line, remedies: log.info("%s", line))
        self._poll = every(_POLL_MS, self._check_session, self)
        self._retry = after(_RETRY_MS, self.retry, self)
        self._jobs = SessionJobs(self, PlateMemory(plates))
        self._executor = ThreadPoolExecutor(1, "engine")  # does them in turn; `shut_down` waits for all
        self.opening.connect(self._note_opening)
        self.opened.connect(self._note_opened)
        self.open_failed.connect(self._note_failed)
        self.closed.connect(self._note_closed)
        self.output_changed.connect(self._note_output)

    def start(self) -> None:
        """Look for cameras, now and whenever one is plugged in or out."""
        self.devices.start()
        self._poll.start()

    def stop(self) -> None:
        """Finish output and recording now, whatever the engine's thread is at; the program is about to end."""
        self._poll.stop()
        self._retry.stop()
        session = self.session
        if session is not None:
            session.stop()

    def shut_down(self) -> None:
        """Close, and wait for the threads. The last call."""
        self.stop()
        self.devices.stop()
        self.close()
        self._executor.shutdown(wait=True)

    # --- what there is

    @property
    def session(self) -> "matting_rt.LiveSession | None":
        """None while no camera is open."""
        return self._jobs.session

    @property
    def preview(self) -> "Preview | None":
        """None while no camera is open."""
        session = self.session
        return None if session is None else session.preview

    @property
    def capture(self) -> "LiveCaptureProgress | None":
        """How far the capture of a plate is; ask for it on a timer meanwhile."""
        session = self.session
        return None if session is None else session.status().capture

    @property
    def recording_progress(self) -> "RecordingProgress | None":
        """How far the recording is; ask for it on a timer meanwhile."""
        session = self.session
        return None if session is None else session.recording

    @property
    def plate(self) -> "Plate | None":
        """The plate in use."""
        session = self.session
        return None if session is None else session.plate

    @property
    def can_start(self) -> bool:
        """Whether there is a camera whose picture others may be shown."""
        return self.state in (CameraState.PREVIEWING, CameraState.LIVE, CameraState.RESTING)

    @property
    def is_needed(self) -> bool:
        """Whether others see the camera's picture, or it is recorded, or something waits for it."""
        return self.wants_output or self._is_starting or bool(self._awaiting) or self._jobs.recording is not None

    @property
    def is_paused(self) -> bool:
        """Whether others are shown the placeholder because that was asked for."""
        session = self.session
        return session is not None and session.is_paused

    # --- what is asked for

    def open(self, camera: str, config: Config) -> None:
        """Open a camera instead of the one that is open; the plate remembered for it is used.

        Args:
            camera: an id of `cameras_changed`, "synthetic", or a video file that stands in for one.
        """
        self.camera, self._config = camera, config
        self._retry.stop()
        self._reach(CameraState.OPENING, tr("Opening the camera …"))
        self._request_open()

    def retry(self) -> None:
        """Try again now to open what could not be opened."""
        if self.state is CameraState.FAILED:
            self._retry.stop()
            self._request_open(is_quiet=True)

    def close(self) -> None:
        """Release the camera."""
        self.camera = ""
        self._retry.stop()
        self._request += 1
        self._do(self._jobs.close)

    def rest(self) -> None:
        """Release the camera until `wake`, or until others are to see; nothing where they do."""
        if self.is_needed or self.state not in (CameraState.OPENING, CameraState.PREVIEWING, CameraState.FAILED):
            return
        self._retry.stop()
        self._request += 1
        self._reach(CameraState.RESTING)
        self._do(self._jobs.rest)

    def wake(self) -> None:
        """Open the camera again that `rest` has released."""
        if self.state is CameraState.RESTING:
            self._reach(CameraState.OPENING, tr("Opening the camera …"))
            self._request_open()

    def once_open(self, do: Callable[[], object]) -> None:
        """Do what takes a picture: at once, or when a camera that rests or opens has one; not if it fails to open."""
        if self.state in (CameraState.PREVIEWING, CameraState.LIVE):
            do()
        elif self.state in (CameraState.RESTING, CameraState.OPENING):
            self._awaiting.append(do)
            self.wake()

    def save_power(self, saves_power: bool) -> None:
        """Show pictures that take less work, as long as nobody else sees them."""
        self._do(self._jobs.save_power, saves_power)

    def start_output(self) -> None:
        """Let others see: attach the output of the configuration."""
        self._is_starting = True
        self.wake()
        self._do(self._jobs.switch_output, True)

    def stop_output(self) -> None:
        self._do(self._jobs.switch_output, False)

    def set_config(self, config: Config) -> None:
        """Change what can be changed while live; the camera is opened again where that or the model changed."""
        self._config = config
        self._do(lambda: self._jobs.apply_config(self._config))  # of many that wait, the first to be done makes all
        if self.state is CameraState.FAILED:  # perhaps because of what has now been changed
            self.retry()

    def capture_plate(self, delay_s: float = 5.0, automatic: bool = False) -> None:
        """See LiveSession.capture_plate."""
        self._change(lambda session: session.capture_plate(delay_s, automatic), Task.PLATE)

    def cancel_plate(self) -> None:
        self._change(lambda session: session.cancel_capture(), Task.PLATE)

    def use_plate(self, plate: "Plate | Path") -> None:
        """Use a plate that was in use before, or an image of the empty room, of this camera and size."""
        self._change(lambda session: session.use_plate(plate), Task.PLATE)

    def keep_plate(self) -> None:
        """Remember the plate in use for this camera and size; `undo_plate` restores the one before."""
        self._change(self._jobs.keep_plate, Task.PLATE)

    def undo_plate(self) -> None:
        """Go back to the plate that was remembered before the present one."""
        self._change(self._jobs.undo_plate, Task.PLATE)

    def start_recording(self, path: Path) -> None:
        """Record to a file; where it is there, under the next name that is free."""
        self._change(lambda session: self._jobs.record(session, path), Task.RECORDING)

    def pause_recording(self, is_paused: bool) -> None:
        """Leave out of the recording what happens from now on; or go on."""
        session = self.session
        if session is not None:
            session.pause_recording(is_paused)

    def save_still(self, path: Path) -> None:
        """Save what others see now as a picture; where it is there, as `start_recording`; `file_saved` says so."""
        self._change(lambda session: self._jobs.save_still(session, path), Task.RECORDING)

    def stop_recording(self) -> None:
        self._change(lambda session: self._jobs.record(session, None), Task.RECORDING)

    def pause(self, is_paused: bool) -> None:
        """Show others the placeholder; or go on."""
        self._do(self._jobs.pause, is_paused)

    def _request_open(self, is_quiet: bool = False) -> None:
        self._request += 1
        number, camera, config = self._request, self.camera, self._config

        def open_if_wanted() -> None:
            if number == self._request:
                self._jobs.open(number, camera, config, is_quiet=is_quiet)

        self._do(open_if_wanted)

    def _change(self, job: Callable[["matting_rt.LiveSession"], None], task: Task) -> None:
        self._do(self._jobs.change, job, task=task)

    def _do(self, job: Callable[..., None], *arguments: object, task: Task = Task.SETTINGS) -> None:
        self._executor.submit(self._jobs.run, task, job, *arguments)

    # --- what has happened

    def _reach(self, state: CameraState, message: str = "") -> None:
        if (state, message) != (self.state, self.message):
            self.state, self.message = state, message
            self.state_changed.emit(state)

    def _note_opening(self, text: str) -> None:
        if self.state is CameraState.RESTING:
            return
        self._reach(CameraState.OPENING, text)

    def _note_closed(self) -> None:
        self.wants_output = self._is_starting = False
        self._awaiting = []
        self._reach(CameraState.STOPPED)

    def _note_opened(self, is_live: bool) -> None:
        self._is_ending = False
        if self.state is CameraState.RESTING:  # it was under way when the camera was released
            return
        self.wants_output = is_live
        self._reach(CameraState.LIVE if is_live else CameraState.PREVIEWING)

    def _note_output(self, is_live: bool) -> None:
        self._is_starting = False
        self.wants_output = is_live
        if self.state in (CameraState.LIVE, CameraState.PREVIEWING):
            self.state = CameraState.LIVE if is_live else CameraState.PREVIEWING
        # of a start that failed too, after which all is as it was: whoever waits for the outcome must hear of it
        self.state_changed.emit(self.state)

    def _note_failed(self, request: int, line: str, is_retried: bool, remedies: tuple[Remedy, ...]) -> None:
        self._is_ending = False
        if request != self._request or self.state is CameraState.RESTING:
            return
        self._awaiting = []
        is_new = (self.state, self.message) != (CameraState.FAILED, line)
        self.is_retried, self.remedies = is_retried, remedies
        self._reach(CameraState.FAILED, line)
        if is_new:
            self.failed.emit(line, remedies)
        if is_retried:
            self._retry.start()

    def _on_cameras_changed(self, cameras: object) -> None:
        self.cameras_changed.emit(cameras)
        self.retry()

    def _check_session(self) -> None:
        session = self.session
        if session is None:
            return
        if session.wait(0) and not self._is_ending:
            self._is_ending = True
            self._do(self._jobs.recover, session)
            return
        if self.wants_output and not self._is_starting and session.config.live.output == NULL:
            self._do(self._jobs.note_closed_window)
        if self._jobs.recording is not None and not session.is_recording:
            self._change(self._jobs.end_lost_recording, Task.RECORDING)
        status = session.status()
        if self.state in (CameraState.PREVIEWING, CameraState.LIVE) and status.state is not LiveState.STARTING:
            awaiting, self._awaiting = self._awaiting, []
            for do in awaiting:
                do()
        self._poll.setInterval(_THRIFTY_POLL_MS if status.is_thrifty else _POLL_MS)
        self.status_changed.emit(status)
