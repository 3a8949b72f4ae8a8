"""Speeds of a run."""

import time

import torch

from training.throughput import IdleClock, RateMeter


def test_waiting_for_pictures_is_the_idle_share_of_a_cpu() -> None:
    clock = IdleClock(torch.device("cpu"))
    with clock:
        time.sleep(0.05)
    assert 0 < clock.take_share() <= 1
    assert clock.take_share() == 0


def test_pictures_are_counted_once() -> None:
    meter = RateMeter()
    meter.count(8)
    assert meter.take_rate() > 0
    assert meter.take_rate() == 0
