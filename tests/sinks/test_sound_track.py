"""The sound of a recording, in the file."""

from collections.abc import Iterable
from pathlib import Path

import av
import numpy as np
import pytest

from matting_rt.media.encoding_tables import CONTAINERS
from matting_rt.sinks.sound_track import SoundTrack
from matting_rt.sound import SOUND_RATE_HZ, SoundBlock
from tests.live.sounds import BLOCK, loud_from, read_sound, tone_block

START_S = 1000.0


def write(path: Path, blocks: Iterable[SoundBlock]) -> None:
    container = CONTAINERS[path.suffix]
    with av.open(str(path), "w", format=container.name) as output:
        track = SoundTrack(output, container)
        for block in blocks:
            for packet in track.encode(block, START_S):
                output.mux(packet)
        for packet in track.flush():
            output.mux(packet)


def beeps(moment_s: float) -> bool:
    """For a twentieth, each fifth second."""
    return (moment_s - START_S) % 5 < 0.05


def heard(clock: float, duration_s: float) -> Iterable[SoundBlock]:
    """By a microphone whose clock counts so many samples where one is due."""
    rate_hz = SOUND_RATE_HZ * clock
    return (
        tone_block(START_S + index * BLOCK / rate_hz, beeps, rate_hz)
        for index in range(int(duration_s * rate_hz / BLOCK))
    )


@pytest.mark.parametrize("clock", [0.999, 1.0, 1.001])
def test_a_microphone_with_a_clock_of_its_own_stays_in_step(tmp_path: Path, clock: float) -> None:
    path = tmp_path / "sound.mp4"
    write(path, heard(clock, 32))
    assert loud_from(path) == pytest.approx([5 * index for index in range(7)], abs=0.01)
    assert len(read_sound(path)) / SOUND_RATE_HZ == pytest.approx(32, abs=0.1)


def test_what_was_not_heard_is_silence_and_what_comes_next_is_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    write(path, (block for block in heard(1.0, 12) if not 2 < block.captured_s - START_S < 8))
    assert loud_from(path) == pytest.approx([0, 10], abs=0.01)


def test_what_was_heard_before_the_file_begins_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    early = SoundBlock(np.full(SOUND_RATE_HZ, 9999, np.int16), START_S - 1.5)
    write(path, [early, *heard(1.0, 1)])
    assert loud_from(path) == pytest.approx([0], abs=0.01)
    assert len(read_sound(path)) / SOUND_RATE_HZ == pytest.approx(1, abs=0.05)


def test_sound_that_comes_in_a_burst_makes_no_file_longer(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    late = (SoundBlock(np.zeros(SOUND_RATE_HZ, np.int16), START_S + 0.1 * index) for index in range(10))
    write(path, [*heard(1.0, 1), *late])
    assert len(read_sound(path)) / SOUND_RATE_HZ == pytest.approx(1.9, abs=0.1)


@pytest.mark.parametrize(("suffix", "codec"), [(".mp4", "aac"), (".mov", "aac"), (".mkv", "aac"), (".webm", "opus")])
def test_every_container_has_a_codec_that_its_players_know(tmp_path: Path, suffix: str, codec: str) -> None:
    path = tmp_path / f"sound{suffix}"
    write(path, heard(1.0, 1))
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == (codec, SOUND_RATE_HZ, 1)
