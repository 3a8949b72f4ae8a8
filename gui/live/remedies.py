"""What the window offers to do about something that has failed, or soon may, as data: the button beside the line that
says so."""

from enum import Enum

from gui.look.language import mark
from matting_rt.errors import (
    MattingError,
    ModelError,
    PipelineError,
    PlateError,
    SinkError,
    SinkMissingError,
    SourceError,
    UsageError,
)
from matting_rt.lines import Line


class Task(Enum):
    """What was being done when it failed."""

    CAMERA = "camera"
    OUTPUT = "output"
    PLATE = "plate"
    BACKGROUND = "background"
    RECORDING = "recording"
    """A still picture, too."""
    SETTINGS = "settings"


class Remedy(Enum):
    """What may help; the value is what its button says, in English."""

    CHOOSE_CAMERA = mark("Choose another camera")
    CHOOSE_MODEL = mark("Choose another model …")
    CHOOSE_BACKGROUND = mark("Choose another background")
    CHOOSE_MICROPHONE = mark("Choose another microphone")
    CHOOSE_FOLDER = mark("Choose another folder …")
    TAKE_PLATE = mark("Take a new plate …")
    SET_UP = mark("Set up …")
    SHARE_WINDOW = mark("Share a window instead")
    DIAGNOSTICS = mark("Diagnostics …")


_TABLE: tuple[tuple[Task | None, type[Exception], tuple[Remedy, ...]], ...] = (
    (Task.BACKGROUND, MattingError, (Remedy.CHOOSE_BACKGROUND,)),
    (Task.OUTPUT, SinkMissingError, (Remedy.SET_UP, Remedy.SHARE_WINDOW)),
    (Task.OUTPUT, SinkError, (Remedy.SHARE_WINDOW,)),
    (Task.RECORDING, SourceError, (Remedy.CHOOSE_MICROPHONE,)),
    (Task.RECORDING, SinkError, (Remedy.CHOOSE_FOLDER,)),
    (Task.CAMERA, SourceError, (Remedy.CHOOSE_CAMERA,)),
    (None, PlateError, (Remedy.TAKE_PLATE,)),
    (None, ModelError, (Remedy.CHOOSE_MODEL,)),
    (Task.CAMERA, UsageError, (Remedy.CHOOSE_MODEL,)),  # of the model or its backend, which are made with it
    (None, MattingError, ()),
    (None, OSError, ()),
    (None, Exception, (Remedy.DIAGNOSTICS,)),
)
"""Of a task, None for any, and a kind of error: what may help, the best first. The first row that fits counts."""

OF_NOTICES: dict[str, tuple[Remedy, ...]] = {
    "only {free} MB are free in {folder}; free some space, or choose another folder": (Remedy.CHOOSE_FOLDER,),
    "there is room for about {minutes} more minutes of recording; free some space, or choose another folder": (
        Remedy.CHOOSE_FOLDER,
    ),
    "the disk is nearly full, so the recording ends; it is in {path}": (Remedy.CHOOSE_FOLDER,),
    "the recording has ended: {error}": (Remedy.CHOOSE_FOLDER,),
    "the recording goes on without sound: {reason}": (Remedy.CHOOSE_MICROPHONE,),
    "The plate is {problem}; the cut-out will be less accurate there.": (Remedy.TAKE_PLATE,),
}
"""Of what live video tells while it goes on, by the line's template."""


def remedies_for(error: BaseException, task: Task) -> tuple[Remedy, ...]:
    """What may help, the best first; not all of it can be done at any time."""
    if isinstance(error, PipelineError) and error.__cause__ is not None:
        error = error.__cause__
    return next((found for row, kind, found in _TABLE if row in (task, None) and isinstance(error, kind)), ())


def remedies_for_notice(line: str) -> tuple[Remedy, ...]:
    """As `remedies_for`, of a line as live video tells it; none for most."""
    return OF_NOTICES.get(line.template, ()) if isinstance(line, Line) else ()
