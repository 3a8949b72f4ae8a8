"""The words that a person writes for cameras, microphones and outputs of live video; `live/output_kinds` says what
outputs mean, `backdrop_spec` what backdrops do.
"""

SYNTHETIC = "synthetic"
"""The camera that is a painted scene."""
VIRTUAL = "virtual"
"""The output that is the first free virtual camera."""
WINDOW = "window"
"""The output that is a window to share."""
NULL = "null"
"""The output that goes nowhere."""
PYVIRTUALCAM = "pyvirtualcam"
"""The output that is a virtual camera by that library."""
DEFAULT_MICROPHONE = "default"
"""The microphone that the desktop has chosen."""

_VIDEOS = ("3gp", "avi", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "mxf", "ogv", "webm", "wmv")
VIDEO_SUFFIXES = frozenset(f".{name}" for name in _VIDEOS)
"""By which videos are found in folders, in lower case; for images, see `pictures.formats`."""
