"""What is shown when."""

from collections import Counter

from training.data.schedule import Schedule, Shuffled


def deal(shares: list[float], counts: list[int], seed: int) -> Schedule:
    return Schedule(shares, [Shuffled(count, seed, number) for number, count in enumerate(counts)])


def test_every_item_of_a_set_is_shown_once_an_epoch_and_each_epoch_in_another_order() -> None:
    shown = [deal([1], [7], seed=1).at(index) for index in range(14)]
    first, second = ([showing.item for showing in shown[start : start + 7]] for start in (0, 7))
    assert sorted(first) == sorted(second) == list(range(7))
    assert first != second
    assert [showing.epoch for showing in shown] == [0] * 7 + [1] * 7


def test_sets_are_shown_as_often_as_their_shares_say_and_evenly() -> None:
    schedule = deal([0.6, 0.3, 0.1], [5, 0, 3], seed=1)
    sources = [schedule.at(index).source for index in range(2000)]
    assert Counter(sources) == {0: 1200, 1: 600, 2: 200}
    assert Counter(sources[:20]) == {0: 12, 1: 6, 2: 2}
    for start in range(0, 200, 3):
        thirds = [showing for showing in map(schedule.at, range(2000)) if showing.source == 2][start : start + 3]
        assert len({showing.item for showing in thirds}) == len(thirds)


def test_what_is_shown_does_not_depend_on_what_was_asked_before() -> None:
    straight, jumping = deal([2, 1], [11, 4], seed=3), deal([2, 1], [11, 4], seed=3)
    expected = [straight.at(index) for index in range(3000)]
    assert [jumping.at(index) for index in reversed(range(2990, 3000))] == expected[:2989:-1]


def test_another_seed_gives_another_order() -> None:
    one, other = deal([1], [50], 1), deal([1], [50], 2)
    assert [one.at(index).item for index in range(50)] != [other.at(index).item for index in range(50)]
