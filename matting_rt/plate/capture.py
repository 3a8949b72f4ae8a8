"""Capturing a plate from a camera: pure logic on frames and their times, told what to say in plain words."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import cv2
import numpy as np

from matting_rt.errors import PlateError
from matting_rt.frame import BoolMap, FloatImage, FloatMap, Frame, FrameSize, Image
from matting_rt.lines import Line
from matting_rt.plate.check import find_problems
from matting_rt.plate.median import temporal_median
from matting_rt.plate.noise import NoiseMeter
from matting_rt.plate.pictures import enlarge, shrink_map
from matting_rt.plate.stillness import Change, StillWatch, compare, shrink_to_compare
from matting_rt.plate.store import Plate

_LIMIT_BYTES = 400_000_000
"""For the frames held at once: all of 30 at 1920x1080, 15 of them at 3840x2160."""
_PERSON = 0.2
"""Of the person map; from here on a pixel may show somebody."""
_SETTLED_S = 0.5
"""After something moved, the picture must be still for so long before another attempt."""
_LEFT_S = 2.0
"""In automatic mode the picture must be still, and unlike the start, for so long."""
_START_S = 1.0
"""What the picture shows at the end of this time is the start: many cameras begin with black or pale frames."""
_MIN_LEFT_SHARE = 0.02
"""Of the picture that must have changed before somebody can have left it."""


class CaptureMode(Enum):
    """When a plate is taken."""

    AT_ONCE = "at once"
    """With the first frame: the picture is empty already."""
    WHEN_LEFT = "when left"
    """Once the person who is in the picture at the start has left it."""


class CaptureState(Enum):
    """Where a capture is."""

    WAITING = "waiting"
    """For the picture to be empty, or to come to rest."""
    CAPTURING = "capturing"
    """Frames are taken; nothing may move."""
    DONE = "done"
    FAILED = "failed"


class CaptureMessage(str, Enum):
    """What to tell the person, in whole sentences."""

    LEAVE = "Leave the picture; the plate is taken once you are gone and nothing moves."
    HOLD = "Waiting until nothing moves; keep out of the picture."
    CAPTURING = "Taking the plate; keep out of the picture."
    MOVED = "Something moved while I was looking; keep out of the picture and try again."
    LIGHT = "The light changed while I was looking; leave lamps and blinds as they are and try again."
    SIZE = "The camera changed the size of its pictures while I was looking; try again."
    RESTLESS = "The picture does not come to rest; stop what moves in it (a person, a fan, a screen) and try again."
    NOBODY_LEFT = "Nobody has left the picture; be in it when you start, then leave it, or give a delay instead."
    MOVED_WAIT = "Something moved. Waiting until nothing moves; keep out of the picture."
    LIGHT_WAIT = "The light changed. Waiting until it stays as it is; keep out of the picture."
    SIZE_WAIT = "The camera changed the size of its pictures. Waiting until nothing moves; keep out of the picture."
    DONE = "The plate is taken."


_WAITS = {
    CaptureMessage.MOVED: CaptureMessage.MOVED_WAIT,
    CaptureMessage.LIGHT: CaptureMessage.LIGHT_WAIT,
    CaptureMessage.SIZE: CaptureMessage.SIZE_WAIT,
}
"""What is said where another attempt begins by itself."""


@dataclass(frozen=True, slots=True)
class CaptureProgress:
    """How far a capture is."""

    state: CaptureState
    message: str
    taken: int
    """Frames taken in this attempt."""
    wanted: int
    attempt: int
    """From 1."""


@dataclass(frozen=True, slots=True, eq=False)
class CapturedPlate:
    """A plate as it was taken, and what was measured."""

    plate: Plate
    noise_levels: float | None
    """Standard deviation of a channel's noise in grey levels (0..255); None from a single frame."""
    problems: tuple[str, ...]
    """What makes it a poor plate, each in words that go on after "the plate is"; empty for a good one."""
    attempts: int


class PlateCapture:
    """Fed with the frames of a camera until it is over: `plate` is taken, or `progress.message` says why not.

    Any movement between the frames of an attempt rejects them all; noise and slow changes of light do not. Another
    attempt begins when the picture has come to rest. Times are the frames' own. Used from one thread.
    """

    def __init__(
        self,
        mode: CaptureMode = CaptureMode.AT_ONCE,
        *,
        frame_count: int = 30,
        attempts: int = 3,
        patience_s: float = 30.0,
        name: str = "plate",
        find_people: Callable[[Image], FloatMap] | None = None,
    ) -> None:
        """
        Args:
            frame_count: how many frames in a row make the plate.
            attempts: how often frames are taken before it is given up; without limit in automatic mode.
            patience_s: how long to wait for the picture to come to rest, or to be left, before it is given up.
            name: what messages call the plate.
            find_people: gives the person map of a frame, (h, w) 0..1. People may then stay in the picture and move:
                what is behind them is not known of the plate. None: the picture is to be empty.
        """
        if frame_count < 1 or attempts < 1:
            raise ValueError(f"{frame_count} frames in {attempts} attempts make no plate")
        self._mode = mode
        self._wanted = frame_count
        self._attempts = attempts
        self._patience_s = patience_s
        self._name = name
        self._find_people = find_people
        self._people: BoolMap | None = None
        """(h, w) of the small pictures, where people were in this attempt."""
        self._size: FrameSize | None = None
        self._watch = StillWatch()
        self._waiting_since_s = 0.0
        self._attempt = 0
        self._needed_still_s = 0.0 if mode is CaptureMode.AT_ONCE else _LEFT_S
        self.captured: CapturedPlate | None = None
        """The outcome once the state is DONE."""
        first = CaptureMessage.CAPTURING if mode is CaptureMode.AT_ONCE else CaptureMessage.LEAVE
        self.progress = CaptureProgress(CaptureState.WAITING, first.value, 0, frame_count, 1)
        """What the last frame came to."""

    @property
    def is_over(self) -> bool:
        return self.progress.state in (CaptureState.DONE, CaptureState.FAILED)

    def feed(self, frame: Frame) -> CaptureProgress:
        """Take in the next frame; once it is over, nothing more happens."""
        if self.is_over:
            return self.progress
        small = shrink_to_compare(frame.image)
        if frame.size != self._size:
            self._meet_size(frame, small)
            if self.progress.state is CaptureState.FAILED:
                return self.progress
        if self._attempt == 0 and frame.time_s - self._waiting_since_s <= _START_S:
            self._start = small
        change = self._watch.feed(small, frame.time_s, self._see_people(frame.image, small))
        if self.progress.state is CaptureState.CAPTURING:
            if change is Change.NOTHING:
                self._take(frame)
            else:
                self._reject(CaptureMessage.MOVED if change is Change.MOVED else CaptureMessage.LIGHT, frame)
        elif self._is_ready(small, frame.time_s):
            self._begin(frame, small)
        elif frame.time_s - self._waiting_since_s > self._patience_s:
            self._say(CaptureState.FAILED, self._why_waited_in_vain(small))
        elif self._mode is CaptureMode.WHEN_LEFT:
            is_left = self._is_unlike_start(small)
            self._say(CaptureState.WAITING, CaptureMessage.HOLD if is_left else CaptureMessage.LEAVE)
        return self.progress

    def _see_people(self, image: Image, small: FloatImage) -> BoolMap | None:
        if self._find_people is None:
            return None
        people = shrink_map(self._find_people(image), small) > _PERSON
        people = cv2.dilate(people.view(np.uint8), np.ones((9, 9), np.uint8)).view(bool)
        self._people = people if self._people is None else self._people | people
        return self._people

    def _meet_size(self, frame: Frame, small: FloatImage) -> None:
        """The first frame, or one of another size, with which nothing before can be compared."""
        if self.progress.state is CaptureState.CAPTURING:
            self._reject(CaptureMessage.SIZE, frame)
        self._size = frame.size
        self._people = None
        self._start = small
        self._waiting_since_s = frame.time_s
        self._watch.restart(small, frame.time_s)

    def _is_ready(self, small: FloatImage, time_s: float) -> bool:
        if self._watch.still_s(time_s) < self._needed_still_s:
            return False
        return self._mode is CaptureMode.AT_ONCE or self._is_unlike_start(small)

    def _is_unlike_start(self, small: FloatImage) -> bool:
        return compare(self._start, small).moved_share > _MIN_LEFT_SHARE

    def _why_waited_in_vain(self, small: FloatImage) -> CaptureMessage:
        if self._mode is CaptureMode.WHEN_LEFT and not self._is_unlike_start(small):
            return CaptureMessage.NOBODY_LEFT
        return CaptureMessage.RESTLESS

    def _begin(self, frame: Frame, small: FloatImage) -> None:
        """The first frame of an attempt."""
        self._attempt += 1
        self._watch.restart(small, frame.time_s)
        self._people = None
        self._see_people(frame.image, small)
        self._noise = NoiseMeter()
        self._images: list[Image] = []
        self._taken = 0
        # Of long series and large pictures, every n-th frame is kept for the median.
        self._step = math.ceil(self._wanted / max(1, _LIMIT_BYTES // frame.image.nbytes))
        self._take(frame)

    def _take(self, frame: Frame) -> None:
        self._noise.feed(frame.image)
        if self._taken % self._step == 0:
            self._images.append(frame.image)
        self._taken += 1
        self._say(CaptureState.CAPTURING, CaptureMessage.CAPTURING)
        if self._taken == self._wanted:
            self._finish()

    def _reject(self, reason: CaptureMessage, frame: Frame) -> None:
        """Something was wrong with this attempt: give up, or wait for another."""
        self._images = []
        self._people = None
        self._waiting_since_s = frame.time_s
        self._needed_still_s = max(self._needed_still_s, _SETTLED_S)
        is_last = self._mode is CaptureMode.AT_ONCE and self._attempt >= self._attempts
        if is_last:
            self._say(CaptureState.FAILED, reason)
        else:
            self._say(CaptureState.WAITING, _WAITS[reason])

    def _finish(self) -> None:
        plate = Plate(temporal_median(self._images), self._name)
        self._images = []
        problems = list[str]()
        if self._people is not None and self._people.any():
            plate = replace(plate, known=~enlarge(self._people, plate.size))
            share = self._people.mean()
            problems.append(Line("known only in part: somebody is in it, over {share:.0%} of the picture", share=share))
        try:
            problems += find_problems(plate)
        except PlateError as error:
            self._say(CaptureState.FAILED, error.line)
            return
        self.captured = CapturedPlate(plate, self._noise.levels, tuple(problems), self._attempt)
        self._say(CaptureState.DONE, CaptureMessage.DONE)

    def _say(self, state: CaptureState, message: CaptureMessage | str) -> None:
        text = message.value if isinstance(message, CaptureMessage) else message
        taken = self._taken if state in (CaptureState.CAPTURING, CaptureState.DONE) else 0
        self.progress = CaptureProgress(state, text, taken, self._wanted, max(1, self._attempt))
