"""All errors that Matting RT raises on purpose.

MattingError
├── UsageError               the caller asked for something that cannot be (command line, API arguments)
│   └── ConfigError          a setting is out of its range, or settings contradict each other
│       └── JobChangedError  a job that is to be resumed is not the one that was ended
├── SourceError              frames cannot be read
│   ├── SourceNotFoundError  there is no such file or device
│   ├── SourceFormatError    it is there, but not what it claims to be (truncated, not a video, ...)
│   ├── SourceUnfitError     it is there, but live video cannot use it
│   ├── SourceBusyError      another program holds the camera
│   └── SourceLostError      a camera that delivered frames no longer does
├── SinkError                frames cannot be written
│   ├── SinkExistsError      the output is there already and was not to be overwritten
│   ├── SinkFullError        the disk is full
│   ├── SinkMissingError     there is no such virtual camera; the message holds the command that makes one
│   ├── SinkBusyError        another program writes to the virtual camera
│   ├── SinkLostError        a device that took frames no longer does
│   ├── SavedWorkError       frames that a job has kept until its end are damaged
│   └── WindowClosedError    the person closed the window that showed the frames: a wish to stop, not a fault
├── ModelError               a network cannot be built, loaded or run
│   ├── WeightsError         a weights file is missing, damaged, or of another network
│   ├── FrameShapeError      pictures or tensors do not fit the network's contract
│   ├── DeviceMemoryError    the device that a network runs on has not enough memory for it
│   └── DivergedError        the loss of a network in training is not a number
├── PlateError               the clean plate cannot be used
│   └── PlateMismatchError   the plate does not show the scene of the frames
├── ControlError             a running program cannot be controlled
│   └── AlreadyRunningError  it runs already, where there can be one
└── PipelineError            a stage of a running pipeline failed; `__cause__` holds its error

A message is one line and says what, which, and what to do; `line_of` gives it. The command line prints it without a
traceback: exit status 2 where `is_user_mistake` (something to correct in the call), else 1. Its template is its code: a
window finds its own language's by it.
"""

import os
from typing import Any

from matting_rt.lines import Line


class MattingError(Exception):
    """Root of the tree; the message is one line for a person.

    Raised with a template and what fills it in, by name: `SourceNotFoundError("there is no video {path}", path=path)`.
    The line of another error may be a part of it, `error=error`, or the whole of it, `WeightsError(line_of(error))`.
    """

    is_user_mistake = False

    def __init__(self, template: str, /, **arguments: object) -> None:
        super().__init__(Line(template, **arguments))

    @property
    def line(self) -> Line:
        """The message, in English."""
        line: Line = self.args[0]
        return line


class UsageError(MattingError):
    """The caller asked for something that cannot be."""

    is_user_mistake = True


class ConfigError(UsageError):
    """A setting is out of its range, or settings contradict each other."""


class JobChangedError(ConfigError):
    """A job that is to be resumed is not the one that was ended: something that it depends on has changed."""


class SourceError(MattingError):
    """Frames cannot be read."""


class SourceNotFoundError(SourceError):
    """There is no such file or device."""

    is_user_mistake = True


class SourceFormatError(SourceError):
    """The file is there, but is not what it claims to be."""


class SourceUnfitError(SourceError):
    """What is given as a camera is there, but live video cannot use it."""

    is_user_mistake = True


class SourceBusyError(SourceError):
    """Another program holds the camera or the microphone."""


class SourceLostError(SourceError):
    """A camera that delivered frames no longer does; it may come back."""


class SinkError(MattingError):
    """Frames cannot be written."""


class SinkExistsError(SinkError):
    """The output is there already and was not to be overwritten."""

    is_user_mistake = True


class SinkFullError(SinkError):
    """The disk is full; nothing was left under the final name."""


class SinkMissingError(SinkError):
    """There is no such virtual camera; the message holds the command that makes one."""

    is_user_mistake = True


class SinkBusyError(SinkError):
    """Another program writes to the virtual camera."""


class SinkLostError(SinkError):
    """A device that took frames no longer does; it may come back."""


class SavedWorkError(SinkError):
    """Frames that a job has kept until its end are damaged; it has to start over."""


class WindowClosedError(SinkError):
    """The person closed the window that showed the frames: a wish to stop, not a fault."""


class ModelError(MattingError):
    """A network cannot be built, loaded or run."""


class WeightsError(ModelError):
    """A weights file is missing, damaged, or of another network."""


class FrameShapeError(ModelError):
    """Pictures or tensors do not fit the network's contract."""


class DeviceMemoryError(ModelError):
    """The device that a network runs on has not enough memory for it."""


class DivergedError(ModelError):
    """The loss of a network in training is not a number."""


class PlateError(MattingError):
    """The clean plate cannot be used."""

    is_user_mistake = True


class PlateMismatchError(PlateError):
    """The plate does not show the scene of the frames."""


class ControlError(MattingError):
    """A running program cannot be controlled."""


class AlreadyRunningError(ControlError):
    """The program runs already, where there can be one."""


class PipelineError(MattingError):
    """A stage of a running pipeline failed; `__cause__` holds its error.

    Attributes:
        stage: name of the worker that failed, e.g. "decode", "matte", "encode".
    """

    def __init__(self, stage: str, template: str, /, **arguments: object) -> None:
        super().__init__(template, **arguments)
        self.stage = stage

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.stage, self.line), self.__dict__


def line_of(error: BaseException) -> str:
    """The one line for a person: what was raised on purpose says it itself; of anything else, its kind and reason."""
    if isinstance(error, MattingError):
        return error.line
    if isinstance(error, OSError):
        return str(error)
    return Line("internal error: {kind}: {reason}", kind=type(error).__name__, reason=reason_of(error))


def unreadable(path: "os.PathLike[str] | str", error: OSError) -> SourceError:
    """For a file that is there and cannot be read."""
    return SourceError(
        "cannot read {path}: {reason}; check that you may open it and that it is whole",
        path=path,
        reason=error.strerror,
    )


def reason_of(error: BaseException) -> str:
    """The first line of what a library says, for a message that quotes it; the kind of an error that says nothing.

    What was raised on purpose is one line already.
    """
    if isinstance(error, MattingError):
        return error.line
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
