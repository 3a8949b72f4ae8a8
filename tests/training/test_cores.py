"""Threads of a run beside those that load its pictures, and how they wait."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from training.cores import count_cores, leave_cores_to

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _threads_as_before() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that sets nothing, on a computer of eight cores."""
    for name in ("OMP_NUM_THREADS", "SLURM_CPUS_PER_TASK", "LOCAL_WORLD_SIZE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: set(range(8)))
    return monkeypatch


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "policy", "spins"),
    [
        (["-m", "training.train_base"], None, "0"),
        (["training/train_refine.py"], None, "0"),
        (["training/train_base.py"], "ACTIVE", "30000000000"),
    ],
)
def test_the_threads_of_a_command_sleep_while_they_wait(start: list[str], policy: str | None, spins: str) -> None:
    """OpenMP says itself what it has read when torch loaded it."""
    environment = {**os.environ, "OMP_DISPLAY_ENV": "verbose", "PYTHONPATH": str(ROOT)}
    environment.pop("OMP_WAIT_POLICY", None)
    if policy:
        environment["OMP_WAIT_POLICY"] = policy
    command = [sys.executable, *start, "--help"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert f"GOMP_SPINCOUNT = '{spins}'" in done.stderr


def test_a_run_computes_in_the_threads_that_its_loaders_leave(bare: pytest.MonkeyPatch) -> None:
    for loaders, threads in ((1, 7), (7, 1), (12, 1), (0, 8)):
        leave_cores_to(loaders)
        assert torch.get_num_threads() == threads
    bare.setenv("LOCAL_WORLD_SIZE", "2")
    leave_cores_to(1)
    assert torch.get_num_threads() == 3


def test_a_number_of_threads_that_is_set_from_outside_stays(bare: pytest.MonkeyPatch) -> None:
    torch.set_num_threads(2)
    bare.setenv("OMP_NUM_THREADS", "2")
    leave_cores_to(1)
    assert torch.get_num_threads() == 2


@pytest.mark.parametrize(("given", "cores"), [("4", 4), ("16", 8), ("0", 8), ("", 8), ("4(x2)", 8)])
def test_a_slurm_job_uses_no_more_cores_than_it_was_given(bare: pytest.MonkeyPatch, given: str, cores: int) -> None:
    bare.setenv("SLURM_CPUS_PER_TASK", given)
    assert count_cores() == cores
