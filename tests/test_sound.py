"""Blocks of sound, cut and measured."""

import numpy as np
import pytest

from matting_rt.sound import SOUND_RATE_HZ, SoundBlock, silence


def test_a_part_of_a_block_says_when_it_was_heard() -> None:
    block = SoundBlock(np.arange(480, dtype=np.int16), 10.0)
    part = block.between(10.002, 10.005)
    assert (part.samples[0], len(part.samples)) == (96, 144)
    assert part.captured_s == pytest.approx(10.002)
    assert len(block.between(0, 20).samples) == 480
    assert len(block.between(11, 20).samples) == len(block.between(0, 9).samples) == 0


@pytest.mark.parametrize(("peak", "level"), [(0, 0), (20, 0), (32767, 1), (1036, 0.5)])
def test_the_level_is_of_decibels(peak: int, level: float) -> None:
    samples = np.zeros(960, np.int16)
    samples[7] = -peak
    assert SoundBlock(samples, 0).level == pytest.approx(level, abs=0.01)


def test_silence_is_as_long_as_is_asked_for() -> None:
    block = silence(3.0, 3.5)
    assert (len(block.samples), block.end_s) == (SOUND_RATE_HZ // 2, 3.5)
