import threading
import time
from fractions import Fraction

import numpy as np
import pytest

from matting_rt.pipeline.channel import ChannelClosed
from matting_rt.pipeline.composite_slot import CompositeSlot
from matting_rt.sinks.base import MattedFrame

AGES_S = 20.0
"""An interval of which half is longer than any test waits."""


def composite(index: int) -> MattedFrame:
    return MattedFrame(np.zeros((2, 2, 3), np.uint8), None, None, index, index, Fraction(1))


def taken(slot: CompositeSlot) -> int | None:
    """The index of what a tick right now gets."""
    found = slot.take(time.perf_counter())
    return None if found is None else found.index


def put_soon(slot: CompositeSlot, index: int) -> threading.Timer:
    timer = threading.Timer(0.05, lambda: slot.put(composite(index)))
    timer.start()
    return timer


def test_a_tick_without_a_composite_waits_for_the_one_that_comes() -> None:
    slot = CompositeSlot(AGES_S)
    timer = put_soon(slot, 1)
    assert taken(slot) == 1
    timer.join()


def test_a_tick_for_which_none_comes_has_none() -> None:
    assert taken(CompositeSlot(0.02)) is None


def test_a_tick_long_past_takes_what_is_there_and_waits_for_nothing() -> None:
    slot = CompositeSlot(AGES_S)
    assert slot.take(time.perf_counter() - AGES_S) is None
    slot.put(composite(1))
    slot.put(composite(2))
    found = slot.take(time.perf_counter() - AGES_S)
    assert found is not None
    assert found.index == 2


def test_the_first_composite_is_taken_at_once() -> None:
    slot = CompositeSlot(AGES_S)
    slot.put(composite(1))
    assert taken(slot) == 1


def test_one_whose_successor_is_due_soon_is_left_out_for_it() -> None:
    slot = CompositeSlot(AGES_S)
    slot.put(composite(1))
    slot.put(composite(2))
    timer = put_soon(slot, 3)
    assert taken(slot) == 3
    timer.join()


def test_one_whose_successor_does_not_come_is_taken_after_all() -> None:
    slot = CompositeSlot(0.02)
    slot.put(composite(1))
    slot.put(composite(2))
    assert taken(slot) == 2


def test_one_whose_successor_is_due_after_the_interval_is_taken_at_once() -> None:
    slot = CompositeSlot(0.02)
    slot.put(composite(1))
    time.sleep(0.1)
    slot.put(composite(2))
    timer = put_soon(slot, 3)
    assert taken(slot) == 2
    timer.join()


def test_what_is_there_is_given_without_waiting() -> None:
    slot = CompositeSlot(AGES_S)
    assert slot.take_present() is None
    slot.put(composite(1))
    found = slot.take_present()
    assert found is not None
    assert found.index == 1


def test_closing_ends_a_wait() -> None:
    slot = CompositeSlot(AGES_S)
    timer = threading.Timer(0.05, slot.close)
    timer.start()
    with pytest.raises(ChannelClosed):
        slot.take(time.perf_counter())
    timer.join()
