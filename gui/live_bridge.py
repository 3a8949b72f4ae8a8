"""Live video for the window: asks of it on the GUI thread, signals back, and all that is slow on a thread of its own."""

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from matting_rt.config import Config

if TYPE_CHECKING:
    from matting_rt.pipeline.preview import Preview
    from matting_rt.plate.store import Plate
    from matting_rt.session import TakingProgress


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
    """BridgeState."""
    status_changed = pyqtSignal(object)
    """session.LiveStatus, four times a second while a camera is open."""
    notice = pyqtSignal(str)
    """A line for the person."""
    failed = pyqtSignal(str)
    """An error's line."""
    cameras_changed = pyqtSignal(object)
    """tuple of devices.CameraEntry: what is connected now."""
    outputs_changed = pyqtSignal(object, object)
    """tuple of devices.VirtualCameraEntry, and tuple of advice.Finding: what to mend where there is none."""
    plate_taken = pyqtSignal(object)
    """session.TakenPlate: taken with `take_plate`, and in use already."""
    plate_changed = pyqtSignal(object)
    """plate.store.Plate or None: what is in use now, whoever chose it."""
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

    @property
    def preview(self) -> "Preview | None":
        """None while no camera is open."""

    @property
    def taking(self) -> "TakingProgress | None":
        """How far the taking of a plate is; ask for it on a timer while one is taken."""

    @property
    def plate(self) -> "Plate | None":
        """The plate in use."""

    def open(self, camera: str, config: Config) -> None:
        """Open a camera instead of the one that is open; the plate remembered for it is used."""

    def close(self) -> None:
        """Let the camera go."""

    def shut_down(self) -> None:
        """Close, and wait for the threads. The last call."""

    def start_output(self) -> None:
        """Let others see: attach the output of the configuration."""

    def stop_output(self) -> None: ...

    def set_config(self, config: Config) -> None:
        """Change what can be changed while live; the camera is opened again where that or the model changed."""

    def take_plate(self, delay_s: float = 5.0, automatic: bool = False) -> None:
        """See LiveSession.take_plate."""

    def cancel_plate(self) -> None: ...

    def use_plate(self, plate: "Plate") -> None:
        """Use a plate that was in use before, or one from a file."""

    def use_plate_file(self, path: Path) -> None:
        """Use a picture of the empty room."""

    def keep_plate(self) -> None:
        """Remember the plate in use for this camera and size; the one before can be had back with `undo_plate`."""

    def undo_plate(self) -> None:
        """Go back to the plate that was remembered before the present one."""

    def start_recording(self, path: Path) -> None: ...

    def stop_recording(self) -> None: ...

    def pause(self, is_paused: bool) -> None:
        """Show others the placeholder; or go on."""
