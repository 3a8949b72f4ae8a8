"""Taking a plate while live video runs: what happens to frames, and what others see meanwhile."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from matting_rt.frame import Frame
from matting_rt.plate.capture import CaptureMessage, CaptureMode, CaptureState, PlateCapture
from matting_rt.plate.metadata import PlateMetadata
from matting_rt.plate.store import Plate
from matting_rt.sources.base import LiveSource

LOOKING = "A new plate is being taken"
"""For the placeholder: for the others in a meeting."""


_PATIENCE_S = 30.0
"""After so long in which nobody has left the picture, it is said what is waited for, and what it shows now counts as
the start."""


class PlateTaking:
    """Fed with frames on the matting thread until a plate is taken, or could not be."""

    def __init__(
        self,
        source: LiveSource,
        use: Callable[[Plate], None],
        notice: Callable[[str], None],
        delay_s: float = 0.0,
        automatic: bool = False,
    ) -> None:
        """
        Args:
            use: gets the plate.
            notice: gets the lines that the person should see: what to do, and what came of it.
            delay_s: time to leave the picture.
            automatic: wait, however long, until somebody who is in the picture has left it.
        """
        self._source, self._use, self._notice = source, use, notice
        self._delay_s, self._automatic = delay_s, automatic
        self._begin_s: float | None = None
        self._said = ""
        self._start_capture(0.0)

    def take(self, frame: Frame) -> str | None:
        """Take in a frame; the placeholder's text, or None when it is over."""
        if not self._source.is_held:  # a plate in light that still changes would be stale at once
            return LOOKING
        if self._begin_s is None:
            self._begin_s = self._waiting_since_s = frame.time_s + self._delay_s
        left_s = self._begin_s - frame.time_s
        if left_s > 0:
            self._say(f"Step out of the picture: {math.ceil(left_s)}")
            return LOOKING
        progress = self._capture.feed(frame)
        self._say(progress.message)
        if progress.state is CaptureState.DONE:
            self._finish(frame)
            return None
        if progress.state is CaptureState.FAILED:
            if not self._automatic:
                return None
            self._start_capture(frame.time_s)
        elif progress.message != CaptureMessage.LEAVE:
            self._waiting_since_s = frame.time_s
        elif frame.time_s - self._waiting_since_s > _PATIENCE_S:
            self._say(CaptureMessage.NOBODY_LEFT.value)
            self._start_capture(frame.time_s)
        return LOOKING

    def _start_capture(self, time_s: float) -> None:
        self._waiting_since_s = time_s
        # left to itself, the capture would also begin anew while somebody is leaving, and take the empty room for the
        # start, which nobody can leave
        self._capture = (
            PlateCapture(CaptureMode.WHEN_LEFT, patience_s=math.inf)
            if self._automatic
            else PlateCapture(CaptureMode.AT_ONCE)
        )

    def _finish(self, frame: Frame) -> None:
        captured = self._capture.captured
        assert captured is not None, "a capture that is done has a plate"
        for problem in captured.problems:
            self._notice(f"The plate is {problem}; the matte will suffer where it matters.")
        metadata = PlateMetadata(
            camera_id=self._source.stable_id,
            size=frame.size,
            taken_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            noise_levels=captured.noise_levels,
            controls=self._source.controls(),
        )
        self._use(replace(captured.plate, metadata=metadata))

    def _say(self, line: str) -> None:
        if line != self._said:
            self._said = line
            self._notice(line)
