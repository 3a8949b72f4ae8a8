"""A microphone that hears what it is told to, and what is to be found of that in a file."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np

from matting_rt.errors import SourceError
from matting_rt.sound import SOUND_RATE_HZ, SoundBlock
from matting_rt.sources.microphone import SoundSource

BLOCK = 960
LOUD = 20_000

Loudness: TypeAlias = Callable[[Any], Any]
"""Whether a tone is heard, at one moment or at each of an array."""


class HeardBeeps(SoundSource):
    """Hears a tone while `is_loud`; `fault` strikes before it is opened and before each block."""

    def __init__(self, is_loud: Loudness = lambda moments_s: False, fault: Callable[[], None] = lambda: None) -> None:
        """`is_loud` is asked for moments of `time.perf_counter`."""
        self.is_loud, self.fault = is_loud, fault
        self.is_open, self.opened = threading.Event(), 0
        self._next_s = 0.0

    def open(self) -> None:
        self.fault()
        self.opened += 1
        self.is_open.set()
        self._next_s = time.perf_counter()

    def read(self, limit_s: float) -> SoundBlock | None:
        self.fault()
        time.sleep(max(0.0, self._next_s + BLOCK / SOUND_RATE_HZ - time.perf_counter()))
        block = tone_block(self._next_s, self.is_loud)
        self._next_s = block.end_s
        return block

    def close(self) -> None:
        self.is_open.clear()


def tone_block(start_s: float, is_loud: Loudness, rate_hz: float = SOUND_RATE_HZ) -> SoundBlock:
    """What a microphone hears whose own clock counts `rate_hz` samples a second."""
    moments_s = start_s + np.arange(BLOCK) / rate_hz
    samples = LOUD * np.sin(2 * np.pi * 1000 * moments_s) * is_loud(moments_s)
    return SoundBlock(samples.astype(np.int16), start_s)


def no_sound() -> None:
    """What an unplugged microphone raises."""
    raise SourceError("the microphone was pulled out")


def loud_from(path: Path, apart_s: float = 0.3) -> list[float]:
    """When the sound of a file gets loud, each time after it was quiet for `apart_s`."""
    samples = read_sound(path)
    loud = np.flatnonzero(np.abs(samples) > 0.1) / SOUND_RATE_HZ
    return [float(moment_s) for moment_s in loud[np.diff(loud, prepend=-1.0) > apart_s]]


def brightness(path: Path) -> list[tuple[float, bool]]:
    """When each picture of a file is shown, and whether it is bright."""
    with av.open(str(path)) as container:
        return [
            (float(frame.time or 0.0), bool(frame.to_ndarray(format="gray").mean() > 128))
            for frame in container.decode(video=0)
        ]


def read_sound(path: Path) -> np.ndarray:
    """(n,) -1..1, from the time 0 on."""
    with av.open(str(path)) as container:
        frames = [*container.decode(audio=0)]
    start_s = float(frames[0].time or 0.0)
    samples = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    return np.concatenate([np.zeros(round(max(start_s, 0) * SOUND_RATE_HZ), np.float32), samples])


def durations_s(path: Path) -> tuple[float, float]:
    """Of picture and sound."""
    with av.open(str(path)) as container:
        times_s = [
            float(packet.pts * packet.time_base) for packet in container.demux(video=0) if packet.pts is not None
        ]
    return max(times_s), len(read_sound(path)) / SOUND_RATE_HZ
