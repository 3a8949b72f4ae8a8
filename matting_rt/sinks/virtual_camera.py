"""Composites as the picture of a virtual camera, which meeting programs list beside the real ones."""

from typing import Protocol

from matting_rt.errors import SinkError
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.sinks.base import FrameSink, MattedFrame, opaque_composite


class CameraOutput(Protocol):
    """A way into the virtual camera of an operating system; see `V4l2Output` and `PyvirtualcamOutput`."""

    @property
    def name(self) -> str:
        """The device's name for messages."""

    def open(self, size: FrameSize, rate_fps: float) -> None:
        """Take the device. Raises SinkMissingError, SinkBusyError, SinkError; it then holds nothing."""

    def write(self, image: Image) -> None:
        """Send uint8 (H, W, 3) RGB of the size that was opened. Raises SinkLostError."""

    def close(self) -> None:
        """Release the device. May be called twice."""


class VirtualCameraSink(FrameSink):
    """Sends the composite of every frame to a virtual camera; their size is fixed while it is open.

    When `write` raised SinkLostError, `abort` and then `open` try again.
    """

    def __init__(self, output: CameraOutput) -> None:
        self._output = output
        self._size: FrameSize | None = None

    @property
    def name(self) -> str:
        """The device's name, once it is open."""
        return self._output.name

    def open(self, info: StreamInfo) -> None:
        if info.size is None:
            raise SinkError("a virtual camera needs frames of one size")
        self._output.open(info.size, float(info.rate_fps))
        self._size = info.size

    def write(self, frame: MattedFrame) -> None:
        assert self._size is not None, "open() comes first"
        self._output.write(opaque_composite(frame, self._size))

    def finish(self) -> None:
        self._output.close()

    def abort(self) -> None:
        self._output.close()
