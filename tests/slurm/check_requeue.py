"""Two nodes train one network; requeued by hand and by the warning of its time, the job ends as if left alone."""

import math
import re
import sys
from pathlib import Path

from safetensors import safe_open
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from tests.slurm.jobs import SMALL, command, state_of, submit, wait_for_end, wait_until
from training.checkpoint import LAST, load_trained

STEPS = 30
FLAGS = f"{SMALL} --batch 2 --steps {STEPS} --save-every 4 --log-every 1"


def start(folder: Path, name: str) -> str:
    flags = f"{FLAGS} --output {folder / name}"
    return submit(folder, "train_base", flags, "--nodes=2", "--gpus-per-node=1", MEETING="127.0.0.1:29431")


def losses(folder: Path) -> dict[int, float]:
    """The loss of each step, as TensorBoard would show it."""
    events = EventAccumulator(str(folder), size_guidance={"scalars": 0})
    events.Reload()
    return {event.step: event.value for event in events.Scalars("train/total")}


def step_of(folder: Path) -> int:
    """Of the last checkpoint, which may be replaced meanwhile: opened once. 0: there is none."""
    if not (folder / LAST).is_file():
        return 0
    with safe_open(folder / LAST, framework="pt") as file:
        return int(file.metadata()["step"])


def stops(folder: Path, job: str) -> list[tuple[int, int]]:
    """Signal and step of each early end that the job's output tells of."""
    text = (folder / f"{job}.out").read_text(encoding="utf-8")
    return [(int(a), int(b)) for a, b in re.findall(r"stopped by signal (\d+) after step (\d+)", text)]


def interrupt(folder: Path, job: str, after: int, *how: object) -> int:
    """Interrupt the job behind a step; returns the step of the checkpoint with which it is queued again."""
    wait_until(f"job {job} passes step {after}", lambda: step_of(folder / "interrupted") > after)
    before = len(stops(folder, job))
    command(*how)
    wait_until(f"job {job} tells that it stopped", lambda: len(stops(folder, job)) > before)
    wait_until(f"job {job} is queued again", lambda: state_of(job) == "PENDING")
    step = step_of(folder / "interrupted")
    assert stops(folder, job)[-1][1] == step < STEPS
    return step


def main(folder: Path) -> None:
    left_alone = start(folder, "left-alone")
    wait_for_end(left_alone)
    job = start(folder, "interrupted")
    first = interrupt(folder, job, 0, "scontrol", "requeue", job)
    second = interrupt(folder, job, first, "scancel", "--signal=USR1", job)
    wait_for_end(job)
    assert [signum for signum, _ in stops(folder, job)] == [15, 10]

    expected, found = losses(folder / "left-alone"), losses(folder / "interrupted")
    assert list(expected) == list(range(1, STEPS + 1)) == sorted(found)
    worst = max(abs(found[step] - expected[step]) for step in expected)
    assert worst < 1e-5, f"losses differ by up to {worst}"
    assert all(math.isfinite(loss) for loss in found.values())
    weights = load_trained(folder / "left-alone" / LAST).weights
    again = load_trained(folder / "interrupted" / LAST).weights
    drift = max(float((again[name].float() - weights[name].float()).abs().max()) for name in weights)
    print(
        f"requeue: stopped after steps {first} (scontrol requeue) and {second} (SIGUSR1) of {STEPS} on two nodes; "
        f"losses as of the run left alone to {worst:.0e}, averaged weights to {drift:.0e}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
