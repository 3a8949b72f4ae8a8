"""What rungs of the ladder take on this computer, measured once, before the first frame of live video."""

import itertools
import logging
import time
from collections.abc import Callable
from statistics import median

from matting_rt.frame import FrameSize, Image
from matting_rt.inference.base import MattingEngine
from matting_rt.live.quality import Rung, RungCosts
from matting_rt.memory import give_back_freed_memory
from matting_rt.threads.overlap import overlapped

log = logging.getLogger(__name__)

Scene = tuple[Image, list[Image]]
"""A plate and frames that follow each other; uint8 (H, W, 3) RGB."""

LIMIT_S = 2.0
"""Of a first start; what takes longer is guessed."""
_MOST_FRAMES = 12
_MOST_S = 0.45
"""Of one rung: four of them, and the painting of the scene."""


class Measurement:
    """Times rungs from the best down until one fits: those above must be known before quality may ever go up to them,
    and those below may never be needed.

    It is done before the first frame, while others still see the placeholder: later it would take time from the
    frames, which would be seen, and they from it.
    """

    def __init__(
        self,
        costs: RungCosts,
        size: FrameSize,
        interval_ms: float,
        paint: Callable[[FrameSize], Scene],
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        """
        Args:
            costs: gets what is measured.
            size: of the frames.
            interval_ms: from one frame of the camera to the next.
            paint: what the engines are given to matte.
            is_over: ends the measurement early.
        """
        self._costs, self._size, self._interval_ms, self._is_over = costs, size, interval_ms, is_over
        self._paint = paint
        self._scene: Scene | None = None
        self._end_s = 0.0

    def suits(self, rung: Rung, engine: MattingEngine) -> bool:
        """Measure a rung, and say whether live video may begin with it; for `EngineLadder.find`.

        When the time is over, it begins with what there is, and the governor goes on from there.

        Raises:
            ModelError: the engine cannot matte.
        """
        if self._scene is None:
            self._end_s = time.perf_counter() + LIMIT_S
            self._scene = self._paint(self._size)
        left_s = self._end_s - time.perf_counter()
        # of the best, a frame at least: painting takes a busy machine a second
        is_measured = (left_s > 0 or not self._costs.is_measured) and not self._is_over()
        if is_measured:
            matte_ms = self._time(engine, self._scene, min(left_s, _MOST_S))
            log.info("quality %s takes %.1f ms of a frame of %s here", rung.name, matte_ms, self._size)
            self._costs.measured(rung, matte_ms)
        suits = not is_measured or self._costs.fits(rung, self._interval_ms)
        if suits or rung == self._costs.rungs[-1]:
            self._scene = None
            give_back_freed_memory()  # of the scene, and of the rungs above
        return suits

    def _time(self, engine: MattingEngine, scene: Scene, limit_s: float) -> float:
        """The median frame, ms, of as many as there is time for. The first follows none and takes longer: where there
        is time for another, it does not count."""
        plate, frames = scene
        stream = engine.open_stream(self._size)
        stream.set_plate(plate)
        there_and_back = itertools.cycle(frames + frames[-2:0:-1])
        took_ms: list[float] = []
        end_s = time.perf_counter() + limit_s
        last_s = time.perf_counter()
        for _ in overlapped(stream.begin, there_and_back):
            took_ms.append((time.perf_counter() - last_s) * 1000)
            last_s += took_ms[-1] / 1000
            if len(took_ms) >= _MOST_FRAMES or time.perf_counter() >= end_s or self._is_over():
                break
        return median(took_ms[1:] or took_ms)
