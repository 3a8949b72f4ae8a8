import threading
import time
from collections.abc import Iterator

import pytest

from matting_rt.live import output


@pytest.fixture(autouse=True)
def threads_may_still_end() -> Iterator[None]:
    """Wait a moment for threads that a test has released, before it is checked that none is left."""
    before = set(threading.enumerate())
    yield
    limit_s = time.monotonic() + 2
    for thread in set(threading.enumerate()) - before:
        if not thread.name.startswith("tiles_"):  # of an engine that several tests share
            thread.join(max(limit_s - time.monotonic(), 0))


@pytest.fixture
def quick_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was lost is opened again at once."""
    monkeypatch.setattr(output.BackOff, "SHORTEST_S", 0.02)
