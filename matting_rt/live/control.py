"""Telling a running program what to do, over a Unix socket that only its user can reach.

A command is one line, a verb and perhaps an argument; the answer is one line, "ok" or "error" and a text. A desktop's
keyboard shortcut runs `matting-rt control toggle`, which works where no program may grab keys (Wayland).
"""

import contextlib
import logging
import os
import selectors
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from matting_rt.errors import AlreadyRunningError, ControlError, MattingError, line_of
from matting_rt.files import user_runtime_folder
from matting_rt.lines import Line
from matting_rt.live.commands import ControlCommand

log = logging.getLogger(__name__)

LIMIT_BYTES = 8192
"""Of a line: the longest path of Linux has 4096."""
_PATH_LIMIT_BYTES = 103
"""Of a socket's path: 107 on Linux, 103 on macOS."""
_CLIENT_LIMIT_S = 1.0
"""A client that has not sent its line by then is hung up on."""
_CLOSE_LIMIT_S = 1.0
_PEER = struct.Struct("3i")
"""struct ucred of Linux: pid, uid, gid."""


def control_path() -> Path:
    """Where this user's running program listens; need not exist."""
    return user_runtime_folder() / "control.sock"


@dataclass(frozen=True, slots=True)
class _Listening:
    """What there is while a server listens."""

    thread: threading.Thread
    waker: socket.socket
    """A byte sent here ends the thread."""
    resources: contextlib.ExitStack


class ControlServer:
    """Listens while it is open, and hands each command to `handle` on its own thread, named "control"."""

    def __init__(
        self, handle: Callable[[ControlCommand], str], path: Path | None = None, lock: Path | None = None
    ) -> None:
        """
        Args:
            handle: does what it is told, or has it done, within a second, and returns a line for the person who asked.
                A `MattingError` becomes the answer. It must not close the server: that would wait for itself.
            path: of the socket; `control_path()` by default.
            lock: the file that says that there is such a program, and of which process; beside the socket by default.
        """
        self._handle = handle
        self._path = path or control_path()
        self._lock = lock or self._path.with_suffix(".lock")
        self._listening: _Listening | None = None

    def open(self) -> None:
        """Listen. A socket that a dead program left behind is replaced.

        Raises:
            AlreadyRunningError: another program of this user listens.
            ControlError: the socket cannot be made; nothing is left open.
        """
        path = self._path
        _require_sockets(path)
        with contextlib.ExitStack() as stack:
            try:
                _own_folder(path.parent)
                stack.enter_context(_hold(self._lock))
                listener = stack.enter_context(socket.socket(socket.AF_UNIX))
                path.unlink(missing_ok=True)
                listener.bind(str(path))
                stack.callback(path.unlink, missing_ok=True)
                path.chmod(0o600)
                listener.listen(4)
                listener.setblocking(False)
            except OSError as error:
                raise ControlError("cannot listen on {path}: {reason}", path=path, reason=error.strerror) from error
            waker, woken = (stack.enter_context(end) for end in socket.socketpair())
            thread = threading.Thread(
                target=self._serve, args=(listener, woken, os.geteuid()), name="control", daemon=True
            )
            thread.start()
            self._listening = _Listening(thread, waker, stack.pop_all())

    def close(self) -> None:
        """Stop listening, and wait for the thread, though not for ever; may be called twice."""
        listening = self._listening
        if listening is None:
            return
        listening.waker.send(b"!")
        listening.thread.join(_CLOSE_LIMIT_S)
        if not listening.thread.is_alive():  # else its command hangs, and all of it is left to the end of the program
            listening.resources.close()
            self._listening = None

    def __enter__(self) -> "ControlServer":
        self.open()
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _serve(self, listener: socket.socket, woken: socket.socket, uid: int) -> None:
        while _wait(listener, woken, None):
            # A client may be gone before it is answered; the next one is not the worse for it.
            with contextlib.suppress(OSError), listener.accept()[0] as client:
                client.setblocking(False)
                if _is_of(uid, client):
                    self._answer(client, woken)

    def _answer(self, client: socket.socket, woken: socket.socket) -> None:
        deadline_s = time.monotonic() + _CLIENT_LIMIT_S
        content = b""
        while b"\n" not in content and len(content) <= LIMIT_BYTES:
            if not _wait(client, woken, deadline_s):
                return
            received = client.recv(LIMIT_BYTES)
            if not received:
                return
            content += received
        answer = _one_line(self._reply(content)).encode("utf-8", "replace")
        client.send(answer)  # fits into the socket's buffer; also where the command has been to end the program

    def _reply(self, content: bytes) -> str:
        line, end, _ = content.partition(b"\n")
        if not end or len(line) > LIMIT_BYTES:
            return f"error the line is longer than {LIMIT_BYTES} bytes"
        try:
            return f"ok {self._handle(ControlCommand.parse(line.decode('utf-8')))}"
        except UnicodeDecodeError:
            return "error the line is not UTF-8"
        except MattingError as error:
            return f"error {line_of(error)}"
        except Exception as error:  # a command that fails must not end the program's remote control
            log.exception("a command of the control socket failed")
            return f"error {line_of(error)}"


def _wait(end: socket.socket, woken: socket.socket, deadline_s: float | None) -> bool:
    """Wait until `end` can be read; False where the server is to close, which `woken` says, or the deadline is over."""
    with selectors.DefaultSelector() as selector:
        selector.register(end, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        limit_s = None if deadline_s is None else max(deadline_s - time.monotonic(), 0)
        ready = [key.fileobj for key, _ in selector.select(limit_s)]
    return end in ready and woken not in ready


def send_command(command: ControlCommand, path: Path | None = None, limit_s: float = 5.0) -> str:
    """Tell the running program of this user something and return its answer.

    Raises:
        ControlError: none is running, it does not answer within `limit_s`, or it refuses; the message is its own.
    """
    path = path or control_path()
    _require_sockets(path)
    if "\n" in str(command) or len(str(command).encode("utf-8", "surrogateescape")) > LIMIT_BYTES:
        raise ControlError("a command is one line of at most {limit} bytes; give a shorter one", limit=LIMIT_BYTES)
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(limit_s)
            client.connect(str(path))
            client.sendall(f"{command}\n".encode("utf-8", "surrogateescape"))
            with client.makefile("rb") as stream:
                answer = stream.readline(LIMIT_BYTES + 64).decode("utf-8", "replace").strip()
    except (FileNotFoundError, ConnectionRefusedError):
        raise ControlError("Matting RT is not running; start it with: matting-rt live ...") from None
    except TimeoutError:
        raise ControlError(
            "the running Matting RT does not answer within {limit:g} s; try again", limit=limit_s
        ) from None
    except OSError as error:
        raise ControlError(
            "cannot talk to the running Matting RT at {path}: {reason}", path=path, reason=error.strerror
        ) from error
    word, _, text = answer.partition(" ")
    if word != "ok":
        refusal = text or Line("the running Matting RT hung up without an answer; try again")
        raise ControlError("{refusal}", refusal=refusal)
    return text


def is_stale(path: Path) -> bool:
    """Whether a program that is gone has left its socket at `path`."""
    if not hasattr(socket, "AF_UNIX") or not path.is_socket():
        return False
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1.0)
        try:
            client.connect(str(path))
        except ConnectionRefusedError:
            return True
        except OSError:
            return False
    return False


def _require_sockets(path: Path) -> None:
    if sys.platform == "win32" or not hasattr(socket, "AF_UNIX"):
        raise ControlError("the control socket is not on this system yet; use the keys q, b and space in its terminal")
    if len(os.fsencode(path)) > _PATH_LIMIT_BYTES:
        raise ControlError("{path} is too long for a socket; set XDG_RUNTIME_DIR to a shorter path", path=path)


def _own_folder(folder: Path) -> None:
    """Make the socket's folder, or see that it is ours alone. Raises ControlError, OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise ControlError(
            "{folder} belongs to somebody else; remove it, or set XDG_RUNTIME_DIR to a folder of yours", folder=folder
        )
    folder.chmod(0o700)


def _hold(lock: Path) -> IO[bytes]:
    """Held while a program listens; the kernel lets go of it however the program ends."""
    import fcntl

    file = lock.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise AlreadyRunningError("Matting RT is already running; end it with: matting-rt control stop") from None
    except OSError:
        file.close()
        raise
    file.truncate(0)
    file.write(f"{os.getpid()}\n".encode())
    file.flush()
    return file


def _is_of(uid: int, client: socket.socket) -> bool:
    """Whether the other end belongs to the user `uid`. Where the kernel does not tell, the folder's mode has to do."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    _, peer_uid, _ = _PEER.unpack(client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
    return bool(peer_uid == uid)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LIMIT_BYTES] + "\n"
