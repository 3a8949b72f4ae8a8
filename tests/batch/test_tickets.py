"""Jobs shared out by tickets: one has each, and a dead one's goes over to another."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from matting_rt.batch.tickets import Tickets, TicketState

NAMES = [f"job-{number}" for number in range(12)]


def tickets(folder: Path, names: list[str] | None = None, *, stale_s: float = 30.0, **environment: str) -> Tickets:
    return Tickets(folder, names or NAMES, environment=environment, beat_s=0.02, stale_s=stale_s)


def test_many_programs_have_each_job_once(tmp_path: Path) -> None:
    claimed: list[str] = []
    lock = threading.Lock()

    def work() -> None:
        mine = tickets(tmp_path / "state")
        while (name := mine.claim()) is not None:
            with mine.hold(name):
                mine.finish(name, TicketState.DONE, {})
            with lock:
                claimed.append(name)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(NAMES)
    assert {path.name for path in (tmp_path / "state").glob("*/*")} == {"done", "result.json"}
    assert not list((tmp_path / "state").glob(".*")), "no litter"


def test_a_dead_programs_job_is_taken_over_at_once_on_its_own_computer(tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from matting_rt.batch.tickets import Tickets
print(Tickets(Path({str(tmp_path)!r}), ["a"]).claim())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "a\n"
    mine = Tickets(tmp_path, ["a"])
    assert mine.state("a") is TicketState.RUNNING
    assert mine.claim() == "a"


def elsewhere(folder: Path, name: str, **environment: str) -> Path:
    """Have a program on another computer claim a job; its ticket."""
    other = tickets(folder, [name], **environment)
    assert other.claim() == name
    (ticket,) = (folder / name).glob("running.*")
    _, rest = ticket.name.split(".", 1)
    return ticket.rename(ticket.with_name(f"running.far-away~{rest.split('~', 1)[1]}"))


def test_a_ticket_that_nobody_touches_is_taken_over_and_one_that_is_touched_is_not(tmp_path: Path) -> None:
    elsewhere(tmp_path, "a")
    assert tickets(tmp_path, ["a"], stale_s=0.2).claim() == "a"
    living = elsewhere(tmp_path, "b")
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(0.02):
            os.utime(living)

    thread = threading.Thread(target=beat)
    thread.start()
    try:
        assert tickets(tmp_path, ["b"]).claim() is None
    finally:
        ended.set()
        thread.join()


def test_who_was_taken_for_dead_is_told(tmp_path: Path) -> None:
    mine = tickets(tmp_path, ["a"])
    assert mine.claim() == "a"
    with mine.hold("a") as holding:
        (ticket,) = (tmp_path / "a").glob("running.*")
        ticket.rename(ticket.with_name("running.far-away~1~~x"))
        for _ in range(200):
            if not holding.is_lost:
                time.sleep(0.01)
        assert holding.is_lost


def test_a_job_of_slurm_that_is_queued_again_takes_what_it_had(tmp_path: Path) -> None:
    elsewhere(tmp_path, "a", SLURM_JOB_ID="17")
    mine = Tickets(tmp_path, ["a"], environment={"SLURM_JOB_ID": "17"}, stale_s=1000)
    assert mine.claim() == "a"


def test_tasks_of_an_array_begin_at_different_places(tmp_path: Path) -> None:
    array = {"SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_JOB_ID": "5"}
    tasks = [tickets(tmp_path, SLURM_ARRAY_TASK_ID=str(task), **array) for task in range(3)]
    assert [task.claim() for task in tasks] == [NAMES[0], NAMES[4], NAMES[8]]
    assert {task.run for task in tasks} == {"5"}


@pytest.mark.parametrize("state", [TicketState.DONE, TicketState.FAILED])
def test_what_is_over_stays_so_until_it_is_renewed(tmp_path: Path, state: TicketState) -> None:
    mine = tickets(tmp_path, ["a"])
    assert mine.claim() == "a"
    mine.finish("a", state, {"message": "so it is"})
    assert mine.claim() is None
    other = tickets(tmp_path, ["a"])
    assert other.state("a") is state
    assert other.result("a")["message"] == "so it is"
    other.renew("a")
    assert other.claim() == "a"
