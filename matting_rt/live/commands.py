"""What a running program can be told, one row each, and what that does to it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from matting_rt.errors import ControlError


class ControlVerb(str, Enum):
    """What a running program can be told."""

    TOGGLE = "toggle"
    """Show the placeholder, or the composite again."""
    START_OUTPUT = "start-output"
    """Let others see what is sent to the output."""
    STOP_OUTPUT = "stop-output"
    """Close the output; the camera stays open."""
    PLATE = "plate"
    """Take a new plate."""
    BACKDROP = "backdrop"
    """Change the backdrop; the argument is what `--backdrop` takes, with absolute paths."""
    RECORD = "record"
    """Start a recording, or finish it."""
    RECORD_PAUSE = "record-pause"
    """Leave out what happens from now on, or go on."""
    STILL = "still"
    """Save what others see as a picture."""
    SHOW = "show"
    """Bring the window to the front; from a second start of the window with a profile, the argument is its path."""
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class ControlCommand:
    """One line from a client."""

    verb: ControlVerb
    argument: str = ""
    """Of BACKDROP and SHOW; else empty."""

    @staticmethod
    def parse(line: str) -> "ControlCommand":
        """Raises ControlError."""
        word, _, argument = line.strip().partition(" ")
        try:
            verb = ControlVerb(word)
        except ValueError:
            known = ", ".join(verb.value for verb in ControlVerb)
            raise ControlError("{word!r} is no command; known are {known}", word=word[:40], known=known) from None
        if verb is not ControlVerb.SHOW and (verb is ControlVerb.BACKDROP) != bool(argument):
            raise ControlError("backdrop takes a colour, blur, transparent or a file; the other commands take nothing")
        return ControlCommand(verb, argument)

    def __str__(self) -> str:
        return f"{self.verb.value} {self.argument}".strip()


class Controllable(Protocol):
    """What commands are carried out on: live video, or the window that shows it."""

    @property
    def is_paused(self) -> bool: ...

    def pause(self, paused: bool) -> None:
        """Show the placeholder, or the composite again."""

    def start_output(self) -> str:
        """Let others see; what came of it, in a line. Raises MattingError."""

    def stop_output(self) -> str:
        """Let others see nothing; what came of it, in a line. Raises MattingError."""

    def capture_plate(self) -> None:
        """Capture a new plate."""

    def set_backdrop(self, backdrop: str) -> None:
        """Change the backdrop. Raises MattingError."""

    def toggle_recording(self) -> str:
        """Start a recording, or finish it; which of them, in a line. Raises MattingError."""

    def toggle_recording_pause(self) -> str:
        """Leave out of the recording what happens from now on, or go on; in a line. Raises MattingError."""

    def take_still(self) -> str:
        """Save what others see as a picture; where, in a line. Raises MattingError."""

    def stop(self) -> None:
        """End live video."""


def execute(command: ControlCommand, target: Controllable, show: Callable[[], None] | None = None) -> str:
    """Do what a command asks for, or have it done.

    Args:
        show: brings the window to the front; None: there is none.

    Returns:
        The answer, in a line.

    Raises:
        MattingError: it cannot be done.
    """
    match command.verb:
        case ControlVerb.TOGGLE:
            paused = not target.is_paused
            target.pause(paused)
            return "paused" if paused else "live"
        case ControlVerb.START_OUTPUT:
            return target.start_output()
        case ControlVerb.STOP_OUTPUT:
            return target.stop_output()
        case ControlVerb.PLATE:
            target.capture_plate()
            return "taking a new plate: step out of the picture"
        case ControlVerb.BACKDROP:
            target.set_backdrop(command.argument)
            return f"the backdrop is {command.argument}"
        case ControlVerb.RECORD:
            return target.toggle_recording()
        case ControlVerb.RECORD_PAUSE:
            return target.toggle_recording_pause()
        case ControlVerb.STILL:
            return target.take_still()
        case ControlVerb.SHOW:
            if show is None:
                raise ControlError("the running matting-rt live has no window to show")
            show()
            return "here it is"
        case ControlVerb.STOP:
            target.stop()
            return "stopping"
