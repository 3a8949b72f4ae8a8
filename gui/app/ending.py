"""How the program ends: told by a signal at any moment, and within seconds whatever hangs."""

import logging
import signal
import socket
import threading
from collections.abc import Callable

from PyQt6.QtCore import QObject, QSocketNotifier, pyqtSignal
from PyQt6.sip import voidptr

from matting_rt.ending import end_process
from matting_rt.live.recording import RECORDING_THREAD

log = logging.getLogger(__name__)

END_LIMIT_S = 3.0
"""From when the program is told to end; the system and the last lines need a moment too."""
RECORDING_LIMIT_S = 120.0
"""A slow disk may take longer: nothing may be lost then."""


class EndSignals(QObject):
    """SIGINT, SIGTERM and SIGHUP, as a signal of Qt on the GUI thread."""

    arrived = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        """From now on, until `close`."""
        super().__init__(parent)
        # Python runs its handlers between two instructions of its own. In Qt's event loop there are none, so that loop
        # is woken by what Python writes here as soon as a signal comes.
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(voidptr(self._ours.fileno()), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._wakeup_before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        numbers = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
        # one that is ignored stays so: nohup asks for that
        wanted = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, lambda *_: None) for number in wanted}

    def close(self) -> None:
        """Handle them as before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        for end in (self._ours, self._theirs):
            end.close()

    def _drain(self) -> None:
        log.info("ending because of signal %d", self._ours.recv(64)[0])
        self.arrived.emit()


def end_within(limit_s: float, leave: Callable[[], None]) -> threading.Timer:
    """End this process in `limit_s`, unless the timer that is returned is cancelled before.

    Args:
        leave: called before that, on the timer's thread: what must not be left undone.
    """
    timer = threading.Timer(limit_s, _give_up, (limit_s, leave))
    timer.name, timer.daemon = "end", True
    timer.start()
    return timer


def _give_up(limit_s: float, leave: Callable[[], None]) -> None:
    log.warning(
        "threads still running after %g s: %s", limit_s, ", ".join(thread.name for thread in threading.enumerate())
    )
    for thread in threading.enumerate():
        if thread.name == RECORDING_THREAD:
            thread.join(RECORDING_LIMIT_S)
    leave()
    end_process(0)
