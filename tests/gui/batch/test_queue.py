"""The list at work, with the real engine: one job after another, held, cancelled, failed, interrupted."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from pytestqt.qtbot import QtBot

from gui.batch.jobs import FROM_VIDEO, INTERRUPTED, JobState
from gui.batch.queue import JobQueue
from matting_rt import JobProgress, JobResult, VideoJob, run_jobs
from matting_rt.config import Config
from matting_rt.frame import StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from tests.cli.conftest import FRAME_COUNT, RATE_FPS, SIZE, Scene


def wait_until(qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    qtbot.waitUntil(is_so, timeout=60_000)


def states(queue: JobQueue) -> list[JobState]:
    return [job.state for job in queue.jobs]


def results(tmp_path: Path) -> list[str]:
    """Names of whole files."""
    return sorted(path.name for path in (tmp_path / "results").glob("[!.]*"))


def hold_at_the_first_frame(qtbot: QtBot, queue: JobQueue) -> str:
    """Start the first job, hold it before anything is matted, and return its id."""
    queue.start()
    queue.pause()
    assert queue.is_paused
    wait_until(qtbot, lambda: isinstance(queue.progress, JobProgress))
    active = queue.active
    assert active is not None
    return active.id


def test_jobs_run_one_after_another_and_leave_their_videos(
    queue: JobQueue, engine: Config, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(scene.video.read_bytes())
    queue.add([scene.video, copy], engine)
    assert states(queue) == [JobState.WAITING, JobState.WAITING]
    seen: list[list[JobState]] = []
    queue.changed.connect(lambda job_id: seen.append(states(queue)))
    queue.start()
    wait_until(qtbot, lambda: not queue.is_running)
    assert states(queue) == [JobState.DONE, JobState.DONE]
    assert not any(running.count(JobState.RUNNING) > 1 for running in seen)
    assert queue.jobs[0].message.startswith(f"{FRAME_COUNT} frames, ")
    assert results(tmp_path) == ["copy-matted.mp4", "video-matted.mp4"]
    with av.open(str(tmp_path / "results" / "video-matted.mp4")) as container:
        assert len(list(container.decode(video=0))) == FRAME_COUNT


def test_a_held_job_waits_goes_on_and_loses_nothing(
    queue: JobQueue, engine: Config, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    queue.add([scene.video], engine)
    hold_at_the_first_frame(qtbot, queue)
    assert states(queue) == [JobState.PAUSED]
    assert results(tmp_path) == []
    queue.start()
    wait_until(qtbot, lambda: not queue.is_running)
    assert queue.jobs[0].message.startswith(f"{FRAME_COUNT} frames, ")


def test_a_held_job_that_is_cancelled_leaves_no_file_and_starts_no_other(
    queue: JobQueue, engine: Config, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(scene.video.read_bytes())
    queue.add([scene.video, copy], engine)
    queue.cancel(hold_at_the_first_frame(qtbot, queue))
    wait_until(qtbot, lambda: queue.active is None)
    assert states(queue) == [JobState.CANCELLED, JobState.WAITING]
    assert queue.jobs[0].message == f"Nothing was written (0 of {FRAME_COUNT} frames were matted)."
    assert list((tmp_path / "results").iterdir()) == []


def test_a_job_can_be_cancelled_while_it_is_opened(
    queue: JobQueue, engine: Config, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    queue.set_settings(replace(queue.settings, plate=FROM_VIDEO))
    queue.add([scene.video], engine)
    queue.start()
    queue.cancel(queue.jobs[0].id)
    wait_until(qtbot, lambda: queue.active is None)
    assert states(queue) == [JobState.CANCELLED]
    assert results(tmp_path) == []


def test_a_failure_is_a_line_the_next_job_runs_and_what_is_mended_runs_again(
    queue: JobQueue, engine: Config, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("This is not a video.\n" * 100)
    queue.add([text, scene.video], engine)
    queue.start()
    wait_until(qtbot, lambda: not queue.is_running)
    assert states(queue) == [JobState.FAILED, JobState.DONE]
    assert "text.mp4" in queue.jobs[0].message
    assert "\n" not in queue.jobs[0].message
    text.write_bytes(scene.video.read_bytes())
    queue.retry(queue.jobs[0].id)
    queue.start()
    wait_until(qtbot, lambda: not queue.is_running)
    assert states(queue) == [JobState.DONE, JobState.DONE]


def test_an_error_in_the_program_itself_is_a_line_too(
    queue: JobQueue, engine: Config, scene: Scene, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    queue.set_settings(replace(queue.settings, backdrop="no\0name.png"))
    queue.add([scene.video], engine)
    queue.start()
    wait_until(qtbot, lambda: not queue.is_running)
    assert queue.jobs[0].message.startswith("internal error: ValueError: ")
    assert "Traceback" in caplog.text


def test_a_doubtful_plate_is_said_while_there_is_time_to_cancel(
    queue: JobQueue, engine: Config, scene: Scene, qtbot: QtBot
) -> None:
    queue.set_settings(replace(queue.settings, plate=FROM_VIDEO))
    queue.add([scene.video], engine)
    seen: list[tuple[JobState, tuple[str, ...]]] = []
    queue.changed.connect(lambda job_id: seen.append((queue.job(job_id).state, queue.job(job_id).warnings)))
    queue.start()
    wait_until(qtbot, lambda: not queue.is_running)
    (warning,) = next(warnings for state, warnings in seen if state is JobState.RUNNING and warnings)
    assert "behind somebody" in warning
    assert queue.jobs[0].warnings == (warning,)


def test_a_job_that_was_done_runs_again_under_another_name(
    queue: JobQueue, engine: Config, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    queue.add([scene.video], engine)
    queue.start()
    wait_until(qtbot, lambda: not queue.is_running)
    queue.retry(queue.jobs[0].id)
    queue.start()
    wait_until(qtbot, lambda: not queue.is_running)
    assert results(tmp_path) == ["video-matted-2.mp4", "video-matted.mp4"]


def test_a_job_interrupted_by_the_end_of_the_program_runs_at_the_next_start(
    queue: JobQueue, engine: Config, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    queue.add([scene.video], engine)
    hold_at_the_first_frame(qtbot, queue)
    queue.end()
    assert list((tmp_path / "results").iterdir()) == []
    again = JobQueue(tmp_path / "settings")
    try:
        assert [(job.state, job.message) for job in again.jobs] == [(JobState.WAITING, INTERRUPTED)]
        assert not again.is_running
        again.start()
        wait_until(qtbot, lambda: not again.is_running)
        assert states(again) == [JobState.DONE]
    finally:
        again.end()


@pytest.fixture
def long_video(scene: Scene, tmp_path: Path) -> Path:
    """The scene again and again, for longer than a test waits."""
    with av.open(str(scene.video)) as container:
        images = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    sink = VideoFileSink(tmp_path / "long.mp4")
    sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), None))
    for index in range(600):
        image = images[index % len(images)]
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()
    return tmp_path / "long.mp4"


def run_in_short_segments(jobs: Sequence[VideoJob], *arguments: Any, **options: Any) -> list[JobResult]:
    return run_jobs([replace(job, segment_frames=4) for job in jobs], *arguments, **options)


def test_a_job_goes_on_at_the_next_start_and_leaves_nothing_when_it_is_removed(
    queue: JobQueue, engine: Config, long_video: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.batch.runner.run_jobs", run_in_short_segments)
    queue.add([long_video], engine)
    queue.start()

    def has_done(queue: JobQueue) -> int:
        return queue.progress.frames_written if isinstance(queue.progress, JobProgress) else 0

    wait_until(qtbot, lambda: has_done(queue) >= 10)
    queue.end()
    kept = tmp_path / "results" / ".long-matted.mp4.matting-rt"
    assert list(kept.glob("state-*"))
    again = JobQueue(tmp_path / "settings")
    try:
        again.start()
        wait_until(qtbot, lambda: has_done(again) > 0)
        assert has_done(again) >= 8, "it begins where it was"
        again.end()
        assert list(kept.glob("state-*"))
        (job,) = again.jobs
        again.remove(job.id)
        assert list(kept.glob("state-*")), "it can be had back"
    finally:
        again.end()
    assert list((tmp_path / "results").iterdir()) == []


def test_a_video_is_on_the_list_once_until_it_is_over_and_only_what_rests_can_be_removed(
    queue: JobQueue, engine: Config, scene: Scene, qtbot: QtBot
) -> None:
    queue.add([scene.video], engine)
    queue.add([scene.video], engine)
    (job,) = queue.jobs
    hold_at_the_first_frame(qtbot, queue)
    queue.remove(job.id)
    assert queue.jobs == (queue.job(job.id),)
    queue.cancel(job.id)
    wait_until(qtbot, lambda: queue.active is None)
    queue.remove(job.id)
    assert queue.jobs == ()


def test_a_list_that_cannot_be_kept_is_said(queue: JobQueue, engine: Config, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "settings"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("a file where a folder should be")
    with qtbot.waitSignal(queue.notice) as told:
        queue.add([tmp_path / "a.mp4"], engine)
    assert told.args is not None
    assert str(folder) in told.args[0]
