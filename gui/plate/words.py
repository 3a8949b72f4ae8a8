"""What was measured of a plate, in words that say what to do about it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.look.language import line_of, mark, tr
from gui.look.theme import Tone

if TYPE_CHECKING:
    from matting_rt.plate.capture import CapturedPlate

_LITTLE_NOISE, _MUCH_NOISE = 2.0, 5.0
"""Grey levels: below the first nobody sees it; above the second fine hair drowns in it."""
_PROBLEMS = {
    "dark": mark("The plate is dark: switch on more light and try again."),
    "overexposed": mark(
        "The plate is overexposed: dim the light or turn the camera away from the window, and try again."
    ),
    "blurred": mark("The plate is blurred: wait until the camera has focused, and try again."),
}
"""By the word with which a problem begins."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing that was found."""

    text: str
    tone: Tone


def to_measured(captured: "CapturedPlate") -> tuple[Measured, ...]:
    """The bad news first."""
    found = [Measured(_sentence_on(problem), Tone.WARNING) for problem in captured.problems]
    if captured.noise_levels is not None:
        found.append(_noise(captured.noise_levels))
    if captured.attempts > 1:
        said = tr("Something moved at first; attempt {number} was fine.").format(number=captured.attempts)
        found.append(Measured(said, Tone.IDLE))
    elif captured.noise_levels is not None:
        found.append(Measured(tr("Nothing moved, and the light stayed as it was."), Tone.GOOD))
    if not captured.problems:
        found.append(Measured(tr("It is sharp and neither too dark nor too bright."), Tone.GOOD))
    return tuple(sorted(found, key=lambda each: each.tone is not Tone.WARNING))


def _sentence_on(problem: str) -> str:
    known = _PROBLEMS.get(problem.split()[0])
    if known is not None:
        return tr(known)
    return tr("The plate is {problem}: try again if edges look poor.").format(problem=line_of(problem))


def _noise(levels: float) -> Measured:
    if levels < _LITTLE_NOISE:
        return Measured(tr("The camera's noise is low: fine hair will stay."), Tone.GOOD)
    if levels < _MUCH_NOISE:
        return Measured(tr("There is some noise; with more light, fine hair comes out better."), Tone.IDLE)
    return Measured(
        tr("There is a lot of noise, which hides fine hair: switch on more light and try again."), Tone.WARNING
    )
