"""Lists of jobs as a program runs them: ended by somebody, kept for later, begun anew."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matting_rt import BatchJob, JobCancelled, JobSuspended, VideoJob, forget_job, look_at_jobs, run_jobs
from matting_rt.config import Config, EngineConfig, PlateConfig
from tests.cli.conftest import Scene, scene

__all__ = ["scene"]


@pytest.fixture
def job(scene: Scene, tmp_path: Path) -> VideoJob:
    config = Config(engine=EngineConfig(model=str(scene.model), engine="torch"), plate=PlateConfig(check=False))
    return VideoJob(scene.video, scene.plate, tmp_path / "out.mp4", config=config, segment_frames=4)


def ending_by(wish: Exception) -> Callable[[VideoJob, BatchJob, Callable[[], None]], dict[str, Any]]:
    """Runs a job until some of it is kept, and raises."""

    def run(job: VideoJob, batch: BatchJob, check: Callable[[], None]) -> dict[str, Any]:
        def end() -> None:
            if batch.progress.frames_written >= 10:
                raise wish

        return batch.run(end)

    return run


def test_a_job_that_somebody_cancels_counts_as_failed_and_leaves_nothing(job: VideoJob, tmp_path: Path) -> None:
    with pytest.raises(JobCancelled):
        run_jobs([job], tmp_path / "state", run=ending_by(JobCancelled()))
    assert not list(tmp_path.glob("*out*"))
    (stands,) = look_at_jobs([job], tmp_path / "state")
    assert stands.details["is_cancelled"]
    assert stands.details["kept"] == 0


def test_a_job_that_is_suspended_goes_on_and_one_that_is_forgotten_begins_anew(job: VideoJob, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(JobSuspended):
            run_jobs([job], tmp_path / "state", run=ending_by(JobSuspended()))
        (stands,) = look_at_jobs([job], tmp_path / "state")
        assert stands.details["is_begun"]
        assert stands.details["kept"] >= 4
        forget_job(job, tmp_path / "state")
        (stands,) = look_at_jobs([job], tmp_path / "state")
        assert (stands.details["is_begun"], stands.details["kept"]) == (False, 0)
    (result,) = run_jobs([job], tmp_path / "state")
    assert result.state.value == "done"


def test_what_ends_a_job_by_an_error_of_the_program_leaves_it_to_others(job: VideoJob, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        run_jobs([job], tmp_path / "state", run=ending_by(ZeroDivisionError()))
    (stands,) = look_at_jobs([job], tmp_path / "state")
    assert stands.state.value == "waiting"
