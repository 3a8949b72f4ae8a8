"""Frames of a file, all of them, in order: decode, begin to matte, finish and encode on a thread each."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from matting_rt.frame import Frame
from matting_rt.matting import FinishLater
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sources.base import FrameSource
from matting_rt.threads.channel import Channel, Overflow
from matting_rt.threads.worker import Worker
from matting_rt.timing import PipelineStats

log = logging.getLogger(__name__)

CHANNEL_CAPACITY = 4
"""Frames between two stages: enough to even out slow frames, 25 MB each way at 1080p, of 16 bits 75 MB and 50 MB."""
PROGRESS_INTERVAL_S = 0.1


class Checkpoints(Protocol):
    """Where a job can be taken up again: before some of its frames."""

    first: int
    """The index of the frame that comes first now; those before were written earlier."""

    def is_due(self, index: int) -> bool:
        """Whether there is one before the frame of this index."""

    def save(self, index: int) -> None:
        """Called on the thread that begins frames, before it begins this one and when all others are finished."""

    def reach(self, index: int) -> None:
        """Called on the encode thread, once all frames before this one are on disk."""

    def publish(self) -> None:
        """Called on the encode thread: all is complete, and outputs get their names now."""


class BatchPipeline:
    """Decodes, mattes and encodes a whole stream. Runs once.

    When a stage fails, or on `stop`, or on an exception in `run` (Ctrl-C), all stages end and the sink is aborted, so
    that nothing is left under the final name.
    """

    STAGES = ("decode", "encode")

    def __init__(
        self,
        source: FrameSource,
        begin: Callable[[Frame], FinishLater],
        sink: FrameSink,
        stats: PipelineStats,
        stop_limit_s: float = 5.0,
        flush: Callable[[], Iterable[MattedFrame]] = lambda: (),
        checkpoints: Checkpoints | None = None,
    ) -> None:
        """
        Args:
            source: opened; closed by the pipeline when decoding ends.
            begin: called on a thread of its own, once a frame, in order; what it gives is called on another thread,
                while the next frame is begun.
            sink: opened; finished or aborted by the pipeline.
            stats: with the timers of `STAGES`.
            stop_limit_s: how long a stage that must stop may take before it is left behind.
            flush: gives what comes out of frames that are finished and held back: before checkpoints and at the end.
            checkpoints: where the job can be taken up again; None: nowhere.
        """
        self._flush = flush
        self._source = source
        self._begin = begin
        self._sink = sink
        self._stats = stats
        self._stop_limit_s = stop_limit_s
        self._frames: Channel[Frame] = Channel(CHANNEL_CAPACITY, Overflow.WAIT)
        self._checkpoints = checkpoints
        self._begun: Channel[FinishLater | None] = Channel(1, Overflow.MEET)
        self._matted: Channel[MattedFrame] = Channel(CHANNEL_CAPACITY, Overflow.WAIT)
        self._stopping = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._paused_s = 0.0
        self._pause_lock = threading.Lock()
        self._failed: Worker | None = None
        self._fail_lock = threading.Lock()
        self._finished = False
        self._decode_worker = Worker("decode", self._decode, self._fail)
        self._begin_worker = Worker("matte", self._begin_frames, self._fail)
        self._finish_worker = Worker("matte", self._finish_frames, self._fail)
        self._encode_worker = Worker("encode", self._encode, self._fail)

    @property
    def finished(self) -> bool:
        """Whether every frame was written and the output published."""
        return self._finished

    @property
    def is_stuck(self) -> bool:
        """Whether, after `run`, a stage was left behind: it may still use source, engine or sink, so leave them be."""
        return not all(worker.wait(0) for worker in self._workers)

    @property
    def _workers(self) -> tuple[Worker, ...]:
        return self._decode_worker, self._begin_worker, self._finish_worker, self._encode_worker

    def run(self, on_progress: Callable[[], None] = lambda: None) -> None:
        """Run to the end of the stream, or until `stop`.

        Args:
            on_progress: called about ten times a second on the caller's thread.

        Raises:
            PipelineError: the first stage that failed; everything has stopped and the sink is aborted.
            KeyboardInterrupt, or whatever `on_progress` raises: likewise.
        """
        try:
            for worker in self._workers:
                worker.start()
            while not self._encode_worker.wait(PROGRESS_INTERVAL_S):
                on_progress()
        except BaseException:
            self.stop()
            raise
        finally:
            self._wind_up()
        if self._failed is not None:
            self._failed.raise_error()

    def stop(self) -> None:
        """Ask every stage to end without publishing. May be called twice, from any thread."""
        with self._pause_lock:
            self._stopping.set()
            self._going.set()
        for channel in (self._frames, self._begun, self._matted):
            channel.close()

    def pause(self, paused: bool) -> None:
        """Matte no further frame; or go on. From any thread; what is paused can be stopped.

        A pause counts for neither the elapsed time nor the rate.
        """
        with self._pause_lock:
            if paused == self.is_paused or self._stopping.is_set():
                return
            if paused:
                self._paused_s = time.perf_counter()
                self._going.clear()
            else:
                self._stats.started_s += time.perf_counter() - self._paused_s
                self._going.set()

    @property
    def is_paused(self) -> bool:
        return not self._going.is_set()

    def _decode(self) -> None:
        try:
            checkpoints = self._checkpoints
            frames = iter(self._source) if checkpoints is None else self._source.frames_from(checkpoints.first)
            while True:
                with self._stats.stages["decode"].measure():
                    frame = next(frames, None)
                if frame is None:
                    break
                self._stats.frames_read += 1
                self._frames.put(frame)
        finally:
            self._source.close()
        self._frames.close()

    def _begin_frames(self) -> None:
        for frame in self._frames:
            # Here, where the work is: frames decoded so far wait in the channel, which holds up the decoder.
            self._going.wait()
            if self._stopping.is_set():
                return
            if self._checkpoints is not None and self._checkpoints.is_due(frame.index):
                for _ in range(2):  # taken when all frames before are finished, and then when none is held
                    self._begun.put(None)
                self._checkpoints.save(frame.index)
            self._begun.put(self._begin(frame))
        self._begun.close()

    def _finish_frames(self) -> None:
        for finish in self._begun:
            if self._stopping.is_set():
                return
            if finish is None:
                self._put_held()
                continue
            matted = finish()
            if matted is not None:
                self._matted.put(matted)
        self._put_held()
        self._matted.close()

    def _put_held(self) -> None:
        for matted in () if self._stopping.is_set() else self._flush():
            self._matted.put(matted)

    def _encode(self) -> None:
        for matted in self._matted:
            if self._stopping.is_set():
                return
            with self._stats.stages["encode"].measure():
                if self._checkpoints is not None and self._checkpoints.is_due(matted.index):
                    self._sink.cut()
                    self._checkpoints.reach(matted.index)
                self._sink.write(matted)
            self._stats.frames_written += 1
            self._stats.rate.tick()
        # A stage that fails never closes its channel by itself: `stop` does, after it has set this event. So a channel
        # that was closed with the event unset is the true end of the stream.
        if not self._stopping.is_set():
            self._sink.complete()
            if self._checkpoints is not None:
                self._checkpoints.publish()
            self._sink.finish()
            self._finished = True

    def _fail(self, worker: Worker) -> None:
        """Called on the thread of the worker that failed: the first one counts, the others are its echo."""
        with self._fail_lock:
            self._failed = self._failed or worker
        self.stop()

    def _wind_up(self) -> None:
        limit_s = time.perf_counter() + self._stop_limit_s
        if not self._encode_worker.wait(limit_s - time.perf_counter()):
            log.warning("the output did not stop within %g s; a temporary file may be left", self._stop_limit_s)
        elif not self._finished:
            self._sink.abort()
        for worker in self._workers[:-1]:
            if not worker.wait(limit_s - time.perf_counter()):
                log.warning("the %s stage did not stop within %g s and is left behind", worker.name, self._stop_limit_s)
