"""Several outputs of one run."""

from collections.abc import Sequence
from contextlib import suppress

from matting_rt.errors import MattingError
from matting_rt.frame import StreamInfo
from matting_rt.sinks.base import FrameSink, MattedFrame


class MultiSink(FrameSink):
    """Writes every frame to each of its sinks, all or nothing.

    When one fails to open, those opened before it are aborted. All are completed before the first gets its final name,
    so that a disk which fills up at the end leaves none of them.
    """

    def __init__(self, sinks: Sequence[FrameSink]) -> None:
        self._sinks = tuple(sinks)

    def open(self, info: StreamInfo) -> None:
        try:
            for sink in self._sinks:
                sink.open(info)
        except BaseException:
            self.abort()
            raise

    @property
    def is_deep(self) -> bool:
        return any(sink.is_deep for sink in self._sinks)

    @property
    def notes(self) -> Sequence[str]:
        return [line for sink in self._sinks for line in sink.notes]

    def write(self, frame: MattedFrame) -> None:
        for sink in self._sinks:
            sink.write(frame)

    def cut(self) -> None:
        for sink in self._sinks:
            sink.cut()

    def complete(self) -> None:
        try:
            for sink in self._sinks:
                sink.complete()
        except BaseException:
            self.abort()
            raise

    def finish(self) -> None:
        self.complete()
        try:
            for sink in self._sinks:
                sink.finish()
        except BaseException:
            self.abort()
            raise

    def abort(self) -> None:
        for sink in self._sinks:
            # The first error is already on its way to the user; every sink must get its turn to clean up.
            with suppress(MattingError, OSError):
                sink.abort()
