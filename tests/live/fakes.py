"""A camera, a matting function and a sink for live video that can be told to fail, to hang, or to be slow."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction

import numpy as np

from matting_rt.errors import SinkLostError, SourceLostError, SourceNotFoundError
from matting_rt.frame import LIVE_TIME_BASE, Frame, FrameSize, Image, StreamInfo
from matting_rt.live.output import LiveOutput
from matting_rt.live.pipeline import LivePipeline
from matting_rt.live.recording import Recording
from matting_rt.live.state import Absence
from matting_rt.matting import Finish
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sources.base import FrameSource
from matting_rt.timing import LiveStats

SIZE = FrameSize(64, 48)
RATE_FPS = 100.0
ROOM = (255, 0, 255)
"""The colour that marks the raw room."""
PERSON = (200, 180, 160)
BACKDROP = (0, 160, 0)
PLACEHOLDER = (10, 10, 10)

Fault = Callable[[int], None]
"""Called with the index of a frame or write; may raise or wait."""


def no_fault(index: int) -> None:
    """All is well."""


def raises_from(start: int, stop: int, error: Callable[[], Exception]) -> Fault:
    """Raise at the indices `start` to `stop` - 1."""

    def fault(index: int) -> None:
        if start <= index < stop:
            raise error()

    return fault


def raises_until(is_over: threading.Event, error: Callable[[], Exception], start: int = 1) -> Fault:
    """Raise from the index `start` on, until it is over."""

    def fault(index: int) -> None:
        if index >= start and not is_over.is_set():
            raise error()

    return fault


def room_with_person() -> Image:
    image = np.full((SIZE.height, SIZE.width, 3), ROOM, np.uint8)
    image[16:, 24:40] = PERSON
    return image


def placeholder(text: str) -> Image:
    return np.full((SIZE.height, SIZE.width, 3), PLACEHOLDER, np.uint8)


class Camera(FrameSource):
    """Sends the room with a person in it; `fault` strikes before a frame, `open_fault` when it is opened again."""

    def __init__(self, fault: Fault = no_fault, open_fault: Fault = no_fault, rate_fps: float = RATE_FPS) -> None:
        self.fault, self.open_fault, self.rate_fps = fault, open_fault, rate_fps
        self.sent, self.opened = 0, 0
        self.closed = threading.Event()

    def open(self) -> None:
        self.opened += 1
        self.open_fault(self.opened - 1)
        self.closed.clear()

    @property
    def info(self) -> StreamInfo:
        return StreamInfo(SIZE, Fraction(self.rate_fps), LIVE_TIME_BASE, None)

    def __iter__(self) -> Iterator[Frame]:
        while not self.closed.wait(1 / self.rate_fps):
            self.sent += 1
            self.fault(self.sent - 1)
            yield Frame(room_with_person(), self.sent - 1, round(time.perf_counter() * 1e6), LIVE_TIME_BASE)

    def close(self) -> None:
        self.closed.set()


class Matting:
    """Puts the person before the backdrop, exactly; `fault` strikes before that, and then `absence` is asked."""

    def __init__(
        self,
        fault: Fault = no_fault,
        takes_s: float = 0.0,
        absence: Callable[[int], Absence | None] = lambda index: None,
    ) -> None:
        self.fault, self.takes_s, self.absence, self.count = fault, takes_s, absence, 0

    def __call__(self, frame: Frame) -> MattedFrame | Absence:
        self.count += 1
        self.fault(self.count - 1)
        time.sleep(self.takes_s)
        absence = self.absence(self.count - 1)
        return absence or composite_of(frame)

    def begin(self, frame: Frame) -> Finish | Absence:
        """All of it at once."""
        matted = self(frame)
        return matted if isinstance(matted, Absence) else lambda: matted


def composite_of(frame: Frame) -> MattedFrame:
    """The person before the backdrop, exactly."""
    is_person = (frame.image == PERSON).all(-1, keepdims=True)
    composite = np.where(is_person, frame.image, np.array(BACKDROP, np.uint8))
    return MattedFrame(composite, None, None, frame.index, frame.pts, frame.time_base)


class Screen(FrameSink):
    """Keeps what it is shown, and when; `fault` strikes before a frame."""

    def __init__(self, fault: Fault = no_fault, open_fault: Fault = no_fault) -> None:
        self.fault, self.open_fault = fault, open_fault
        self.frames: list[MattedFrame] = []
        self.times_s: list[float] = []
        self.calls: list[str] = []
        self.writes = 0

    def open(self, info: StreamInfo) -> None:
        self.calls.append("open")
        self.open_fault(self.calls.count("open") - 1)

    def write(self, frame: MattedFrame) -> None:
        self.writes += 1
        self.fault(self.writes - 1)
        self.frames.append(frame)
        self.times_s.append(time.perf_counter())

    def finish(self) -> None:
        self.calls.append("finish")

    def abort(self) -> None:
        self.calls.append("abort")

    def pictures(self) -> list[str]:
        """What each frame shows: "composite", "placeholder", or "room" where a pixel of the raw room is in it."""
        return [name_picture(frame.composite) for frame in self.frames]


def name_picture(image: Image | None) -> str:
    assert image is not None
    if (image == ROOM).all(-1).any():
        return "room"
    return "placeholder" if (image == PLACEHOLDER).all() else "composite"


def camera_lost() -> Exception:
    return SourceLostError("the camera was pulled out")


def camera_missing() -> Exception:
    return SourceNotFoundError("there is no camera")


def sink_lost() -> Exception:
    return SinkLostError("the virtual camera is gone")


def make_pipeline(
    camera: Camera | None = None,
    matting: Matting | None = None,
    screen: Screen | None = None,
    recording: Recording | None = None,
    on_discontinuity: Callable[[], None] = lambda: None,
    is_room_known: Callable[[], bool] = lambda: True,
    begin: Callable[[Frame], Finish | Absence] | None = None,
    size: FrameSize = SIZE,
    is_due: Callable[[Frame], bool] = lambda frame: True,
) -> LivePipeline:
    camera, screen = camera or Camera(), screen or Screen()
    camera.open()
    screen.open(camera.info)
    output = LiveOutput(screen, camera.info)
    stats = LiveStats(LivePipeline.STAGES)
    return LivePipeline(
        camera,
        begin or (matting or Matting()).begin,
        output,
        placeholder,
        stats,
        size,
        RATE_FPS,
        recording,
        on_discontinuity,
        is_room_known=is_room_known,
        is_due=is_due,
    )


@contextmanager
def running(pipeline: LivePipeline) -> Iterator[LivePipeline]:
    pipeline.start()
    try:
        yield pipeline
    finally:
        pipeline.stop()
        pipeline.join()


def wait_until(is_true: Callable[[], bool], limit_s: float = 5.0) -> None:
    """Wait for what must come, for longer than a busy machine could need."""
    end_s = time.perf_counter() + limit_s
    while not is_true():
        assert time.perf_counter() < end_s, "it never came"
        time.sleep(0.005)
