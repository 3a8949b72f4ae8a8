"""A video or an animated picture as backdrop, read ahead on a thread of its own."""

import math
from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial

from matting_rt.compositing.backdrop import cover
from matting_rt.compositing.base import Backdrop
from matting_rt.errors import SourceFormatError
from matting_rt.frame import Frame, Image
from matting_rt.state import State, set_values, values_of
from matting_rt.threads.channel import Channel, ChannelClosed, Overflow
from matting_rt.threads.worker import Worker

_AHEAD = 8
"""Pictures that are read before they are due: more than live video of 5 frames a second passes over of 30."""
_TIME_SLACK_S = 1e-3
"""Times of equal frames differ by rounding; a picture may be this early."""
_LATE_S = 0.25
"""A live picture that is later than this makes all that follow it later too: the video stops, and does not race."""
_CLOSE_LIMIT_S = 1.5
_STATE = ("_begun_s", "_due_s", "_shift_s", "_interval_s")

Frames = Generator[Frame, None, None]


class VideoBackdrop(Backdrop):
    """A video that covers the frame, at its own speed whatever the frames' rate, and from its start again at its end.

    It starts with the first frame. Times are meant to rise; where they step back, it starts again.
    """

    def __init__(self, open_frames: Callable[[], Frames], *, waits: bool = True) -> None:
        """
        Args:
            open_frames: gives the video's frames from its start, the first with the index 0; called once for every
                loop, here and then on the thread that reads.
            waits: for the picture that is due (files); else the one before stays until it comes (live).

        Raises:
            SourceFormatError: it holds no picture.
        """
        self._open_frames = open_frames
        self._waits = waits
        self._is_closed = False
        self._covered: Image | None = None
        self._current: Frame
        self._reader: Worker
        self._start()

    def picture(self, plate: Image, time_s: float) -> Image:
        before = self._current
        if not self._is_closed:
            self._advance(time_s)
        if self._covered is None or self._current is not before or self._covered.shape != plate.shape:
            self._covered = cover(self._current.image, plate)
        return self._covered

    def state(self) -> State:
        return {**values_of(self, _STATE), "index": self._current.index}

    def restore(self, state: State) -> None:
        if state["_begun_s"] is None:
            return
        self._reader.start()
        while self._current.index < state["index"]:
            following = self._read()
            if following is None:
                return
            self._current = following
        set_values(self, _STATE, state)

    def close(self) -> None:
        self._is_closed = True
        self._stop()

    def _start(self) -> None:
        """Open the video at its start, whose first picture is read here and now."""
        self._frames = self._open_frames()
        first = next(self._frames, None)
        if first is None:
            raise SourceFormatError("the backdrop video holds no picture; choose another")
        self._current = first
        self._next: Frame | None = None
        """Read, and not due yet."""
        self._begun_s: float | None = None
        """When this loop began, as the frames' times are; None before the first."""
        self._due_s = self._shift_s = 0.0
        """When the current picture was due, and what a time in the video takes to be one of the frames'."""
        self._interval_s = math.inf
        """How long the picture before the current one was shown."""
        self._channel: Channel[Frame] = Channel(_AHEAD, Overflow.WAIT)
        channel = self._channel
        read = partial(_read_on, self._frames, self._open_frames, channel)
        self._reader = Worker("backdrop", read, lambda reader: channel.close())

    def _stop(self) -> None:
        self._channel.close()
        if self._reader.wait(_CLOSE_LIMIT_S):
            self._frames.close()

    def _advance(self, time_s: float) -> None:
        """Go on to the picture that is shown at `time_s`."""
        if self._begun_s is not None and time_s < self._begun_s - _TIME_SLACK_S:
            self._stop()
            self._start()
        if self._begun_s is None:
            self._begun_s = self._due_s = time_s
            self._shift_s = time_s - self._current.time_s
            self._reader.start()
        while True:
            self._next = self._next or self._read()
            if self._next is None:
                return
            due_s = self._when_due(self._next)
            if due_s > time_s + _TIME_SLACK_S:
                return
            self._show(self._next, due_s, time_s)

    def _read(self) -> Frame | None:
        """The frame after the last that was read; None: there is none, or none yet."""
        try:
            return self._channel.get(None if self._waits else 0.0)
        except TimeoutError:
            return None
        except ChannelClosed:
            if self._reader.error is not None:
                raise self._reader.error from None
            return None

    def _when_due(self, following: Frame) -> float:
        if following.index > 0:
            return self._shift_s + following.time_s
        current = self._current
        return self._due_s + (
            self._interval_s if current.duration is None else float(current.duration * current.time_base)
        )

    def _show(self, following: Frame, due_s: float, time_s: float) -> None:
        assert self._begun_s is not None, "the video has begun"
        if following.index > 0:
            self._interval_s = due_s - self._due_s
        elif self._waits:  # loops that nobody saw are not read
            length_s = due_s - self._begun_s
            due_s += max(0, math.floor((time_s + _TIME_SLACK_S - due_s) / length_s)) * length_s
        if not self._waits and time_s - due_s > _LATE_S:
            due_s = time_s
        if following.index == 0:
            self._begun_s = due_s
        self._current, self._next = following, None
        self._due_s, self._shift_s = due_s, due_s - following.time_s


def _read_on(frames: Frames, open_frames: Callable[[], Frames], channel: Channel[Frame]) -> None:
    """Read a video to its end, and from its start again for ever; one that is a single picture is not read again."""
    count = 1  # the first was taken from it
    while True:
        with closing(frames):
            for frame in frames:
                channel.put(frame)
                count += 1
        if count < 2:
            channel.close()
            return
        frames, count = open_frames(), 0
