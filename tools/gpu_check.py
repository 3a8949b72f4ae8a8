"""Check a computer with a GPU in at most 12 minutes, and print one table of what works and how fast.

    tools/gpu_check.sh                      # PYTHON=... chooses another interpreter than .venv's
    tools/gpu_check.sh --quick              # on the CPU with small sizes, as where there is no GPU

Doctor, the tests that need CUDA, every engine at 1920x1080 and 3840x2160 with BackgroundMattingV2 beside it, the whole
live step against its network alone, training of base and edge network, and runs that are stopped and go on. Each stage
is a process with a time limit: one that fails or hangs becomes a row that says so, and the others go on. The exit
status is 1 if there is such a row.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.gpu_stages import MARK, Row

ROOT = Path(__file__).parents[1]
LIMIT_S = 720.0
"""For all stages together."""
QUICK_LIMIT_S = 300.0
"""For each stage on the CPU, which may be busy: whether it works is asked, not how fast."""
TAIL_LINES = 15
"""Of what a stage that failed printed."""
COLUMNS = ("what", "size", "pictures/s", "p50 ms", "p95 ms", "memory MB", "remark")
RESUME_TESTS = {
    "base": "test_train.py::test_a_run_that_a_signal_stops_goes_on_as_if_it_had_not[ended-cuda]",
    "edges": "test_train_edges.py::test_a_run_that_was_stopped_has_the_losses_that_it_would_have_had[cuda]",
}
"""In tests/training; on a CPU they are a part of all tests."""
QUICK = (
    *("--batch", "2", "--steps", "4", "--save-every", "4", "--log-every", "1", "--calibration-pictures", "2"),
    *("--device", "cpu"),
)
QUICK_BASE = ("--width", "64", "--height", "64", "--pool", "8", "--valid-pictures", "1", *QUICK)
QUICK_EDGES = ("--crop", "32", "--backbone-scale", "0.5", *QUICK)
FULL = ("--log-every", "10", "--device", "cuda")
FULL_BASE = (
    *("--width", "512", "--height", "512", "--batch", "16", "--pool", "256", "--steps", "80", "--save-every", "80"),
    *("--calibration-pictures", "16", "--valid-pictures", "2", *FULL),
)
FULL_EDGES = (
    *("--crop", "96", "--batch", "24", "--steps", "200", "--save-every", "200", "--calibration-pictures", "48", *FULL),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the check, in a process of its own."""

    name: str
    limit_s: float
    words: Sequence[str]
    """Of Python's command line."""
    read: "Callable[[str], list[Row]] | None" = None
    """Rows of what it printed; None: they are marked in it."""
    good: frozenset[int] = frozenset({0})
    """Exit statuses of success."""


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="on the CPU with small sizes, in less than a minute")
    given = parser.parse_args(words)
    stages = quick_stages() if given.quick or not has_gpu() else full_stages()
    rows = []
    for row in run_stages(stages):  # each at once too: who stops it keeps what was found
        print(f"gpu_check: {' | '.join(to_cells(row))}", file=sys.stderr, flush=True)
        rows.append(row)
    print(to_table(rows))
    return 1 if any(row.has_failed for row in rows) else 0


def has_gpu() -> bool:
    from matting_rt.inference.select import is_cuda_usable

    return is_cuda_usable()


def full_stages() -> list[Stage]:
    """On a GPU."""
    measure, sizes = ("-m", "tools.gpu_stages"), ("--size", "1920x1080", "3840x2160")
    return [
        doctor(20),
        tests("CUDA tests", 100, "-m", "cuda", "tests/inference", "tests/training/data"),
        Stage("engine torch", 60, (*measure, "engines", "torch", "--original", *sizes)),
        Stage("engine torchscript", 90, (*measure, "engines", "torchscript", "--original", *sizes)),
        Stage("engine onnx", 150, (*measure, "engines", "onnx", "--original", *sizes)),
        Stage("live step", 80, (*measure, "live", *sizes)),
        Stage("training base", 70, (*measure, "train", "base", "--", *FULL_BASE)),
        Stage("training edges", 70, (*measure, "train", "--scene", "640x384", "edges", "--", *FULL_EDGES)),
        *(resume(kind, 40) for kind in RESUME_TESTS),
    ]


def quick_stages() -> list[Stage]:
    """The same on a CPU: whether it works, not how fast."""
    measure, few = ("-m", "tools.gpu_stages"), ("--size", "128x64", "--count", "2")
    return [
        doctor(QUICK_LIMIT_S),
        tests("CUDA tests", QUICK_LIMIT_S, "-m", "cuda", "tests/inference/test_cuda.py"),
        Stage("engines", QUICK_LIMIT_S, (*measure, "engines", "torch", "torchscript", "--original", *few)),
        Stage("engine onnx", QUICK_LIMIT_S, (*measure, "engines", "onnx", *few)),
        Stage("live step", QUICK_LIMIT_S, (*measure, "live", *few)),
        Stage("training base", QUICK_LIMIT_S, (*measure, "train", "base", "--", *QUICK_BASE)),
        Stage("training edges", QUICK_LIMIT_S, (*measure, "train", "--scene", "640x384", "edges", "--", *QUICK_EDGES)),
    ]


def doctor(limit_s: float) -> Stage:
    """Its status 1 says that something which live video needs is missing: a server has no camera."""
    return Stage("doctor", limit_s, ("-m", "matting_rt.cli", "doctor"), read_doctor, frozenset({0, 1}))


def read_doctor(printed: str) -> list[Row]:
    """What it says of GPUs and engines, and its last line."""
    said, section = [], ""
    for line in printed.splitlines():
        if not line.startswith(" "):
            section = line
        elif section in ("GPUs:", "Engines:"):
            said.append(" ".join(line.split()))
    return [Row("doctor", remark="; ".join([*said, last_line(printed)]), has_failed=not said)]


def tests(name: str, limit_s: float, *words: str) -> Stage:
    """pytest; its status 5, that there are none, is no success."""
    pytest = ("-m", "pytest", "-q", "-p", "no:cacheprovider", *words)
    return Stage(name, limit_s, pytest, lambda printed: [Row(name, remark=last_line(printed))])


def resume(kind: str, limit_s: float) -> Stage:
    name = f"resume, {kind}: the losses of a run that was not stopped"
    return tests(name, limit_s, "tests/training/" + RESUME_TESTS[kind])


def last_line(printed: str) -> str:
    return ([line.strip() for line in printed.splitlines() if line.strip()] or ["nothing was printed"])[-1]


def run_stages(stages: Sequence[Stage]) -> Iterator[Row]:
    """Rows of all, each stage within its limit."""
    for stage in stages:
        started_s = time.perf_counter()
        print(f"gpu_check: {stage.name} ...", file=sys.stderr, flush=True)
        yield from run_stage(stage)
        print(f"gpu_check: {stage.name}: {time.perf_counter() - started_s:.0f} s", file=sys.stderr, flush=True)


def run_stage(stage: Stage) -> list[Row]:
    """Rows of one stage; where it failed, those that it had found, and one that says why."""
    process = subprocess.Popen(
        [sys.executable, *stage.words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,  # what it starts ends with it
    )
    try:
        printed, reason = process.communicate(timeout=stage.limit_s)[0], ""
    except subprocess.TimeoutExpired:
        reason = f"did not end within {stage.limit_s:g} s"
    finally:
        end_group(process)
    if reason:
        printed = process.communicate()[0]
    elif process.returncode not in stage.good:
        reason = f"exit status {process.returncode}: {last_line(printed)}"
    rows = marked_rows(printed) if stage.read is None else [] if reason else stage.read(printed)
    if not reason and not rows:
        reason = "measured nothing"
    if reason:
        print("\n".join(printed.splitlines()[-TAIL_LINES:]), file=sys.stderr)
        rows = [*rows, Row(stage.name, remark=f"FAILED: {reason}", has_failed=True)]
    return rows


def end_group(process: "subprocess.Popen[str]") -> None:
    """Kill what a stage has left behind, and itself where it has not ended."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def marked_rows(printed: str) -> list[Row]:
    return [Row(**json.loads(line[len(MARK) :])) for line in printed.splitlines() if line.startswith(MARK)]


def to_table(rows: Sequence[Row]) -> str:
    """Markdown."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    lines += ["| " + " | ".join(to_cells(row)) + " |" for row in rows]
    return "\n".join(lines)


def to_cells(row: Row) -> tuple[str, ...]:
    """As in COLUMNS."""
    numbers = ("" if x is None else f"{x:.1f}" for x in (row.rate, row.p50_ms, row.p95_ms))
    memory = "" if row.memory_mb is None else f"{row.memory_mb:.0f}"
    return row.what, row.size, *numbers, memory, row.remark.replace("|", "/")


if __name__ == "__main__":
    sys.exit(main())
