"""What leaves live video, write by write, and how it goes to another output while it runs."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import pytest

from matting_rt.errors import SinkError
from matting_rt.frame import LIVE_TIME_BASE, Frame, FrameSize, Image, StreamInfo
from matting_rt.live import writer
from matting_rt.live.output import LiveOutput
from matting_rt.live.preview import Preview, View
from matting_rt.live.recording import Recording
from matting_rt.live.state import LEAVES, Leaves, LiveState, placeholder_text
from matting_rt.live.writer import LiveWriter
from matting_rt.sinks.base import MattedFrame
from matting_rt.timing import LiveStats
from tests.live.fakes import (
    RATE_FPS,
    SIZE,
    Screen,
    composite_of,
    name_picture,
    placeholder,
    raises_from,
    room_with_person,
    sink_lost,
)

INFO = StreamInfo(SIZE, Fraction(100), LIVE_TIME_BASE, None)


def make_composite() -> MattedFrame:
    return composite_of(Frame(room_with_person(), 0, round(time.perf_counter() * 1e6), LIVE_TIME_BASE))


class Writing:
    """A writer and what decides over it."""

    def __init__(self, screen: Screen | None = None, recording: Recording | None = None) -> None:
        self.screen = screen or Screen()
        self.state = LiveState.LIVE
        self.later_s = 0.0
        """How far the writer's clock has been put forward."""
        self.stats, self.preview = LiveStats(("write",)), Preview()
        self.writer = LiveWriter(
            LiveOutput(self.screen, INFO),
            recording,
            placeholder,
            self.stats,
            RATE_FPS,
            self.preview,
            lambda: self.state,
            self.now_s,
        )

    def now_s(self) -> float:
        return time.perf_counter() + self.later_s

    def write(self) -> None:
        self.writer.write_one(self.now_s())


@contextmanager
def running(writing: Writing) -> Iterator[threading.Event]:
    """The output thread, until the end or until the event is set."""
    stopping = threading.Event()
    thread = threading.Thread(target=writing.writer.run, args=(stopping,), name="output")
    thread.start()
    try:
        yield stopping
    finally:
        stopping.set()
        thread.join()


def wait_for_frames(screen: Screen, count: int) -> None:
    end_s = time.perf_counter() + 5
    while len(screen.frames) < count:
        assert time.perf_counter() < end_s, "they never came"
        time.sleep(0.002)


def test_what_is_matted_but_not_shown_does_not_count_as_written() -> None:
    writing = Writing()
    writing.state = LiveState.PAUSED
    writing.writer.put(make_composite(), 0.01)
    writing.write()
    stats = writing.stats
    assert (stats.written, stats.placeholders) == (1, 1)
    assert stats.latency.summary() == {}
    writing.state = LiveState.LIVE
    writing.writer.put(make_composite(), 0.01)
    writing.write()
    writing.write()
    assert (stats.written, stats.placeholders, stats.repeated) == (3, 1, 1)
    assert stats.latency.summary()["p50_ms"] >= 0


def test_frames_that_a_lost_output_did_not_take_are_no_writes_of_a_placeholder() -> None:
    writing = Writing(Screen(raises_from(0, 1, sink_lost)))
    writing.write()
    stats = writing.stats
    assert (stats.write_errors, stats.written, stats.placeholders) == (1, 0, 0)


@pytest.mark.parametrize(("took_s", "later_s", "shown"), [(0.03, 0.6, "placeholder"), (0.6, 0.8, "composite")])
def test_the_last_composite_is_held_for_half_a_second_or_until_a_slow_model_gives_the_next(
    took_s: float, later_s: float, shown: str
) -> None:
    writing = Writing()
    writing.writer.put(make_composite(), took_s)
    writing.write()
    writing.later_s = later_s
    writing.write()
    assert writing.screen.pictures() == ["composite", shown]


def test_the_last_composite_is_held_for_longer_where_the_camera_still_sees_the_same() -> None:
    writing = Writing()
    writing.writer.put(make_composite(), 0.01)
    writing.write()
    for _ in range(3):
        writing.later_s += 0.4
        writing.writer.confirm()
        writing.write()
    assert writing.screen.pictures() == ["composite"] * 4
    writing.later_s += 0.6
    writing.write()
    assert writing.screen.pictures()[-1] == "placeholder"


def test_a_write_waits_for_the_composite_that_comes_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_PATIENCE", 500)  # of intervals of 10 ms
    writing, composite = Writing(), make_composite()
    timer = threading.Timer(0.05, lambda: writing.writer.put(composite, 0.01))
    timer.start()
    writing.write()
    timer.join()
    assert writing.screen.pictures() == ["composite"]


@pytest.mark.parametrize("state", [LiveState.PAUSED, LiveState.CAMERA_LOST, LiveState.TOO_DARK])
def test_where_no_composite_is_to_come_none_is_waited_for(state: LiveState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_PATIENCE", 500)
    writing = Writing()
    writing.state = state
    start_s = time.perf_counter()
    writing.write()
    assert time.perf_counter() - start_s < 4


def test_a_model_that_takes_for_ever_is_not_waited_for() -> None:
    writing = Writing()
    writing.writer.put(make_composite(), 60.0)
    writing.write()
    writing.later_s = writer.LONGEST_HOLD_S
    writing.write()
    assert writing.screen.pictures()[-1] == "placeholder"


def test_the_preview_is_offered_what_leaves() -> None:
    writing = Writing()
    writing.preview.ask(SIZE, View.OUTPUT)
    for state, shown in ((LiveState.PAUSED, "placeholder"), (LiveState.LIVE, "composite")):
        writing.state = state
        writing.writer.put(make_composite(), 0.01)
        writing.write()
        picture = writing.preview.take()
        assert picture is not None
        assert name_picture(picture[..., 2::-1]) == shown


@pytest.mark.parametrize("state", list(LiveState))
def test_each_state_says_what_leaves_and_what_the_placeholder_says(state: LiveState) -> None:
    texts: list[str] = []

    def draw(text: str) -> Image:
        texts.append(text)
        return placeholder(text)

    writing = Writing()
    writing.writer.placeholder = draw
    writing.writer.put(make_composite(), 0.01)
    writing.write()
    writing.state = state
    writing.write()
    leaves_at_once = LEAVES[state] is Leaves.PLACEHOLDER
    assert writing.screen.pictures() == ["composite", "placeholder" if leaves_at_once else "composite"]
    writing.later_s = 1.0
    writing.write()
    assert writing.screen.pictures()[-1] == "placeholder"
    assert set(texts) == {placeholder_text(state)}


@pytest.mark.parametrize("state", [LiveState.PAUSED, LiveState.CAPTURING_PLATE])
def test_a_composite_from_before_a_pause_is_not_shown_after_it(state: LiveState) -> None:
    writing = Writing()
    writing.writer.put(make_composite(), 0.01)
    writing.write()
    writing.state = state
    writing.write()
    writing.state = LiveState.LIVE
    writing.write()
    assert writing.screen.pictures() == ["composite", "placeholder", "placeholder"]


def test_an_output_is_exchanged_between_two_frames_and_the_old_one_finished() -> None:
    writing, second = Writing(), Screen()
    with running(writing):
        wait_for_frames(writing.screen, 2)
        writing.writer.switch_output(LiveOutput(second, INFO))
        count = len(writing.screen.frames)
        wait_for_frames(second, 3)
    assert writing.screen.calls == ["finish"]
    assert len(writing.screen.frames) == count
    indices = [frame.index for frame in writing.screen.frames + second.frames]
    assert indices == sorted(set(indices))


def test_an_output_that_hangs_stays_and_the_new_one_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LiveWriter, "SWITCH_LIMIT_S", 0.05)
    release = threading.Event()
    writing, second = Writing(Screen(lambda index: release.wait(5) and None)), Screen()
    with running(writing):
        with pytest.raises(SinkError, match="does not answer"):
            writing.writer.switch_output(LiveOutput(second, INFO))
        release.set()
        wait_for_frames(writing.screen, 2)
    assert second.calls == ["abort"]
    assert second.frames == []


def test_who_switches_the_output_as_the_video_ends_does_not_wait_for_that() -> None:
    release = threading.Event()
    writing, second = Writing(Screen(lambda index: release.wait(5) and None)), Screen()
    failed: list[SinkError] = []

    def switch() -> None:
        try:
            writing.writer.switch_output(LiveOutput(second, INFO))
        except SinkError as error:
            failed.append(error)

    switching = threading.Thread(target=switch)
    with running(writing) as stopping:
        switching.start()
        stopping.set()
        release.set()
    switching.join(1.0)
    assert not switching.is_alive()
    assert "finish" in writing.screen.calls
    assert second.calls == (["abort"] if failed else ["finish"])


def test_a_recording_begins_and_ends_while_the_output_goes_on() -> None:
    writing, file = Writing(), Screen()
    with running(writing):
        wait_for_frames(writing.screen, 1)
        writing.writer.switch_recording(Recording(file, lambda text: None))
        wait_for_frames(file, 2)
        writing.writer.switch_recording(None)
        count = len(writing.screen.frames)
        wait_for_frames(writing.screen, count + 2)
    assert file.calls == ["finish"]
    assert FrameSize(*file.frames[0].size) == SIZE
