"""What is matted while hardly anybody looks: what moves as often as a share of a core allows, what stands still seldom.

The clock is told what time it is.
"""

from collections.abc import Callable

import numpy as np
import pytest

from matting_rt.frame import Image
from matting_rt.live.thrift import SHARE, Thrift

INTERVAL_S = 1 / 30
ROOMS = (120 + np.random.default_rng(5).normal(0, 4, (3, 180, 320, 3))).clip(0, 255).astype(np.uint8)


def room(number: int) -> Image:
    """The same each time, but for a camera's noise."""
    return ROOMS[number % len(ROOMS)]


def passing(number: int) -> Image:
    """Somebody walks through it, a pixel a frame."""
    image = room(number).copy()
    left = number % 250
    image[50:, left : left + 30] = 60
    return image


class Core:
    """A computer on which a frame of the camera, and the matting of one, take known times."""

    def __init__(self, frame_s: float, matte_s: float, see: Callable[[int], Image] = passing) -> None:
        self.now_s = self.used_s = 0.0
        self.thrift = Thrift(INTERVAL_S, lambda: self.now_s, lambda: self.used_s)
        self._frame_s, self._matte_s, self._see, self._number = frame_s, matte_s, see, 0

    def run(self, duration_s: float, backdrop_moves: bool = False) -> tuple[float, float]:
        """Share of the core, and mattes a second, in that time."""
        start_s, used_s, count = self.now_s, self.used_s, 0
        while self.now_s < start_s + duration_s:
            count += self.next_frame(backdrop_moves)
        return (self.used_s - used_s) / duration_s, count / duration_s

    def next_frame(self, backdrop_moves: bool = False) -> bool:
        """Whether it is matted."""
        self.now_s += INTERVAL_S
        self.used_s += self._frame_s
        self._number += 1
        is_due = self.thrift.is_due(self._see(self._number), backdrop_moves)
        self.used_s += self._matte_s * is_due
        return is_due


@pytest.mark.parametrize("matte_s", [0.012, 0.04])
def test_of_what_moves_the_program_takes_its_share_of_a_core(matte_s: float) -> None:
    core = Core(0.003, matte_s)
    core.run(4)
    share, rate = core.run(4)
    assert SHARE * 0.7 <= share <= SHARE * 1.1
    assert rate > 5


def test_where_frames_cost_nothing_all_of_them_are_matted() -> None:
    core = Core(0.0005, 0.002)
    core.run(4)
    assert core.run(3)[1] == pytest.approx(30, rel=0.02)


def test_what_moves_comes_three_times_a_second_on_a_slow_computer_too() -> None:
    core = Core(0.01, 0.3)
    core.run(3)
    assert core.run(6)[1] == pytest.approx(3, rel=0.1)


def test_what_stands_still_comes_once_a_second() -> None:
    core = Core(0.003, 0.1, room)
    core.run(3)
    assert core.run(5)[1] == pytest.approx(1, rel=0.25)


def test_slow_movements_are_shown_before_they_are_a_jump() -> None:
    def creeping(number: int) -> Image:
        image = room(number).copy()
        image[50:, : 60 + number // 20] = 60
        return image

    core = Core(0.003, 0.01, creeping)
    core.run(3)
    assert 1.3 <= core.run(5)[1] <= 8, "three pixels in two seconds, of 320"


def test_before_a_backdrop_that_moves_a_still_room_is_matted_as_one_that_moves() -> None:
    core = Core(0.01, 0.3, room)
    core.run(3, backdrop_moves=True)
    assert core.run(6, backdrop_moves=True)[1] == pytest.approx(3, rel=0.1)


def test_what_was_changed_is_shown_at_once() -> None:
    core = Core(0.003, 0.04, room)
    core.run(3.5)
    while not core.next_frame():
        pass
    core.run(0.2)
    core.thrift.start_over()
    assert core.next_frame()


def test_a_pause_says_nothing_of_what_frames_cost() -> None:
    core = Core(0.003, 0.012)
    core.run(4)
    before = core.run(3)[1]
    core.now_s += 60
    core.used_s += 120
    assert core.run(3)[1] == pytest.approx(before, rel=0.15)
