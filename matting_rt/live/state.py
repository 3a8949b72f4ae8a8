"""What live video is doing, and what leaves: one value, decided here from what the stages report.

Everything that speaks of it (the placeholder, the command line, the window, the tray) has a table by `LiveState`.
"""

from dataclasses import dataclass
from enum import Enum, auto

from matting_rt.lines import Line


class Leaves(Enum):
    """What others may see."""

    COMPOSITE = auto()
    """The newest composite."""
    LAST_COMPOSITE = auto()
    """For a moment the last one, then the placeholder."""
    PLACEHOLDER = auto()
    """At once, whatever composite there is."""


class LiveState(Enum):
    """What live video is doing; in the order in which a state that is true hides those after it."""

    PAUSED = auto()
    CAPTURING_PLATE = auto()
    CAMERA_LOST = auto()
    FAILING = auto()
    """Frames cannot be matted."""
    STARTING = auto()
    """The network is being made ready."""
    TOO_DARK = auto()
    """Nobody can be told from the room."""
    OUTPUT_LOST = auto()
    """Composites are made, but cannot be written."""
    LEARNING = auto()
    """Live; where the room is not known, people are cut out without it."""
    LIVE = auto()
    """Live, before a room that is known."""


class Absence(Enum):
    """Why a frame became no composite, though nothing failed."""

    NOT_READY = auto()
    BROKEN_FRAME = auto()
    TOO_DARK = auto()


LEAVES = {
    LiveState.PAUSED: Leaves.PLACEHOLDER,
    LiveState.CAPTURING_PLATE: Leaves.PLACEHOLDER,
    LiveState.CAMERA_LOST: Leaves.LAST_COMPOSITE,
    LiveState.FAILING: Leaves.LAST_COMPOSITE,
    LiveState.STARTING: Leaves.LAST_COMPOSITE,
    LiveState.TOO_DARK: Leaves.LAST_COMPOSITE,
    LiveState.OUTPUT_LOST: Leaves.COMPOSITE,
    LiveState.LEARNING: Leaves.COMPOSITE,
    LiveState.LIVE: Leaves.COMPOSITE,
}

PLACEHOLDER_TEXTS = {
    LiveState.PAUSED: Line("Paused"),
    LiveState.CAPTURING_PLATE: Line("A new plate is being taken"),
    LiveState.CAMERA_LOST: Line("The camera is being reconnected"),
    LiveState.TOO_DARK: Line("It is too dark"),
}
"""For the others in a meeting, so without details."""
WAITING_TEXT = Line("One moment, please")
"""In every other state, while there is no composite."""


@dataclass(frozen=True, slots=True)
class Reports:
    """What the stages say of themselves at one moment."""

    is_paused: bool = False
    is_capturing_plate: bool = False
    camera_trouble: str | None = None
    """A line that says why no frames come."""
    matting_trouble: str | None = None
    """A line that says why the last frame was not matted."""
    output_trouble: str | None = None
    """A line that says why composites are not written."""
    absence: Absence | None = Absence.NOT_READY
    """Why the last frame became no composite; None where it did."""
    is_room_known: bool = False

    @property
    def state(self) -> LiveState:
        """The first of the states that is true."""
        return next(state for state, is_true in self._truths() if is_true)

    @property
    def trouble(self) -> str | None:
        """The line that belongs to the state; None while nothing is wrong."""
        return {
            LiveState.CAMERA_LOST: self.camera_trouble,
            LiveState.FAILING: self.matting_trouble,
            LiveState.OUTPUT_LOST: self.output_trouble,
        }.get(self.state)

    def _truths(self) -> tuple[tuple[LiveState, bool], ...]:
        return (
            (LiveState.PAUSED, self.is_paused),
            (LiveState.CAPTURING_PLATE, self.is_capturing_plate),
            (LiveState.CAMERA_LOST, self.camera_trouble is not None),
            (LiveState.FAILING, self.matting_trouble is not None),
            (LiveState.STARTING, self.absence is Absence.NOT_READY),
            (LiveState.TOO_DARK, self.absence is Absence.TOO_DARK),
            (LiveState.OUTPUT_LOST, self.output_trouble is not None),
            (LiveState.LEARNING, not self.is_room_known),
            (LiveState.LIVE, True),
        )


def placeholder_text(state: LiveState) -> str:
    """What the placeholder says in a state."""
    return PLACEHOLDER_TEXTS.get(state, WAITING_TEXT)
