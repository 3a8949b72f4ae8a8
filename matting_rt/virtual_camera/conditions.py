"""What keeps other programs from seeing us, in words, and what to do about it: for command line, window and doctor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from matting_rt.lines import Line
from matting_rt.virtual_camera.commands import own_command, reload_command
from matting_rt.virtual_camera.facts import Facts

CONTAINER = Line("this is a container, without a kernel of its own: set it up on the computer that runs it")


class Camera(Protocol):
    """A virtual camera that is there."""

    @property
    def path(self) -> str: ...
    @property
    def state(self) -> str:
        """free, busy or forbidden."""

    @property
    def holders(self) -> tuple[str, ...]: ...


class Remedy(Enum):
    """What helps."""

    SET_UP = "set up"
    """Our own script, from the window or by its command."""
    COMMAND = "command"
    """Another command, in a terminal."""
    NONE = "none"
    """The text says what to do."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that keeps others from seeing us, or will."""

    text: str
    remedy: Remedy
    command: str | None
    """In a terminal; None where none helps."""
    is_missing: bool
    """Whether there is no virtual camera at all."""


def judge(facts: Facts, cameras: Sequence[Camera], root: Path = Path("/")) -> Iterator[Condition]:
    """What there is to say of the virtual cameras of Linux; nothing where all is well.

    Args:
        root: where dev and sys lie.
    """
    for camera in cameras:
        if camera.state == "busy":
            who = ", ".join(camera.holders) or Line("a program of another user, or it is stuck")
            text = Line("{path} is in use ({who}); close that, or reload the module", path=camera.path, who=who)
            yield Condition(text, Remedy.COMMAND, reload_command(root=root), is_missing=False)
    if not cameras:
        yield _without_camera(facts)
        return
    if not facts.is_seen_by_browsers and facts.other_options is not None:
        text = Line(
            "browsers do not see the virtual camera: {path} says nothing of exclusive_caps=1; add it there, and reload",
            path=_below(root, facts.other_options),
        )
        reload = "sudo modprobe -r v4l2loopback && sudo modprobe v4l2loopback"
        yield Condition(text, Remedy.COMMAND, reload, is_missing=False)
    elif not facts.is_seen_by_browsers:
        yield _set_up(
            Line("browsers do not see the virtual camera: v4l2loopback was loaded without exclusive_caps=1"),
            is_missing=False,
        )
    if facts.is_loaded and not facts.is_loaded_at_start:
        yield _set_up(Line("the virtual camera is there until the computer is restarted"), is_missing=False)


def say_missing(facts: Facts) -> str:
    """That there is no virtual camera, and what helps, in a line for who asked for one."""
    found = _without_camera(facts)
    if found.remedy is Remedy.SET_UP:
        return Line("{text}; set it up: {command}", text=found.text, command=found.command)
    return found.text if found.command is None else Line("{text}: {command}", text=found.text, command=found.command)


def say_choice(facts: Facts) -> str:
    """What to do where the one that was asked for cannot be used, as the end of a line."""
    found = _without_camera(facts)
    if found.remedy is Remedy.SET_UP:
        return Line("choose another, or set one up: {command}", command=found.command)
    return Line("choose another")


def _without_camera(facts: Facts) -> Condition:
    if facts.is_loaded:
        return _set_up(Line("there is no virtual camera: v4l2loopback is loaded, but has no device"))
    if not facts.has_kernel:
        return Condition(
            Line("there is no virtual camera; {reason}", reason=CONTAINER), Remedy.NONE, None, is_missing=True
        )
    if not facts.is_kernel_current:
        text = Line("there is no virtual camera, and the kernel was updated: restart the computer first")
        return Condition(text, Remedy.NONE, None, is_missing=True)
    if facts.is_installed and facts.is_ours and facts.has_secure_boot:
        reason, command = secure_boot(facts.signing_key)
        return Condition(reason, Remedy.COMMAND, command, is_missing=True)
    if facts.is_installed:
        return _set_up(Line("there is no virtual camera: v4l2loopback is not loaded"))
    if facts.has_source:
        text = Line("there is no virtual camera: v4l2loopback is not built for the kernel {name}", name=facts.release)
        return _set_up(text)
    return _set_up(Line("there is no virtual camera: the kernel module v4l2loopback is not installed"))


def secure_boot(key: Path | None) -> tuple[str, str | None]:
    """What is said where the firmware does not know the key of the module that was built here, and a command for it."""
    if key is None:
        return Line(
            "Secure Boot does not let v4l2loopback in: it is not signed. Switch Secure Boot off to use it"
        ), None
    text = Line(
        "Secure Boot does not know the key of v4l2loopback yet: enrol it with a password of your choice, restart, and "
        "choose “Enroll MOK” in the blue menu; the virtual camera is there from then on"
    )
    return text, f"sudo mokutil --import {key}"


def _set_up(text: str, is_missing: bool = True) -> Condition:
    return Condition(text, Remedy.SET_UP, own_command("set-up"), is_missing)


def _below(root: Path, path: Path) -> Path:
    return Path("/") / path.relative_to(root)
