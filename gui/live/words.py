"""What the window says of live video and its plate: tables from the one state that the engine decides."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.live.signals import CameraState
from gui.look.theme import Tone
from matting_rt.live.state import LiveState
from matting_rt.plate.condition import PlateCondition

if TYPE_CHECKING:
    from matting_rt import LiveStatus


@dataclass(frozen=True, slots=True)
class Words:
    """What is said, and how good it is."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class PlateWords:
    """How the plate is."""

    summary: str
    """A few words."""
    sentence: str
    tone: Tone


CAMERA_STATES = {
    CameraState.STOPPED: Words("No camera", Tone.IDLE),
    CameraState.OPENING: Words("Opening the camera", Tone.WARNING),
    CameraState.PREVIEWING: Words("Preview only: nobody else sees you", Tone.IDLE),
    CameraState.LIVE: Words("Live", Tone.GOOD),
    CameraState.FAILED: Words("The camera cannot be used", Tone.BAD),
}
_LIVE_STATES = {
    LiveState.PAUSED: Words("Paused", Tone.WARNING),
    LiveState.CAPTURING_PLATE: Words("Taking a plate", Tone.WARNING),
    LiveState.CAMERA_LOST: Words("Camera lost", Tone.BAD),
    LiveState.STARTING: Words("Preparing the network", Tone.WARNING),
    LiveState.FAILING: Words("Matting failed", Tone.BAD),
    LiveState.TOO_DARK: Words("Too dark to separate you from the room", Tone.WARNING),
    LiveState.OUTPUT_LOST: Words("Output lost", Tone.BAD),
}
"""In which others see no new composite; in the other states, what the camera's state says is all."""
_PLATES = {
    PlateCondition.KNOWN: PlateWords("known", "", Tone.GOOD),
    PlateCondition.LEARNING: PlateWords(
        "learning",
        "Edges are rough where your room is not known yet. Move aside for a moment, or take a plate.",
        Tone.WARNING,
    ),
    PlateCondition.LOST: PlateWords(
        "learning again",
        "The camera, the light or the room has changed. Edges are rough until the room is known again.",
        Tone.WARNING,
    ),
}
_TAKING = PlateWords("being taken", "Stay out of the frame. Others see a placeholder meanwhile.", Tone.IDLE)


def words_of(status: "LiveStatus", state: CameraState) -> Words:
    """What others see, or would see."""
    found = _LIVE_STATES.get(status.state)
    if found is None:
        return CAMERA_STATES[state]
    text = found.text if status.trouble is None else f"{found.text}: {status.trouble}"
    is_hidden = state is CameraState.LIVE and status.state is not LiveState.OUTPUT_LOST
    return Words(f"{text} (others see a placeholder)" if is_hidden else text, found.tone)


def plate_words_of(status: "LiveStatus") -> PlateWords:
    """How well the room is known."""
    if status.state is LiveState.CAPTURING_PLATE:
        return _TAKING
    words = _PLATES[status.plate]
    if status.plate is not PlateCondition.LEARNING:
        return words
    return PlateWords(f"{words.summary}, {status.known_share:.0%} known", words.sentence, words.tone)


def room_words_of(status: "LiveStatus") -> Words:
    """The same for the status line."""
    words = _PLATES[status.plate]
    if status.plate is PlateCondition.KNOWN:
        return Words("Room known", words.tone)
    return Words(f"Learning your room, {status.known_share:.0%} known", words.tone)
