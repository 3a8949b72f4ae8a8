"""Times of a stream that start again in the middle, as where transport streams were joined."""

from fractions import Fraction

_JUMP_S = Fraction(3, 10)
"""Times that go back by less are a matter of order, or of a clock that drifts; clips that somebody joins are longer."""


class StreamTimes:
    """Lets the times of one stream go on where they start again."""

    def __init__(self, time_base: Fraction) -> None:
        """`time_base`: seconds in one unit of the times."""
        self._limit = round(_JUMP_S / time_base)
        self._end: int | None = None
        self._offset = 0

    @property
    def has_jumped(self) -> bool:
        """Whether they have started again."""
        return self._offset != 0

    def follow(self, time: int, duration: int) -> int:
        """The time of what comes next in the stream, counted on."""
        if self._end is not None and time + self._offset < self._end - self._limit:
            self._offset = self._end - time
        time += self._offset
        self._end = max(time + duration, self._end or time + duration)
        return time
