"""What `virtual-camera.sh` says while it runs, as words for a person: its plan, its steps, and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from matting_rt.lines import Line
from matting_rt.virtual_camera.commands import own_command
from matting_rt.virtual_camera.conditions import CONTAINER, secure_boot
from matting_rt.virtual_camera.facts import AT_START

_DENIED, _NOT_ASKED = 126, 127
"""Exit statuses of pkexec: the person dismissed the question; it was not answered, or there was nobody to ask."""
_MANAGERS = {
    "apt-get": Line("look whether its package sources hold Debian's main or Ubuntu's universe"),
    "dnf": Line(
        "Fedora has it in RPM Fusion (free), which rpmfusion.org/Configuration explains; add that and try again"
    ),
    "pacman": Line("bring the system up to date (sudo pacman -Syu), restart and try again"),
    "zypper": Line("add the repository that software.opensuse.org/package/v4l2loopback names, and try again"),
}
"""By the package manager: what to do where it does not know the module."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nothing came of it, and what to do, in a line."""

    text: str
    command: str | None = None
    """In a terminal."""
    is_last_step: bool = False
    """Whether all is done but this."""


@dataclass(slots=True)
class Progress:
    """Of one run of the script, from its lines."""

    plan: list[str] = field(default_factory=list)
    """What will be done, in a line each."""
    warnings: list[str] = field(default_factory=list)
    """What to know before."""
    step: str = ""
    """What is being done."""
    log: list[str] = field(default_factory=list)
    """What programs said."""
    failure: Failure | None = None
    device: str = ""
    """The virtual camera that there is now."""
    is_removed: bool = False

    def hear(self, line: str) -> None:
        """A line of the script."""
        word, *rest = line[1:].split(" ") if line.startswith("@") else [""]
        match word:
            case "plan":
                self._note_plan(*rest)
            case "step":
                self.step = _step(*rest)
            case "failed":
                self.failure = _failure(*rest)
            case "ready":
                self.device = rest[0]
            case "removed":
                self.is_removed = True
            case _:
                self.log.append(line)

    def end(self, status: int) -> None:
        """The script, or what should have run it, ended with this exit status."""
        if self.failure is not None or self.device or self.is_removed:
            return
        if status == _DENIED:
            self.failure = Failure(Line("the permission was not given; nothing was changed"))
        elif status == _NOT_ASKED:
            said = " ".join(self.log)
            self.failure = unasked() if "agent" in said else Failure(_NOT_ALLOWED, own_command("set-up"))
        elif status != 0:
            self.failure = Failure(Line("it ended unexpectedly (exit status {status})", status=status))

    def _note_plan(self, what: str, *rest: str) -> None:
        match what:
            case "install":
                manager, *packages = rest
                names = ", ".join(packages)
                self.plan.append(Line("install {packages} with {manager}", packages=names, manager=manager))
            case "write":
                is_start = Path(rest[0]) == Path("/") / AT_START
                self.plan.append((_write_at_start if is_start else _write_options)(rest[0]))
            case "keep":
                self.plan.append(Line("leave {path} as it is, which has options of the module already", path=rest[0]))
            case "load":
                self.plan.append(Line("load the module now"))
            case "reload":
                self.plan.append(Line("load the module again, with these options"))
            case "secure-boot":
                self.warnings.append(_SECURE_BOOT)


def unasked() -> Failure:
    """There is no pkexec, or nothing that shows its question."""
    text = Line("this desktop cannot ask for the password (polkit); run this in a terminal instead")
    return Failure(text, own_command("set-up"))


_NOT_ALLOWED = Line("the system did not give the permission; this asks for it in a terminal")
_SECURE_BOOT = Line(
    "Secure Boot is on: the module is signed here with a key that the firmware does not know at first. At the end a "
    "command enrols that key, with a password of your choice, and after a restart the blue menu asks for it"
)


def _write_options(path: str) -> str:
    return Line("write {path}: its options, so that browsers see the camera", path=path)


def _write_at_start(path: str) -> str:
    return Line("write {path}: it is loaded whenever the computer starts", path=path)


def _step(name: str, *rest: str) -> str:
    match name:
        case "install":
            return Line("Installing the module with {manager} …", manager=rest[0])
        case "remove":
            return Line("Removing {package} …", package=rest[0])
        case _:
            return _STEPS[name]


_STEPS = {
    "build": Line("Building the module for this kernel …"),
    "write": Line("Writing the two files …"),
    "load": Line("Loading the module …"),
    "unload": Line("Unloading the module …"),
    "take-back": Line("Taking back what was begun …"),
}


def _failure(reason: str, *rest: str) -> Failure:
    if reason == "secure-boot":
        key = " ".join(rest)
        return Failure(*secure_boot(Path(key) if key else None), is_last_step=bool(key))
    if reason == "no-package":
        advice = _MANAGERS[rest[0]]
        return Failure(
            Line("no package of v4l2loopback is known to {manager}: {advice}", manager=rest[0], advice=advice)
        )
    if reason == "packages":
        text = Line("the package manager {manager} failed; the details say why. Nothing was changed", manager=rest[0])
        return Failure(text)
    text, command = _FAILURES[reason]
    return Failure(text, command() if callable(command) else command)


_FAILURES: dict[str, tuple[Line, str | Callable[[], str] | None]] = {
    "not-root": (Line("only root may do that; run this in a terminal"), lambda: own_command("set-up")),
    "restart-first": (Line("the kernel was updated: restart the computer, and set the virtual camera up then"), None),
    "no-kernel": (CONTAINER, None),
    "in-use": (
        Line("a program has the virtual camera open: close it (a meeting, a browser, OBS), and try again"),
        None,
    ),
    "no-manager": (
        Line(
            "this system has none of apt, dnf, pacman and zypper: install the kernel module v4l2loopback by its own way"
        ),
        None,
    ),
    "read-only-system": (
        Line("packages are layered on this system (rpm-ostree): add the module so, restart, and set it up again"),
        "rpm-ostree install akmod-v4l2loopback",
    ),
    "locked": (Line("another program is installing packages: wait until it has ended, and try again"), None),
    "broken": (Line("an earlier installation was interrupted: finish that first"), "sudo dpkg --configure -a"),
    "disk-full": (Line("the disk is full: make some place, and try again; nothing was changed"), None),
    "no-internet": (Line("the packages could not be fetched: is there a connection? Nothing was changed"), None),
    "no-headers": (
        Line("there are no headers for the kernel that runs: bring the system up to date, restart, and try again"),
        None,
    ),
    "outdated": (
        Line("the package lists are older than what there is: bring the system up to date, restart, and try again"),
        None,
    ),
    "build": (
        Line("the module could not be built for this kernel; the details say why. Nothing was changed"),
        None,
    ),
    "load": (Line("the module was built, but cannot be loaded; the details say why. Nothing was changed"), None),
    "no-device": (Line("the module was loaded, but there is no device; restart the computer, and try again"), None),
}
"""By the reason that the script gives: what is said, and a command for a terminal."""
