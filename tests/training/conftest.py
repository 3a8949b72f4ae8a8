"""What holds for every test of training."""

import threading
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _loaders_have_ended() -> Iterator[None]:
    """Wait for what a DataLoader tells to end and does not join: the threads that fed its processes."""
    yield
    for thread in threading.enumerate():
        if thread.name == "QueueFeederThread":
            thread.join(2)
