import threading
from collections.abc import Callable

from matting_rt.threads.overlap import overlapped


def test_each_is_finished_while_the_next_is_begun_and_no_further() -> None:
    begun: list[int] = []
    next_is_begun = [threading.Event() for _ in range(5)]

    def begin(item: int) -> Callable[[], int]:
        begun.append(item)
        next_is_begun[item].set()

        def finish() -> int:
            assert next_is_begun[min(item + 1, 4)].wait(5)
            return 10 * item

        return finish

    for place, made in enumerate(overlapped(begin, range(5))):
        assert made == 10 * place
        assert len(begun) == min(place + 2, 5)


def test_who_stops_early_leaves_no_thread_and_nothing_is_nothing() -> None:
    for made in overlapped(lambda item: lambda: item, range(100)):
        if made == 3:
            break
    assert list(overlapped(lambda item: lambda: item, ())) == []
