"""Which files a dialog offers, and what is taken for a video by its name."""

from collections.abc import Set as AbstractSet

_VIDEOS = ("3gp", "avi", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "mxf", "ogv", "webm", "wmv")
VIDEO_SUFFIXES = frozenset(f".{name}" for name in _VIDEOS)
"""In lower case; of pictures, see `matting_rt.files.PICTURE_SUFFIXES`."""


def dialog_filter(name: str, suffixes: AbstractSet[str]) -> str:
    """The filter of a dialog that offers files with these suffixes, or all files."""
    patterns = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in sorted(suffixes))
    return f"{name} ({patterns});;All files (*)"
