import numpy as np
import pytest

from matting_rt.plate.noise import NoiseMeter
from tests.plate.scenes import expose, paint_room

ROOM = paint_room(1)


@pytest.mark.parametrize("noise", [0.7, 2.0, 8.0])
def test_the_standard_deviation_is_found(noise: float) -> None:
    meter = NoiseMeter()
    for seed in range(6):
        meter.feed(expose(ROOM, (1, 1, 1), seed=seed, noise=noise))
    assert meter.levels == pytest.approx(noise, rel=0.1)


def test_white_and_black_do_not_hide_the_noise() -> None:
    half = ROOM.copy()
    half[:, :320] = 255
    half[:100] = 0
    meter = NoiseMeter()
    for seed in range(6):
        meter.feed(expose(half, (1, 1, 1), seed=seed, noise=3.0))
    assert meter.levels == pytest.approx(3.0, rel=0.2)


def test_one_frame_says_nothing_and_equal_frames_have_none() -> None:
    meter = NoiseMeter()
    meter.feed(ROOM)
    assert meter.levels is None
    meter.feed(ROOM)
    assert meter.levels == 0.0


def test_a_clipped_picture_says_nothing() -> None:
    meter = NoiseMeter()
    for _ in range(3):
        meter.feed(np.full_like(ROOM, 255))
    assert meter.levels is None
