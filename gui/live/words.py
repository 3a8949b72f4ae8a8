"""What the window says of live video and its plate: tables from the one state that the engine decides."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.live.signals import CameraState
from gui.look.language import line_of, mark, percent, tr
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


_CAMERA_STATES = {
    CameraState.STOPPED: Words(mark("No camera: choose one first"), Tone.IDLE),
    CameraState.OPENING: Words(mark("Opening the camera"), Tone.WARNING),
    CameraState.PREVIEWING: Words(mark("Preview only: nobody else sees you"), Tone.IDLE),
    CameraState.LIVE: Words(mark("Live"), Tone.GOOD),
    CameraState.RESTING: Words(mark("The camera is off while nobody sees it"), Tone.IDLE),
    CameraState.FAILED: Words(mark("The camera cannot be used"), Tone.BAD),
}
_LIVE_STATES = {
    LiveState.PAUSED: Words(mark("Paused"), Tone.WARNING),
    LiveState.CAPTURING_PLATE: Words(mark("Taking a plate"), Tone.WARNING),
    LiveState.CAMERA_LOST: Words(mark("Camera lost"), Tone.BAD),
    LiveState.STARTING: Words(mark("Preparing the network"), Tone.WARNING),
    LiveState.FAILING: Words(mark("Matting failed"), Tone.BAD),
    LiveState.TOO_DARK: Words(mark("Too dark to separate you from the room"), Tone.WARNING),
    LiveState.OUTPUT_LOST: Words(mark("Output lost"), Tone.BAD),
}
"""In which others see no new composite; in the other states, what the camera's state says is all."""
_PLATES = {
    PlateCondition.KNOWN: PlateWords(mark("known"), "", Tone.GOOD),
    PlateCondition.LEARNING: PlateWords(
        mark("learning"),
        mark("Edges are rough where your room is not known yet. Move aside for a moment, or take a plate."),
        Tone.WARNING,
    ),
    PlateCondition.LOST: PlateWords(
        mark("learning again"),
        mark("The camera, the light or the room has changed. Edges are rough until the room is known again."),
        Tone.WARNING,
    ),
}
_ROUGH = {
    PlateCondition.LEARNING: mark("Rough edges: your room is not known yet – step aside or just move"),
    PlateCondition.LOST: mark("Rough edges: the camera, the light or the room has changed – it is learned again"),
}
_CAPTURING = PlateWords(
    mark("being taken"), mark("Stay out of the frame. Others see a placeholder meanwhile."), Tone.IDLE
)


def camera_words_of(state: CameraState) -> Words:
    """What live video is doing, as far as the camera tells."""
    words = _CAMERA_STATES[state]
    return Words(tr(words.text), words.tone)


def words_of(status: "LiveStatus", state: CameraState) -> Words:
    """What others see, or would see."""
    found = _LIVE_STATES.get(status.state)
    if found is None and status.is_thrifty:
        return Words(tr("Preview only, at a low rate to save power until you move the mouse"), Tone.IDLE)
    if found is None:
        return camera_words_of(state)
    text = tr(found.text)
    if status.trouble is not None:
        text = tr("{state}: {reason}").format(state=text, reason=line_of(status.trouble))
    if state is CameraState.LIVE and status.state is not LiveState.OUTPUT_LOST:
        text = tr("{state} (others see a placeholder)").format(state=text)
    return Words(text, found.tone)


def plate_words_of(status: "LiveStatus") -> PlateWords:
    """How well the room is known."""
    words = _CAPTURING if status.state is LiveState.CAPTURING_PLATE else _PLATES[status.plate]
    summary = tr(words.summary)
    if words is _PLATES[PlateCondition.LEARNING]:
        summary = tr("{state}, {share} known").format(state=summary, share=percent(status.known_share))
    return PlateWords(summary, tr(words.sentence), words.tone)


def rough_words_of(status: "LiveStatus") -> str:
    """Why edges are rough, and what to do, on the picture itself; empty where they are not."""
    return tr(_ROUGH.get(status.plate, ""))


def room_words_of(status: "LiveStatus") -> Words:
    """The same for the status line."""
    words = _PLATES[status.plate]
    if status.plate is PlateCondition.KNOWN:
        return Words(tr("Room known"), words.tone)
    return Words(tr("Learning your room, {share} known").format(share=percent(status.known_share)), words.tone)
