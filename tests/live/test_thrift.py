"""What is matted while hardly anybody looks takes a share of one core, on a clock that is told what time it is."""

import pytest

from matting_rt.live.thrift import SHARE, Thrift

INTERVAL_S = 1 / 30


class Core:
    """A computer on which a frame of the camera, and the matting of one, take known times."""

    def __init__(self, frame_s: float, matte_s: float) -> None:
        self.now_s = self.used_s = 0.0
        self._frame_s, self._matte_s = frame_s, matte_s
        self._thrift = Thrift(INTERVAL_S, lambda: self.now_s, lambda: self.used_s)

    def run(self, duration_s: float) -> tuple[float, float]:
        """Share of the core, and mattes a second, in that time."""
        start_s, used_s, count = self.now_s, self.used_s, 0
        while self.now_s < start_s + duration_s:
            self.now_s += INTERVAL_S
            self.used_s += self._frame_s
            if self._thrift.is_due():
                self.used_s += self._matte_s
                count += 1
        return (self.used_s - used_s) / duration_s, count / duration_s


@pytest.mark.parametrize("matte_s", [0.02, 0.04, 0.08])
def test_the_program_takes_about_its_share_of_a_core(matte_s: float) -> None:
    core = Core(0.003, matte_s)
    core.run(20)
    share, rate = core.run(20)
    assert SHARE * 0.7 <= share <= SHARE * 1.1
    assert rate >= 3


def test_where_frames_cost_nothing_all_of_them_are_matted() -> None:
    core = Core(0.0005, 0.002)
    core.run(20)
    assert core.run(10)[1] == pytest.approx(30, rel=0.02)


def test_a_slow_computer_still_shows_three_pictures_a_second() -> None:
    core = Core(0.01, 0.5)
    core.run(20)
    assert core.run(10)[1] == pytest.approx(3, rel=0.05)


def test_a_pause_says_nothing_of_what_frames_cost() -> None:
    core = Core(0.003, 0.04)
    core.run(20)
    before = core.run(10)[1]
    core.now_s += 60
    core.used_s += 120
    assert core.run(10)[1] == pytest.approx(before, rel=0.15)
