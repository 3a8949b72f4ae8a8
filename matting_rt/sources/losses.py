"""Frames that a damaged video does not show, or only in part."""

from collections import Counter

from matting_rt.lines import Line, join

_REGULAR_SHARE = 0.8
"""Of the times between frames, so many must be alike before a longer one tells of frames that are missing."""
_ROUNDING = 0.25
"""How far times that are alike may be apart, in parts of them: containers round to milliseconds."""


class Losses:
    """Counts them for one pass over a video."""

    def __init__(self) -> None:
        self.undecodable = 0
        """Pieces of the file that gave no frame."""
        self.incomplete = 0
        """Frames that were shown as far as they could be decoded."""
        self.is_damaged = False
        """Whether the file itself says that something is lost."""
        self._gaps: Counter[int] = Counter()
        self._last_pts: int | None = None

    def show(self, pts: int) -> None:
        """A frame is shown at this time."""
        if self._last_pts is not None:
            self._gaps[pts - self._last_pts] += 1
        self._last_pts = pts

    @property
    def missing(self) -> int:
        """Frames that the times between the others leave room for, in a video that is known to be damaged."""
        if not (self.is_damaged or self.undecodable or self.incomplete):
            return 0
        return max(self.undecodable, self._missing_by_times())

    @property
    def counts(self) -> dict[str, int]:
        """For a report."""
        return {"missing": self.missing, "damaged": self.incomplete}

    @property
    def note(self) -> str | None:
        """A line for a person; None: nothing is lost."""
        parts: list[str] = []
        if self.incomplete:
            parts.append(
                Line("{count} damaged frames are shown as far as they could be decoded", count=self.incomplete)
            )
        if self.missing:
            parts.append(Line("{count} frames are missing", count=self.missing))
        return join(parts) or None

    def _missing_by_times(self) -> int:
        if not self._gaps:
            return 0
        ((step, _),) = self._gaps.most_common(1)
        alike = sum(count for gap, count in self._gaps.items() if abs(gap - step) <= _ROUNDING * step)
        if alike < _REGULAR_SHARE * self._gaps.total():
            return 0  # A variable frame rate.
        return sum(count * (round(gap / step) - 1) for gap, count in self._gaps.items() if gap > step)
