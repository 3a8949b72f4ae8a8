"""Jobs on the cluster that run.sh starts, by the commands that a person would give."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

LIMIT_S = 600
"""For anything to happen: an idle computer needs a tenth."""
SMALL = "--width 64 --height 64 --pool 16 --valid-pictures 2 --calibration-pictures 4 --warmup 4"
_OPTIONS = ["--mem=0", "--cpus-per-task=1", "--time=30", "--parsable"]


def command(*arguments: object) -> str:
    """What a program prints; raises if it fails."""
    return subprocess.run([str(part) for part in arguments], check=True, capture_output=True, text=True).stdout.strip()


def submit(folder: Path, script: str, flags: str, *options: str, **variables: object) -> str:
    """The number of a job; its output comes to FOLDER/JOB.out, or FOLDER/JOB_TASK.out."""
    settings = {"MODULES": "", "DEVICE": "cpu", "OMP_NUM_THREADS": "1"} | {k: str(v) for k, v in variables.items()}
    output = f"--output={folder}/%{'A_%a' if 'ARRAY' in settings else 'j'}.out"
    (path,) = (each for room in ("tools", "training") for each in Path(room, "slurm").glob(f"{script}.sbatch"))
    arguments = ["sbatch", *_OPTIONS, output, *options, str(path), *flags.split()]
    return subprocess.run(
        arguments, check=True, capture_output=True, text=True, env={**os.environ, **settings}
    ).stdout.strip()


def state_of(job: str) -> str:
    """PENDING, RUNNING, COMPLETING, COMPLETED, FAILED, ...: of an array, its tasks' states, each once."""
    lines = command("scontrol", "show", "job", job, "--oneliner").splitlines()
    return " ".join(sorted({line.split("JobState=")[1].split()[0] for line in lines}))


def wait_until(what: str, holds: Callable[[], bool]) -> None:
    end_s = time.monotonic() + LIMIT_S
    while not holds():
        if time.monotonic() > end_s:
            raise AssertionError(f"after {LIMIT_S} s still not: {what}")
        time.sleep(0.2)


def wait_for_end(job: str) -> None:
    """Until a job, or all tasks of an array, are done; raises if any failed."""
    wait_until(f"job {job} ends", lambda: not {"PENDING", "RUNNING", "COMPLETING"} & set(state_of(job).split()))
    state = state_of(job)
    assert state == "COMPLETED", f"job {job} is {state}"
