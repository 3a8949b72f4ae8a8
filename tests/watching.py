"""Programs that are watched while they run: which internet sockets they open, and what they write where."""

import ctypes
import functools
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

OWN = "matting-rt"
"""The program's own folder in each of the user's."""
_USERS_FOLDERS = ("cache", "config", "data", "state", "runtime")
_DEVICES = ("/dev/null", "/dev/shm/", "/dev/tty", "/proc/self/")
_CALLS = "socket,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"


@dataclass(slots=True)
class Watched:
    """A program that runs, or ran, in a home of its own."""

    folder: Path
    """Holds that home, and all else that is the user's."""
    process: "subprocess.Popen[str]"
    internet: list[str] = field(default_factory=list)
    """What it did to reach the internet; known when it has ended."""
    strays: list[str] = field(default_factory=list)
    """What it wrote or made outside its own folders and TMPDIR; known when it has ended."""


def make_home(folder: Path) -> dict[str, str]:
    """A user's folders below `folder`, and the environment in which they are what a program finds."""
    for name in ("home", "tmp", *_USERS_FOLDERS):
        (folder / name).mkdir(mode=0o700)
    users = {f"XDG_{name.upper()}_HOME": str(folder / name) for name in _USERS_FOLDERS if name != "runtime"}
    # neither what would hide that something is sent, nor what measures the coverage of tests and writes its own files
    foreign = ("ORT_DISABLE_TELEMETRY", "DISPLAY", "COVERAGE_")
    known = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {
        **known,
        **users,
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "XDG_RUNTIME_DIR": str(folder / "runtime"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@contextmanager
def watched(
    command: Sequence[str], folder: Path, environment: dict[str, str], by_strace: bool | None = None
) -> Iterator[Watched]:
    """Run a program and its children, by `make_home`'s folder and environment; it must end within the context.

    Args:
        by_strace: None: where strace works. Without it, the first internet socket kills whoever opens it (SIGSYS), and
            only what is left in the user's folders afterwards is seen.
    """
    trace = Path(mkdtemp(dir=folder)) / "thread" if (can_strace() if by_strace is None else by_strace) else None
    before = set(_left(folder))
    process = subprocess.Popen(
        [*(_strace(trace) if trace else ()), *command],
        cwd=folder / "home",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=None if trace else _forbid_internet,
        start_new_session=True,
    )
    program = Watched(folder, process)
    try:
        yield program
        process.wait(60)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
    if trace:
        traces = trace.parent.iterdir()
        lines = [line for path in traces for line in path.read_text(errors="replace").splitlines()]
        program.internet = [line for line in lines if line.startswith(("socket(AF_INET,", "socket(AF_INET6,"))]
        program.strays = [path for path in _written(lines, folder / "home") if not _is_own(path, folder)]
    else:
        program.internet = ["killed by SIGSYS"] if process.returncode == -signal.SIGSYS else []
        program.strays = [path for path in _left(folder) if path not in before and not _is_own(path, folder)]


@functools.cache
def can_strace() -> bool:
    """It may be missing, older than --seccomp-bpf, or forbidden to look at processes."""
    if shutil.which("strace") is None:
        return False
    with TemporaryDirectory() as folder:
        return subprocess.run([*_strace(Path(folder) / "thread"), "true"], capture_output=True).returncode == 0


def _strace(trace: Path) -> list[str]:
    """Writes a file for each thread, where no call is torn in two by those of others.

    With a filter in the kernel, what is not watched runs at full speed; -y names what file descriptors are of.
    """
    options = ["-ff", "-qq", "-y", "--seccomp-bpf", "-s", "4096", "-e", f"trace={_CALLS}", "-e", "status=successful"]
    options += ["-e", "signal=none"]
    return ["strace", *options, "-o", str(trace), "--"]


def _written(lines: Sequence[str], start: Path) -> Iterator[str]:
    """The paths that calls opened for writing, or made; `start` is the folder that the program began in."""
    for call in lines:
        if call.startswith(("open", "creat")):
            opened = re.search(r" = \d+<(.*)>$", call)
            if opened and (call.startswith("creat") or re.search(r"O_WRONLY|O_RDWR|O_CREAT", call)):
                yield opened[1].removesuffix(" (deleted)").removesuffix("(deleted)")
        elif not call.startswith("socket"):
            # the last of its paths is the one that is made, by itself or in the folder before it
            folders = re.findall(r"(?:AT_FDCWD|\d+)<([^>]*)>", call)
            yield os.path.join(folders[-1] if folders else start, re.findall(r'"([^"]*)"', call)[-1])


def _left(folder: Path) -> Iterator[str]:
    for name in ("home", *_USERS_FOLDERS):
        for root, folders, files in os.walk(folder / name):
            yield from (os.path.join(root, entry) for entry in (*folders, *files))


def _is_own(path: str, folder: Path) -> bool:
    own = [folder / name / OWN for name in _USERS_FOLDERS]
    return path.startswith(_DEVICES) or any(Path(path).is_relative_to(place) for place in (*own, folder / "tmp"))


def _forbid_internet() -> None:
    """Have the kernel kill this process, and whatever it starts, at its first internet socket (seccomp(2))."""
    number = {"x86_64": 41, "aarch64": 198}[platform.machine()]
    load, equal, answer, kill, allow = 0x20, 0x15, 0x06, 0x80000000, 0x7FFF0000
    steps = [  # of struct seccomp_data: the call's number at 0, its first argument at 16
        (load, 0, 0, 0),
        (equal, 0, 4, number),
        (load, 0, 0, 16),
        (equal, 1, 0, 2),  # AF_INET
        (equal, 0, 1, 10),  # AF_INET6
        (answer, 0, 0, kill),
        (answer, 0, 0, allow),
    ]
    code = b"".join(
        step.to_bytes(2, sys.byteorder) + bytes([yes, no]) + value.to_bytes(4, sys.byteorder)
        for step, yes, no, value in steps
    )
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("count", ctypes.c_ushort), ("steps", ctypes.c_void_p))

    libc = ctypes.CDLL(None, use_errno=True)
    program = Program(len(steps), ctypes.addressof(buffer))
    no_new_privileges, set_filter = (38, 1, 0, 0, 0), (22, 2, ctypes.byref(program))
    for request in (no_new_privileges, set_filter):
        if libc.prctl(*request) != 0:
            raise OSError(ctypes.get_errno(), "seccomp is not to be had")
