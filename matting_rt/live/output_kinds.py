"""What live composites can be written to: a row for each kind says how it is written, and which sink it is."""

import platform
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matting_rt.errors import UsageError
from matting_rt.files import user_path
from matting_rt.specs import NULL, PYVIRTUALCAM, VIRTUAL, WINDOW

if TYPE_CHECKING:
    from matting_rt.sinks.base import FrameSink


@dataclass(frozen=True, slots=True)
class OutputKind:
    """A kind of output. The libraries that it takes are loaded when it is built."""

    form: str
    """How a person writes it."""
    label: str
    """What a person reads of it."""
    pattern: str
    """Regular expression of the whole text; the group, where there is one, is what the kind needs."""
    build: "Callable[[str | None, bool], FrameSink]"
    """Of what the group holds, and whether a file that exists is overwritten; nothing is opened yet."""
    is_file: bool = False
    """Whether the group is the name of a file that will be written."""


@dataclass(frozen=True, slots=True)
class OutputSpec:
    """What a text for an output means."""

    kind: OutputKind
    argument: str | None = None
    """What the kind needs; None: nothing was said of it."""

    @property
    def path(self) -> Path | None:
        """Of the file that will be written; None: no file is. Raises UsageError: nobody has that home folder."""
        return user_path(self.argument or "") if self.kind.is_file else None


def _virtual_camera(device: str | None, overwrite: bool) -> "FrameSink":
    """By the way that this operating system has; None: the first that is free."""
    if platform.system() != "Linux":
        return _pyvirtualcam(device, overwrite)
    from matting_rt.sinks.v4l2_output import V4l2Output
    from matting_rt.sinks.virtual_camera import VirtualCameraSink

    return VirtualCameraSink(V4l2Output(device))


def _pyvirtualcam(device: str | None, overwrite: bool) -> "FrameSink":
    from matting_rt.sinks.pyvirtualcam_output import PyvirtualcamOutput
    from matting_rt.sinks.virtual_camera import VirtualCameraSink

    return VirtualCameraSink(PyvirtualcamOutput(device))


def _window(argument: str | None, overwrite: bool) -> "FrameSink":
    from matting_rt.sinks.window import WindowSink

    return WindowSink()


def _nowhere(argument: str | None, overwrite: bool) -> "FrameSink":
    from matting_rt.sinks.null import NullSink

    return NullSink()


def _video_file(name: str | None, overwrite: bool) -> "FrameSink":
    from matting_rt.sinks.video_file import VideoFileSink

    return VideoFileSink(user_path(name or ""), overwrite=overwrite, is_live=True)


OUTPUT_KINDS = (
    OutputKind(VIRTUAL, "the first free virtual camera", VIRTUAL, _virtual_camera),
    OutputKind("/dev/videoN", "that virtual camera", "(/dev/.*)", _virtual_camera),
    OutputKind(
        f"{PYVIRTUALCAM}[:DEVICE]", "a virtual camera by that library", f"{PYVIRTUALCAM}(?::(.*))?", _pyvirtualcam
    ),
    OutputKind(WINDOW, "a window to share", WINDOW, _window),
    OutputKind(NULL, "nowhere", NULL, _nowhere),
    OutputKind("FILE", "a video file", "(.*)", _video_file, is_file=True),
)
"""The first whose pattern a text has is meant."""


def parse_output(text: str) -> OutputSpec:
    """Read what a person writes for an output; what is of no other kind is the name of a video file.

    Raises:
        UsageError: it is standard output, or the file's name begins with the home folder of somebody who is not known
            here.
    """
    if text == "-":  # as videos take it
        raise UsageError("live video does not write to standard output; give the name of a video file")
    for kind in OUTPUT_KINDS:
        match = re.fullmatch(kind.pattern, text, re.DOTALL)
        if match is not None:
            spec = OutputSpec(kind, next(iter(match.groups()), None) or None)
            _ = spec.path  # a name that cannot be used is found now
            return spec
    raise AssertionError("the last row takes whatever the others do not")


def build_live_sink(output: str, *, overwrite: bool = False) -> "FrameSink":
    """Where live composites go; nothing is opened yet.

    Args:
        output: as `parse_output` takes it.
        overwrite: replace a file that exists.

    Raises:
        UsageError: see `parse_output`.
        ConfigError: the file's name has no suffix of a video.
    """
    spec = parse_output(output)
    return spec.kind.build(spec.argument, overwrite)
