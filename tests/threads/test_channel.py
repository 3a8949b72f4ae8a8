import threading

import pytest

from matting_rt.threads.channel import Channel, ChannelClosed, Overflow


def test_items_come_out_in_the_order_they_went_in() -> None:
    channel: Channel[int] = Channel(4, Overflow.WAIT)
    for item in range(4):
        channel.put(item)
    assert [channel.get() for _ in range(4)] == [0, 1, 2, 3]


def test_what_is_left_is_handed_out_after_close() -> None:
    channel: Channel[int] = Channel(4, Overflow.WAIT)
    channel.put(1)
    channel.put(2)
    channel.close()
    assert list(channel) == [1, 2]
    with pytest.raises(ChannelClosed):
        channel.get()


def test_nothing_can_be_put_after_close() -> None:
    channel: Channel[int] = Channel(4, Overflow.WAIT)
    channel.close()
    channel.close()
    with pytest.raises(ChannelClosed):
        channel.put(1)


def test_the_newest_wins_and_the_replaced_are_counted() -> None:
    channel: Channel[int] = Channel(2, Overflow.NEWEST_WINS)
    for item in range(5):
        channel.put(item)
    assert (channel.get(), channel.get()) == (3, 4)
    assert channel.replaced == 3


def test_a_wait_can_be_limited() -> None:
    with pytest.raises(TimeoutError):
        Channel[int](1, Overflow.WAIT).get(timeout_s=0.01)


def test_a_channel_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Channel[int](0, Overflow.WAIT)


def test_close_wakes_a_waiting_producer() -> None:
    channel: Channel[int] = Channel(1, Overflow.WAIT)
    channel.put(1)
    ends: list[str] = []

    def produce() -> None:
        try:
            channel.put(2)
        except ChannelClosed:
            ends.append("closed")

    thread = threading.Thread(target=produce)
    thread.start()
    channel.close()
    thread.join(2)
    assert ends == ["closed"]
    assert list(channel) == [1]


def test_close_wakes_a_waiting_consumer() -> None:
    channel: Channel[int] = Channel(1, Overflow.WAIT)
    got: list[list[int]] = []
    thread = threading.Thread(target=lambda: got.append(list(channel)))
    thread.start()
    channel.close()
    thread.join(2)
    assert got == [[]]


def test_a_slow_consumer_loses_nothing_when_the_producer_waits() -> None:
    channel: Channel[int] = Channel(2, Overflow.WAIT)

    def produce() -> None:
        for item in range(1000):
            channel.put(item)
        channel.close()

    thread = threading.Thread(target=produce)
    thread.start()
    assert list(channel) == list(range(1000))
    thread.join(2)
    assert channel.replaced == 0


def test_who_meets_the_consumer_goes_on_once_the_item_is_taken() -> None:
    channel: Channel[int] = Channel(1, Overflow.MEET)
    events: list[str] = []
    free = threading.Semaphore(0)

    def consume() -> None:
        while free.acquire(timeout=2):
            try:
                item = channel.get(2)
            except ChannelClosed:
                return
            events.append(f"taken {item}")

    thread = threading.Thread(target=consume)
    thread.start()
    for item in range(3):
        threading.Timer(0.01, lambda: (events.append("free"), free.release())).start()
        channel.put(item)
        events.append(f"put {item}")
    channel.close()
    free.release()
    thread.join(2)
    for item in range(3):
        assert events.index(f"put {item}") > [place for place, event in enumerate(events) if event == "free"][item]


def test_close_wakes_who_waits_to_be_met() -> None:
    channel: Channel[int] = Channel(1, Overflow.MEET)
    thread = threading.Thread(target=channel.put, args=(1,))
    thread.start()
    while not channel.closed:
        channel.close()
    thread.join(2)
    assert not thread.is_alive()
