import threading
import time

import pytest

from matting_rt.plate.sideline import Sideline


def collect(sideline: Sideline[str]) -> str | Exception:
    end_s = time.perf_counter() + 5
    while time.perf_counter() < end_s:
        outcome = sideline.collect()
        if outcome is not None:
            return outcome
        time.sleep(0.001)
    raise AssertionError("no outcome came")


def test_jobs_run_one_after_another_on_a_named_thread() -> None:
    sideline: Sideline[str] = Sideline("beside")
    for _ in range(3):
        assert sideline.is_free
        sideline.post(lambda: threading.current_thread().name)
        assert not sideline.is_free
        assert collect(sideline) == "beside"
    sideline.close()


def test_what_a_job_raises_is_its_outcome_and_the_next_one_runs() -> None:
    sideline: Sideline[str] = Sideline("beside")

    def fail() -> str:
        raise ValueError("it went wrong")

    sideline.post(fail)
    outcome = collect(sideline)
    assert isinstance(outcome, ValueError)
    assert str(outcome) == "it went wrong"
    sideline.post(lambda: "well")
    assert collect(sideline) == "well"
    sideline.close()


def test_an_outcome_is_given_once() -> None:
    sideline: Sideline[str] = Sideline("beside")
    sideline.post(lambda: "once")
    collect(sideline)
    assert sideline.collect() is None
    sideline.close()


def test_close_waits_for_the_job_and_takes_no_more() -> None:
    sideline: Sideline[str] = Sideline("beside")
    ended = []
    started = threading.Event()

    def work() -> str:
        started.set()
        time.sleep(0.05)
        ended.append(True)
        return "done"

    sideline.post(work)
    started.wait(5)
    sideline.close()
    sideline.close()
    assert ended == [True]
    assert not sideline.is_free


def test_a_sideline_that_was_never_used_closes() -> None:
    sideline: Sideline[str] = Sideline("beside")
    sideline.close()
    assert not sideline.is_free


def test_a_second_job_before_the_first_was_collected_is_a_mistake_in_the_program() -> None:
    sideline: Sideline[str] = Sideline("beside")
    sideline.post(lambda: "first")
    with pytest.raises(AssertionError):
        sideline.post(lambda: "second")
    sideline.close()
