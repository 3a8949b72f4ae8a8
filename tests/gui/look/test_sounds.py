"""Sounds are files that can be played, and a computer without a loudspeaker stays silent."""

import struct
import sys
import wave
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import QProcess
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.look.sounds import Sound, Sounds, write_wave


@pytest.mark.parametrize("sound", Sound)
def test_a_sound_lasts_as_long_as_its_tones_and_begins_and_ends_in_silence(sound: Sound, tmp_path: Path) -> None:
    write_wave(sound, tmp_path / "sound.wav")
    with wave.open(str(tmp_path / "sound.wav")) as file:
        length_s = file.getnframes() / file.getframerate()
        samples = struct.unpack(f"<{file.getnframes()}h", file.readframes(file.getnframes()))
    assert length_s == pytest.approx(sum(tone_s for _, tone_s in sound.value), abs=0.001)
    assert max(map(abs, samples)) > 10_000
    assert abs(samples[0]) < 100
    assert abs(samples[-1]) < 400


@pytest.mark.skipif(sys.platform != "linux", reason="the player is a shell script")
def test_a_sound_is_given_to_the_systems_player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    player = tmp_path / "paplay"
    player.write_text(f'#!/bin/sh\n/usr/bin/env cp "$1" {tmp_path}/heard.wav\n')
    player.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    sounds = Sounds()
    sounds.play(Sound.DONE)
    qtbot.waitUntil(lambda: not sounds.findChildren(QProcess))
    with wave.open(str(tmp_path / "heard.wav")) as heard:
        assert heard.getnframes() > 0


def test_playing_needs_no_player(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    Sounds().play(Sound.TICK)
