"""Signals that end a run, and what Slurm is told."""

import os
import signal
import stat
from pathlib import Path

import pytest

from training.interruption import StopSignals, requeue


def test_the_first_signal_is_remembered_and_handlers_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with StopSignals() as signals:
        assert signals.received == 0
        os.kill(os.getpid(), signal.SIGUSR1)
        os.kill(os.getpid(), signal.SIGTERM)
        assert signals.received == signal.SIGUSR1
    assert signal.getsignal(signal.SIGTERM) == before


def scontrol(folder: Path, script: str) -> None:
    """A program of this name that does what the script says."""
    path = folder / "scontrol"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_only_the_warning_of_a_jobs_end_queues_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    scontrol(tmp_path, f'echo "$@" >>{tmp_path}/asked')
    monkeypatch.delenv("SLURM_JOB_ID", raising=False)
    assert requeue(signal.SIGUSR1) == ""
    monkeypatch.setenv("SLURM_JOB_ID", "42")
    assert requeue(signal.SIGTERM) == ""  # who cancels a job does not want it again
    assert requeue(signal.SIGUSR1) == "; job 42 is queued again"
    assert (tmp_path / "asked").read_text() == "requeue 42\n"
    scontrol(tmp_path, "echo 'Requested operation is presently disabled' >&2; exit 1")
    assert "(Requested operation is presently disabled): submit it once more" in requeue(signal.SIGUSR1)
