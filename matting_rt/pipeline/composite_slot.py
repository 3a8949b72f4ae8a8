"""The composite that waits to be written: the newest, or the one that is about to come."""

import time

from matting_rt.pipeline.channel import Channel, Overflow
from matting_rt.sinks.base import MattedFrame

_PATIENCE = 0.5
"""Share of the output's interval that a write waits for a composite after its tick."""
_FORESIGHT = 0.4
"""A composite that should come within so much of the interval after the tick is waited for, and the one that is there
left out; less than the patience, because composites do not come to the millisecond."""


class CompositeSlot:
    """Between the matting thread, which puts, and the output thread, which takes once at every tick of its clock.

    A camera, a network and an output tick at their own times. If the output took what is there and never looked up, a
    composite that comes just after a tick would wait for nearly an interval, and as all of them come in step, every one
    would. So a tick without a composite waits for half an interval; and where one is there since the last tick and the
    next is due soon, the next is waited for. The clock does not move for that: each interval still has its one write.
    """

    def __init__(self, interval_s: float) -> None:
        """`interval_s`: from tick to tick."""
        self._interval_s = interval_s
        self._composites: Channel[MattedFrame] = Channel(1, Overflow.NEWEST_WINS)
        self._last_two_s = (0.0, 0.0)
        """When the last two composites came; replaced whole."""

    def put(self, composite: MattedFrame) -> None:
        """Hand over a new composite. Raises ChannelClosed."""
        self._last_two_s = (self._last_two_s[1], time.perf_counter())
        self._composites.put(composite)

    def take(self, tick_s: float) -> MattedFrame | None:
        """The composite to write at a tick, on the clock of `time.perf_counter`; None where none is new.

        Raises:
            ChannelClosed: the slot is closed and empty.
        """
        before_s, last_s = self._last_two_s
        present = self.take_present()
        next_s = last_s + (last_s - before_s)
        if present is not None and next_s > tick_s + _FORESIGHT * self._interval_s:
            return present
        try:
            return self._composites.get(max(0.0, tick_s + _PATIENCE * self._interval_s - time.perf_counter()))
        except TimeoutError:
            return present

    def take_present(self) -> MattedFrame | None:
        """What is there now; None where nothing is. Raises ChannelClosed."""
        try:
            return self._composites.get(timeout_s=0)
        except TimeoutError:
            return None

    def close(self) -> None:
        """Wake whoever waits; nothing can be put any more."""
        self._composites.close()
