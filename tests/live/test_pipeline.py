"""Live video on a good day, and with every fault at every stage: what leaves is a composite or the placeholder."""

import itertools
import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from matting_rt.errors import ModelError, PlateMismatchError
from matting_rt.frame import LIVE_TIME_BASE, Frame
from matting_rt.live.pipeline import LivePipeline
from matting_rt.live.state import Absence, LiveState
from matting_rt.live.writer import HOLD_S
from matting_rt.matting import Finish
from matting_rt.sinks.base import MattedFrame
from tests.live.fakes import (
    RATE_FPS,
    Camera,
    Matting,
    Screen,
    camera_lost,
    camera_missing,
    composite_of,
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
        wait_until(lambda: pipeline.stats.matted > 10)
    stats = pipeline.stats
    assert stats.repeated > stats.matted
    assert stats.replaced > stats.matted
    assert stats.captured >= stats.matted + stats.replaced
    # newest wins: what is written was captured a frame and an inference ago, not at the end of a queue
    assert stats.latency.summary()["p50_ms"] < 1000


def test_a_hanging_model_shows_the_last_composite_for_half_a_second_and_then_the_placeholder() -> None:
    release = threading.Event()
    screen = Screen()
    hangs = Matting(lambda index: release.wait(20) and None if index == 10 else None)
    with running(make_pipeline(matting=hangs, screen=screen)):
        wait_until(lambda: hangs.count > 10)
        hung_s = time.perf_counter()
        wait_until(lambda: screen.pictures()[-1] == "placeholder")
        shown = zip(screen.times_s, screen.pictures(), strict=True)
        last_s = max(at_s for at_s, picture in shown if picture == "composite")
        release.set()
    assert last_s - hung_s < HOLD_S + 2


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
        raise ModelError(f"the model produced NaN or infinite values for frame {index}")

    matting = Matting(fail)
    with running(make_pipeline(matting=matting)) as pipeline:
        wait_until(lambda: matting.count > 5)
        assert pipeline.trouble is not None
        assert pipeline.state is LiveState.FAILING
    assert caplog.text.count("infinite values for frame") == 1


def test_frames_that_fail_show_the_last_composite_for_a_moment_and_then_the_placeholder() -> None:
    may_go_on = threading.Event()

    def fail(index: int) -> None:
        if index > 20 and not may_go_on.is_set():
            raise ModelError("the model produced NaN or infinite values")

    screen = Screen()
    with running(make_pipeline(matting=Matting(fail), screen=screen)) as pipeline:
        wait_until(lambda: pipeline.trouble is not None)
        assert pipeline.trouble == "the model produced NaN or infinite values"
        wait_until(lambda: screen.pictures()[-1] == "placeholder")
        first = screen.pictures().index("composite")
        assert screen.pictures()[first:].index("placeholder") > 10
        may_go_on.set()
        wait_until(lambda: pipeline.trouble is None)
        wait_until(lambda: screen.pictures()[-1] == "composite")


def test_a_frame_that_fails_in_its_second_half_is_told_and_the_next_is_shown() -> None:
    def begin(frame: Frame) -> Finish:
        return partial(finish, frame)

    def finish(frame: Frame) -> MattedFrame:
        if 5 < frame.index < 40:
            raise ModelError("produced NaN")
        return composite_of(frame)

    screen = Screen()
    with running(make_pipeline(screen=screen, begin=begin)) as pipeline:
        wait_until(lambda: pipeline.trouble == "produced NaN")
        wait_until(lambda: pipeline.trouble is None)
        wait_until(lambda: screen.pictures()[-1] == "composite")
        assert pipeline.stats.failed > 0


def test_a_frame_is_begun_while_the_one_before_is_finished() -> None:
    begun: list[int] = []
    overlaps = threading.Event()

    def begin(frame: Frame) -> Finish:
        begun.append(frame.index)
        return partial(finish, frame)

    def finish(frame: Frame) -> MattedFrame:
        number = begun.index(frame.index)
        if not overlaps.is_set():
            wait_until(lambda: len(begun) > number + 1)
            time.sleep(0.05)
            assert len(begun) == number + 2, "and no other"
            overlaps.set()
        return composite_of(frame)

    with running(make_pipeline(begin=begin)) as pipeline:
        assert overlaps.wait(5)
        wait_until(lambda: pipeline.stats.matted > 5)
        assert not pipeline.stats.failed
    assert begun == sorted(begun)


def test_a_frame_that_is_broken_is_bridged_by_the_last_composite() -> None:
    screen = Screen()
    broken = Matting(absence=lambda index: Absence.BROKEN_FRAME if index % 10 == 9 else None)
    with running(make_pipeline(matting=broken, screen=screen)) as pipeline:
        wait_until(lambda: "composite" in screen.pictures())
        first = screen.pictures().index("composite")
        wait_until(lambda: broken.count > 50)
        assert pipeline.state is LiveState.LIVE
    assert set(screen.pictures()[first:]) == {"composite"}
    assert pipeline.stats.matted < broken.count


def test_where_no_frame_is_due_the_last_composite_stays_as_long_as_the_camera_sends() -> None:
    screen, matting = Screen(), Matting()
    with running(make_pipeline(matting=matting, screen=screen, is_due=lambda frame: matting.count < 3)):
        wait_until(lambda: "composite" in screen.pictures())
        first = screen.pictures().index("composite")
        wait_until(lambda: len(screen.frames) > first + 1.5 * HOLD_S * RATE_FPS)
    assert set(screen.pictures()[first:]) == {"composite"}
    assert matting.count == 3


def test_in_the_dark_the_placeholder_comes_after_a_moment_and_the_person_with_the_light() -> None:
    is_dark = threading.Event()
    texts: list[str] = []
    screen = Screen()
    matting = Matting(absence=lambda index: Absence.TOO_DARK if is_dark.is_set() else None)
    pipeline = make_pipeline(matting=matting, screen=screen)
    pipeline.writer.placeholder = lambda text: (texts.append(text), placeholder(text))[1]
    with running(pipeline):
        wait_until(lambda: screen.pictures()[-1:] == ["composite"])
        is_dark.set()
        wait_until(lambda: pipeline.state is LiveState.TOO_DARK)
        assert pipeline.trouble is None, "nothing is broken"
        wait_until(lambda: screen.pictures()[-1] == "placeholder")
        wait_until(lambda: texts[-1] == "It is too dark")
        is_dark.clear()
        wait_until(lambda: screen.pictures()[-1] == "composite")
        assert pipeline.state is LiveState.LIVE


def test_the_state_says_how_well_the_room_is_known() -> None:
    is_known = threading.Event()
    pipeline = make_pipeline(is_room_known=is_known.is_set)
    assert pipeline.state is LiveState.STARTING
    with running(pipeline):
        wait_until(lambda: pipeline.state is LiveState.LEARNING)
        is_known.set()
        assert pipeline.state is LiveState.LIVE
        pipeline.pause(True)
        assert pipeline.state is LiveState.PAUSED


def test_stopping_twice_and_while_the_model_hangs_ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LivePipeline, "STOP_LIMIT_S", 0.3)
    release = threading.Event()
    pipeline = make_pipeline(matting=Matting(lambda index: release.wait(60) and None))
    pipeline.start()
    pipeline.stop()
    pipeline.stop()
    start_s = time.perf_counter()
    pipeline.join()
    assert time.perf_counter() - start_s < 30
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
        wait_until(lambda: pipeline.reports.matting_trouble is None and pipeline.reports.camera_trouble is None)
        count = len(screen.frames)
        wait_until(lambda: "composite" in screen.pictures()[count:])
    assert "room" not in screen.pictures()
    for frame in screen.frames:
        assert frame.time_base == LIVE_TIME_BASE
