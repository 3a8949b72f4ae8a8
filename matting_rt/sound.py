"""Sound on its way from a microphone into a file: the small immutable values that flow."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.int16]
"""(n,) of one channel."""

SOUND_RATE_HZ = 48_000
"""Of every block; microphones with another are converted by the sound server."""

_QUIETEST_DB = -60.0
"""From here down the level is 0: what a good microphone hears in a quiet room."""


@dataclass(frozen=True, slots=True, eq=False)
class SoundBlock:
    """Some hundredths of a second of what a microphone hears."""

    samples: Samples
    captured_s: float
    """When the first of them was heard, on the clock of `time.perf_counter`, as frames have it."""

    @property
    def end_s(self) -> float:
        return self.captured_s + len(self.samples) / SOUND_RATE_HZ

    def between(self, start_s: float, end_s: float) -> "SoundBlock":
        """The part that was heard from `start_s` on and before `end_s`; perhaps nothing."""
        first = max(0, round((start_s - self.captured_s) * SOUND_RATE_HZ))
        last = max(first, round((end_s - self.captured_s) * SOUND_RATE_HZ))
        return SoundBlock(self.samples[first:last], self.captured_s + first / SOUND_RATE_HZ)

    @property
    def level(self) -> float:
        """Of its loudest sample, 0 (-60 dB and less) to 1 (as loud as can be stored)."""
        peak = int(np.abs(self.samples.astype(np.int32)).max(initial=0))
        if not peak:
            return 0.0
        return float(np.clip(1 - 20 * np.log10(peak / 32768) / _QUIETEST_DB, 0, 1))


def silence(start_s: float, end_s: float) -> SoundBlock:
    """Where nothing was heard."""
    return SoundBlock(np.zeros(max(0, round((end_s - start_s) * SOUND_RATE_HZ)), np.int16), start_s)
