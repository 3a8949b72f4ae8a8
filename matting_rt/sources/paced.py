"""A source of files played as if it were a camera: at its own rate, over and over."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count

import cv2
import numpy as np

from matting_rt.errors import SourceFormatError
from matting_rt.frame import LIVE_TIME_BASE, Frame, FrameSize, Image, StreamInfo
from matting_rt.sources.base import FrameSource, LiveSource

log = logging.getLogger(__name__)


MAX_RATE_FPS = Fraction(240)
"""Some files claim a thousand frames a second; no camera does."""

STOP_LIMIT_S = 1.0


class PacedSource(LiveSource):
    """Frames of another source on an absolute clock, in a loop, each stamped with the time it is handed over.

    At every tick of the rate the picture that is due then is handed over: a picture that lasts longer than a frame
    comes again, and when whoever iterates is late, pictures are left out, so that nothing ever lags. All frames have
    the size of the first; pictures of other sizes in a folder fill it and are cut at the sides or above and below.

    `close` may come from any thread and ends the iteration; the source can then be opened again, from its start.
    """

    def __init__(
        self,
        make: Callable[[], FrameSource],
        rate_fps: Fraction | None = None,
        name: str = "file",
        empty_scene: Callable[[], Image] | None = None,
    ) -> None:
        """
        Args:
            make: gives the source for each pass through it, not opened; it may be the same one each time.
            rate_fps: frames a second that are handed over; None: as many as the source has.
            name: what messages call it; it is its stable id, too.
            empty_scene: gives the scene without the person, where it is known.
        """
        self._make = make
        self._rate_fps = rate_fps
        self._name = name
        self._empty_scene = empty_scene
        self._player: _Player | None = None
        self._info: StreamInfo | None = None

    def open(self) -> None:
        player = self._player = _Player(self._make)
        try:
            player.open()
        except BaseException:
            player.close()
            raise
        self._info = StreamInfo(
            size=player.size,
            rate_fps=min(self._rate_fps or player.rate_fps, MAX_RATE_FPS),
            time_base=LIVE_TIME_BASE,
            frame_count=None,
        )

    @property
    def info(self) -> StreamInfo:
        assert self._info is not None, "open() comes first"
        return self._info

    @property
    def name(self) -> str:
        return self._name

    @property
    def stable_id(self) -> str:
        return self._name

    @property
    def is_recording(self) -> bool:
        return True

    def empty_scene(self) -> Image | None:
        return self._empty_scene() if self._empty_scene is not None else None

    def __iter__(self) -> Iterator[Frame]:
        player, period_s = self._player, float(1 / self.info.rate_fps)
        assert player is not None, "open() comes first"
        tick, pts = 0, -1
        begun_s = time.perf_counter()
        for index in count():
            wait_s = begun_s + tick * period_s - time.perf_counter()
            if player.wait(wait_s):
                return
            # Half a period ahead: recorded times tremble around the rate, and a picture must not come twice for that.
            picture = player.picture_at((tick + 0.5) * period_s)
            if picture is None:
                return
            pts = max(round(time.perf_counter() / LIVE_TIME_BASE), pts + 1)
            yield Frame(image=picture, index=index, pts=pts, time_base=LIVE_TIME_BASE)
            # The next tick that is not over yet: a late reader leaves out those in between.
            tick = max(tick + 1, int((time.perf_counter() - begun_s) / period_s))

    def close(self) -> None:
        if self._player is not None:
            self._player.close()


class _Player:
    """One opening: the picture that is due at any time since the start, which only moves on.

    The inner source is used and closed under one lock, because a file that is closed while it is being decoded takes
    the process with it.
    """

    def __init__(self, make: Callable[[], FrameSource]) -> None:
        self._make = make
        self._turn = threading.Lock()
        self._closed = threading.Event()
        self._source: FrameSource | None = None
        self._frames: Iterator[Frame] = iter(())
        self._pass_start_s = 0.0
        self._pass_end_s = 0.0
        self._first_s: float | None = None
        self._delay_s = 0.0
        self.rate_fps = Fraction(1)
        self.size: FrameSize | None = None

    def open(self) -> None:
        """Raises SourceError."""
        with self._turn:
            _, self._image = self._read()
            self._next_s, self._next_image = self._read()

    def wait(self, wait_s: float) -> bool:
        """Wait; whether it was closed meanwhile."""
        return self._closed.wait(max(wait_s, 0.0))

    def picture_at(self, time_s: float) -> Image | None:
        """The picture due `time_s` after the start; None once closed. Raises SourceError."""
        with self._turn:
            try:
                self._advance_to(time_s)
            finally:
                if self._closed.is_set():
                    self._release()  # `close` may not have waited for us.
            return None if self._closed.is_set() else self._image

    def close(self) -> None:
        self._closed.set()
        if not self._turn.acquire(timeout=STOP_LIMIT_S):
            log.warning("the live source hangs while it is read; it is closed as soon as that ends")
            return
        try:
            self._release()
        finally:
            self._turn.release()

    def _advance_to(self, time_s: float) -> None:
        period_s = float(1 / self.rate_fps)
        give_up_s = time.perf_counter() + period_s
        while not self._closed.is_set() and self._next_s + self._delay_s <= time_s:
            self._image = self._next_image
            self._next_s, self._next_image = self._read()
            if time.perf_counter() > give_up_s:
                # Reading on would not catch up: what cannot be read as fast as it plays, plays slower.
                self._delay_s = max(self._delay_s, time_s + period_s / 2 - self._next_s)

    def _read(self) -> tuple[float, Image]:
        """The next picture, and when it is due after the start; at the end of a pass, the first of the next one."""
        frame = next(self._frames, None)
        if frame is None:
            self._begin_pass()
            frame = next(self._frames, None)
            if frame is None:
                raise SourceFormatError("the live source holds no picture; choose another file or folder")
        if self._first_s is None:
            self._first_s = frame.time_s
        due_s = self._pass_start_s + frame.time_s - self._first_s
        self._pass_end_s = due_s + float(1 / self.rate_fps)
        self.size = self.size or frame.size
        return due_s, _fit(frame.image, self.size)

    def _begin_pass(self) -> None:
        self._release()
        self._source = self._make()
        self._source.open()
        self._frames = iter(self._source)
        self.rate_fps = min(self._source.info.rate_fps, MAX_RATE_FPS)
        self._pass_start_s, self._first_s = self._pass_end_s, None

    def _release(self) -> None:
        self._frames = iter(())
        if self._source is not None:
            self._source.close()
            self._source = None


def _fit(image: Image, size: FrameSize) -> Image:
    """Fill `size`, without stretching."""
    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    scale = max(size.width / width, size.height / height)
    scaled = FrameSize(max(size.width, round(width * scale)), max(size.height, round(height * scale)))
    filled = cv2.resize(image, scaled, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    left, top = (scaled.width - size.width) // 2, (scaled.height - size.height) // 2
    return np.ascontiguousarray(filled[top : top + size.height, left : left + size.width])
