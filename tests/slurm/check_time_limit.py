"""Slurm's own warning before the end of a job's time: the run keeps a checkpoint and is queued again."""

import sys
from pathlib import Path

from tests.slurm.jobs import SMALL, command, state_of, submit, wait_until
from training.checkpoint import LAST, load_trained

MEETING = "127.0.0.1:29441"
MINUTES, WARNED_S = 4, 90
"""The batch scripts warn five minutes before the end of a day; here what is left is for programs to start."""


def main(folder: Path) -> None:
    run = folder / "limited"
    flags = f"{SMALL} --batch 1 --steps 1000000 --save-every 1000000 --output {run}"
    job = submit(folder, "train_base", flags, f"--time={MINUTES}", f"--signal=USR1@{WARNED_S}", MEETING=MEETING)
    output = folder / f"{job}.out"
    wait_until(f"job {job} is warned", lambda: output.is_file() and "stopped by signal 10" in output.read_text())
    wait_until(f"job {job} is queued again", lambda: state_of(job) == "PENDING")
    command("scancel", job)
    step = load_trained(run / LAST).step
    assert step > 0
    assert f"after step {step}" in output.read_text()
    print(f"time limit: warned {WARNED_S} s before the end of {MINUTES} min, queued again after step {step}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
