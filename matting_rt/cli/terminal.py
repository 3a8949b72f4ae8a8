"""Keys without Enter and one line that is written over, where there is a terminal; plain lines where there is none."""

import logging
import os
import shutil
import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO

LINE_INTERVAL_S = 5.0
"""Between two lines where the output is no terminal."""


def tell(text: str, *, end: str = "\n", file: TextIO | None = None) -> None:
    """Print at once; nobody is there to read it once the terminal has been closed, and that is no reason to fail."""
    with suppress(OSError):
        print(text, end=end, file=file, flush=True)


class Terminal:
    """Reads single keys from stdin and shows a status line on stderr; restores the terminal when it is left."""

    def __init__(self) -> None:
        self._keys = _make_keys()
        self._shows_status = sys.stderr.isatty()
        self._status = ""
        self._loggers: list[logging.StreamHandler[Any]] = []
        """Log to stderr, and must not write into the status line."""
        self._next_line_s = time.perf_counter() + LINE_INTERVAL_S

    def key(self, limit_s: float) -> str | None:
        """The next key pressed within `limit_s`; None where none was, or where stdin is no terminal."""
        return self._keys.read(limit_s)

    @property
    def has_keys(self) -> bool:
        return not isinstance(self._keys, _NoKeys)

    def show(self, status: str) -> None:
        """Replace the status line; where there is no terminal, print it every few seconds."""
        if self._shows_status:
            self._status = status[: shutil.get_terminal_size().columns - 1]
            tell(f"\r\x1b[K{self._status}", end="", file=sys.stderr)
        elif time.perf_counter() >= self._next_line_s:
            self._next_line_s = time.perf_counter() + LINE_INTERVAL_S
            tell(status)

    def say(self, line: str) -> None:
        """Print a line that stays, above the status line."""
        if self._shows_status:
            tell("\r\x1b[K", end="", file=sys.stderr)
        tell(line)
        self.refresh()

    def refresh(self) -> None:
        """Show the status line again, after something else was printed where it was."""
        if self._shows_status and self._status:
            self.show(self._status)

    def __enter__(self) -> "Terminal":
        self._keys.open()
        if self._shows_status:
            self._loggers = [
                handler
                for handler in logging.getLogger().handlers
                if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr
            ]
            for handler in self._loggers:
                handler.setStream(_AboveStatus(self))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._keys.close()
        for handler in self._loggers:
            handler.setStream(sys.stderr)
        if self._shows_status:
            tell("\r\x1b[K", end="", file=sys.stderr)


class _AboveStatus:
    """Where log messages go while there is a status line."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def write(self, text: str) -> None:
        tell(f"\r\x1b[K{text}", end="", file=sys.stderr)
        self._terminal.refresh()

    def flush(self) -> None:
        """Nothing is kept back."""


class _NoKeys:
    """Where stdin is no terminal: waits, and has no key."""

    def open(self) -> None:
        """Nothing to change."""

    def read(self, limit_s: float) -> str | None:
        time.sleep(limit_s)
        return None

    def close(self) -> None:
        """Nothing to restore."""


class _PosixKeys(_NoKeys):
    """Turns off line buffering and echo; Ctrl-C still interrupts."""

    def open(self) -> None:
        import termios
        import tty

        self._settings: list[Any] = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)

    def read(self, limit_s: float) -> str | None:
        import select

        ready, _, _ = select.select([sys.stdin], [], [], limit_s)
        if not ready:
            return None
        # an arrow key sends several bytes at once, which are no key of ours
        sent = os.read(sys.stdin.fileno(), 16)
        if not sent:  # the terminal has gone
            time.sleep(limit_s)
        return sent.decode("ascii", "ignore") if len(sent) == 1 else None

    def close(self) -> None:
        import termios

        with suppress(termios.error):  # the terminal has gone
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._settings)


def _make_keys() -> _NoKeys:
    # Windows has no termios: there Ctrl-C and `matting-rt control` take the keys' place
    if sys.platform == "win32" or sys.stdin is None or not sys.stdin.isatty():
        return _NoKeys()
    return _NoKeys() if _is_in_background() else _PosixKeys()


def _is_in_background() -> bool:
    """Whether a shell runs this program as a background job, which it would stop for touching the terminal."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) != os.getpgrp()
    except OSError:  # it is not the terminal that controls this program: no shell can stop it
        return False
