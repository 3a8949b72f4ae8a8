"""The batch pipeline on a good day, and with each of its stages failing, hanging or cancelled."""

import threading
from collections.abc import Callable
from functools import partial

import pytest

from matting_rt.batch.pipeline import BatchPipeline
from matting_rt.errors import ModelError, PipelineError, SinkFullError, SourceFormatError
from matting_rt.frame import Frame
from matting_rt.sinks.base import MattedFrame
from matting_rt.timing import PipelineStats
from tests.batch.fakes import GreySource, ListSink, join_left_behind, pass_through

LONG = 1_000_000
"""Frames of a stream that does not end within a test."""


def make_pipeline(
    source: GreySource,
    sink: ListSink,
    process: Callable[[Frame], MattedFrame] = pass_through,
    stop_limit_s: float = 1.0,
) -> BatchPipeline:
    stats = PipelineStats(BatchPipeline.STAGES)
    return BatchPipeline(source, lambda frame: partial(process, frame), sink, stats, stop_limit_s)


def test_every_frame_arrives_in_order_and_the_output_is_published() -> None:
    source, sink = GreySource(100), ListSink()
    stats = PipelineStats(BatchPipeline.STAGES)
    pipeline = BatchPipeline(source, lambda frame: partial(pass_through, frame), sink, stats)
    pipeline.run()
    assert [frame.index for frame in sink.frames] == list(range(100))
    assert sink.calls == ["finish"]
    assert source.closed
    assert pipeline.finished
    assert (stats.frames_read, stats.frames_written) == (100, 100)
    assert stats.stages["encode"].summary()["p50_ms"] >= 0


@pytest.mark.parametrize("fail_at", [0, 1, 50])
def test_a_failing_source_aborts_the_output(fail_at: int) -> None:
    source, sink = GreySource(LONG, fail_at=fail_at), ListSink()
    pipeline = make_pipeline(source, sink)
    with pytest.raises(PipelineError, match="in the middle of a frame") as caught:
        pipeline.run()
    assert caught.value.stage == "decode"
    assert isinstance(caught.value.__cause__, SourceFormatError)
    assert sink.calls[-1] == "abort"
    assert "finish" not in sink.calls
    assert source.closed
    assert not pipeline.finished


def test_a_failing_engine_stops_both_neighbours() -> None:
    def fail(frame: Frame) -> MattedFrame:
        if frame.index == 7:
            raise ModelError("the device is out of memory")
        return pass_through(frame)

    source, sink = GreySource(LONG), ListSink()
    with pytest.raises(PipelineError, match="out of memory") as caught:
        make_pipeline(source, sink, fail).run()
    assert caught.value.stage == "matte"
    assert sink.calls == ["abort"]
    assert source.closed


@pytest.mark.parametrize("sink", [ListSink(fail_at=5), ListSink(fail_at_finish=True)], ids=["write", "finish"])
def test_a_full_disk_stops_the_decoder(sink: ListSink) -> None:
    source = GreySource(20)
    with pytest.raises(PipelineError, match="disk is full") as caught:
        make_pipeline(source, sink).run()
    assert caught.value.stage == "encode"
    assert isinstance(caught.value.__cause__, SinkFullError)
    assert sink.calls == ["abort"]
    assert source.closed


def test_ctrl_c_aborts_the_output_and_passes_through() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    source, sink = GreySource(LONG), ListSink()
    with pytest.raises(KeyboardInterrupt):
        make_pipeline(source, sink).run(on_progress=interrupt)
    assert sink.calls == ["abort"]
    assert source.closed


def test_a_hanging_source_can_be_cancelled(caplog: pytest.LogCaptureFixture) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    source, sink = GreySource(LONG, hang_at=3), ListSink()
    with pytest.raises(KeyboardInterrupt):
        make_pipeline(source, sink, stop_limit_s=0.2).run(on_progress=interrupt)
    assert sink.calls == ["abort"]
    assert "decode stage did not stop" in caplog.text
    source.release.set()
    join_left_behind("decode")


def test_a_hanging_engine_does_not_hold_up_an_error_of_the_sink() -> None:
    release = threading.Event()

    def hang(frame: Frame) -> MattedFrame:
        if frame.index == 8:
            release.wait()
        return pass_through(frame)

    sink = ListSink(fail_at=2)
    with pytest.raises(PipelineError, match="disk is full"):
        make_pipeline(GreySource(LONG), sink, hang, stop_limit_s=0.2).run()
    assert sink.calls == ["abort"]
    release.set()
    join_left_behind("matte")


def test_stopping_twice_ends_the_run_without_publishing() -> None:
    source, sink = GreySource(LONG), ListSink()
    pipeline = make_pipeline(source, sink)

    def stop_twice() -> None:
        pipeline.stop()
        pipeline.stop()

    pipeline.run(on_progress=stop_twice)
    assert not pipeline.finished
    assert sink.calls == ["abort"]
    assert source.closed


def test_stopping_before_the_run_publishes_nothing() -> None:
    sink = ListSink()
    pipeline = make_pipeline(GreySource(10), sink)
    pipeline.stop()
    pipeline.run()
    assert not pipeline.finished
    assert "finish" not in sink.calls


def test_a_pause_holds_frames_back_and_loses_none() -> None:
    source, sink = GreySource(20), ListSink()
    stats = PipelineStats(BatchPipeline.STAGES)
    matted: list[int] = []
    seen: list[int] = []

    def process(frame: Frame) -> MattedFrame:
        matted.append(frame.index)
        if frame.index == 5:
            pipeline.pause(True)
        return pass_through(frame)

    def go_on_after_a_while() -> None:
        if pipeline.is_paused:
            seen.append(matted[-1])
        if len(seen) == 3:
            pipeline.pause(False)

    pipeline = BatchPipeline(source, lambda frame: partial(process, frame), sink, stats)
    started_s = stats.started_s
    pipeline.run(go_on_after_a_while)
    assert seen == [5, 5, 5]
    assert [frame.index for frame in sink.frames] == list(range(20))
    assert pipeline.finished
    assert stats.started_s > started_s, "the pause counts for the elapsed time"


def test_a_paused_run_can_be_stopped_and_cannot_be_paused_again() -> None:
    source, sink = GreySource(LONG), ListSink()
    pipeline = make_pipeline(source, sink)
    pipeline.pause(True)

    def stop() -> None:
        pipeline.stop()
        pipeline.pause(True)

    pipeline.run(stop)
    assert not pipeline.is_paused
    assert sink.frames == []
    assert sink.calls == ["abort"]
