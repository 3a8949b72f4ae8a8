import threading
import time
from collections.abc import Iterator

import pytest

from matting_rt.pipeline import live_output


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    limit_s = time.monotonic() + 2
    for thread in set(threading.enumerate()) - before:
        thread.join(max(limit_s - time.monotonic(), 0))
    assert not [t.name for t in threading.enumerate() if t not in before], "threads were left running"


@pytest.fixture
def quick_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was lost is opened again at once."""
    monkeypatch.setattr(live_output.BackOff, "SHORTEST_S", 0.02)
