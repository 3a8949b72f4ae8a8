"""Frames into the virtual cameras of Windows and macOS, through pyvirtualcam."""

import os
import platform
from typing import Any

import numpy as np

from matting_rt.errors import SinkBusyError, SinkError, SinkLostError, SinkMissingError
from matting_rt.frame import FrameSize, Image
from matting_rt.lines import Line

_IS_LINUX = platform.system() == "Linux"
_BUSY_WORDS = ("could not be started", "already", "in use", "busy")
"""What the back ends say when another program holds the camera: they know no kinds of errors."""


class PyvirtualcamOutput:
    """OBS' virtual camera (Windows, macOS) or UnityCapture's (Windows), or v4l2loopback where it is asked for by name.

    pyvirtualcam is an option of its own (`pip install "matting-rt[live]"`), because its licence is GPL-2. On Linux it
    has faults that `V4l2Output` has not: its search ends at the first device that the user may not open, so it is
    always given the device here; it prints failed writes to standard error and goes on, so all that can be noticed is
    that the device's node is gone; and it leaves v4l2loopback 0.12 stuck for the next program.
    """

    def __init__(self, device: str | None = None) -> None:
        """
        Args:
            device: "OBS Virtual Camera", "Unity Video Capture" or the name given to it, /dev/videoN; None: the first
                that is free.
        """
        self._wanted = device
        self._camera: Any = None
        self._name = device or "the virtual camera"

    @property
    def name(self) -> str:
        return self._name

    def open(self, size: FrameSize, rate_fps: float) -> None:
        """Take the camera for frames of `size`.

        Raises:
            SinkMissingError: pyvirtualcam, or the camera, is not installed.
            SinkBusyError: another program writes to it.
            SinkError: it cannot be used for another reason.
        """
        assert self._camera is None, "close() comes first"
        device = self._wanted
        if _IS_LINUX:
            from matting_rt.sinks.v4l2_output import check_free, first_free

            device = first_free() if device is None else check_free(device)
        try:
            import pyvirtualcam
        except ImportError as error:
            raise SinkMissingError('pyvirtualcam is not installed: pip install "matting-rt[live]"') from error
        try:
            self._camera = pyvirtualcam.Camera(*size, rate_fps, device=device)
        except (RuntimeError, ValueError) as error:
            raise _open_error(device, str(error)) from error
        self._name = self._camera.device

    def write(self, image: Image) -> None:
        """Send uint8 (H, W, 3) RGB of the size given to `open`. Raises SinkLostError."""
        assert self._camera is not None, "open() comes first"
        if _IS_LINUX and not os.path.exists(self._name):
            raise SinkLostError("{name} is gone; start it again", name=self._name)
        try:
            self._camera.send(np.ascontiguousarray(image))
        except RuntimeError as error:
            raise SinkLostError("{name} no longer takes frames: {error}", name=self._name, error=error) from error

    def close(self) -> None:
        """Release the camera. May be called twice."""
        if self._camera is not None:
            camera, self._camera = self._camera, None
            camera.close()


def _open_error(device: str | None, reasons: str) -> SinkError:
    """The error for what pyvirtualcam says, one line for each of its back ends."""
    which = device or Line("a virtual camera")
    reason = "; ".join(reasons.splitlines())
    if any(word in reason.lower() for word in _BUSY_WORDS):
        return SinkBusyError(
            "{which} is in use; stop the virtual camera in the program that runs it ({reason})",
            which=which,
            reason=reason,
        )
    if _IS_LINUX:
        return SinkError(
            "pyvirtualcam cannot use {which} ({reason}); write to it directly: --output {which}",
            which=which,
            reason=reason,
        )
    return SinkMissingError(
        "{which} cannot be used; install OBS Studio and start its virtual camera once ({reason})",
        which=which,
        reason=reason,
    )
