"""Live video: the newest frame in, the newest composite out, on an absolute clock, and never the raw room.

    [capture]  source ─▶1  [matte]  begin ─▶ [finish]  finish ─▶1  [output]  sink, and the recording where there is one

A frame that was not matted before the next came is replaced, and an output that has nothing new repeats itself, so that
nothing ever lags. What leaves is a composite, or a placeholder: frames of the camera do not reach the output thread.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from matting_rt.errors import MattingError, SourceError, reason_of
from matting_rt.frame import Frame, FrameSize, Image
from matting_rt.lines import Line
from matting_rt.live.output import BackOff, LiveOutput
from matting_rt.live.preview import Preview, View
from matting_rt.live.recording import Recording
from matting_rt.live.state import Absence, LiveState, Reports
from matting_rt.live.writer import LiveWriter
from matting_rt.matting import Finish
from matting_rt.memory import give_back_freed_memory
from matting_rt.sources.base import FrameSource
from matting_rt.threads.channel import Channel, Overflow
from matting_rt.threads.worker import Worker
from matting_rt.timing import LiveStats

log = logging.getLogger(__name__)

FrameTap: TypeAlias = Callable[[Frame], bool]
"""Gets frames instead of the network; says whether it wants more."""


class _Begun(NamedTuple):
    """What the first half of a frame's work has come to, and how long it took."""

    outcome: Finish | Absence | Exception
    took_s: float
    image: Image
    """Of the camera."""


class LivePipeline:
    """Runs once, from `start` to `stop`; ends by itself only where the output cannot go on."""

    STAGES = ("process", "write")
    STOP_LIMIT_S = 2.0

    def __init__(
        self,
        source: FrameSource,
        begin: Callable[[Frame], Finish | Absence],
        output: LiveOutput,
        placeholder: Callable[[str], Image],
        stats: LiveStats,
        size: FrameSize,
        rate_fps: float,
        recording: Recording | None = None,
        on_discontinuity: Callable[[], None] = lambda: None,
        preview: Preview | None = None,
        is_room_known: Callable[[], bool] = lambda: True,
        is_due: Callable[[Frame], bool] = lambda frame: True,
    ) -> None:
        """
        Args:
            source: open; its frames' times are those of their capture, in `LIVE_TIME_BASE`.
            begin: called on the matting thread; gives what makes the composite, which is called on the finishing thread
                while the next frame is begun, or says why there is none of this frame. Whatever either raises leaves
                the placeholder, and the next frame is tried.
            placeholder: a text to a picture of `size`, uint8 (H, W, 3) RGB; called on the output thread.
            stats: with the timers of `STAGES`.
            size: of every frame and composite.
            rate_fps: at which the output is written.
            on_discontinuity: called on the matting thread before the first frame after a pause, an interception or a
                loss of the camera: what it looks at may be another room.
            preview: is offered each frame of the camera, and what leaves.
            is_room_known: asked from any thread, for the state.
            is_due: called on the matting thread; whether a frame is to be matted, see `thrift`; where not, the last
                composite shows the same, and is held.
        """
        self._source, self._begin, self._on_discontinuity = source, begin, on_discontinuity
        self.stats, self._size, self._preview = stats, size, preview or Preview()
        self.writer = LiveWriter(output, recording, placeholder, stats, rate_fps, self._preview, lambda: self.state)
        self._frames: Channel[Frame] = Channel(1, Overflow.NEWEST_WINS)
        self._begun: Channel[_Begun] = Channel(1, Overflow.MEET)
        self._stopping = threading.Event()
        self._workers = [
            Worker(name, function, lambda worker: self.stop())
            for name, function in (
                ("capture", self._capture),
                ("matte", self._matte),
                ("finish", self._finish),
                ("output", self._write),
            )
        ]
        self._paused = False
        self._tap: FrameTap | None = None
        self._is_room_known, self._is_due = is_room_known, is_due
        self._absence: Absence | None = Absence.NOT_READY
        self._intercepting = threading.Lock()
        self._camera_trouble: str | None = None
        self._matte_trouble: str | None = None
        self._failed_with: type[Exception] | None = None

    # --- for the owner, from any thread

    def start(self) -> None:
        self.writer.start()
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        """Ask every thread to end. May be called twice."""
        self._stopping.set()
        self._frames.close()
        self._begun.close()
        self.writer.stop()

    def wait(self, limit_s: float) -> bool:
        """Wait until the pipeline ends, for `limit_s` at most; whether it has ended."""
        return self._stopping.wait(limit_s)

    def join(self) -> None:
        """Wait for the threads after `stop`, for `STOP_LIMIT_S` at most, whatever hangs, and for the recording's end.

        Raises:
            PipelineError: the output failed or cannot be finished, or a thread met an error of the program itself.
        """
        # Ends an iteration that waits for a frame; on a thread of its own, because a camera may hang in its driver.
        closing = Worker("closing", self._source.close, lambda worker: None)
        closing.start()
        limit_s = time.perf_counter() + self.STOP_LIMIT_S
        for worker in (*self._workers, closing):
            if not worker.wait(limit_s - time.perf_counter()):
                log.warning("the %s thread did not stop within %g s and is left behind", worker.name, self.STOP_LIMIT_S)
        self.writer.finish_recording()
        for worker in self._workers:
            worker.raise_error()

    @property
    def paused(self) -> bool:
        return self._paused

    def pause(self, paused: bool) -> None:
        """Show the placeholder, and nothing else, from the next write on; or go on."""
        self._paused = paused

    def intercept(self, tap: FrameTap) -> None:
        """Give frames to a tap, on the matting thread, until it wants no more, e.g. to make a plate of them.

        Meanwhile none is matted.
        """
        with self._intercepting:
            self._tap = tap

    def end_interception(self) -> None:
        """Matte frames again, however far the tap is."""
        with self._intercepting:
            self._tap = None

    @property
    def is_matting_over(self) -> bool:
        """Whether the threads that matte have ended; after `join` they have, unless one hangs."""
        return self._workers[1].wait(0) and self._workers[2].wait(0)

    @property
    def trouble(self) -> str | None:
        """The line that says why there is no composite, or no output; None while all is well."""
        return self.reports.trouble

    @property
    def state(self) -> LiveState:
        """What live video is doing. May be read from any thread."""
        return self.reports.state

    @property
    def reports(self) -> Reports:
        """What the stages say at this moment."""
        return Reports(
            is_paused=self._paused,
            is_capturing_plate=self._tap is not None,
            camera_trouble=self._camera_trouble,
            matting_trouble=self._matte_trouble,
            output_trouble=self.writer.output.trouble,
            absence=self._absence,
            is_room_known=self._is_room_known(),
        )

    # --- the threads

    def _capture(self) -> None:
        try:
            self._capture_until_stopped()
        finally:
            self._source.close()  # whatever `join` has closed: it may have been opened after that

    def _capture_until_stopped(self) -> None:
        back_off, is_lost = BackOff(), False
        while not self._stopping.is_set():
            try:
                if is_lost:
                    self._source.open()
                for frame in self._source:
                    self._take(frame)
                    if is_lost:
                        is_lost = False
                        self.stats.reconnects += 1
                        log.info("the camera is back")
                    back_off.reset()
                    if self._stopping.is_set():
                        return
                reason = Line("the camera sends no more frames")
            except SourceError as error:
                reason = error.line
            if self._stopping.is_set():
                return
            if self._camera_trouble is None:
                log.warning("%s", reason)
            self._camera_trouble, is_lost = reason, True
            self._source.close()
            self._stopping.wait(back_off.next_s())

    def _take(self, frame: Frame) -> None:
        self.stats.captured += 1
        self.stats.capture_rate.tick()
        if frame.size != self._size:
            self._camera_trouble = Line(
                "the camera now sends {size} instead of {expected}; start again", size=frame.size, expected=self._size
            )
            return
        self._camera_trouble = None
        self._frames.put(frame)
        self.stats.replaced = self._frames.replaced

    def _matte(self) -> None:
        last_index, was_away = -1, False
        for frame in self._frames:
            tap = self._tap
            if tap is not None or self._paused:
                was_away = True
                self._preview.put(View.CAMERA, frame.image)
                if tap is not None:
                    self._feed_tap(tap, frame)
                continue
            # a camera that was opened again counts from 0
            if was_away or frame.index <= last_index:
                self._on_discontinuity()
                give_back_freed_memory()  # others see the placeholder at this moment
            last_index, was_away = frame.index, False
            if self._is_due(frame):
                self._begin_one(frame)
            elif self._matte_trouble is None and self._absence is None:
                self.writer.confirm()

    def _begin_one(self, frame: Frame) -> None:
        start_s = time.perf_counter()
        outcome: Finish | Absence | Exception
        try:
            outcome = self._begin(frame)
        except Exception as error:  # whatever a model or a driver raises: the video goes on, with the placeholder
            outcome = error
        took_s = time.perf_counter() - start_s
        self._begun.put(_Begun(outcome, took_s, frame.image))

    def _finish(self) -> None:
        for begun in self._begun:
            self._finish_one(begun)
            # only now, so that it is seen beside the composite that was made of it
            self._preview.put(View.CAMERA, begun.image)
            del begun  # it holds on to its network

    def _finish_one(self, begun: _Begun) -> None:
        """What has become of a frame; in their order."""
        start_s = time.perf_counter()
        try:
            if isinstance(begun.outcome, Exception):
                raise begun.outcome
            matted = begun.outcome if isinstance(begun.outcome, Absence) else begun.outcome()
        except Exception as error:  # as in `_begin_one`
            self._note_failure(error)
            return
        took_s = begun.took_s + time.perf_counter() - start_s
        self.stats.stages["process"].add(took_s * 1000)
        self._matte_trouble = self._failed_with = None
        self._absence = matted if isinstance(matted, Absence) else None
        if isinstance(matted, Absence):
            return
        self.stats.matted += 1
        self.stats.matte_rate.tick()
        self.writer.put(matted, took_s)

    def _feed_tap(self, tap: FrameTap, frame: Frame) -> None:
        goes_on = False
        try:
            goes_on = tap(frame)
        except Exception as error:  # it ends, and the video goes on
            self._note_failure(error)
        else:
            self._matte_trouble = self._failed_with = None
        with self._intercepting:
            # another one may have been set meanwhile, which then stays
            if self._tap is tap and not goes_on:
                self._tap = None

    def _note_failure(self, error: Exception) -> None:
        self.stats.failed += 1
        text = reason_of(error)
        if not isinstance(error, MattingError):
            text = Line("matting failed: {reason}", reason=text)
        if type(error) is not self._failed_with:  # the text may name the frame, and be another one each time
            log.warning("%s", text)
            log.debug("where it came from", exc_info=error)
        self._failed_with = type(error)
        self._matte_trouble = text

    def _write(self) -> None:
        self.writer.run(self._stopping)
        self.stop()
