import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from types import SimpleNamespace

import numpy as np
import pytest

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.frame import Frame, FrameSize, StreamInfo
from matting_rt.sources import paced
from matting_rt.sources.base import FrameSource
from matting_rt.sources.paced import PacedSource
from tests.sources.media import flat_image


class Clock:
    """Time that passes only while somebody waits or works: what is due when does not hang on how busy a machine is."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def pass_by(self, seconds: float) -> None:
        self.now_s += max(seconds, 0.0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()

    class Event(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            clock.pass_by(timeout or 0.0)
            return self.is_set()

    monkeypatch.setattr(paced, "time", SimpleNamespace(perf_counter=lambda: clock.now_s))
    monkeypatch.setattr(paced, "threading", SimpleNamespace(Event=Event, Lock=threading.Lock))
    return clock


class Shades(FrameSource):
    """`count` pictures of one shade each, brighter and brighter; `work` is done before each is read."""

    def __init__(
        self,
        count: int = 10,
        rate_fps: int = 50,
        work: Callable[[], None] = lambda: None,
        sizes: tuple[tuple[int, int], ...] = ((96, 64),),
    ) -> None:
        self.count, self.rate_fps, self.work, self.sizes = count, rate_fps, work, sizes
        self.opened = 0
        self.closed = 0
        self.hang_at: int | None = None
        self.release = threading.Event()

    def open(self) -> None:
        self.opened += 1

    @property
    def info(self) -> StreamInfo:
        return StreamInfo(FrameSize(*self.sizes[0]), Fraction(self.rate_fps), Fraction(1, self.rate_fps), self.count)

    def __iter__(self) -> Iterator[Frame]:
        for index in range(self.count):
            if index == self.hang_at:
                self.release.wait()
            self.work()
            image = flat_image(*self.sizes[index % len(self.sizes)], (index, index, index))
            # Cameras start their files at any time.
            yield Frame(image, index, pts=index + 1000, time_base=Fraction(1, self.rate_fps))

    def close(self) -> None:
        self.closed += 1


def shades(frames: list[Frame]) -> list[int]:
    return [int(frame.image[0, 0, 0]) for frame in frames]


def play(source: Shades, count: int, rate_fps: Fraction | None = None) -> list[Frame]:
    with PacedSource(lambda: source, rate_fps) as paced_source:
        return list(islice(paced_source, count))


def test_a_source_plays_over_and_over_at_its_own_rate(clock: Clock) -> None:
    source = Shades(count=40)
    frames = play(source, 50)
    assert [frame.time_s - frames[0].time_s for frame in frames] == pytest.approx([i / 50 for i in range(50)], abs=1e-4)
    assert shades(frames) == [*range(40), *range(10)]
    assert source.opened == source.closed == 2


def test_pictures_that_last_longer_than_a_frame_come_again(clock: Clock) -> None:
    assert shades(play(Shades(rate_fps=10), 15, Fraction(50))) == [0] * 5 + [1] * 5 + [2] * 5


def test_a_late_reader_gets_what_is_due_now(clock: Clock) -> None:
    with PacedSource(lambda: Shades(count=200, rate_fps=20)) as source:
        frames = []
        for frame in islice(source, 6):
            frames.append(frame)
            clock.pass_by(0.26)
    assert [frame.index for frame in frames] == list(range(6))
    for frame, shade in zip(frames, shades(frames), strict=True):
        assert shade == int((frame.time_s - frames[0].time_s) * 20 + 0.01)


def test_a_file_that_is_read_slower_than_it_plays_is_shown_slower(clock: Clock) -> None:
    frames = play(Shades(count=100, rate_fps=100, work=lambda: clock.pass_by(0.03)), 8)
    assert (np.diff(shades(frames)) == 1).all()
    assert frames[-1].time_s - frames[0].time_s == pytest.approx(7 * 0.03, abs=0.02)


def test_stamps_are_the_time_of_handing_over() -> None:
    before_s = time.perf_counter()
    frames = play(Shades(), 3)
    assert before_s < frames[0].time_s < frames[1].time_s < frames[2].time_s < time.perf_counter()


def test_all_frames_have_the_size_of_the_first() -> None:
    sizes = ((96, 64), (64, 96), (300, 20), (97, 65))
    source = PacedSource(lambda: Shades(count=4, sizes=sizes))
    with source:
        frames = list(islice(source, 4))
        assert source.info.size == (96, 64)
    assert {frame.image.shape for frame in frames} == {(64, 96, 3)}
    assert all(frame.image.flags.c_contiguous for frame in frames)


def test_an_impossible_rate_is_held_down() -> None:
    with PacedSource(lambda: Shades(count=100, rate_fps=1000)) as source:
        assert source.info.rate_fps == 240
        assert len(list(islice(source, 20))) == 20


def test_close_ends_a_wait_for_the_next_picture() -> None:
    source = PacedSource(Shades, rate_fps=Fraction(1, 60))
    source.open()
    threading.Timer(0.1, source.close).start()
    began_s = time.perf_counter()
    assert len(list(source)) == 1
    assert time.perf_counter() - began_s < 30


def test_close_returns_while_reading_hangs(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(paced, "STOP_LIMIT_S", 0.1)
    inner = Shades()
    inner.hang_at = 5
    source = PacedSource(lambda: inner)
    source.open()
    frames: list[Frame] = []
    reader = threading.Thread(target=lambda: frames.extend(source))
    reader.start()
    time.sleep(0.3)
    source.close()
    assert "hangs while it is read" in caplog.text
    assert inner.closed == 0
    inner.release.set()
    reader.join()
    assert inner.closed == 1
    assert shades(frames) == sorted(shades(frames))


def test_a_source_without_pictures_is_refused() -> None:
    with pytest.raises(SourceFormatError, match="no picture"):
        PacedSource(lambda: Shades(count=0)).open()


def test_a_file_that_vanishes_between_two_passes_is_told() -> None:
    class Vanishing(Shades):
        def open(self) -> None:
            super().open()
            if self.opened > 1:
                raise SourceNotFoundError("there is no video clip.mp4")

    inner = Vanishing(count=3)
    with pytest.raises(SourceNotFoundError, match=r"clip\.mp4"):
        play(inner, 10)
