"""One destination of live video: opened again when it was lost, and never a reason for the video to end."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from matting_rt.errors import MattingError, SinkError, SinkLostError, WindowClosedError
from matting_rt.frame import StreamInfo
from matting_rt.lines import Line
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.threads.channel import Channel, ChannelClosed, Overflow
from matting_rt.threads.worker import Worker

log = logging.getLogger(__name__)

RECORDING_THREAD = "record"
_RECORDING_CAPACITY = 16
"""Frames that a recording may lag behind before it loses some: half a second, 44 MB at 720p."""


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


class Recording:
    """A file beside the live output, on a thread of its own: encoding must not hold up the clock, nor a full disk."""

    def __init__(self, sink: FrameSink, on_trouble: Callable[[str], None]) -> None:
        """
        Args:
            sink: open.
            on_trouble: called on the recording thread with the line that says why recording has ended early.
        """
        self._sink = sink
        self._on_trouble = on_trouble
        self._frames: Channel[MattedFrame] = Channel(_RECORDING_CAPACITY, Overflow.NEWEST_WINS)
        self._worker = Worker(RECORDING_THREAD, self._record, lambda worker: None)

    def start(self) -> None:
        self._worker.start()

    def put(self, frame: MattedFrame) -> None:
        """Hand over a frame; one that comes after the end of the recording is left out."""
        with suppress(ChannelClosed):
            self._frames.put(frame)

    @property
    def lost(self) -> int:
        """Frames that came faster than they could be encoded."""
        return self._frames.replaced

    def abort(self) -> None:
        """Leave no file; before `start`."""
        self._sink.abort()

    def end(self) -> None:
        """Ask for no more frames, and for the file to be finished."""
        self._frames.close()

    def stop(self, limit_s: float) -> bool:
        """Finish the file, in `limit_s` at most; whether the thread has ended."""
        self.end()
        return self._worker.wait(limit_s)

    @property
    def has_ended(self) -> bool:
        """Whether it takes no more frames: it was stopped, or could not go on."""
        return self._frames.closed

    def _record(self) -> None:
        has_written = False
        try:
            for frame in self._frames:
                self._sink.write(frame)
                has_written = True
            if has_written:
                self._sink.finish()
            else:
                self._sink.abort()
        except Exception as error:
            self._frames.close()
            self._sink.abort()
            self._on_trouble(Line("the recording has ended: {error}", error=error))
            if not isinstance(error, MattingError):
                raise
