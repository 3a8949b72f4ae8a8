"""What a person writes for a camera or an output of live video, and what it means; `backdrop_spec` has backdrops."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from matting_rt.files import user_path

SYNTHETIC = "synthetic"
"""The camera that is a painted scene."""
VIRTUAL = "virtual"
"""The output that is the first free virtual camera."""
WINDOW = "window"
"""The output that is a window to share."""
NULL = "null"
"""The output that goes nowhere."""
PYVIRTUALCAM = "pyvirtualcam"
_DEVICES = "/dev/"


class OutputKind(Enum):
    """What live composites can be written to."""

    VIRTUAL_CAMERA = "virtual camera"
    """By the way that this system has."""
    PYVIRTUALCAM = "pyvirtualcam"
    """A virtual camera by that library."""
    WINDOW = "window"
    NULL = "null"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class OutputSpec:
    """An output by its kind and what that kind needs."""

    kind: OutputKind
    device: str | None = None
    """Of a virtual camera; None: the first that is free."""
    path: Path = Path()
    """Of FILE."""


def parse_output(text: str) -> OutputSpec:
    """Read virtual, /dev/videoN, pyvirtualcam[:DEVICE], window or null; all else is the name of a video file.

    Raises:
        UsageError: the file's name begins with the home folder of somebody who is not known here.
    """
    words = {VIRTUAL: OutputKind.VIRTUAL_CAMERA, WINDOW: OutputKind.WINDOW, NULL: OutputKind.NULL}
    if text in words:
        return OutputSpec(words[text])
    library, _, device = text.partition(":")
    if library == PYVIRTUALCAM:
        return OutputSpec(OutputKind.PYVIRTUALCAM, device or None)
    if text.startswith(_DEVICES):
        return OutputSpec(OutputKind.VIRTUAL_CAMERA, text)
    return OutputSpec(OutputKind.FILE, path=user_path(text))
