"""A device read by a thread of its own, of which only the latest frame is kept, under a watchdog."""

import atexit
import logging
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass

from matting_rt.errors import SourceError, SourceLostError
from matting_rt.frame import FrameSize, Image
from matting_rt.timing import RateMeter

log = logging.getLogger(__name__)

WATCHDOG_PERIODS = 5
SLOWEST_PERIOD_S = 0.3
"""A camera that agreed to more may slow down so far in the dark; that is not a loss."""
STOP_LIMIT_S = 1.0


@dataclass(frozen=True, slots=True)
class CapturedImage:
    """What a reader hands over."""

    image: Image
    """uint8 (H, W, 3) RGB."""
    time_s: float
    """When it was captured, of `time.perf_counter`."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a device really gives."""

    size: FrameSize
    rate_fps: float
    fourcc: str
    """How its frames are coded; empty where unknown."""


class FrameReader(ABC):
    """A device as its library reads it. All calls come from one thread; any of them may hang."""

    @abstractmethod
    def open(self) -> Opening:
        """Raises SourceError."""

    @abstractmethod
    def read(self) -> CapturedImage | None:
        """The next picture; None where there was none this time, or a damaged one. Raises SourceLostError."""

    @abstractmethod
    def close(self) -> None:
        """Called at the end, also after an `open` that failed."""


class LatestFrame:
    """The latest frame of a reader.

    The reader lives on the thread from its opening to its closing, so that no other thread ever closes a device that is
    being read. Where the device hangs, the thread is left behind: it ends, and releases the device, when the library
    comes back.
    """

    def __init__(self, name: str, reader: FrameReader) -> None:
        """
        Args:
            name: of the device, for messages.
        """
        self._name = name
        self._reader = reader
        self._news = threading.Condition()
        self._picture: CapturedImage | None = None
        self._error: SourceError | None = None
        self._has_ended = False
        self._is_stopped = False
        self._meter = RateMeter()
        self.opening: Opening | None = None
        """Known from the first picture on."""
        self._thread = threading.Thread(target=self._run, name=f"read {name}", daemon=True)

    def start(self) -> None:
        # A thread that is still in OpenCV when the interpreter goes takes the process down with an abort.
        atexit.register(self.stop)
        self._thread.start()

    @property
    def rate_fps(self) -> float:
        """Measured over the last seconds; 0.0 before the second picture."""
        return self._meter.rate_fps

    def take(self, period_s: float) -> CapturedImage | None:
        """Wait for a picture that was not taken yet; None once stopped.

        Args:
            period_s: time between two pictures; taken as longer, up to 0.3 s, where the camera is found to be slower.

        Raises:
            SourceLostError: none came for five periods, or the device says that it is gone.
            SourceError: it cannot be opened.
        """
        measured = self._meter.rate_fps
        period_s = max(period_s, min(1 / measured, SLOWEST_PERIOD_S)) if measured else period_s
        with self._news:
            # Five short waits, not a long one: when the whole process stands still for a moment (the computer slept,
            # a library held the interpreter) that is one wait, and the picture that came meanwhile is taken.
            for _ in range(WATCHDOG_PERIODS):
                if self._news.wait_for(self._is_awaited, period_s):
                    break
            if self._is_stopped:
                return None
            picture, self._picture = self._picture, None
            if picture is not None:
                return picture
            if self._error is not None:
                raise self._error
        raise SourceLostError(
            "camera {name} sends no more pictures; check its cable, or that it is switched on", name=self._name
        )

    def stop(self) -> None:
        """End every `take` at once, and wait up to a second for the thread. May be called twice."""
        with self._news:
            self._is_stopped = True
            self._picture = None
            self._news.notify_all()
        if self._thread.ident is None:
            return
        self._thread.join(STOP_LIMIT_S)
        if self._thread.is_alive():
            log.warning("camera %s hangs in its driver; it is released as soon as the driver answers", self._name)

    def _is_awaited(self) -> bool:
        return self._picture is not None or self._has_ended or self._is_stopped

    def _run(self) -> None:
        try:
            opening = self._reader.open()
            while not self._is_stopped:
                picture = self._reader.read()
                if picture is not None:
                    self._put(picture, opening)
        except SourceError as error:
            self._error = error
        finally:
            try:
                self._reader.close()
            finally:
                atexit.unregister(self.stop)
                with self._news:
                    self._has_ended = True
                    self._news.notify_all()

    def _put(self, picture: CapturedImage, opening: Opening) -> None:
        self._meter.tick()
        with self._news:
            self.opening = opening
            self._picture = picture
            self._news.notify_all()
