"""What holds for every test of training."""

import threading
from collections.abc import Iterator

import pytest
import torch


@pytest.fixture(autouse=True)
def _loaders_have_ended() -> Iterator[None]:
    """Wait for what a DataLoader tells to end and does not join: the threads that fed its processes."""
    yield
    for thread in threading.enumerate():
        if thread.name == "QueueFeederThread":
            thread.join(2)


@pytest.fixture(autouse=True, scope="module")
def _threads_as_before_this_file() -> Iterator[None]:
    """A run chooses how many threads its process has; with others, the next one would round its sums in another way."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)
