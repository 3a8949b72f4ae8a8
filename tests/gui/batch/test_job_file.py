"""The list on disk: what comes back after a restart, a wanted one or not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gui.batch.job_file import FILE_NAME, INTERRUPTED, load_jobs, save_jobs
from gui.batch.jobs import JobSettings, JobState, OutputFormat, new_jobs
from matting_rt.config import Config

SETTINGS = JobSettings("plate.png", "sea.jpg", OutputFormat.PRORES, writes_alpha=True, folder="/videos")


def test_a_list_comes_back_as_it_was(tmp_path: Path) -> None:
    first, second = new_jobs([Path("a.mp4"), Path("ä b.mp4")], SETTINGS, Config(), set())
    jobs = [replace(first, state=JobState.DONE, message="7 frames", warnings=("one", "two")), second]
    save_jobs(tmp_path / "new" / "folder", jobs, SETTINGS)
    assert load_jobs(tmp_path / "new" / "folder") == (jobs, SETTINGS, None)


def test_a_new_user_has_an_empty_list(tmp_path: Path) -> None:
    assert load_jobs(tmp_path) == ([], JobSettings(), None)


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.PAUSED])
def test_a_job_that_ran_when_the_program_was_killed_waits(tmp_path: Path, state: JobState) -> None:
    (job,) = new_jobs([Path("a.mp4")], SETTINGS, Config(), set())
    save_jobs(tmp_path, [replace(job, state=state)], SETTINGS)
    (kept,), _, problem = load_jobs(tmp_path)
    assert (kept.state, kept.message, problem) == (JobState.WAITING, INTERRUPTED, None)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"version": 1', '"version": 99'),
        lambda text: text.replace('"waiting"', '"dreaming"'),
        lambda text: text.replace('"a.mp4"', "7"),
        lambda text: "[]",
        lambda text: "\udcff",
        lambda text: "[" * 100_000,
    ],
    ids=["cut", "version", "state", "kind", "list", "bytes", "depth"],
)
def test_a_damaged_list_is_kept_under_another_name_and_said(tmp_path: Path, damage: object) -> None:
    save_jobs(tmp_path, new_jobs([Path("a.mp4")], SETTINGS, Config(), set()), SETTINGS)
    file = tmp_path / FILE_NAME
    assert json.loads(file.read_text())["jobs"]
    damaged = damage(file.read_text())  # type: ignore[operator]
    file.write_bytes(damaged.encode(errors="surrogateescape"))
    jobs, settings, problem = load_jobs(tmp_path)
    (kept,) = tmp_path.iterdir()
    assert (jobs, settings) == ([], JobSettings())
    assert problem is not None
    assert str(kept) in problem
    assert kept.read_bytes() == damaged.encode(errors="surrogateescape")


def test_a_list_that_is_no_ordinary_file_is_kept_under_another_name_and_said(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).symlink_to("/dev/zero")
    jobs, _, problem = load_jobs(tmp_path)
    (kept,) = tmp_path.iterdir()
    assert jobs == []
    assert problem is not None
    assert str(kept) in problem
    assert kept.name != FILE_NAME
