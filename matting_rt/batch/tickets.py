"""Jobs of a list, shared out among programs on any number of computers by a folder that all of them see.

Each job has a folder of its own in it with one ticket, a file whose name says how the job stands: "waiting", "running"
and by whom, "done" or "failed". A program that takes a job renames its ticket, which one alone can do, on network file
systems too. While it has the job it touches the ticket; a ticket that nobody touches is that of a dead program, and
another one may take it over, again by renaming it.
"""

import json
import os
import secrets
import shutil
import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any

from matting_rt.errors import SinkError
from matting_rt.files import read_text, replacing
from matting_rt.unfinished_file import sink_error

BEAT_S, STALE_S = 10.0, 60.0
"""Between two touches of a ticket, and how long one is watched untouched before its program counts as dead."""
_POLL_S = 1.0
_RESULT = "result.json"


class TicketState(str, Enum):
    """How a job of a list stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


_STATES = frozenset(state.value for state in TicketState)


class Tickets:
    """The tickets of a list, for one program."""

    def __init__(
        self,
        folder: Path,
        names: Sequence[str],
        *,
        environment: Mapping[str, str] = os.environ,
        beat_s: float = BEAT_S,
        stale_s: float = STALE_S,
    ) -> None:
        """Make the folder and the tickets that are missing.

        Args:
            folder: seen by all that share the list.
            names: of the jobs, in the order in which they are taken.
            environment: in an array of Slurm, each task begins at another place of the list.

        Raises:
            SinkError: the folder cannot be written.
        """
        self._folder, self.names = folder, tuple(names)
        self._beat_s, self._stale_s = beat_s, stale_s
        self._slurm_job = environment.get("SLURM_JOB_ID", "")
        self.run = environment.get("SLURM_ARRAY_JOB_ID") or secrets.token_hex(4)
        """Of this program, or of the whole array: what has failed is tried once in it."""
        host, number = socket.gethostname().replace("~", "-"), secrets.token_hex(4)
        self._token = "~".join((host, str(os.getpid()), self._slurm_job, number))
        first = int(environment.get("SLURM_ARRAY_TASK_ID", "0")) * len(names)
        count = int(environment.get("SLURM_ARRAY_TASK_COUNT", "1"))
        shift = first // max(count, 1) % max(len(names), 1)
        self._order = (*self.names[shift:], *self.names[:shift])
        self._seen: dict[str, tuple[str, int, float]] = {}
        """Tickets of others: their names, when they were touched last, and since when they have been watched so."""
        self._beating: set[str] = set()
        """Jobs whose programs were seen alive."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in names:
                self._make(name)
        except OSError as error:
            raise sink_error(folder, error) from error

    def state(self, name: str) -> TicketState:
        return TicketState(self._ticket(name).name.split(".")[0])

    def result(self, name: str) -> dict[str, Any]:
        """What `finish` or `note` was given last; empty: nothing yet."""
        with suppress(OSError, ValueError, SinkError):
            result: dict[str, Any] = json.loads(read_text(self._folder / name / _RESULT))
            return result
        return {}

    def renew(self, name: str) -> None:
        """Have a job wait that is done or has failed."""
        ticket = self._ticket(name)
        if ticket.name in (TicketState.DONE.value, TicketState.FAILED.value):
            self._rename(name, ticket, TicketState.WAITING.value)

    def claim(self) -> str | None:
        """Take the next job that waits, or that a dead program had; None: none is left.

        Where others have jobs, it is watched whether they are alive; that may take `stale_s`.
        """
        while True:
            tickets = {name: self._ticket(name) for name in self._order}
            for name, ticket in tickets.items():
                if ticket.name == TicketState.WAITING.value and self._take(name, ticket):
                    return name
            others = {name: each for name, each in tickets.items() if each.name.startswith(TicketState.RUNNING.value)}
            for name, ticket in others.items():
                if self._is_dead(name, ticket) and self._take(name, ticket):
                    return name
            if others.keys() <= self._beating:
                return None
            time.sleep(min(_POLL_S, self._beat_s / 2))

    def hold(self, name: str) -> "Holding":
        """For as long as a job that was claimed is worked on: a context that touches its ticket."""
        return Holding(self._folder / name / self._running, self._beat_s)

    def finish(self, name: str, state: TicketState, result: Mapping[str, Any]) -> None:
        """Say what has become of a job that was claimed. Raises SinkError."""
        self.note(name, result)
        self._rename(name, self._folder / name / self._running, state.value)

    def note(self, name: str, result: Mapping[str, Any]) -> None:
        """Keep what is to be known of a job that was claimed, for `result`. Raises SinkError."""
        try:
            with replacing(self._folder / name / _RESULT) as part:
                part.write_text(json.dumps({**result, "run": self.run}, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise sink_error(self._folder, error) from error

    def release(self, name: str) -> None:
        """Have a job wait that was claimed and is not at its end."""
        self._rename(name, self._folder / name / self._running, TicketState.WAITING.value)

    @property
    def _running(self) -> str:
        return f"{TicketState.RUNNING.value}.{self._token}"

    def _make(self, name: str) -> None:
        """A folder with a ticket appears at once, or was there already: two programs may begin at the same time."""
        if (self._folder / name).is_dir():
            return
        made = self._folder / f".{name}.{self._token}"
        made.mkdir()
        (made / TicketState.WAITING.value).touch()
        try:
            made.rename(self._folder / name)
        except OSError:  # another program was first
            shutil.rmtree(made)

    def _ticket(self, name: str) -> Path:
        for _ in range(100):  # it may be renamed while the folder is read
            for path in (self._folder / name).iterdir():
                if path.name.split(".")[0] in _STATES:
                    return path
            time.sleep(0.01)
        raise SinkError("{folder} holds no ticket; remove it, and start again", folder=self._folder / name)

    def _take(self, name: str, ticket: Path) -> bool:
        return self._rename(name, ticket, self._running)

    def _rename(self, name: str, ticket: Path, to: str) -> bool:
        """Whether this program has renamed it; a server may carry it out and still lose the answer."""
        with suppress(FileNotFoundError):
            ticket.rename(self._folder / name / to)
        return (self._folder / name / to).exists() and not ticket.exists()

    def _is_dead(self, name: str, ticket: Path) -> bool:
        host, process, slurm_job, _ = ticket.name.split(".", 1)[1].split("~")
        if slurm_job and slurm_job == self._slurm_job:
            return True  # this very job, before it was queued again
        if host == self._token.split("~")[0] and not _is_alive(int(process)):
            return True
        try:
            with ticket.open("rb") as file:  # opened: the state of a file that is not may be an old one
                touched = os.fstat(file.fileno()).st_mtime_ns
        except FileNotFoundError:
            return False
        seen, now_s = self._seen.get(name), time.monotonic()
        if seen is None or seen[:2] != (ticket.name, touched):
            if seen is not None and seen[0] == ticket.name:
                self._beating.add(name)
            self._seen[name] = ticket.name, touched, now_s
            return False
        return now_s - seen[2] >= self._stale_s


class Holding:
    """Touches a ticket on a thread of its own."""

    def __init__(self, ticket: Path, beat_s: float) -> None:
        self._ticket, self._beat_s = ticket, beat_s
        self.is_lost = False
        """Whether another program has taken the job over: this one was taken for dead."""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="ticket", daemon=True)

    def __enter__(self) -> "Holding":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._ended.wait(self._beat_s):
            try:
                os.utime(self._ticket)
            except FileNotFoundError:
                self.is_lost = True
                return
            except OSError:  # a server that does not answer now
                continue


def _is_alive(process: int) -> bool:
    if sys.platform == "win32":  # where to ask is to end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
