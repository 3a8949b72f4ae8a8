"""A job from file to file as a window runs it: watched, paused, cancelled."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from matting_rt import BatchJob, ImagesJob, JobCancelled, VideoJob, build, open_batch, run_jobs
from matting_rt.config import BackdropConfig, Config, EngineConfig, GuardConfig, Keep, PlateConfig
from matting_rt.errors import ConfigError, MattingError
from tests.cli.conftest import FRAME_COUNT, SIZE, Scene, scene

__all__ = ["scene"]


def job_of(scene: Scene, output: Path) -> VideoJob:
    config = Config(
        engine=EngineConfig(model=str(scene.model), engine="torch"),
        plate=PlateConfig(check=False),
        backdrop=BackdropConfig("navy"),
    )
    return VideoJob(scene.video, scene.plate, output, overwrite=False, config=config)


def run(job: VideoJob, on_progress: Callable[[BatchJob], None] = lambda batch: None) -> dict[str, object]:
    with open_batch(job) as batch:
        return batch.run(lambda: on_progress(batch))


def test_a_job_says_its_steps_and_how_far_it_is(scene: Scene, tmp_path: Path) -> None:
    lines: list[str] = []
    with open_batch(job_of(scene, tmp_path / "out.mp4"), on_message=lines.append) as batch:
        assert batch.progress.frames_written == 0
        assert batch.progress.left_s is None
        report = batch.run()
    assert [line.split()[0] for line in lines] == ["Loading", "Matting"]
    assert batch.size == SIZE
    assert batch.progress.frames_written == batch.progress.frame_count == FRAME_COUNT
    assert batch.progress.left_s == 0
    assert report["frames_written"] == FRAME_COUNT
    assert (tmp_path / "out.mp4").exists()


def test_a_plate_from_the_video_is_watched_frame_by_frame(scene: Scene, tmp_path: Path) -> None:
    watched: list[tuple[int, int | None]] = []
    job = replace(job_of(scene, tmp_path / "out.mp4"), plate=None)
    with open_batch(job, on_plate_frame=lambda *read: watched.append(read)):
        pass
    assert watched == [(read, FRAME_COUNT) for read in range(1, FRAME_COUNT + 1)]
    assert not list(tmp_path.iterdir())


def test_a_job_can_be_cancelled_while_its_plate_is_built(scene: Scene, tmp_path: Path) -> None:
    def cancel(read: int, count: int | None) -> None:
        raise JobCancelled

    job = replace(job_of(scene, tmp_path / "out.mp4"), plate=None)
    with pytest.raises(JobCancelled):
        open_batch(job, on_plate_frame=cancel)
    assert not list(tmp_path.iterdir())


def test_a_job_that_is_paused_can_be_cancelled_and_says_what_is_undone(scene: Scene, tmp_path: Path) -> None:
    def cancel(batch: BatchJob) -> None:
        raise JobCancelled

    output = tmp_path / "out.mp4"
    with open_batch(job_of(scene, output)) as batch:
        batch.pause(True)
        with pytest.raises(JobCancelled, match=f"not written: {output} \\(0 of {FRAME_COUNT} frames were matted\\)"):
            batch.run(lambda: cancel(batch))
    assert not list(tmp_path.iterdir())


def test_a_wish_to_cancel_that_comes_too_late_changes_nothing(scene: Scene, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"

    def cancel(batch: BatchJob) -> None:
        if output.exists():
            raise JobCancelled

    assert run(job_of(scene, output), cancel)["frames_written"] == FRAME_COUNT


@pytest.mark.parametrize("fault", ["plate", "output"])
def test_what_cannot_be_used_is_an_error_that_changes_no_file(scene: Scene, tmp_path: Path, fault: str) -> None:
    file = tmp_path / "precious.mp4"
    file.write_text("precious")
    faulty = replace(job_of(scene, tmp_path / "out.mp4"), **{fault: file})
    with pytest.raises(MattingError, match=r"precious\.mp4"):
        run(faulty)
    assert [path.name for path in tmp_path.iterdir()] == ["precious.mp4"]
    assert file.read_text() == "precious"


def test_a_job_without_a_plate_learns_the_room_and_says_so(scene: Scene, tmp_path: Path) -> None:
    lines: list[str] = []
    job = replace(job_of(scene, tmp_path / "out.mp4"), plate=None, learns_plate=True)
    with open_batch(job, on_message=lines.append) as batch:
        report = batch.run()
    assert [line.split()[0] for line in lines] == ["Loading", "Matting"], "no plate is built from the video first"
    assert report["plate_fit"]["condition"] == "learning"
    assert (tmp_path / "out.mp4").exists()


def test_the_report_of_a_plate_from_the_video_tells_of_its_shots(scene: Scene, tmp_path: Path) -> None:
    report = run(replace(job_of(scene, tmp_path / "out.mp4"), plate=None))
    (shot,) = report["shots"]
    assert shot["frame_count"] == FRAME_COUNT
    assert shot["unknown_map"].startswith("data:image/png;base64,")
    assert report["plate_fit"]["unknown_share"] == shot["unknown_share"]
    assert bool(report["notes"]) == (shot["unknown_share"] > 0.02)


def test_a_steady_job_writes_every_frame_in_order(scene: Scene, tmp_path: Path) -> None:
    times = []
    for name, is_steady in (("plain", False), ("steady", True)):
        report = run(replace(job_of(scene, tmp_path / f"{name}.mkv"), is_steady=is_steady))
        assert report["frames_written"] == FRAME_COUNT
        times.append([frame.time_s for frame in build.video_frames(tmp_path / f"{name}.mkv")])
    assert times[0] == times[1]


@pytest.mark.parametrize(("keep", "is_followed"), [(Keep.AUTO, False), (Keep.EVERYTHING, False), (Keep.PEOPLE, True)])
def test_the_plate_of_a_file_is_learned_only_where_people_alone_are_kept(
    scene: Scene, tmp_path: Path, keep: Keep, is_followed: bool
) -> None:
    job = job_of(scene, tmp_path / "out.mp4")
    report = run(replace(job, config=replace(job.config, guard=GuardConfig(keep))))
    fit = report["plate_fit"]
    assert isinstance(fit, dict)
    assert ("known_share" in fit) is is_followed


def test_a_job_of_pictures_writes_what_is_asked_for_of_each(scene: Scene, tmp_path: Path) -> None:
    job = ImagesJob(scene.pictures, scene.plate, tmp_path, ("alpha",), config=job_of(scene, tmp_path).config)
    with open_batch(job) as batch:
        assert batch.run()["frames_written"] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.alpha.png", "b.alpha.png"]


def test_a_picture_that_there_is_not_is_one_line(scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(MattingError, match="there is no output 'mask'; choose of composite, alpha"):
        open_batch(ImagesJob(scene.pictures, scene.plate, tmp_path, ("mask",)))


def test_a_job_that_was_opened_and_never_run_leaves_nothing(scene: Scene, tmp_path: Path) -> None:
    batch = open_batch(job_of(scene, tmp_path / "out.mp4"))
    batch.close()
    batch.close()
    assert not list(tmp_path.iterdir())


def test_a_list_with_a_job_that_writes_nothing_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nothing is to be written of talk\.mp4; give it an output"):
        run_jobs([VideoJob(Path("talk.mp4"), None, None)], tmp_path / "state")
    assert not list(tmp_path.iterdir())
