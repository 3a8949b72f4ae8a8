"""A bounded, closable queue between two threads."""

import threading
from collections import deque
from collections.abc import Iterator
from enum import Enum
from typing import Generic, TypeVar

T = TypeVar("T")


class Overflow(Enum):
    """What `put` does when the channel is full."""

    WAIT = "wait"
    """Wait until there is room: nothing is lost (files)."""
    MEET = "meet"
    """Wait until the item has been taken: the producer is never further ahead than by what it works on."""
    NEWEST_WINS = "newest_wins"
    """Replace the oldest item: the producer never waits and the consumer never falls behind (live)."""


class ChannelClosed(Exception):  # noqa: N818 - an end, like StopIteration, not an error
    """Nothing more can be put, or nothing is left to get."""


class Channel(Generic[T]):
    """A queue of at most `capacity` items, for any number of threads on either side.

    End of stream and stop are the same thing, `close()`, so nobody can wait for ever: `put` ends at once, `get` hands
    out what is left and then ends.
    """

    def __init__(self, capacity: int, policy: Overflow) -> None:
        if capacity < 1:
            raise ValueError(f"capacity is {capacity}; it must be at least 1")
        self.capacity = capacity
        self.policy = policy
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._put = self._taken = self._replaced = 0

    def put(self, item: T) -> None:
        """Hand over an item; when full, wait or replace the oldest, by the policy.

        Raises:
            ChannelClosed: the channel is or was closed meanwhile; the item was not taken.
        """
        with self._changed:
            if self.policy is not Overflow.NEWEST_WINS:
                self._changed.wait_for(lambda: self._closed or len(self._items) < self.capacity)
            if self._closed:
                raise ChannelClosed
            if len(self._items) == self.capacity:
                self._items.popleft()
                self._replaced += 1
            self._items.append(item)
            self._put += 1
            number = self._put
            self._changed.notify_all()
            if self.policy is Overflow.MEET:
                self._changed.wait_for(lambda: self._closed or self._taken >= number)

    def get(self, timeout_s: float | None = None) -> T:
        """Wait for the oldest item and take it.

        Raises:
            ChannelClosed: the channel is closed and empty.
            TimeoutError: nothing came within `timeout_s`.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._closed or self._items, timeout_s):
                raise TimeoutError(f"nothing came within {timeout_s} s")
            if not self._items:
                raise ChannelClosed
            item = self._items.popleft()
            self._taken += 1
            self._changed.notify_all()
            return item

    def __iter__(self) -> Iterator[T]:
        """Every item until the channel is closed and empty."""
        while True:
            try:
                item = self.get()
            except ChannelClosed:
                return
            yield item
            del item  # else the last one lives on until the next comes

    def close(self) -> None:
        """Take nothing more and wake whoever waits on either side. May be called twice, from any thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def replaced(self) -> int:
        """How many items were replaced by newer ones before anybody took them."""
        return self._replaced
