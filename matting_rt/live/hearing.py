"""A microphone while it is recorded: on a thread of its own, and never a reason for the recording to end."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from matting_rt.errors import SourceError
from matting_rt.lines import Line
from matting_rt.live.output import BackOff
from matting_rt.sound import SoundBlock
from matting_rt.sources.microphone import SoundSource
from matting_rt.threads.worker import Worker

log = logging.getLogger(__name__)

_POLL_S = 0.1
_CLOSE_LIMIT_S = 1.0
_LONGEST_BLOCKS = 3000
"""That are held for a recording that lags behind: a minute."""


class Hearing:
    """Opens a microphone when it starts, again and again where it is busy or unplugged, and closes it at `stop`."""

    def __init__(self, source: SoundSource, on_trouble: Callable[[str], None]) -> None:
        """`on_trouble` is called on this thread with a line when the microphone is not heard, and when it is again."""
        self._source, self._on_trouble = source, on_trouble
        self._blocks: deque[SoundBlock] = deque(maxlen=_LONGEST_BLOCKS)
        self._stopping = threading.Event()
        self._worker = Worker("microphone", self._listen, lambda worker: None)
        self.level = 0.0
        """Of what was heard last, see `SoundBlock.level`."""

    def start(self) -> None:
        self._worker.start()

    def stop(self) -> None:
        """Close the microphone; may be called twice."""
        self._stopping.set()
        self._worker.wait(_CLOSE_LIMIT_S)

    def take(self, until_s: float) -> list[SoundBlock]:
        """What was heard since the last call and before `until_s`."""
        taken = []
        while self._blocks and self._blocks[0].captured_s < until_s:
            taken.append(self._blocks.popleft())
        return taken

    def _listen(self) -> None:
        back_off, is_silent = BackOff(), False
        while not self._stopping.is_set():
            try:
                self._source.open()
                while not self._stopping.is_set():
                    block = self._source.read(_POLL_S)
                    if block is None:
                        continue
                    if is_silent:
                        is_silent = False
                        self._on_trouble(Line("the microphone is heard again"))
                    back_off.reset()
                    self._blocks.append(block)
                    self.level = block.level
            except SourceError as error:
                self.level = 0.0
                if not is_silent:
                    is_silent = True
                    self._on_trouble(Line("the recording goes on without sound: {reason}", reason=error.line))
                log.debug("the microphone: %s", error)
            finally:
                self._source.close()
            self._stopping.wait(back_off.next_s())
