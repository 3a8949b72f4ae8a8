import threading
import time

import pytest

from matting_rt.threads.executor import SingleJobExecutor


def collect(executor: SingleJobExecutor[str]) -> str | Exception:
    end_s = time.perf_counter() + 5
    while time.perf_counter() < end_s:
        outcome = executor.collect()
        if outcome is not None:
            return outcome
        time.sleep(0.001)
    raise AssertionError("no outcome came")


def test_jobs_run_one_after_another_on_a_named_thread() -> None:
    executor: SingleJobExecutor[str] = SingleJobExecutor("beside")
    for _ in range(3):
        assert executor.is_free
        executor.post(lambda: threading.current_thread().name)
        assert not executor.is_free
        assert collect(executor) == "beside"
    executor.close()


def test_what_a_job_raises_is_its_outcome_and_the_next_one_runs() -> None:
    executor: SingleJobExecutor[str] = SingleJobExecutor("beside")

    def fail() -> str:
        raise ValueError("it went wrong")

    executor.post(fail)
    outcome = collect(executor)
    assert isinstance(outcome, ValueError)
    assert str(outcome) == "it went wrong"
    executor.post(lambda: "well")
    assert collect(executor) == "well"
    executor.close()


def test_an_outcome_is_given_once() -> None:
    executor: SingleJobExecutor[str] = SingleJobExecutor("beside")
    executor.post(lambda: "once")
    collect(executor)
    assert executor.collect() is None
    executor.close()


def test_close_waits_for_the_job_and_takes_no_more() -> None:
    executor: SingleJobExecutor[str] = SingleJobExecutor("beside")
    ended = []
    started = threading.Event()

    def work() -> str:
        started.set()
        time.sleep(0.05)
        ended.append(True)
        return "done"

    executor.post(work)
    started.wait(5)
    executor.close()
    executor.close()
    assert ended == [True]
    assert not executor.is_free


def test_an_executor_that_was_never_used_closes() -> None:
    executor: SingleJobExecutor[str] = SingleJobExecutor("beside")
    executor.close()
    assert not executor.is_free


def test_a_second_job_before_the_first_was_collected_is_a_mistake_in_the_program() -> None:
    executor: SingleJobExecutor[str] = SingleJobExecutor("beside")
    executor.post(lambda: "first")
    with pytest.raises(AssertionError):
        executor.post(lambda: "second")
    executor.close()
