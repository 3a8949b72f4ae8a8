"""A source and a sink without files, which can be told to fail or to hang."""

import threading
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from matting_rt.errors import SinkFullError, SourceFormatError
from matting_rt.frame import Frame, FrameSize, StreamInfo
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sources.base import FrameSource

SIZE = FrameSize(64, 64)
TIME_BASE = Fraction(1, 25)


class GreySource(FrameSource):
    """`count` grey frames; the frame `fail_at` raises, the frame `hang_at` waits for `release`."""

    def __init__(self, count: int, fail_at: int | None = None, hang_at: int | None = None) -> None:
        self.count = count
        self.fail_at = fail_at
        self.hang_at = hang_at
        self.release = threading.Event()
        self.closed = False

    def open(self) -> None:
        """Nothing to open."""

    @property
    def info(self) -> StreamInfo:
        return StreamInfo(SIZE, Fraction(25), TIME_BASE, self.count)

    def __iter__(self) -> Iterator[Frame]:
        for index in range(self.count):
            if index == self.fail_at:
                raise SourceFormatError("the file ends in the middle of a frame")
            if index == self.hang_at:
                self.release.wait()
            image = np.full((SIZE.height, SIZE.width, 3), 128, dtype=np.uint8)
            yield Frame(image, index, pts=index, time_base=TIME_BASE)

    def close(self) -> None:
        self.closed = True


class ListSink(FrameSink):
    """Keeps the frames; the frame `fail_at` finds the disk full, `finish` too if `fail_at_finish`."""

    def __init__(self, fail_at: int | None = None, fail_at_finish: bool = False) -> None:
        self.fail_at = fail_at
        self.fail_at_finish = fail_at_finish
        self.frames: list[MattedFrame] = []
        self.calls: list[str] = []

    def open(self, info: StreamInfo) -> None:
        """Nothing to open."""

    def write(self, frame: MattedFrame) -> None:
        if frame.index == self.fail_at:
            raise SinkFullError("the disk is full")
        self.frames.append(frame)

    def finish(self) -> None:
        if self.fail_at_finish:
            raise SinkFullError("the disk is full")
        self.calls.append("finish")

    def abort(self) -> None:
        self.calls.append("abort")


def pass_through(frame: Frame) -> MattedFrame:
    """A matting stage that finds no background."""
    return MattedFrame(frame.image, None, None, frame.index, frame.pts, frame.time_base, frame.name)


def join_left_behind(name: str) -> None:
    """Wait for the thread of a stage that hung, once it was released."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(5)
