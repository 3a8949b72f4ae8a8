"""The output for runs of which only the report matters."""

from matting_rt.frame import StreamInfo
from matting_rt.sinks.base import FrameSink, MattedFrame


class NullSink(FrameSink):
    """Keeps nothing and counts."""

    def __init__(self) -> None:
        self._written = 0

    @property
    def written(self) -> int:
        """How many frames came since `open`; may be read from any thread."""
        return self._written

    def open(self, info: StreamInfo) -> None:
        self._written = 0

    def write(self, frame: MattedFrame) -> None:
        self._written += 1

    def finish(self) -> None:
        """Nothing is held."""

    def abort(self) -> None:
        """Nothing is held."""
