"""A network that takes a known time, and a source, network and sink that fail on demand: for benchmark and soak."""

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np

from matting_rt.errors import ModelError, SinkLostError, SourceLostError
from matting_rt.frame import Frame, FrameSize, Image, Matte, StreamInfo
from matting_rt.inference.base import FrameContext, MattingEngine, MattingStream
from matting_rt.outputs import COMPOSITE
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sinks.yuv import Yu12Converter
from matting_rt.sources.base import LiveSource
from matting_rt.timing import StageTimer


class FakeEngine(MattingEngine):
    """Says that whatever differs from the plate is foreground, and takes as long as it is told to."""

    name = "fake"
    precision_name = "uint8"

    def __init__(self, takes_s: float) -> None:
        self.takes_s = takes_s
        self.fault: Callable[[], None] | None = None
        """Called once, with the next frame, instead of matting it; may raise or wait."""
        self.besides = StageTimer()
        """What the thread that calls `matte` computed from the end of one call to the start of the next."""
        self._end_cpu_s: float | None = None

    def warm_up(self, size: FrameSize) -> None:
        """Nothing to prepare."""

    def new_stream(self, size: FrameSize) -> MattingStream:
        return _FakeStream(self, size)

    def matte(self, image: Image, plate: Image) -> Matte:
        """Of a frame, whatever came before it."""
        start_s = time.perf_counter()
        if self._end_cpu_s is not None:
            self.besides.add((time.thread_time() - self._end_cpu_s) * 1000)
        if self.fault is not None:
            fault, self.fault = self.fault, None
            fault()
        red, green, blue = cv2.split(cv2.absdiff(image, plate))
        alpha: Image = cv2.LUT(cv2.max(cv2.max(red, green), blue), _ALPHA_OF_DIFFERENCE)
        matte = Matte(alpha, image.copy())
        time.sleep(max(0.0, self.takes_s - (time.perf_counter() - start_s)))
        self._end_cpu_s = time.thread_time()
        return matte


_ALPHA_OF_DIFFERENCE = np.clip((np.arange(256) - 25.5) * 8, 0, 255).astype(np.uint8)


class _FakeStream(MattingStream):
    def __init__(self, engine: FakeEngine, size: FrameSize) -> None:
        super().__init__(size)
        self._engine = engine

    def matte_next(self, image: Image, context: FrameContext) -> Matte:
        return self._engine.matte(image, context.plate)


class FailingSource(LiveSource):
    """Passes on another source, which is lost when `lose` is called."""

    def __init__(self, source: LiveSource) -> None:
        self._source = source
        self._lost = threading.Event()

    def lose(self) -> None:
        """Fail with the next frame, as if the cable were pulled."""
        self._lost.set()

    def open(self) -> None:
        self._source.open()

    @property
    def info(self) -> StreamInfo:
        return self._source.info

    @property
    def name(self) -> str:
        return self._source.name

    @property
    def stable_id(self) -> str:
        return self._source.stable_id

    def empty_scene(self) -> Image | None:
        return self._source.empty_scene()

    def __iter__(self) -> Iterator[Frame]:
        for frame in self._source:
            if self._lost.is_set():
                self._lost.clear()
                raise SourceLostError("the camera was pulled out")
            yield frame

    def close(self) -> None:
        self._source.close()


class CheckingSink(FrameSink):
    """Counts frames, checks that their numbers and times rise, and is lost when `lose` is called."""

    def __init__(self) -> None:
        self.written = 0
        self.out_of_order = 0
        self._last = (-1, -1)
        self._lost = threading.Event()

    def lose(self) -> None:
        """Fail with the next write, as if the device were gone."""
        self._lost.set()

    def open(self, info: StreamInfo) -> None:
        """Nothing to open."""

    def write(self, frame: MattedFrame) -> None:
        if self._lost.is_set():
            self._lost.clear()
            raise SinkLostError("the virtual camera is gone")
        if not (frame.index > self._last[0] and frame.pts > self._last[1]):
            self.out_of_order += 1
        self._last = (frame.index, frame.pts)
        self.written += 1

    def finish(self) -> None:
        """Nothing to finish."""

    def abort(self) -> None:
        """Nothing to undo; numbers go on where they were."""


class ConvertingSink(CheckingSink):
    """Does what a virtual camera does for each frame, but for handing it to a device."""

    def __init__(self) -> None:
        super().__init__()
        self.costs = StageTimer()
        """What the output thread computed from one write to the next."""
        self._end_cpu_s: float | None = None

    def open(self, info: StreamInfo) -> None:
        assert info.size is not None, "a live stream has frames of one size"
        self._converter = Yu12Converter(info.size)

    @property
    def size(self) -> FrameSize:
        """Of what is written; once it is open."""
        return self._converter.size

    def write(self, frame: MattedFrame) -> None:
        super().write(frame)
        self._converter.convert(frame.levels(COMPOSITE))
        cpu_s = time.thread_time()
        if self._end_cpu_s is not None:
            self.costs.add((cpu_s - self._end_cpu_s) * 1000)
        self._end_cpu_s = cpu_s


def hang_for(duration_s: float) -> Callable[[], None]:
    """A fault that only takes time."""
    return lambda: time.sleep(duration_s)


def raise_model_error() -> None:
    raise ModelError("the device fell off the bus")


class _MallocInfo(ctypes.Structure):
    """struct mallinfo2 of glibc's malloc.h."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        )
    )


def used_bytes() -> int:
    """Memory that the program has taken from the C library and not freed, the least of half a second, so that pictures
    on their way do not count: it grows where something leaks. What is in RAM also grows with fragments of freed memory.
    Linux.
    """
    look = ctypes.CDLL(None).mallinfo2
    look.restype = _MallocInfo
    least = sys.maxsize
    for _ in range(50):
        info = look()
        least = min(least, info.uordblks + info.hblkhd)
        time.sleep(0.01)
    return least


def open_descriptors() -> int:
    """File descriptors of this process. Linux."""
    return len(os.listdir("/proc/self/fd"))
