"""What holds for every test."""

import threading
from collections.abc import Iterator

import pytest
from tqdm import tqdm

# tqdm would start a monitor thread with the first progress bar and keep it for good.
tqdm.monitor_interval = 0


@pytest.fixture(autouse=True)
def _no_thread_is_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread running: whoever starts one joins it."""
    before = set(threading.enumerate())
    yield
    for thread in threading.enumerate():
        if thread.name == "quality":  # a network that is still being loaded when a session ends is left to that
            thread.join()
    left = [thread.name for thread in threading.enumerate() if thread not in before]
    assert not left, f"threads left running: {', '.join(left)}"
