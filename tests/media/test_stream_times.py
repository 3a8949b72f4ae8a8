from fractions import Fraction

from matting_rt.media.stream_times import StreamTimes


def test_times_that_start_again_go_on_and_others_stay() -> None:
    times = StreamTimes(Fraction(1, 100))
    # The second goes back by less than a second; from the fourth on they start again, twice.
    told = [500, 496, 504, 0, 4, 8, 2, 900, 10]
    assert [times.follow(time, 4) for time in told] == [500, 496, 504, 508, 512, 516, 510, 1408, 1412]
    assert times.has_jumped


def test_times_that_never_start_again_are_left_alone() -> None:
    times = StreamTimes(Fraction(1, 100))
    assert [times.follow(time, 4) for time in (-8, -4, 0, 700)] == [-8, -4, 0, 700]
    assert not times.has_jumped


def test_a_clip_of_a_second_joined_with_itself_goes_on() -> None:
    times = StreamTimes(Fraction(1, 24))
    told = [*range(35, 59), *range(35, 59)]
    assert [times.follow(time, 1) for time in told] == list(range(35, 83))
