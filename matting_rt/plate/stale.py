"""How far a plate has come away from what the camera shows, in a number and in words."""

import math
from dataclasses import dataclass
from enum import Enum

_SMOOTHING_S = 1.0
"""Time constant: somebody who walks past in a second does not make a plate stale."""
_MAX_STEP_S = 0.5
"""A gap between frames counts as no more than this."""
_DRIFTING = 0.35
_STALE = 0.7
_FRESH_AGAIN = 0.5
"""A stale plate stays stale until its score has fallen below this."""
_RESIDUAL = (0.015, 0.05)
"""Mean difference in the background (0..1) after compensation: what edges and codec make of a good plate, and what
leaves holes in the matte."""
_LIGHT = (0.08, 0.45)
"""Change of a bright pixel (0..1) that is compensated: unnoticed, and so much that noise and clipping show."""
_UNCOMPENSATED_LIGHT = (0.02, 0.08)
_SHIFT = (0.01, 0.06)
"""Movement of a corner over the width: within what parallax forgives, and half of what alignment can follow."""
_STRUCTURE = (0.75, 0.35)
"""Share of the plate's detail in the background that the frame shows, whatever the light: usual, and another view."""


class Freshness(Enum):
    """What to do about a plate."""

    FRESH = "fresh"
    DRIFTING = "drifting"
    STALE = "take a new plate"


class StaleReason(Enum):
    """What a plate suffers from most."""

    LIGHT = "the light has changed"
    CAMERA = "the camera has moved"


@dataclass(frozen=True, slots=True)
class PlateCondition:
    """How well a plate still fits the frames."""

    score: float
    """0 (as new) to 1, smoothed over a second."""
    freshness: Freshness
    reason: StaleReason | None
    """None while the plate is fresh."""

    @property
    def is_stale(self) -> bool:
        return self.freshness is Freshness.STALE

    def __str__(self) -> str:
        return self.freshness.value if self.reason is None else f"{self.freshness.value}: {self.reason.value}"


NEW_CONDITION = PlateCondition(0.0, Freshness.FRESH, None)


@dataclass(frozen=True, slots=True)
class PlateEvidence:
    """What is measured of one frame."""

    residual: float
    """Mean difference (0..1) between frame and fitted plate in the background."""
    light: float
    """Change of light since the plate was taken, of a bright or dark pixel in 0..1; see `Light.distance`."""
    is_light_found: bool
    """Whether a light was found at all that brings the plate to the frame."""
    is_compensated: bool
    """Whether that light is given to the plate."""
    shift: float
    """Largest movement of the plate's corners over the width."""
    structure: float | None
    """0..1, the share of the plate's detail in the background that the frame shows; None where not judged."""


class StaleMeter:
    """Follows the condition of one plate. Used from one thread; `condition` may be read from any."""

    def __init__(self) -> None:
        self.condition = NEW_CONDITION
        self._time_s: float | None = None

    def update(self, time_s: float, evidence: PlateEvidence) -> PlateCondition:
        """Take in a frame's evidence; frames come in the order of their times."""
        causes = _weigh(evidence)
        strongest = max(causes, key=lambda reason: causes[reason])
        before = self.condition
        passed_s = 0.0 if self._time_s is None else min(max(time_s - self._time_s, 0.0), _MAX_STEP_S)
        self._time_s = time_s
        score = before.score + (causes[strongest] - before.score) * (1 - math.exp(-passed_s / _SMOOTHING_S))
        freshness = _freshness(score, before.is_stale)
        if freshness is Freshness.FRESH:
            reason = None
        elif causes[strongest] < _DRIFTING:
            reason = before.reason or strongest  # on its way back: what it was
        else:
            reason = strongest
        self.condition = PlateCondition(score, freshness, reason)
        return self.condition


def _freshness(score: float, was_stale: bool) -> Freshness:
    if score >= _STALE or (was_stale and score >= _FRESH_AGAIN):
        return Freshness.STALE
    return Freshness.DRIFTING if score >= _DRIFTING else Freshness.FRESH


def _weigh(evidence: PlateEvidence) -> dict[StaleReason, float]:
    """How bad each cause alone is, 0..1."""
    camera = _rate(evidence.shift, _SHIFT)
    if evidence.structure is not None:
        camera = max(camera, _rate(evidence.structure, _STRUCTURE))
    light = _rate(evidence.light, _LIGHT if evidence.is_compensated else _UNCOMPENSATED_LIGHT)
    if not evidence.is_light_found:
        light = 1.0
    # What still differs is laid to the light where the plate's detail is seen in its place, else to the camera.
    residual = _rate(evidence.residual, _RESIDUAL)
    if camera > 0.5 * residual:
        camera = max(camera, residual)
    else:
        light = max(light, residual)
    return {StaleReason.CAMERA: camera, StaleReason.LIGHT: light}


def _rate(value: float, limits: tuple[float, float]) -> float:
    """0 at the first limit, 1 at the second, in between in proportion."""
    best, worst = limits
    return min(max((value - best) / (worst - best), 0.0), 1.0)
