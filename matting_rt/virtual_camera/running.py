"""Our script, as it is run: its plan without rights, its work as root."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from matting_rt.lines import Line
from matting_rt.virtual_camera.facts import AT_START, LOADED, OPTIONS
from matting_rt.virtual_camera.progress import Progress

SCRIPT = Path(__file__).with_name("virtual-camera.sh")
INSTALLED = Path("/usr/libexec/matting-rt/virtual-camera")
"""Where a package of a system puts the script; org.matting-rt.virtual-camera.policy says what is asked for it."""
_NAME = "matting-rt-virtual-camera"
"""What the script is called where its text is run."""
_INSTALLED_BY_US = "# installed: "
"""Before the name of the package, in the file that the script writes."""


def script_text() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def script_call(verb: str, installed: Path = INSTALLED) -> list[str]:
    """What is run as root.

    The script of a package is run where it lies: nobody but root can have changed it. One that lies among the user's
    own files could be exchanged between the question for a password and the start, and root may not even see it (an
    AppImage is mounted for its user alone), so its text is handed over: what runs is what was read, and can be shown.
    """
    text = script_text()
    if _is_roots_own(installed) and installed.read_text(encoding="utf-8") == text:
        return [str(installed), verb]
    return ["/bin/sh", "-c", text, _NAME, verb]


def plan_call() -> list[str]:
    """What says what would be done; it needs no rights."""
    return ["/bin/sh", "-c", script_text(), _NAME, "plan"]


def root_call(verb: str, has_terminal: bool) -> list[str]:
    """The same with whatever asks for the password; nothing does where this is root already."""
    call = script_call(verb)
    if os.geteuid() == 0:
        return call
    if has_terminal and shutil.which("sudo"):
        return ["sudo", *call]
    # without a terminal pkexec shall not ask on the one that the window was started from
    return ["pkexec", *call] if has_terminal else ["pkexec", "--disable-internal-agent", *call]


def watch(call: Sequence[str], on_line: Callable[[str], None]) -> int:
    """Run it, and hand on what it says line by line; gives its exit status.

    Raises:
        FileNotFoundError: there is no such program.
    """
    with subprocess.Popen(
        call, stdin=None if sys.stdin and sys.stdin.isatty() else subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            on_line(line.rstrip("\n"))
    return process.returncode


def plan() -> Progress:
    """What setting up would do here, or why it cannot; nothing is changed."""
    progress = Progress()
    progress.end(watch(plan_call(), progress.hear))
    return progress


def undo_plan(root: Path = Path("/")) -> Progress:
    """The same for undoing it."""
    progress = Progress()
    at_start = root / AT_START
    if not at_start.exists():
        return progress
    marked = [line for line in at_start.read_text(encoding="utf-8").splitlines() if line.startswith(_INSTALLED_BY_US)]
    if (root / LOADED).exists():
        progress.plan.append(Line("unload the module"))
    progress.plan += [Line("remove the package {name}", name=line.removeprefix(_INSTALLED_BY_US)) for line in marked]
    progress.plan += [
        Line("remove {path}", path=Path("/") / each) for each in (OPTIONS, AT_START) if (root / each).exists()
    ]
    return progress


def _is_roots_own(path: Path) -> bool:
    """Whether nobody but root can change it, or put something else in its place."""
    try:
        facts = [each.stat() for each in (path, *path.parents)]
    except OSError:
        return False
    return all(each.st_uid == 0 and not each.st_mode & (stat.S_IWGRP | stat.S_IWOTH) for each in facts)
