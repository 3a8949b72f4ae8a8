"""One destination of live video: opened again when it was lost, and never a reason for the video to end."""

import logging
import time

from matting_rt.errors import SinkError, SinkLostError, WindowClosedError
from matting_rt.frame import StreamInfo
from matting_rt.sinks.base import FrameSink, MattedFrame

log = logging.getLogger(__name__)


class BackOff:
    """When to try again: soon at first, then less and less often, 0.5 to 5 s."""

    SHORTEST_S = 0.5
    LONGEST_S = 5.0

    def __init__(self) -> None:
        self._wait_s = self.SHORTEST_S

    def next_s(self) -> float:
        """Seconds to wait before the next try; doubles with each call."""
        wait_s = self._wait_s
        self._wait_s = min(2 * wait_s, self.LONGEST_S)
        return wait_s

    def reset(self) -> None:
        """The last try succeeded."""
        self._wait_s = self.SHORTEST_S


class LiveOutput:
    """A sink that is opened again when its device is lost. Used from the output thread alone."""

    def __init__(self, sink: FrameSink, info: StreamInfo) -> None:
        """`sink` is open, for a stream like `info`."""
        self._sink = sink
        self._info = info
        self._back_off = BackOff()
        self._retry_s: float | None = None
        """When to open again, on the clock of `time.perf_counter`; None while it is open."""
        self._has_failed = self._has_written = False
        self.trouble: str | None = None
        """The line that says why nothing is written; None while all is well."""

    def write(self, frame: MattedFrame) -> bool:
        """Write a frame, opening the sink again where that is due; whether it was written.

        Raises:
            SinkError: the sink cannot take frames and will not come back.
        """
        if self._retry_s is not None and not self._reopen(self._retry_s):
            return False
        try:
            self._sink.write(frame)
        except SinkLostError as error:
            self._lose(error)
            return False
        except BaseException:
            self._has_failed = True
            raise
        self._back_off.reset()
        self._has_written = True
        return True

    def _reopen(self, due_s: float) -> bool:
        if time.perf_counter() < due_s:
            return False
        try:
            self._sink.open(self._info)
        except WindowClosedError:
            raise
        except SinkError as error:  # any: when a device comes back, its permissions come a moment later
            self._lose(error)
            return False
        self._retry_s, self.trouble = None, None
        return True

    def _lose(self, error: SinkError) -> None:
        if self.trouble is None:
            log.warning("%s", error)
        self._sink.abort()
        self._retry_s, self.trouble = time.perf_counter() + self._back_off.next_s(), error.line

    def abort(self) -> None:
        """Close, and leave nothing."""
        self._sink.abort()

    def close(self) -> None:
        """Finish what is open, unless it has failed, or nothing was written: no file without a picture is left. Raises
        SinkError.
        """
        if self._retry_s is None and self._has_written and not self._has_failed:
            self._sink.finish()
        else:
            self._sink.abort()
