"""The list on disk: what comes back after a restart, a wanted one or not, and that the command line runs it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication

from gui.batch.jobs import INTERRUPTED, Job, JobSettings, JobState, OutputFormat, new_job, new_videos
from gui.batch.saved_list import (
    LIST_NAME,
    SETTINGS_NAME,
    STATE_NAME,
    load_list,
    load_settings,
    save_list,
    save_settings,
)
from gui.look import language
from matting_rt import run_jobs
from matting_rt.batch.tickets import Tickets
from matting_rt.cli.__main__ import main
from matting_rt.config import CompositeConfig, Config
from tests.cli.conftest import Scene

SETTINGS = JobSettings("/plate.png", "navy", OutputFormat.PRORES, writes_alpha=True, is_steady=True, folder="/videos")


def make_jobs(*paths: str) -> list[Job]:
    config = Config(composite=CompositeConfig(light_wrap=0.25))
    return [new_job(video) for video in new_videos(map(Path, paths), SETTINGS, config, set())]


def test_a_list_comes_back_as_it_was(tmp_path: Path) -> None:
    jobs = make_jobs("/a.mp4", "/ä [b] {c}.mp4", "/gone [x].mp4")
    save_list(tmp_path / "new" / "folder", jobs)
    found, problem = load_list(tmp_path / "new" / "folder")
    assert [job.video for job in found] == [job.video for job in jobs]
    assert [(job.state, job.message) for job in found] == [(JobState.WAITING, "")] * 3
    assert problem is None
    save_list(tmp_path / "new" / "folder", [])
    assert load_list(tmp_path / "new" / "folder") == ([], None)


def test_settings_for_new_videos_come_back_and_others_are_the_first_ones(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == JobSettings()
    save_settings(tmp_path, SETTINGS)
    assert load_settings(tmp_path) == SETTINGS
    (tmp_path / SETTINGS_NAME).write_text("plate = [")
    assert load_settings(tmp_path) == JobSettings()


def test_a_new_user_has_an_empty_list(tmp_path: Path) -> None:
    assert load_list(tmp_path) == ([], None)


def test_a_job_that_ran_when_the_program_was_killed_waits(tmp_path: Path) -> None:
    (job,) = make_jobs("/a.mp4")
    save_list(tmp_path, [job])
    result = run_jobs([job.video], tmp_path / STATE_NAME)  # makes its ticket; there is no such video
    tickets = Tickets(tmp_path / STATE_NAME, [path.name for path in (tmp_path / STATE_NAME).iterdir()])
    tickets.renew(tickets.names[0])
    assert tickets.claim() == tickets.names[0]
    tickets.note(tickets.names[0], {})
    ((kept,), problem) = load_list(tmp_path)
    assert (kept.state, kept.message, problem) == (JobState.WAITING, INTERRUPTED, None)
    assert "a.mp4" in result[0].details["message"]


def test_a_job_that_has_failed_says_so_after_a_restart(tmp_path: Path) -> None:
    (job,) = make_jobs("/a.mp4")
    save_list(tmp_path, [job])
    run_jobs([job.video], tmp_path / STATE_NAME)
    ((kept,), _) = load_list(tmp_path)
    assert kept.state is JobState.FAILED
    assert "/a.mp4" in kept.message


def test_the_command_line_runs_the_same_list(
    engine: Config, scene: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = JobSettings(str(scene.plate), "navy", folder=str(tmp_path / "results"))
    save_list(tmp_path, [new_job(video) for video in new_videos([scene.video], settings, engine, set())])
    assert main(["jobs", str(tmp_path / LIST_NAME)]) == 0
    assert "1 of 1 done" in capsys.readouterr().out
    ((kept,), _) = load_list(tmp_path)
    assert kept.state is JobState.DONE
    assert kept.message.startswith("24 frames, ")
    assert kept.output.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("[[job]]", "[[task]]"),
        lambda text: text.replace('"/a.mp4"', "7"),
        lambda text: text + 'dreams = "many"\n',
        lambda text: "\udcff",
        lambda text: "a = " + "[" * 100_000,
    ],
    ids=["cut", "table", "kind", "key", "bytes", "depth"],
)
def test_a_damaged_list_is_kept_under_another_name_and_said(tmp_path: Path, damage: Callable[[str], str]) -> None:
    save_list(tmp_path, make_jobs("/a.mp4"))
    file = tmp_path / LIST_NAME
    damaged = damage(file.read_text())
    file.write_bytes(damaged.encode(errors="surrogateescape"))
    jobs, problem = load_list(tmp_path)
    (kept,) = tmp_path.iterdir()
    assert jobs == []
    assert problem is not None
    assert str(kept) in problem
    assert kept.read_bytes() == damaged.encode(errors="surrogateescape")


def test_a_list_that_is_no_ordinary_file_is_kept_under_another_name_and_said(tmp_path: Path) -> None:
    (tmp_path / LIST_NAME).symlink_to("/dev/zero")
    jobs, problem = load_list(tmp_path)
    (kept,) = tmp_path.iterdir()
    assert jobs == []
    assert problem is not None
    assert str(kept) in problem
    assert kept.name != LIST_NAME


def test_what_has_failed_before_is_said_in_the_language_of_today(tmp_path: Path, qapp: QApplication) -> None:
    (job,) = make_jobs(str(tmp_path / "gone.mp4"))
    save_list(tmp_path, [job])
    run_jobs([job.video], tmp_path / STATE_NAME)
    language.use("de")
    try:
        ((found,), _) = load_list(tmp_path)
    finally:
        language.use(language.ENGLISH)
    assert found.state is JobState.FAILED
    assert found.message.startswith("es gibt kein Video")
