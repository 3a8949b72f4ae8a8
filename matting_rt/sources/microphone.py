"""Microphones: which there are, and what one of them hears, with the moments at which it was heard."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matting_rt.errors import SourceError, SourceNotFoundError
from matting_rt.sound import SOUND_RATE_HZ, Samples, SoundBlock
from matting_rt.sources.pulse import PulseConnection, PulseStream
from matting_rt.specs import DEFAULT_MICROPHONE

_SMOOTHING = 0.02
"""Share of a block's own measured time in what is taken for it: a sound server tells it to some milliseconds, and
sample counts tell it to microseconds, but of a clock that may run 0.1 % fast."""
_JUMP_S = 0.1
"""From this far on sound was lost, and it is no matter of clocks."""
_AGREEMENT_S = 0.004
_AGREEING_BLOCKS = 4
_LONGEST_WAIT_S = 1.0


@dataclass(frozen=True, slots=True)
class MicrophoneInfo:
    """A microphone that is connected now."""

    stable_id: str
    """Names the same one after it was plugged in again or the computer was started again."""
    name: str
    """As people read it."""

    def __str__(self) -> str:
        return self.name


def list_microphones() -> tuple[MicrophoneInfo, ...]:
    """Those that are connected now. Raises SourceError: there is no sound server."""
    _require_linux()
    connection = PulseConnection()
    try:
        return tuple(MicrophoneInfo(source.name, source.description) for source in connection.list_sources())
    finally:
        connection.close()


def find_microphone(microphones: Sequence[MicrophoneInfo], wanted: str) -> MicrophoneInfo:
    """The one whose id it is, or whose name alone contains it.

    Raises:
        SourceNotFoundError: none, or several.
    """
    for microphone in microphones:
        if wanted == microphone.stable_id:
            return microphone
    found = [microphone for microphone in microphones if wanted.casefold() in microphone.name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(microphone.stable_id for microphone in found)
        raise SourceNotFoundError("{wanted} may be any of {names}; give one of these", wanted=wanted, names=names)
    raise SourceNotFoundError(
        "the microphone {wanted} is not connected; matting-rt devices lists those that are", wanted=wanted
    )


class SoundSource(ABC):
    """What sound comes from. One thread opens, reads and closes it, and perhaps opens it again."""

    @abstractmethod
    def open(self) -> None:
        """Raises SourceError: it cannot be opened, and nothing is left open."""

    @abstractmethod
    def read(self, limit_s: float) -> SoundBlock | None:
        """The next block, waiting for it for `limit_s` at most; None: not yet. Raises SourceError: it is gone."""

    @abstractmethod
    def close(self) -> None:
        """Stop listening. May be called twice."""


class Microphone(SoundSource):
    """One of the computer's microphones."""

    def __init__(self, wanted: str) -> None:
        """
        Args:
            wanted: see `find_microphone`, or `DEFAULT_MICROPHONE`: the one that is the desktop's default when it is
                opened.
        """
        self._wanted = wanted
        self._connection: PulseConnection | None = None
        self._stream: PulseStream | None = None
        self._clock = SampleClock()

    def open(self) -> None:
        _require_linux()
        self._clock = SampleClock()
        try:
            self._connection = PulseConnection()
            source = None
            if self._wanted != DEFAULT_MICROPHONE:
                known = [MicrophoneInfo(*source) for source in self._connection.list_sources()]
                source = find_microphone(known, self._wanted).stable_id
            self._stream = self._connection.open_stream(source)
        except BaseException:
            self.close()
            raise

    def read(self, limit_s: float) -> SoundBlock | None:
        assert self._stream is not None, "open() comes first"
        block = self._stream.read(limit_s)
        return None if block is None else self._clock.place(block)

    def close(self) -> None:
        stream, self._stream = self._stream, None
        connection, self._connection = self._connection, None
        if stream is not None:
            stream.close()
        if connection is not None:
            connection.close()


class SampleClock:
    """When each block was heard, without the jitter of the moments at which it came.

    A sound server takes some tenths of a second to find out how old sound is. What comes until it says the same for
    several blocks is held back, and then placed before them.
    """

    def __init__(self) -> None:
        self._next_s = 0.0
        """When the next block should have been heard, by the samples before it."""
        self._settled = self._agreeing = 0
        """Blocks since the server knows, and blocks of which it said the same before that."""
        self._waiting: list[Samples] = []

    def place(self, block: SoundBlock) -> SoundBlock | None:
        """The block with its moment corrected, in their order; None: it is held back, and comes with a later one."""
        error_s = block.captured_s - self._next_s
        if not self._settled or abs(error_s) > _JUMP_S:
            return self._settle(block, error_s)
        self._settled += 1
        placed = SoundBlock(block.samples, self._next_s + error_s * max(_SMOOTHING, 1 / self._settled))
        self._next_s = placed.end_s
        return placed

    def _settle(self, block: SoundBlock, error_s: float) -> SoundBlock | None:
        self._settled, self._next_s = 0, block.end_s
        self._agreeing = self._agreeing + 1 if abs(error_s) < _AGREEMENT_S else 0
        self._waiting.append(block.samples)
        samples = np.concatenate(self._waiting)
        if self._agreeing < _AGREEING_BLOCKS and len(samples) < _LONGEST_WAIT_S * SOUND_RATE_HZ:
            return None
        self._settled, self._agreeing = 1, 0
        self._waiting.clear()
        return SoundBlock(samples, block.end_s - len(samples) / SOUND_RATE_HZ)


def _require_linux() -> None:
    if sys.platform != "linux":
        raise SourceError("sound is recorded on Linux only so far; record without a microphone")
