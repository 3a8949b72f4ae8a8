"""Live video whose camera is lost, or whose frames go elsewhere for a while: what is shown meanwhile and afterwards."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from matting_rt.frame import Frame, FrameSize
from matting_rt.live.state import Absence, LiveState
from matting_rt.sinks.base import MattedFrame
from tests.live.fakes import (
    Camera,
    Matting,
    Screen,
    camera_lost,
    camera_missing,
    make_pipeline,
    placeholder,
    raises_from,
    raises_until,
    running,
    wait_until,
)

pytestmark = pytest.mark.usefixtures("quick_back_off")


def test_a_camera_that_was_pulled_out_comes_back() -> None:
    camera = Camera(raises_from(10, 11, camera_lost), raises_from(1, 4, camera_missing))
    screen = Screen()
    with running(make_pipeline(camera, screen=screen)) as pipeline:
        wait_until(lambda: pipeline.stats.reconnects == 1)
        wait_until(lambda: pipeline.trouble is None)
        count = len(screen.frames)
        wait_until(lambda: "composite" in screen.pictures()[count:])
    assert camera.opened == 5


def test_the_state_says_that_the_camera_is_lost_until_it_is_back() -> None:
    is_back = threading.Event()
    texts: list[str] = []
    pipeline = make_pipeline(Camera(raises_from(10, 11, camera_lost), raises_until(is_back, camera_missing)))
    pipeline.writer.placeholder = lambda text: (texts.append(text), placeholder(text))[1]
    with running(pipeline):
        wait_until(lambda: pipeline.state is LiveState.CAMERA_LOST)
        wait_until(lambda: pipeline.trouble == "there is no camera")
        wait_until(lambda: texts[-1:] == ["The camera is being reconnected"])
        is_back.set()
        wait_until(lambda: pipeline.state is LiveState.LIVE)
        assert pipeline.trouble is None


def test_a_camera_that_comes_back_in_another_size_is_not_shown() -> None:
    class Resized(Matting):
        def __call__(self, frame: Frame) -> object:  # type: ignore[override]
            raise AssertionError("a frame of another size was matted")

    camera = Camera()
    pipeline = make_pipeline(camera, Resized(), size=FrameSize(32, 32))
    with running(pipeline):
        wait_until(lambda: pipeline.trouble is not None)
        assert pipeline.trouble is not None
        assert "now sends 64x48 instead of 32x32" in pipeline.trouble


def test_a_camera_that_is_being_opened_again_when_the_video_stops_is_closed() -> None:
    class Slow(Camera):
        def open(self) -> None:
            super().open()
            if self.opened > 1:
                closed.clear()
                opening.set()
                closed.wait(5)
                self.closed.clear()

        def close(self) -> None:
            super().close()
            closed.set()

    opening, closed = threading.Event(), threading.Event()
    camera = Slow(raises_from(3, 4, camera_lost))
    pipeline = make_pipeline(camera)
    pipeline.start()
    assert opening.wait(5)
    pipeline.stop()
    pipeline.join()
    assert camera.closed.is_set()


def test_intercepted_frames_are_not_matted_and_the_placeholder_says_what_is_done() -> None:
    taken: list[int] = []
    texts: list[str] = []

    def take(frame: Frame) -> bool:
        taken.append(frame.index)
        time.sleep(0.02)
        return len(taken) < 5

    screen = Screen()
    pipeline = make_pipeline(screen=screen)
    pipeline.writer.placeholder = lambda text: (texts.append(text), placeholder(text))[1]
    with running(pipeline):
        wait_until(lambda: "composite" in screen.pictures())
        pipeline.intercept(take)
        assert pipeline.state is LiveState.CAPTURING_PLATE
        wait_until(lambda: len(taken) == 5)
        wait_until(lambda: pipeline.state is not LiveState.CAPTURING_PLATE)
        count = len(screen.frames)
        wait_until(lambda: "composite" in screen.pictures()[count + 1 :])
    assert "A new plate is being taken" in texts
    assert len(taken) == 5


def test_a_tap_that_raises_ends_and_the_video_goes_on() -> None:
    def take(frame: Frame) -> bool:
        raise ZeroDivisionError("a mistake of its own")

    screen = Screen()
    with running(make_pipeline(screen=screen)) as pipeline:
        pipeline.intercept(take)
        wait_until(lambda: pipeline.stats.failed == 1)
        wait_until(lambda: pipeline.trouble is None and "composite" in screen.pictures())


def test_a_tap_gets_its_frames_during_a_pause_too() -> None:
    taken: list[int] = []

    def take(frame: Frame) -> bool:
        taken.append(frame.index)
        return False

    screen = Screen()
    pipeline = make_pipeline(screen=screen)
    pipeline.pause(True)
    with running(pipeline):
        pipeline.intercept(take)
        wait_until(lambda: len(taken) == 1)
    assert "composite" not in screen.pictures()


def test_a_pause_a_tap_and_a_lost_camera_end_with_another_look() -> None:
    class Renumbering(Camera):
        """Counts from 0 after each opening, as cameras do."""

        def __iter__(self) -> Iterator[Frame]:
            for index, frame in enumerate(super().__iter__()):
                yield replace(frame, index=index)

    events: list[str] = []

    class Noting(Matting):
        def __call__(self, frame: Frame) -> MattedFrame | Absence:
            events.append("matte")
            return super().__call__(frame)

    camera = Renumbering()
    with running(make_pipeline(camera, Noting(), on_discontinuity=lambda: events.append("look"))) as pipeline:
        wait_until(lambda: events.count("matte") > 3)
        assert "look" not in events
        pipeline.pause(True)
        sent = camera.sent
        wait_until(lambda: camera.sent > sent + 3)
        pipeline.pause(False)
        wait_until(lambda: events.count("look") == 1)
        pipeline.intercept(lambda frame: False)
        wait_until(lambda: events.count("look") == 2)
        camera.fault = raises_from(camera.sent, camera.sent + 2, camera_lost)
        wait_until(lambda: events.count("look") == 3 and events[-1] == "matte")
    assert "look look" not in " ".join(events), "a look is followed by a frame"
