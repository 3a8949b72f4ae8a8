"""Live video on a good day, and with every fault at every stage: what leaves is a composite or the placeholder."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from matting_rt.errors import ModelError, PlateMismatchError
from matting_rt.frame import LIVE_TIME_BASE, Frame, FrameSize
from matting_rt.pipeline.live import Diversion, LivePipeline
from matting_rt.pipeline.live_writer import HOLD_S
from matting_rt.sinks.base import MattedFrame
from tests.pipeline.live_fakes import (
    Camera,
    Matting,
    Screen,
    camera_lost,
    camera_missing,
    make_pipeline,
    placeholder,
    raises_from,
    running,
    sink_lost,
    wait_until,
)

pytestmark = pytest.mark.usefixtures("quick_back_off")


def test_composites_arrive_in_order_with_rising_times() -> None:
    screen = Screen()
    with running(make_pipeline(screen=screen)):
        wait_until(lambda: screen.pictures().count("composite") > 10)
    assert "room" not in screen.pictures()
    assert [frame.index for frame in screen.frames] == list(range(len(screen.frames)))
    times = [frame.pts for frame in screen.frames]
    assert all(later > earlier for earlier, later in itertools.pairwise(times))
    assert screen.calls[-1] == "finish"


def test_the_placeholder_is_shown_before_the_first_composite() -> None:
    may_go_on = threading.Event()
    screen = Screen()
    with running(make_pipeline(matting=Matting(lambda index: may_go_on.wait(5) and None), screen=screen)):
        wait_until(lambda: len(screen.frames) > 3)
        assert set(screen.pictures()) == {"placeholder"}
        may_go_on.set()
        wait_until(lambda: "composite" in screen.pictures())


def test_a_slow_model_makes_the_output_repeat_and_drops_frames_but_never_lags() -> None:
    screen = Screen()
    pipeline = make_pipeline(matting=Matting(takes_s=0.05), screen=screen)
    with running(pipeline):
        wait_until(lambda: pipeline._stats.matted > 10)
    stats = pipeline._stats
    assert stats.repeated > stats.matted
    assert stats.replaced > stats.matted
    assert stats.captured >= stats.matted + stats.replaced
    # newest wins: what is written was captured a frame and an inference ago, not at the end of a queue
    assert stats.latency.summary()["p50_ms"] < 1000


def test_a_hanging_model_shows_the_last_composite_for_half_a_second_and_then_the_placeholder() -> None:
    release = threading.Event()
    screen = Screen()
    hangs = Matting(lambda index: release.wait(5) and None if index == 10 else None)
    with running(make_pipeline(matting=hangs, screen=screen)):
        wait_until(lambda: hangs.count > 10)
        hung_s = time.perf_counter()
        wait_until(lambda: screen.pictures()[-1] == "placeholder")
        shown = zip(screen.times_s, screen.pictures(), strict=True)
        last_s = max(at_s for at_s, picture in shown if picture == "composite")
        release.set()
    assert last_s - hung_s < HOLD_S + 0.1


def test_pausing_shows_the_placeholder_at_once_and_going_on_the_person() -> None:
    screen = Screen()
    with running(make_pipeline(screen=screen)) as pipeline:
        wait_until(lambda: "composite" in screen.pictures())
        pipeline.pause(True)
        count = len(screen.frames)
        wait_until(lambda: len(screen.frames) > count + 5)
        # the frame that was being written when the key was pressed may still be the old one
        assert set(screen.pictures()[count + 1 :]) == {"placeholder"}
        pipeline.pause(False)
        wait_until(lambda: screen.pictures()[-1] == "composite")


def test_a_failure_of_every_frame_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    def fail(index: int) -> None:
        raise ModelError(f"the model gave no numbers for frame {index}")

    matting = Matting(fail)
    with running(make_pipeline(matting=matting)) as pipeline:
        wait_until(lambda: matting.count > 5)
        assert pipeline.trouble is not None
    assert caplog.text.count("no numbers for frame") == 1


def test_a_refused_plate_shows_the_placeholder_without_holding_the_last_composite() -> None:
    screen = Screen()
    refused = raises_from(20, 40, lambda: PlateMismatchError("the plate shows another room"))
    with running(make_pipeline(matting=Matting(refused), screen=screen)) as pipeline:
        wait_until(lambda: pipeline.trouble is not None)
        assert pipeline.trouble == "the plate shows another room"
        wait_until(lambda: pipeline.trouble is None)
        wait_until(lambda: screen.pictures()[-1] == "composite")
    assert "placeholder" in screen.pictures()[5:]


def test_a_camera_that_was_pulled_out_comes_back() -> None:
    camera = Camera(raises_from(10, 11, camera_lost), raises_from(1, 4, camera_missing))
    screen = Screen()
    with running(make_pipeline(camera, screen=screen)) as pipeline:
        wait_until(lambda: pipeline._stats.reconnects == 1)
        wait_until(lambda: pipeline.trouble is None)
        count = len(screen.frames)
        wait_until(lambda: "composite" in screen.pictures()[count:])
    assert camera.opened == 5


def test_a_camera_that_comes_back_in_another_size_is_not_shown() -> None:
    class Resized(Matting):
        def __call__(self, frame: Frame) -> object:  # type: ignore[override]
            raise AssertionError("a frame of another size was matted")

    camera = Camera()
    pipeline = make_pipeline(camera, Resized())
    pipeline._size = FrameSize(32, 32)
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
                self._closed.clear()

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
    assert camera._closed.is_set()


def test_diverted_frames_are_not_matted_and_their_text_is_shown() -> None:
    taken: list[int] = []
    texts: list[str] = []

    def take(frame: Frame) -> str | None:
        taken.append(frame.index)
        return f"{5 - len(taken)} more" if len(taken) < 5 else None

    screen = Screen()
    pipeline = make_pipeline(screen=screen)
    pipeline.writer.placeholder = lambda text: (texts.append(text), placeholder(text))[1]
    with running(pipeline):
        wait_until(lambda: "composite" in screen.pictures())
        pipeline.divert(Diversion(take, "step out of the picture"))
        wait_until(lambda: len(taken) == 5)
        count = len(screen.frames)
        wait_until(lambda: "composite" in screen.pictures()[count + 1 :])
    assert "step out of the picture" in texts or "4 more" in texts
    assert len(taken) == 5


def test_a_diversion_that_raises_ends_and_the_video_goes_on() -> None:
    def take(frame: Frame) -> str | None:
        raise ZeroDivisionError("a mistake of its own")

    screen = Screen()
    with running(make_pipeline(screen=screen)) as pipeline:
        pipeline.divert(Diversion(take, "step out of the picture"))
        wait_until(lambda: pipeline._stats.failed == 1)
        wait_until(lambda: pipeline.trouble is None and "composite" in screen.pictures())


def test_a_diversion_gets_its_frames_during_a_pause_too() -> None:
    taken: list[int] = []
    screen = Screen()
    pipeline = make_pipeline(screen=screen)
    pipeline.pause(True)
    with running(pipeline):
        pipeline.divert(Diversion(lambda frame: taken.append(frame.index), "step out of the picture"))
        wait_until(lambda: len(taken) == 1)
    assert "composite" not in screen.pictures()


def test_a_pause_a_diversion_and_a_lost_camera_end_with_another_look() -> None:
    class Renumbering(Camera):
        """Counts from 0 after each opening, as cameras do."""

        def __iter__(self) -> Iterator[Frame]:
            for index, frame in enumerate(super().__iter__()):
                yield replace(frame, index=index)

    events: list[str] = []

    class Noting(Matting):
        def __call__(self, frame: Frame) -> MattedFrame:
            events.append("matte")
            return super().__call__(frame)

    camera = Renumbering()
    with running(make_pipeline(camera, Noting(), look_again=lambda: events.append("look"))) as pipeline:
        wait_until(lambda: events.count("matte") > 3)
        assert "look" not in events
        pipeline.pause(True)
        sent = camera.sent
        wait_until(lambda: camera.sent > sent + 3)
        pipeline.pause(False)
        wait_until(lambda: events.count("look") == 1)
        pipeline.divert(Diversion(lambda frame: None, "step out"))
        wait_until(lambda: events.count("look") == 2)
        camera.fault = raises_from(camera.sent, camera.sent + 2, camera_lost)
        wait_until(lambda: events.count("look") == 3 and events[-1] == "matte")
    assert "look look" not in " ".join(events), "a look is followed by a frame"


def test_stopping_twice_and_while_the_model_hangs_ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LivePipeline, "STOP_LIMIT_S", 0.3)
    release = threading.Event()
    pipeline = make_pipeline(matting=Matting(lambda index: release.wait(5) and None))
    pipeline.start()
    pipeline.stop()
    pipeline.stop()
    start_s = time.perf_counter()
    pipeline.join()
    assert time.perf_counter() - start_s < 3
    release.set()


def lasting(error: Callable[[], Exception]) -> Callable[[int], None]:
    return raises_from(8, 25, error)


def lose_every_fifth(index: int) -> None:
    if index % 5 == 4:
        raise sink_lost()


MATTING_FAULTS: dict[str, Matting] = {
    "model raises": Matting(lasting(lambda: ModelError("no memory"))),
    "model raises something of its own": Matting(lasting(lambda: RuntimeError("CUDA error"))),
    "model fails from the first frame": Matting(raises_from(0, 25, lambda: ModelError("no memory"))),
    "plate refused": Matting(lasting(lambda: PlateMismatchError("another room"))),
    "model is slow": Matting(takes_s=0.03),
}
FAULTS: dict[str, tuple[Camera, Matting, Screen]] = {
    "camera lost": (Camera(raises_from(8, 9, camera_lost), raises_from(1, 3, camera_missing)), Matting(), Screen()),
    "camera lost again and again": (Camera(raises_from(8, 12, camera_lost)), Matting(), Screen()),
    "sink lost": (Camera(), Matting(), Screen(raises_from(8, 9, sink_lost), raises_from(1, 3, sink_lost))),
    "sink lost again and again": (Camera(), Matting(), Screen(lose_every_fifth)),
    **{name: (Camera(), matting, Screen()) for name, matting in MATTING_FAULTS.items()},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_at_any_stage_lets_the_raw_room_out_and_all_are_recovered_from(fault: str) -> None:
    camera, matting, screen = FAULTS[fault]
    with running(make_pipeline(camera, matting, screen)) as pipeline:
        wait_until(lambda: matting.count > 30 and screen.writes > 30 and camera.sent > 30)
        wait_until(lambda: pipeline._matte_trouble is None and pipeline._camera_trouble is None)
        count = len(screen.frames)
        wait_until(lambda: "composite" in screen.pictures()[count:])
    assert "room" not in screen.pictures()
    for frame in screen.frames:
        assert frame.time_base == LIVE_TIME_BASE
