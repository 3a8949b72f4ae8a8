import threading

import pytest

from matting_rt.errors import PipelineError, SourceFormatError
from matting_rt.threads.channel import ChannelClosed
from matting_rt.threads.worker import Worker


def ignore(worker: Worker) -> None:
    """No other worker to stop."""


def test_a_worker_runs_on_a_thread_of_its_name() -> None:
    names: list[str] = []
    worker = Worker("decode", lambda: names.append(threading.current_thread().name), ignore)
    worker.start()
    worker.join()
    assert names == ["decode"]


def test_the_error_reaches_the_owner_with_stage_and_cause() -> None:
    error = SourceFormatError("clip.mp4 is not a video")

    def fail() -> None:
        raise error

    failed: list[Worker] = []
    worker = Worker("decode", fail, failed.append)
    worker.start()
    with pytest.raises(PipelineError, match="is not a video") as caught:
        worker.join()
    assert caught.value.stage == "decode"
    assert caught.value.__cause__ is error
    assert failed == [worker]


def test_an_error_without_words_is_named_by_its_class() -> None:
    def fail() -> None:
        raise MemoryError

    worker = Worker("matte", fail, ignore)
    worker.start()
    with pytest.raises(PipelineError, match="MemoryError"):
        worker.join()


def test_a_closed_channel_is_a_quiet_end() -> None:
    def meet_the_end() -> None:
        raise ChannelClosed

    failed: list[Worker] = []
    worker = Worker("matte", meet_the_end, failed.append)
    worker.start()
    worker.join()
    assert failed == []


def test_waiting_for_a_worker_can_be_limited() -> None:
    release = threading.Event()
    worker = Worker("encode", lambda: void(release.wait()), ignore)
    assert worker.wait(0.01), "a worker that was never started has nothing to wait for"
    worker.start()
    assert not worker.wait(0.01)
    release.set()
    assert worker.wait(2)


def void(_: object) -> None:
    """Drop a result."""
