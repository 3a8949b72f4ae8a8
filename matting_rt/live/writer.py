"""The last of live video's threads: the newest composite, or what stands in for it, on an absolute clock."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from matting_rt.errors import SinkError, UsageError, WindowClosedError
from matting_rt.frame import LIVE_TIME_BASE, Image
from matting_rt.live.output import LiveOutput
from matting_rt.live.preview import Preview, View
from matting_rt.live.recording import Recording
from matting_rt.live.state import LEAVES, Leaves, LiveState, placeholder_text
from matting_rt.outputs import COMPOSITE, MIRRORED
from matting_rt.sinks.base import MattedFrame
from matting_rt.threads.channel import Channel, Overflow
from matting_rt.timing import LiveStats

log = logging.getLogger(__name__)

_PATIENCE = 0.5
"""Share of the output's interval that a write waits for a composite after its tick. A camera, a network and an output
tick in step: a composite that comes just after the output's tick would wait for nearly an interval, and so would every
other. The clock does not move for that: each interval still has its one write."""
HOLD_S = 0.5
"""How long the last good composite may stand in for a new one ..."""
_HOLD_FRAMES = 1.5
"""... or so many times as long as frames take, where that is more: with a slow model every other frame would be the
placeholder ..."""
LONGEST_HOLD_S = 3.0
"""... but no longer than this."""


class LiveWriter:
    """Chooses what others see and writes it. `run` is the output thread; the rest is called from others."""

    SWITCH_LIMIT_S = 5.0
    """For the write that the output is at."""
    RECORDING_LIMIT_S = 120.0
    """To finish a recording, which takes a moment, unless the disk is slow: nothing may be lost then."""

    def __init__(
        self,
        output: LiveOutput,
        recording: Recording | None,
        placeholder: Callable[[str], Image],
        stats: LiveStats,
        rate_fps: float,
        preview: Preview,
        state: Callable[[], LiveState],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """
        Args:
            placeholder: a text to a picture, uint8 (H, W, 3) RGB; called on the output thread.
            rate_fps: at which the output is written.
            preview: is offered what leaves.
            state: says what may leave at the moment.
            clock: seconds; frames' times are of the same.
        """
        self.output, self.recording, self.placeholder = output, recording, placeholder
        self.recordings = [] if recording is None else [recording]
        """All there were, the present one too."""
        self._stats, self._interval_s, self._preview = stats, 1 / rate_fps, preview
        self._state, self._clock = state, clock
        self._composites: Channel[MattedFrame] = Channel(1, Overflow.NEWEST_WINS)
        self._took_s: deque[float] = deque(maxlen=5)
        """What the last composites took to be made."""
        self._last: MattedFrame | None = None
        self._last_s = self._confirmed_s = 0.0
        self._delay = 0
        """From the capture of the last composite to its write, in units of `LIVE_TIME_BASE`."""
        self._newest: MattedFrame | None = None
        self._switching, self._exchanging = threading.Lock(), threading.Lock()
        self._next_output: LiveOutput | None = None
        self._has_switched = threading.Event()
        self._has_ended = False
        self.open_without_window: Callable[[], LiveOutput] | None = None
        """Gives the output to go on with when the person closes the window that is the present one; on the output
        thread. None: that is the end."""

    # --- for others

    def start(self) -> None:
        if self.recording is not None:
            self.recording.start()

    def put(self, composite: MattedFrame, took_s: float) -> None:
        """Hand over a new composite, and how long it took to be made. From the matting thread."""
        self._took_s.append(took_s)
        self._composites.put(composite)

    def confirm(self) -> None:
        """The camera still sees what the last composite shows, so it may be held longer. From the matting thread."""
        self._confirmed_s = self._clock()

    def stop(self) -> None:
        self._composites.close()

    def finish_recording(self) -> None:
        """Wait until the recording is whole; after the end of the thread, or where that hangs."""
        self._finish(self.recording)

    def switch_output(self, output: LiveOutput) -> None:
        """Write to another output from the next write on, and close the present one.

        Args:
            output: open, for the size and rate of the present one; aborted where it cannot be taken over.

        Raises:
            SinkError: the present output hangs and stays, or it cannot be finished and is gone.
        """
        with self._switching:
            self._has_switched.clear()
            with self._exchanging:
                present, self._next_output = self.output, output
            if not self._has_ended:
                self._has_switched.wait(self.SWITCH_LIMIT_S)
            with self._exchanging:
                is_waiting, self._next_output = self._next_output is not None, None
            if is_waiting:
                output.abort()
                raise SinkError("the present output does not answer, so it stays; stop and start again")
            present.close()

    def switch_recording(self, recording: Recording | None) -> None:
        """Record with another recording, or none, from the next write on, and finish the present one."""
        if recording is not None:
            recording.start()
            self.recordings.append(recording)
        present, self.recording = self.recording, recording
        self._finish(present)

    @property
    def newest(self) -> Image:
        """What others see now. Raises UsageError: nothing was written yet."""
        written = self._newest
        if written is None:
            raise UsageError("there is no picture yet; try again in a moment")
        return written.levels(COMPOSITE)

    @property
    def is_recording(self) -> bool:
        """Whether there is a recording that takes frames; one that could not go on does not."""
        recording = self.recording
        return recording is not None and not recording.has_ended

    def _finish(self, recording: Recording | None) -> None:
        if recording is not None and not recording.stop(self.RECORDING_LIMIT_S):
            log.warning("the recording was not finished within %g s and is lost", self.RECORDING_LIMIT_S)

    # --- the output thread

    def run(self, stopping: threading.Event) -> None:
        """Write until `stopping`, and then finish recording and output, at once and whatever else hangs.

        Raises:
            SinkError: the output cannot take frames, or cannot be finished.
        """
        try:
            self._write_until(stopping)
        except WindowClosedError:
            log.debug("the window was closed")
        finally:
            if self.recording is not None:
                self.recording.end()
            self._has_ended = True
            self._has_switched.set()  # whoever waits for that waits no longer
            self.output.close()

    def _write_until(self, stopping: threading.Event) -> None:
        """A late write shifts no later one, and moments that passed are skipped."""
        due_s = self._clock()
        while not stopping.wait(max(0.0, due_s - self._clock())):
            missed = int((self._clock() - due_s) / self._interval_s)
            self._stats.late += missed
            due_s += missed * self._interval_s
            self.write_one(due_s)
            due_s += self._interval_s

    def write_one(self, due_s: float) -> None:
        """Write what is due at a moment of the clock; `run` does nothing else."""
        self._take_next_output()
        # while none may be shown, none is worth waiting for
        patience = _PATIENCE if LEAVES[self._state()] is Leaves.COMPOSITE else 0.0
        fresh = self._newest_composite(due_s + patience * self._interval_s)
        chosen = self._choose(fresh)
        frame = replace(
            chosen.keeping(COMPOSITE),
            index=self._stats.written,
            pts=round(due_s / LIVE_TIME_BASE),
            time_base=LIVE_TIME_BASE,
        )
        with self._stats.stages["write"].measure():
            is_written = self._write_to_output(frame)
        if is_written:
            self._count(chosen, fresh)
        else:
            self._stats.write_errors += 1
        self._record(frame, chosen, fresh)
        shown = next((output for output in (MIRRORED, COMPOSITE) if chosen.find(output) is not None), None)
        if shown is not None:
            self._preview.put(View.OUTPUT, chosen.levels(shown))

    def _record(self, written: MattedFrame, chosen: MattedFrame, fresh: MattedFrame | None) -> None:
        """What was written, but at the moment of its capture, which sound has too; a placeholder has the delay of the
        composites before it.
        """
        self._newest = written
        captured = written.pts - self._delay
        if chosen is self._last:
            captured = round(chosen.pts * chosen.time_base / LIVE_TIME_BASE)
        if chosen is fresh:
            self._delay = written.pts - captured
        recording = self.recording
        if recording is not None:
            recording.put(replace(written, pts=captured))

    def _write_to_output(self, frame: MattedFrame) -> bool:
        try:
            return self.output.write(frame)
        except WindowClosedError:
            if self.open_without_window is None:
                raise
            log.info("the window was closed; nobody sees the output now")
            self.output.close()
            self.output = self.open_without_window()
            return True

    def _take_next_output(self) -> None:
        if self._next_output is None:
            return
        with self._exchanging:
            if self._next_output is not None:
                self.output, self._next_output = self._next_output, None
        self._has_switched.set()

    def _count(self, written: MattedFrame, fresh: MattedFrame | None) -> None:
        stats = self._stats
        stats.written += 1
        stats.write_rate.tick()
        if fresh is not None and written is fresh:
            stats.latency.add((self._clock() - float(fresh.pts * fresh.time_base)) * 1000)
        elif written is self._last:
            stats.repeated += 1
        else:
            stats.placeholders += 1

    def _newest_composite(self, limit_s: float) -> MattedFrame | None:
        """The one that is there, or comes before `limit_s` on the writer's clock."""
        try:
            return self._composites.get(max(0.0, limit_s - self._clock()))
        except TimeoutError:
            return None

    def _choose(self, fresh: MattedFrame | None) -> MattedFrame:
        """What to write now: the new composite, for a while the last one, or the placeholder."""
        # asked only now: what forbids a composite may have come up since it was made
        state = self._state()
        if LEAVES[state] is Leaves.PLACEHOLDER:
            self._last = None
            return self._show_placeholder(state)
        now_s = self._clock()
        if fresh is not None:
            self._last, self._last_s = fresh, now_s
            return fresh
        if self._last is not None and now_s - max(self._last_s, self._confirmed_s) <= self._hold_s():
            return self._last
        self._last = None
        return self._show_placeholder(state)

    def _hold_s(self) -> float:
        took_s = self._took_s.copy()
        return max(HOLD_S, min(_HOLD_FRAMES * median(took_s), LONGEST_HOLD_S)) if took_s else HOLD_S

    def _show_placeholder(self, state: LiveState) -> MattedFrame:
        return MattedFrame(self.placeholder(placeholder_text(state)), None, None, 0, 0, LIVE_TIME_BASE)
