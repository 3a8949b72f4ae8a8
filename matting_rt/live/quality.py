"""How good live matting is made: as good as this computer keeps up with, by what it was measured to take here."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from matting_rt.config import Quality


@dataclass(frozen=True, slots=True)
class Rung:
    """One quality of the ladder, for frames of one size."""

    name: str
    """What a person reads; those that `Quality` names can be chosen by it."""
    backbone_scale: float
    """Side of the base network's picture over the frame's."""
    refine_pixels: int
    """Of a frame, refined at most."""


_SHARES = {"best": (1.0, 1.0), "balanced": (1.0, 0.25), "quick": (0.75, 0.16), "fast": (0.75, 0.08)}
"""Of scale and pixels at best, from best to fastest: first edges are given up, then a little of what tells a person
from the room; at half of the scale moving hands get holes. On one core, for somebody who moves, they take 1, .83, .62
and .48 of what the best takes at 1280x720, and 1, .93, .73 and .47 at 1920x1080; the mean error of alpha is 1.7, 2.4,
3.7 and 5.2 thousandths, and 1.5, 1.6, 2.2 and 3.4."""
_NEXT_SHARE = 0.75
"""So what a rung takes is guessed from the one before, until it is measured."""

_WINDOW = 15
"""Frames that a decision looks at."""
_TOO_SLOW = 0.95
"""Where the median frame takes more than this share of the camera's interval, quality goes down ..."""
_FITS = 0.8
"""... to the best rung that is predicted to take no more than this one, and only to such a rung does it go up."""
_REST_SHARE = 0.25
"""Of the interval: what is guessed of all that a frame takes besides the network, until frames have come."""
_PATIENCE_S = 30.0
"""For so long there must be room before quality goes up; after each step up that is taken back, twice as long ..."""
_LONGEST_PATIENCE_S = 600.0
_HELD_S = 120.0
"""... until one is held for this long."""
_REMEMBERED = 900
_ENOUGH_S = 10.0
"""At one rung: after that its last frames may correct what was measured."""
_REST = "rest"


def make_rungs(backbone_scale: float, refine_pixels: int) -> tuple[Rung, ...]:
    """The ladder, from best to fastest, whose best rung has these."""
    return tuple(
        Rung(name, backbone_scale * scale, max(16, int(refine_pixels * refined)))
        for name, (scale, refined) in _SHARES.items()
    )


def find_rung(rungs: tuple[Rung, ...], quality: Quality) -> Rung:
    """The rung of a quality that is not AUTO; of a ladder that has no such rung, the last."""
    return next((rung for rung in rungs if rung.name == quality.value), rungs[-1])


class RungCosts:
    """What a frame takes on this computer, at each rung in the network, and besides it.

    Written by the ladder's thread before the first frame, and by the owner after the last; read by the matting thread.
    """

    def __init__(
        self,
        rungs: tuple[Rung, ...],
        numbers: Mapping[str, float] | None = None,
        keep: Callable[[Mapping[str, float]], None] = lambda numbers: None,
    ) -> None:
        """
        Args:
            rungs: from best to fastest.
            numbers: milliseconds by the names of rungs, and those of the rest, as they were given to `keep`.
            keep: called with them whenever they have changed.
        """
        self.rungs = rungs
        self._numbers = {name: ms for name, ms in (numbers or {}).items() if ms > 0}
        self._keep = keep

    @property
    def is_measured(self) -> bool:
        """Whether anything is known of this computer."""
        return any(rung.name in self._numbers for rung in self.rungs)

    def matte_ms(self, rung: Rung) -> float:
        """What the network takes for a frame: measured, or guessed from the rungs above; 1 at best where nothing is."""
        guess = 1 / _NEXT_SHARE
        for above in self.rungs[: self.rungs.index(rung) + 1]:
            guess = self._numbers.get(above.name, guess * _NEXT_SHARE)
        return guess

    def fits(self, rung: Rung, interval_ms: float) -> bool:
        """Whether a frame is done within the camera's interval, with head room. Anything is while nothing is known."""
        rest_ms = self._numbers.get(_REST, _REST_SHARE * interval_ms)
        return not self.is_measured or self.matte_ms(rung) + rest_ms <= _FITS * interval_ms

    def measured(self, rung: Rung, matte_ms: float) -> None:
        """Take in what was measured."""
        self._numbers[rung.name] = matte_ms
        self._keep(self._numbers)

    def correct(self, rung: Rung, matte_ms: float, rest_ms: float) -> None:
        """Take in what live frames took at one rung: who measured while the computer was busy was wrong at all rungs.

        It is believed half: live frames too may have come while it was busy, or while nobody was in the picture.
        """
        if not self.is_measured:
            return
        wrong_by = min(max(matte_ms / self.matte_ms(rung), 0.5), 2.0) ** 0.5
        rest_ms = (self._numbers.pop(_REST, rest_ms) + rest_ms) / 2
        self._numbers = {name: ms * wrong_by for name, ms in self._numbers.items()} | {_REST: rest_ms}
        self._keep(self._numbers)


class QualityGovernor:
    """Chooses the rung from what frames take, and goes only where they are predicted to fit.

    A step up that is taken back makes the next one wait for longer and longer, so quality never pumps.
    """

    def __init__(self, interval_ms: float, costs: RungCosts, held: Rung | None = None) -> None:
        """
        Args:
            interval_ms: from one frame of the camera to the next.
            costs: by which the first rung is chosen and others are predicted; may still be measured.
            held: this rung whatever frames take; only `give_up` leaves it.
        """
        self._interval_ms, self._costs, self._adapts = interval_ms, costs, held is None
        self._rung = held
        self._usable = costs.rungs
        """Without those that were given up."""
        self._patience_s = _PATIENCE_S
        self._came_from_below = False
        self._recent: deque[tuple[float, float]] = deque(maxlen=_WINDOW)
        """Of each frame at this rung, what the network took, and all the rest."""
        self._seen: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)
        """The same, of more."""
        self._here_s = self._room_s = 0.0
        """How long frames have come at this rung, and for how long there has been room for a better one."""

    @property
    def rung(self) -> Rung:
        """What to matte with; before the first frame, the best that fits by what is known until then."""
        return self._rung or self._best(self._usable, lambda rung: self._costs.fits(rung, self._interval_ms))

    def observe(self, took_ms: float, matte_ms: float) -> Rung:
        """Take in what a frame took at the present rung, and the network of that; gives the rung to go on with."""
        self._rung = self.rung
        for frames in (self._recent, self._seen):
            frames.append((matte_ms, took_ms - matte_ms))
        frame_s = max(took_ms, self._interval_ms) / 1000
        self._here_s += frame_s
        if not self._adapts or len(self._recent) < _WINDOW:
            return self._rung
        here = self._usable.index(self._rung)
        usual_matte_ms, usual_rest_ms, usual_ms = _usual(self._recent)

        def is_predicted_to_fit(rung: Rung) -> bool:
            share = self._costs.matte_ms(rung) / self._costs.matte_ms(self._usable[here])
            return usual_matte_ms * share + usual_rest_ms <= _FITS * self._interval_ms

        if usual_ms > _TOO_SLOW * self._interval_ms:
            if below := self._usable[here + 1 :]:
                self._go_down(self._best(below, is_predicted_to_fit))
            return self._rung
        above = next(filter(is_predicted_to_fit, self._usable[:here]), None)
        self._room_s = 0.0 if above is None else self._room_s + frame_s
        if above is not None and self._room_s > self._patience_s:
            self._rung, self._came_from_below = above, True
            self._start_over()
        return self._rung

    def give_up(self) -> bool:
        """The present rung cannot be used: go to the one below, and never come back. Whether there is one."""
        below = self._usable[self._usable.index(self.rung) + 1 :]
        if below:
            self._usable, self._rung, self._came_from_below = below, below[0], False
            self._start_over()
        return bool(below)

    def correct_costs(self) -> None:
        """Correct what was measured by what frames took lately; after the last frame."""
        if self._rung is not None and self._here_s >= _ENOUGH_S:
            matte_ms, rest_ms, _ = _usual(self._seen)
            self._costs.correct(self._rung, matte_ms, rest_ms)

    def _best(self, rungs: tuple[Rung, ...], fits: Callable[[Rung], bool]) -> Rung:
        return next(filter(fits, rungs), rungs[-1])

    def _go_down(self, rung: Rung) -> None:
        if self._came_from_below:
            was_held = self._here_s >= _HELD_S
            self._patience_s = _PATIENCE_S if was_held else min(2 * self._patience_s, _LONGEST_PATIENCE_S)
        self._rung, self._came_from_below = rung, False
        self._start_over()

    def _start_over(self) -> None:
        self._recent.clear()
        self._seen.clear()
        self._here_s = self._room_s = 0.0


def _usual(frames: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """Medians in milliseconds: of the network, of the rest, and of both."""
    matte_ms, rest_ms = zip(*frames, strict=True)
    return median(matte_ms), median(rest_ms), median(map(sum, zip(matte_ms, rest_ms, strict=True)))
