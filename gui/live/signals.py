"""What live video tells the window."""

from enum import Enum

from PyQt6.QtCore import QObject, pyqtSignal


class CameraState(Enum):
    """What live video is doing."""

    STOPPED = "stopped"
    OPENING = "opening"
    PREVIEWING = "previewing"
    """The camera is open; others see nothing."""
    LIVE = "live"
    """Others see the output."""
    RESTING = "resting"
    """The camera is released because nobody sees its picture; it comes back when somebody does."""
    FAILED = "failed"
    """The camera could not be opened, see `message`; it is tried again."""


class LiveSignals(QObject):
    """Emitted on either thread, received on the window's."""

    state_changed = pyqtSignal(object)
    """CameraState; `message` and `wants_output` may have changed with it."""
    status_changed = pyqtSignal(object)
    """LiveStatus, four times a second while a camera is open."""
    notice = pyqtSignal(str, object)
    """A line for the person, and tuple of Remedy: what may help, the best first."""
    failed = pyqtSignal(str, object)
    """An error's line, and tuple of Remedy: what may help, the best first."""
    cameras_changed = pyqtSignal(object)
    """tuple of probe.CameraEntry: what is connected now."""
    outputs_changed = pyqtSignal(object, object)
    """tuple of probe.VirtualCameraEntry, and tuple of checks.Finding: what to fix where there is none."""
    plate_taken = pyqtSignal(object)
    """plate.capture.CapturedPlate: captured with `capture_plate`, and in use already."""
    plate_changed = pyqtSignal(object)
    """plate.store.Plate or None: what is in use now, whoever chose it."""
    undo_changed = pyqtSignal(bool)
    """Whether `undo_plate` has something to go back to."""
    recording_changed = pyqtSignal(object)
    """Path, or None when it has ended."""
    file_saved = pyqtSignal(object)
    """Path of a recording or a still picture that is whole."""
    microphones_changed = pyqtSignal(object)
    """tuple of probe.MicrophoneEntry: what is connected now."""

    # for the controller alone, which makes `state_changed` of them
    opening = pyqtSignal(str)
    """What is being done."""
    opened = pyqtSignal(bool)
    """Whether others see it."""
    open_failed = pyqtSignal(int, str, bool, object)
    """Number of what was asked for, the error's line, whether it may be another one in a while, and tuple of Remedy."""
    closed = pyqtSignal()
    output_changed = pyqtSignal(bool)
    """Whether others see it: after each attempt to change that."""
