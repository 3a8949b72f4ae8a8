"""The few sounds of the program, made of sines when they are first wanted, and played by what the system has for that.

Not by QtMultimedia: it brings an FFmpeg of its own beside the one that reads videos, and loading it while the engine is
loaded on another thread was seen to hang.
"""

import math
import shutil
import struct
import sys
import wave
from enum import Enum
from pathlib import Path

from PyQt6.QtCore import QObject, QProcess, QTemporaryDir

_PLAYERS = ("pw-play", "paplay", "aplay", "afplay")
"""Programs that play a file: of PipeWire, PulseAudio, ALSA and macOS."""
_RATE_HZ = 22_050
_FADE_S = 0.008
"""Without it, every tone would begin and end with a click."""
_LOUDNESS = 0.35


class Sound(Enum):
    """What is heard: tones one after another, each a pitch in Hz and a length in seconds."""

    TICK = ((880.0, 0.06),)
    DONE = ((660.0, 0.12), (990.0, 0.22))
    FAILED = ((440.0, 0.16), (330.0, 0.26))


class Sounds(QObject):
    """Plays them without waiting; on a computer that has nothing to play them with, nothing happens."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = next(filter(None, map(shutil.which, _PLAYERS)), None)
        self._folder = QTemporaryDir()

    def play(self, sound: Sound) -> None:
        path = Path(self._folder.filePath(f"{sound.name.lower()}.wav"))
        if not path.exists():
            write_wave(sound, path)
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC)
        elif self._player is not None:
            process = QProcess(self)
            process.finished.connect(process.deleteLater)
            process.start(self._player, [str(path)])


def write_wave(sound: Sound, path: Path) -> None:
    """Write a sound as 16-bit mono."""
    samples = [sample for pitch_hz, length_s in sound.value for sample in _tone(pitch_hz, length_s)]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE_HZ)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def _tone(pitch_hz: float, length_s: float) -> list[int]:
    count, fade = round(length_s * _RATE_HZ), _FADE_S * _RATE_HZ
    loudest = 32767 * _LOUDNESS
    return [
        round(
            loudest
            * min(1.0, number / fade, (count - number) / fade)
            * math.sin(2 * math.pi * pitch_hz * number / _RATE_HZ)
        )
        for number in range(count)
    ]
