"""What the program logs: the last lines in memory for a report of a fault, all of it in a file of limited size."""

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from gui.look.language import line_of, tr

log = logging.getLogger(__name__)

LINES_KEPT = 300
FILE_NAME = "matting-rt.log"
_FILE_LIMIT_BYTES = 500_000
"""Of the file, and of the one before it."""
_FORMAT = "%(asctime)s %(levelname)s %(name)s [%(threadName)s]: %(message)s"
_LOGGERS = ("gui", "matting_rt")


class LogLines(logging.Handler):
    """Keeps the last lines. Fed and read from any thread."""

    def __init__(self, count: int = LINES_KEPT) -> None:
        super().__init__(logging.INFO)
        self._lines: deque[str] = deque(maxlen=count)
        self.setFormatter(logging.Formatter(_FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.extend(self.format(record).splitlines())
        except Exception:  # as every handler of logging: a line that cannot be formatted ends no thread
            self.handleError(record)

    @property
    def lines(self) -> tuple[str, ...]:
        """The oldest first."""
        return tuple(self._lines.copy())


class ProgramLog:
    """Between `open` and `close`, what the window and the engine log is kept."""

    def __init__(self, folder: Path) -> None:
        """`folder` gets the file; it is made where it is missing."""
        self.path = folder / FILE_NAME
        self.recent = LogLines()
        self._file: RotatingFileHandler | None = None
        self._hooks = (sys.excepthook, threading.excepthook)

    def open(self, tell: Callable[[str], None]) -> None:
        """Begin to keep lines; without a file where none can be written. Raises nothing.

        Args:
            tell: gets a line for the person when something raises that nobody had foreseen, on whichever thread. Qt
                would end the program for it.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = RotatingFileHandler(
                self.path, maxBytes=_FILE_LIMIT_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace"
            )
            self._file.setLevel(logging.INFO)
            self._file.setFormatter(logging.Formatter(_FORMAT))
        except OSError as error:
            log.warning("no log is kept in %s: %s", self.path, error.strerror)
        for handler in self._handlers:
            for name in _LOGGERS:
                logging.getLogger(name).addHandler(handler)

        def note(kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None) -> None:
            error = kind() if error is None else error
            log.error("internal error", exc_info=(kind, error, traceback))
            line = line_of(error)
            line = f"{line[:1].upper()}{line[1:]}"
            tell(tr("{error}. Details are in the log {path}").format(error=line, path=self.path))

        sys.excepthook = note
        threading.excepthook = lambda hooked: note(hooked.exc_type, hooked.exc_value, hooked.exc_traceback)

    def close(self) -> None:
        """Keep nothing more. May be called twice."""
        sys.excepthook, threading.excepthook = self._hooks
        for handler in self._handlers:
            for name in _LOGGERS:
                logging.getLogger(name).removeHandler(handler)
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def _handlers(self) -> tuple[logging.Handler, ...]:
        return (self.recent,) if self._file is None else (self.recent, self._file)
