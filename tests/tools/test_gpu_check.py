"""The GPU check: really run where there is no GPU, and what becomes of stages that fail or hang."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import gpu_check
from tools.gpu_check import Stage, full_stages, quick_stages, read_doctor, run_stages, to_table
from tools.gpu_stages import Row

ROOT = Path(__file__).parents[2]


def python(name: str, limit_s: float, code: str) -> Stage:
    return Stage(name, limit_s, ("-c", code))


@pytest.mark.slow
def test_without_a_gpu_it_measures_small_sizes_and_ends_well() -> None:
    environment = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    command = [ROOT / "tools" / "gpu_check.sh", "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    heading, rule, *rows = done.stdout.splitlines()
    assert heading.startswith("| what | size | pictures/s |")
    assert rule == "|---|---|---|---|---|---|---|"
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    whats = [row[0] for row in cells]
    for what in (
        "doctor",
        "CUDA tests",
        "torch, ",
        "torchscript, ",
        "onnx, ",
        "whole live step, ",
        "training, base",
        "training, edges",
    ):
        assert any(each.startswith(what) for each in whats), what
    assert sum("BackgroundMattingV2" in what for what in whats) == 2
    assert all(float(row[2]) > 0 for row in cells if row[1])
    assert "FAILED" not in done.stdout


def test_what_fails_or_hangs_is_a_row_and_the_rest_goes_on(capfd: pytest.CaptureFixture[str]) -> None:
    found = "from tools.gpu_stages import Row; Row('found', rate=2.0).tell()"
    stages = [
        python("raises", 20, f"{found}; raise SystemExit('no such thing')"),
        python("hangs", 2, f"{found}; import subprocess; subprocess.run(['sleep', '600'])"),
        python("says nothing", 20, "pass"),
        python("works", 20, found),
    ]
    started_s = time.perf_counter()
    rows = list(run_stages(stages))
    assert time.perf_counter() - started_s < 300
    assert [(row.what, row.has_failed) for row in rows] == [
        ("found", False),
        ("raises", True),
        ("found", False),
        ("hangs", True),
        ("says nothing", True),
        ("found", False),
    ]
    assert rows[1].remark == "FAILED: exit status 1: no such thing"
    assert rows[3].remark == "FAILED: did not end within 2 s"
    assert rows[4].remark == "FAILED: measured nothing"
    assert "gpu_check: works" in capfd.readouterr().err


@pytest.mark.parametrize(("code", "status"), [("raise SystemExit(3)", 1), ("print(1)", 1)])
def test_a_row_that_failed_decides_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], code: str, status: int
) -> None:
    monkeypatch.setattr(gpu_check, "quick_stages", lambda: [python("stage", 20, code)])
    assert gpu_check.main(["--quick"]) == status
    assert "FAILED" in capfd.readouterr().out


def test_all_stages_fit_into_the_time_there_is() -> None:
    assert sum(stage.limit_s for stage in full_stages()) <= gpu_check.LIMIT_S
    assert {stage.name for stage in quick_stages()} >= {"doctor", "CUDA tests", "live step"}


def test_the_table_shows_what_was_measured_alone() -> None:
    table = to_table([Row("torch", "64x64", 10.04, 99.96, None, 12.4, "a|b"), Row("doctor", remark="well")])
    assert table.splitlines()[2:] == [
        "| torch | 64x64 | 10.0 | 100.0 |  | 12 | a/b |",
        "| doctor |  |  |  |  |  | well |",
    ]


def test_of_doctor_it_keeps_gpus_engines_and_the_verdict() -> None:
    printed = "Cameras:\n  none\nGPUs:\n  one  (8 GB)\nEngines:\n  torch 2.9\n\nMissing: a camera\nverdict\n"
    (row,) = read_doctor(printed)
    assert (row.remark, row.has_failed) == ("one (8 GB); torch 2.9; verdict", False)
    assert read_doctor("Traceback\n")[0].has_failed
