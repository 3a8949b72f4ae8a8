"""A camera and a screen for sessions, that are told what to do, and what is to be seen on the screen."""

import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache

import numpy as np

from matting_rt.frame import LIVE_TIME_BASE, Frame, FrameSize, Image, StreamInfo
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sources.base import LiveSource
from matting_rt.synthetic.clip import SyntheticClip
from tests.plate.scenes import paint_room, to_levels

SIZE = FrameSize(320, 180)
ROOM, OTHER_ROOM = paint_room(1, SIZE), paint_room(5, SIZE)


class Camera(LiveSource):
    """Shows `picture`, which may be changed while it runs."""

    name = stable_id = "camera"

    def __init__(self, rate_fps: int = 60) -> None:
        self.picture, self.sent = ROOM, 0
        self._rate_fps = rate_fps
        self.closed = threading.Event()

    def open(self) -> None:
        self.closed.clear()

    @property
    def info(self) -> StreamInfo:
        return StreamInfo(SIZE, Fraction(self._rate_fps), LIVE_TIME_BASE, None)

    def __iter__(self) -> Iterator[Frame]:
        index = 0
        while not self.closed.wait(1 / self._rate_fps):
            yield Frame(self.picture, index, round(time.perf_counter() / LIVE_TIME_BASE), LIVE_TIME_BASE)
            index += 1
            self.sent += 1

    def close(self) -> None:
        self.closed.set()


class Screen(FrameSink):
    """Keeps what it is shown."""

    def __init__(self) -> None:
        self.pictures: list[Image] = []

    def open(self, info: StreamInfo) -> None:
        """Nothing to open."""

    def write(self, frame: MattedFrame) -> None:
        assert frame.composite is not None
        self.pictures.append(frame.composite)

    def finish(self) -> None:
        """Nothing to finish."""

    def abort(self) -> None:
        """Nothing to undo."""


@cache
def put_somebody() -> tuple[Image, np.ndarray]:
    """A painted person before a room, the right arm raised, and their alpha (H, W) 0..1: people are found in it."""
    image, alpha = next(iter(SyntheticClip(SIZE, 6, 1.0, seed=1).frames()))
    pha = alpha[..., None].astype(np.float32) / 255
    return to_levels(ROOM * (1 - pha) + image * pha), pha[..., 0]


def shows(picture: Image, room: Image, share: float = 0.1) -> bool:
    """Whether a good part of the room is seen."""
    return bool((np.abs(picture.astype(int) - room).max(-1) < 8).mean() > share)


def wait_until(is_true: Callable[[], bool], limit_s: float = 20.0) -> None:
    end_s = time.perf_counter() + limit_s
    while not is_true():
        assert time.perf_counter() < end_s, "it never came"
        time.sleep(0.005)


def is_composite(picture: Image) -> bool:
    return bool((picture[:4, :4] == (0, 160, 0)).all())
