"""Work in two halves on two threads: the second half of each piece beside the first half of the next."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def overlapped(begin: Callable[[Item], Callable[[], Made]], items: Iterable[Item]) -> Iterator[Made]:
    """What each item's second half gives, in order; as frames go through live video and files.

    Args:
        begin: does an item's first half, on the caller's thread, and gives what does the second half, which is called
            on another thread while the next item is begun.
    """
    with ThreadPoolExecutor(1, "finish") as other:
        finishing: Future[Made] | None = None
        for item in items:
            finish = begin(item)
            if finishing is not None:
                yield finishing.result()
            finishing = other.submit(finish)
        if finishing is not None:
            yield finishing.result()
