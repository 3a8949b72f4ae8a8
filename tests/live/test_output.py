"""Outputs and recordings of live video: lost, full, finished late, each without harm to the other."""

import threading
import time
from fractions import Fraction

import pytest

from matting_rt.errors import PipelineError, SinkError, SinkFullError
from matting_rt.frame import LIVE_TIME_BASE, StreamInfo
from matting_rt.live.output import LiveOutput
from matting_rt.live.pipeline import LivePipeline
from matting_rt.live.recording import Recording
from matting_rt.live.state import LiveState
from tests.live.fakes import (
    SIZE,
    Camera,
    Matting,
    Screen,
    make_pipeline,
    raises_from,
    raises_until,
    running,
    sink_lost,
    wait_until,
)

pytestmark = pytest.mark.usefixtures("quick_back_off")


def test_a_lost_virtual_camera_is_opened_again() -> None:
    screen = Screen(raises_from(10, 11, sink_lost), raises_from(1, 3, sink_lost))
    with running(make_pipeline(screen=screen)) as pipeline:
        wait_until(lambda: screen.calls.count("open") == 4)
        count = len(screen.frames)
        wait_until(lambda: len(screen.frames) > count + 5)
        assert pipeline.trouble is None
    assert pipeline.stats.write_errors >= 1


def test_the_state_says_that_the_output_is_lost_until_it_is_back() -> None:
    is_back = threading.Event()
    screen = Screen(raises_from(10, 11, sink_lost), raises_until(is_back, sink_lost))
    with running(make_pipeline(screen=screen)) as pipeline:
        wait_until(lambda: pipeline.state is LiveState.OUTPUT_LOST)
        assert pipeline.trouble == "the virtual camera is gone"
        is_back.set()
        wait_until(lambda: pipeline.state is LiveState.LIVE)
        assert pipeline.trouble is None


def test_an_output_that_cannot_go_on_ends_the_pipeline_with_its_reason() -> None:
    screen = Screen(raises_from(5, 6, lambda: SinkError("the output is broken for good")))
    pipeline = make_pipeline(screen=screen)
    pipeline.start()
    assert pipeline.wait(5)
    with pytest.raises(PipelineError, match="broken for good"):
        pipeline.join()


def test_an_output_that_failed_is_not_published_and_the_recording_is() -> None:
    screen, file = Screen(raises_from(5, 6, lambda: SinkFullError("the disk is full"))), Screen()
    pipeline = make_pipeline(screen=screen, recording=Recording(file, pytest.fail))
    pipeline.start()
    assert pipeline.wait(5)
    with pytest.raises(PipelineError, match="the disk is full"):
        pipeline.join()
    assert screen.calls == ["open", "abort"]
    assert file.calls == ["finish"]


def test_an_output_that_cannot_be_finished_keeps_no_recording_from_being_so() -> None:
    class Unfinishable(Screen):
        def finish(self) -> None:
            raise SinkFullError("the disk is full")

    file = Screen()
    pipeline = make_pipeline(screen=Unfinishable(), recording=Recording(file, pytest.fail))
    pipeline.start()
    wait_until(lambda: len(file.frames) > 3)
    pipeline.stop()
    with pytest.raises(PipelineError, match="the disk is full"):
        pipeline.join()
    assert file.calls == ["finish"]


def test_a_recording_may_take_longer_to_finish_than_threads_may_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Screen):
        def finish(self) -> None:
            time.sleep(0.4)
            super().finish()

    monkeypatch.setattr(LivePipeline, "STOP_LIMIT_S", 0.2)
    file = Slow()
    with running(make_pipeline(recording=Recording(file, pytest.fail))):
        wait_until(lambda: len(file.frames) > 3)
    assert file.calls == ["finish"]


def test_a_virtual_camera_that_cannot_be_opened_yet_is_tried_again() -> None:
    forbidden = raises_from(1, 3, lambda: SinkError("you may not open it"))
    screen = Screen(raises_from(5, 6, sink_lost), forbidden)
    with running(make_pipeline(screen=screen)) as pipeline:
        wait_until(lambda: screen.calls.count("open") == 4)
        wait_until(lambda: pipeline.trouble is None)


def test_a_full_disk_ends_the_recording_and_not_the_video() -> None:
    troubles: list[str] = []
    file, screen = Screen(raises_from(3, 4, lambda: SinkFullError("the disk is full"))), Screen()
    recording = Recording(file, troubles.append)
    with running(make_pipeline(screen=screen, recording=recording)):
        wait_until(lambda: bool(troubles))
        count = len(screen.frames)
        wait_until(lambda: len(screen.frames) > count + 3)
    assert troubles == ["the recording has ended: the disk is full"]
    assert file.calls == ["abort"]


def test_a_recording_is_finished_when_the_video_stops() -> None:
    file = Screen()
    with running(make_pipeline(recording=Recording(file, pytest.fail))):
        wait_until(lambda: len(file.frames) > 5)
    assert file.calls == ["finish"]


def test_output_and_recording_are_finished_at_once_while_camera_and_model_hang() -> None:
    class HangingCamera(Camera):
        def close(self) -> None:
            release.wait(20)
            super().close()

    release = threading.Event()
    camera = HangingCamera(lambda index: release.wait(20) and None if index > 5 else None)
    matting = Matting(lambda index: release.wait(20) and None if index > 2 else None)
    screen, file = Screen(), Screen()
    pipeline = make_pipeline(camera, matting, screen, Recording(file, pytest.fail))
    pipeline.start()
    wait_until(lambda: matting.count > 3 and len(file.frames) > 3)
    pipeline.stop()
    try:
        wait_until(lambda: screen.calls == ["open", "finish"] and file.calls == ["finish"], limit_s=10)
        start_s = time.perf_counter()
        pipeline.join()
        assert time.perf_counter() - start_s < LivePipeline.STOP_LIMIT_S + 5
    finally:
        release.set()
        wait_until(lambda: not {"capture", "matte", "closing"} & {thread.name for thread in threading.enumerate()})


def test_an_output_that_hangs_keeps_no_recording_from_being_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LivePipeline, "STOP_LIMIT_S", 0.3)
    release = threading.Event()
    screen, file = Screen(lambda index: release.wait(20) and None if index > 5 else None), Screen()
    pipeline = make_pipeline(screen=screen, recording=Recording(file, pytest.fail))
    pipeline.start()
    wait_until(lambda: screen.writes > 6)
    pipeline.stop()
    pipeline.join()
    assert file.calls == ["finish"]
    assert screen.calls == ["open"]
    release.set()
    wait_until(lambda: screen.calls == ["open", "finish"])


def test_neither_output_nor_recording_without_a_picture_is_left() -> None:
    screen, file = Screen(), Screen()
    recording = Recording(file, pytest.fail)
    recording.start()
    assert recording.stop(5)
    LiveOutput(screen, StreamInfo(SIZE, Fraction(100), LIVE_TIME_BASE, None)).close()
    assert (screen.calls, file.calls) == (["abort"], ["abort"])


def test_a_recording_that_cannot_go_on_does_not_count_as_one() -> None:
    file = Screen(raises_from(3, 4, lambda: SinkFullError("the disk is full")))
    recording = Recording(file, lambda text: None)
    with running(make_pipeline(recording=recording)) as pipeline:
        wait_until(lambda: len(file.frames) > 1)
        assert pipeline.writer.is_recording
        wait_until(lambda: not pipeline.writer.is_recording)
