"""How far a job is: a bar on a terminal, a line every few seconds elsewhere."""

import shutil
import sys
import time
from types import TracebackType

from tqdm import tqdm

from matting_rt.timing import PipelineStats

LINE_INTERVAL_S = 5.0


class Progress:
    """Shows frames, frames per second and time left; `update` is called often and decides itself when to show.

    Use as a context: the bar is taken away at the end, so that the next line starts on a clean row.
    """

    def __init__(self, stats: PipelineStats, frame_count: int | None) -> None:
        """`frame_count` may be an estimate; None where nobody knows, then there is no time left."""
        self._stats = stats
        self._frame_count = frame_count
        self._bar: tqdm[None] | None = None
        if sys.stderr.isatty():
            # A terminal in a container may say that it has no columns and rows: Python then assumes 80 and 24, where
            # tqdm would show nothing.
            columns, rows = shutil.get_terminal_size()
            self._bar = tqdm(total=frame_count, unit=" frames", leave=False, ncols=columns, nrows=rows)
        self._next_line_s = time.perf_counter() + LINE_INTERVAL_S

    def update(self) -> None:
        done = self._stats.frames_done
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
        elif time.perf_counter() >= self._next_line_s:
            self._next_line_s = time.perf_counter() + LINE_INTERVAL_S
            print(self._line(done), flush=True)

    def _line(self, done: int) -> str:
        rate_fps = self._stats.rate.rate_fps
        line = f"{done} frames, {rate_fps:.1f} fps"
        if self._frame_count is None:
            return line
        line = f"{done} of {self._frame_count} frames, {rate_fps:.1f} fps"
        left = max(self._frame_count - done, 0)
        return f"{line}, {left / rate_fps:.0f} s left" if rate_fps > 0 else line

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
