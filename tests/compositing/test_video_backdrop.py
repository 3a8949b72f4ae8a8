"""A video as backdrop: at its own speed, for ever, and read beside the thread that asks for it."""

import threading
from collections.abc import Callable, Generator, Iterator
from fractions import Fraction

import numpy as np
import pytest

from matting_rt.compositing.video_backdrop import Frames, VideoBackdrop
from matting_rt.errors import SourceError, SourceFormatError
from matting_rt.frame import Frame, Image

PLATE: Image = np.zeros((36, 64, 3), np.uint8)
GREY_STEP = 20
WAIT_S = 5.0
"""For another thread, at most."""


def grey_video(
    count: int, rate_fps: int = 10, first_pts: int = 0, last_duration: int | None = None
) -> Generator[Frame, None, None]:
    """Frame n is grey of level 20 n."""
    for index in range(count):
        image = np.full((9, 16, 3), index * GREY_STEP, dtype=np.uint8)
        duration = last_duration if index == count - 1 else None
        yield Frame(image, index, first_pts + index, Fraction(1, rate_fps), duration=duration)


def shown(backdrop: VideoBackdrop, time_s: float) -> int:
    """Which frame of `grey_video` is shown."""
    return round(backdrop.picture(PLATE, time_s).mean() / GREY_STEP)


@pytest.fixture
def play() -> Iterator[Callable[..., VideoBackdrop]]:
    """Makes backdrops, which are closed."""
    made: list[VideoBackdrop] = []

    def make(open_frames: Callable[[], Frames], *, waits: bool = True) -> VideoBackdrop:
        made.append(VideoBackdrop(open_frames, waits=waits))
        return made[-1]

    yield make
    for backdrop in made:
        backdrop.close()


@pytest.mark.parametrize("first_pts", [0, 77])
def test_a_video_runs_at_its_own_speed_and_loops(first_pts: int, play) -> None:
    backdrop = play(lambda: grey_video(3, rate_fps=10, first_pts=first_pts))
    times_s = 5.0 + np.arange(0, 14) * 0.05
    assert [shown(backdrop, t) for t in times_s] == [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 0, 0]


def test_a_video_skips_pictures_of_slower_frames(play) -> None:
    backdrop = play(lambda: grey_video(9, rate_fps=10))
    assert [shown(backdrop, t) for t in (0.0, 0.4, 0.8, 1.2, 9.0 * 1000 + 0.5)] == [0, 4, 8, 3, 5]


def test_a_video_starts_again_when_time_steps_back(play) -> None:
    backdrop = play(lambda: grey_video(5, rate_fps=10))
    assert [shown(backdrop, t) for t in (7.0, 7.2, 3.0, 3.1)] == [0, 2, 0, 1]


def test_a_video_of_one_picture_shows_it_for_ever(play) -> None:
    opened = []

    def open_frames() -> Frames:
        opened.append(True)
        return grey_video(1)

    backdrop = play(open_frames)
    assert [shown(backdrop, t) for t in (0.0, 0.5, 1e6)] == [0, 0, 0]
    assert len(opened) == 1


def test_a_video_without_pictures_is_an_error() -> None:
    with pytest.raises(SourceFormatError, match="no picture"):
        VideoBackdrop(lambda: grey_video(0)).picture(PLATE, 0.0)


def test_it_fits_the_plate_even_when_that_changes(play) -> None:
    backdrop = play(lambda: grey_video(3))
    for index, plate in enumerate((PLATE, PLATE[:31, :45], PLATE[:1, :1], PLATE)):
        assert backdrop.picture(plate, index / 30).shape == plate.shape


def test_the_last_picture_lasts_as_long_as_it_says(play) -> None:
    backdrop = play(lambda: grey_video(2, last_duration=3))
    assert [shown(backdrop, time_s) for time_s in np.arange(9) * 0.1 + 0.05] == [0, 1, 1, 1, 0, 1, 1, 1, 0]


def test_live_the_picture_before_stays_until_a_slow_video_has_the_next(play) -> None:
    may_go_on = threading.Event()

    def slow_video() -> Frames:
        for frame in grey_video(3):
            if frame.index > 0:
                may_go_on.wait(WAIT_S)
            yield frame

    backdrop = play(slow_video, waits=False)
    assert [shown(backdrop, time_s) for time_s in (0.0, 0.1, 0.2, 5.0)] == [0, 0, 0, 0]
    may_go_on.set()
    seen = wait_for(backdrop, 5.0, lambda frame: frame != 0)
    assert seen == 1  # it goes on from where it was, and does not race through what nobody saw
    assert wait_for(backdrop, 5.1, lambda frame: frame != 1) == 2


def wait_for(backdrop: VideoBackdrop, time_s: float, suits: Callable[[int], bool]) -> int:
    """What is shown at a time, once it suits; the reading thread needs its moment."""
    pause = threading.Event()
    for _ in range(500):
        seen = shown(backdrop, time_s)
        if suits(seen):
            break
        pause.wait(WAIT_S / 500)
    return seen


def test_only_the_first_picture_is_read_on_the_thread_that_asks(play) -> None:
    readers: list[str] = []

    def video() -> Frames:
        for frame in grey_video(3):
            readers.append(threading.current_thread().name)
            yield frame

    backdrop = play(video)
    assert [shown(backdrop, time_s) for time_s in np.arange(7) * 0.1] == [0, 1, 2, 0, 1, 2, 0]
    assert readers[0] == threading.current_thread().name
    assert set(readers[1:]) == {"backdrop"}


@pytest.mark.parametrize("pictures", [0, 1, 5])
def test_once_it_is_closed_nothing_is_read_and_its_picture_stays(play, pictures: int) -> None:
    open_videos = []

    def video() -> Frames:
        open_videos.append(True)
        try:
            yield from grey_video(3)
        finally:
            open_videos.pop()

    backdrop = play(video)
    for index in range(pictures):
        shown(backdrop, index * 0.1)
    backdrop.close()
    backdrop.close()
    assert not open_videos
    assert shown(backdrop, 77.0) == max(0, pictures - 1) % 3


def test_what_fails_beside_the_thread_that_asks_is_raised_on_it(play) -> None:
    opened = []

    def video() -> Frames:
        if opened:
            raise SourceError("the disk is gone")
        opened.append(True)
        yield from grey_video(2)

    backdrop = play(video)
    shown(backdrop, 0.0)
    with pytest.raises(SourceError, match="the disk is gone"):
        [shown(backdrop, index * 0.1) for index in range(9)]
