"""A recording of what others see, beside the live output: with sound, pauses cut out, and never lost."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from matting_rt.errors import MattingError, SinkError
from matting_rt.lines import Line
from matting_rt.live.disk_room import DiskRoom, RoomState, free_bytes
from matting_rt.live.hearing import Hearing
from matting_rt.live.timeline import Timeline
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sound import silence
from matting_rt.threads.channel import Channel, ChannelClosed, Overflow
from matting_rt.threads.worker import Worker

log = logging.getLogger(__name__)

RECORDING_THREAD = "record"
_CAPACITY = 16
"""Frames that a recording may lag behind before it loses some: half a second, 44 MB at 720p."""
_WATCH_S = 1.0
"""Between two looks at the disk."""
_RATE_AFTER_S = 10.0
"""Before that a file's size says little of how it grows."""
_SILENT_AFTER_S, _SILENT_UNTIL_S = 1.0, 0.5
"""A microphone that lags behind the picture by more is not heard, and up to here the sound is silence."""


@dataclass(frozen=True, slots=True)
class RecordingProgress:
    """How far a recording is."""

    path: Path | None
    duration_s: float
    """Of the video, without pauses."""
    size_bytes: int
    is_paused: bool
    level: float | None
    """Of the microphone, see `SoundBlock.level`; None: none is open."""


@dataclass(frozen=True, slots=True)
class RecordingOutcome:
    """What came of a recording; of one that still runs, how it is so far."""

    path: Path | None
    """Of the file; None: nothing was recorded, and there is none."""
    trouble: str | None
    """Why it has ended before it was asked to, in a line; the file has what came before, if it is still there."""


class Recording:
    """A file beside the live output, on a thread of its own: encoding must not hold up the clock, nor a full disk.

    A frame's time in the file is that of its capture, as is the time of sound: so lips and voice agree, however long
    the picture took on its way.
    """

    def __init__(
        self,
        sink: FrameSink,
        on_trouble: Callable[[str], None],
        path: Path | None = None,
        hearing: Hearing | None = None,
    ) -> None:
        """
        Args:
            sink: open.
            on_trouble: called on the recording thread with a line for a person: why recording has ended early, or soon
                will.
            path: of the file, whose disk is watched.
            hearing: the microphone, which is open from `start` on.
        """
        self._sink, self._on_trouble, self._path, self._hearing = sink, on_trouble, path, hearing
        self._frames: Channel[MattedFrame] = Channel(_CAPACITY, Overflow.NEWEST_WINS)
        self._worker = Worker(RECORDING_THREAD, self._record, lambda worker: None)
        self._timeline = Timeline()
        self._first_s: float | None = None
        self._trouble: str | None = None
        self._last_s = self._heard_s = 0.0
        self._size_bytes, self._watched_s, self._has_warned = 0, 0.0, False

    # --- for others, from any thread

    def start(self) -> None:
        if self._hearing is not None:
            self._hearing.start()
        self._worker.start()

    def put(self, frame: MattedFrame) -> None:
        """Hand over a frame, its time that of its capture; one that comes after the end is left out."""
        with suppress(ChannelClosed):
            self._frames.put(frame)

    def pause(self, is_paused: bool) -> None:
        """Leave out what happens from now on; or go on, and the file has no gap."""
        now_s = time.perf_counter()
        if is_paused:
            self._timeline.pause(now_s)
        else:
            self._timeline.resume(now_s)

    @property
    def progress(self) -> RecordingProgress:
        duration_s = 0.0 if self._first_s is None else self._last_s - self._first_s
        level = None if self._hearing is None else self._hearing.level
        return RecordingProgress(self._path, duration_s, self._size_bytes, self._timeline.is_paused, level)

    @property
    def outcome(self) -> RecordingOutcome:
        return RecordingOutcome(None if self._first_s is None else self._path, self._trouble)

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
        is_over = self._worker.wait(limit_s)
        if not is_over:
            self._trouble = Line("the recording could not be finished within {limit:g} s", limit=limit_s)
        return is_over

    @property
    def has_ended(self) -> bool:
        """Whether it takes no more frames: it was stopped, or could not go on."""
        return self._frames.closed

    # --- the recording thread

    def _record(self) -> None:
        try:
            for frame in self._frames:
                self._write(frame)
                self._watch_disk()
            self._finish()
        except Exception as error:
            self._frames.close()
            self._sink.abort()
            self._trouble = Line("the recording has ended: {error}", error=error)
            self._on_trouble(self._trouble)
            if not isinstance(error, MattingError):
                raise
        finally:
            if self._hearing is not None:
                self._hearing.stop()

    def _finish(self) -> None:
        if self._first_s is None:
            self._sink.abort()
        else:
            self._sink.finish()

    def _write(self, frame: MattedFrame) -> None:
        moment_s = float(frame.pts * frame.time_base)
        placed_s = self._timeline.place(moment_s)
        if self._hearing is not None:
            self._write_sound(self._hearing, moment_s, placed_s)
        if placed_s is None:
            return
        self._sink.write(replace(frame, pts=round(placed_s / frame.time_base)))
        self._first_s = placed_s if self._first_s is None else self._first_s
        self._last_s = max(self._last_s, placed_s)

    def _write_sound(self, hearing: Hearing, moment_s: float, placed_s: float | None) -> None:
        """What was heard up to a frame, and silence where nothing was: players stumble where sound ends too soon."""
        for block in hearing.take(moment_s):
            for part in self._timeline.place_sound(block):
                self._sink.write_sound(part)
                self._heard_s = part.end_s
        if placed_s is None:
            return
        self._heard_s = self._heard_s or placed_s
        if self._heard_s < placed_s - _SILENT_AFTER_S:
            self._sink.write_sound(silence(self._heard_s, placed_s - _SILENT_UNTIL_S))
            self._heard_s = placed_s - _SILENT_UNTIL_S

    def _watch_disk(self) -> None:
        """Raises SinkError: the file is gone."""
        now_s = time.perf_counter()
        if self._path is None or self._first_s is None or now_s < self._watched_s + _WATCH_S:
            return
        self._watched_s = now_s
        try:
            free, self._size_bytes = free_bytes(self._path.parent), self._path.stat().st_size
        except OSError as error:
            raise SinkError("{path} is no longer there; record into another folder", path=self._path) from error
        duration_s = self.progress.duration_s
        room = DiskRoom(free, self._size_bytes / duration_s if duration_s > _RATE_AFTER_S else 0.0)
        if room.state is RoomState.NONE:
            self._frames.close()
            self._trouble = Line("the disk is nearly full, so the recording ends; it is in {path}", path=self._path)
            self._on_trouble(self._trouble)
        elif room.state is RoomState.SCARCE and not self._has_warned:
            self._has_warned = True
            self._on_trouble(room.warning(self._path.parent))
