"""What holds for every test."""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from tqdm import tqdm

from matting_rt.inference.select import is_cuda_usable

# tqdm would start a monitor thread with the first progress bar and keep it for good.
tqdm.monitor_interval = 0

# Workers share the cores: with a thread for each core in each worker, most of the time goes into waiting.
_WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
if _WORKERS > 1:
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // _WORKERS)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first: none is begun at the end, when the other workers have nothing left to do."""
    slow = {item.path for item in items if any(item.get_closest_marker(name) for name in ("slow", "export"))}
    items.sort(key=lambda item: item.path not in slow)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is marked `cuda` or `ffmpeg` where there is no GPU, or no such program."""
    if item.get_closest_marker("ffmpeg") is not None and not (shutil.which("ffmpeg") and shutil.which("ffprobe")):
        pytest.skip("ffmpeg is not installed")
    if item.get_closest_marker("cuda") is not None and not is_cuda_usable():
        pytest.skip("there is no GPU that PyTorch can use")


@pytest.fixture(autouse=True)
def _no_thread_is_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread running: whoever starts one joins it."""
    before = set(threading.enumerate())
    yield
    for thread in threading.enumerate():
        if thread.name in ("quality", "batch job"):  # what loads a network still is not waited for when a program ends
            thread.join(timeout=120)
    # an engine that several tests share keeps its threads; tests of engines see that they end with it
    left = [thread.name for thread in threading.enumerate() if thread not in before and thread.name[:6] != "tiles_"]
    assert not left, f"threads left running: {', '.join(left)}"
