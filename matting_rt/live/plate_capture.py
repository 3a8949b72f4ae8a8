"""Capture of a plate while live video runs: countdown, patience, and what the person is told."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from matting_rt.frame import FloatMap, Frame, Image
from matting_rt.lines import Line
from matting_rt.plate.capture import CapturedPlate, CaptureMessage, CaptureMode, CaptureState, PlateCapture
from matting_rt.plate.metadata import PlateMetadata
from matting_rt.plate.store import Plate
from matting_rt.sources.base import LiveSource

_PATIENCE_S = 30.0
"""After so long in which nobody has left the picture, it is said what is waited for, and what it shows now counts as
the start."""


@dataclass(frozen=True, slots=True)
class LiveCaptureProgress:
    """How far the capture of a plate is."""

    state: CaptureState
    message: str
    """What the person should do, or know, in a sentence."""
    countdown_s: int | None = None
    """Seconds left to leave the picture; None where it does not count down."""
    share: float = 0.0
    """0..1 of the frames that are taken."""


def annotate(captured: CapturedPlate, source: LiveSource) -> CapturedPlate:
    """The same with notes on how it was taken, which go into its file."""
    metadata = PlateMetadata(
        camera_id=source.stable_id,
        size=captured.plate.size,
        taken_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        noise_levels=captured.noise_levels,
        controls=dict(source.controls()),
    )
    return replace(captured, plate=replace(captured.plate, metadata=metadata))


def empty_scene_of(source: LiveSource) -> CapturedPlate | None:
    """The plate of a source that knows its room without the person, so that nobody need leave; None for others."""
    image = source.empty_scene()
    if image is None:
        return None
    known = np.ones(image.shape[:2], bool)  # it says so itself: what looks like somebody in it is room
    return annotate(CapturedPlate(Plate(image, source.name, known=known), None, (), 1), source)


class LivePlateCapture:
    """Fed with frames on the matting thread until a plate is captured, or could not be.

    A source that knows its room without the person is believed, once there was time to leave the picture.
    """

    def __init__(
        self,
        source: LiveSource,
        on_plate: Callable[[CapturedPlate], None],
        on_message: Callable[[str], None],
        delay_s: float = 0.0,
        automatic: bool = False,
        find_people: Callable[[Image], FloatMap] | None = None,
    ) -> None:
        """
        Args:
            on_plate: gets the plate.
            on_message: gets the lines that the person should see: what to do, and what came of it.
            delay_s: time to leave the picture.
            automatic: wait, however long, until somebody who is in the picture has left it.
            find_people: see `PlateCapture`; not asked where it is automatic.
        """
        self._source, self._on_plate, self._on_message = source, on_plate, on_message
        self._delay_s, self._automatic, self._find_people = delay_s, automatic, find_people
        self._begin_s: float | None = None
        self._refusal: str | None = None
        """Why the last attempt came to nothing, until something else can be said."""
        self.progress = LiveCaptureProgress(CaptureState.WAITING, "")
        """May be read from any thread."""
        self._start_capture(0.0)

    def feed(self, frame: Frame) -> bool:
        """Use one frame; whether more are wanted."""
        if not self._source.is_held:  # a plate in light that still changes would be stale at once
            return True
        if self._begin_s is None:
            self._begin_s = self._waiting_since_s = frame.time_s + self._delay_s
        left_s = self._begin_s - frame.time_s
        if left_s > 0:
            countdown_s = math.ceil(left_s)
            self._report(
                CaptureState.WAITING,
                Line("Step out of the picture: {countdown_s}", countdown_s=countdown_s),
                countdown_s,
            )
            return True
        empty = empty_scene_of(self._source)
        if empty is not None:
            self._report(CaptureState.DONE, CaptureMessage.DONE.value, share=1.0)
            self._on_plate(empty)
            return False
        return self._take(frame)

    def _take(self, frame: Frame) -> bool:
        progress = self._capture.feed(frame)
        if progress.state is CaptureState.FAILED and self._automatic:
            self._begin_again(
                Line("{reason}. It is tried again once that has changed.", reason=progress.message), frame
            )
        elif progress.message != CaptureMessage.LEAVE:
            self._refusal, self._waiting_since_s = None, frame.time_s
            self._report(progress.state, progress.message, share=progress.taken / progress.wanted)
        elif frame.time_s - self._waiting_since_s > _PATIENCE_S:
            self._begin_again(CaptureMessage.NOBODY_LEFT.value, frame)
        else:
            self._report(progress.state, self._refusal or progress.message)
        if progress.state is CaptureState.DONE:
            self._finish()
            return False
        return progress.state is not CaptureState.FAILED or self._automatic

    def _begin_again(self, refusal: str, frame: Frame) -> None:
        self._refusal = refusal
        self._report(CaptureState.WAITING, refusal)
        self._start_capture(frame.time_s)

    def _start_capture(self, time_s: float) -> None:
        self._waiting_since_s = time_s
        # left to itself, the capture would also begin anew while somebody is leaving, and take the empty room for the
        # start, which nobody can leave
        self._capture = (
            PlateCapture(CaptureMode.WHEN_LEFT, patience_s=math.inf)
            if self._automatic
            else PlateCapture(CaptureMode.AT_ONCE, find_people=self._find_people)
        )

    def _finish(self) -> None:
        captured = self._capture.captured
        assert captured is not None, "a capture that is done has a plate"
        for problem in captured.problems:
            self._on_message(Line("The plate is {problem}; the cut-out will be less accurate there.", problem=problem))
        self._on_plate(annotate(captured, self._source))

    def _report(self, state: CaptureState, message: str, countdown_s: int | None = None, share: float = 0.0) -> None:
        last_message, self.progress = self.progress.message, LiveCaptureProgress(state, message, countdown_s, share)
        if message != last_message:
            self._on_message(message)
