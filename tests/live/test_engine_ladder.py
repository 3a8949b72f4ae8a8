"""The engines of the quality ladder: made beside the frames, begun with one that suits, past what cannot be made."""

import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

import numpy as np
import pytest

from matting_rt.compositing.backdrop import ColourBackdrop
from matting_rt.config import Config, LiveConfig, PlateConfig, Quality
from matting_rt.errors import DeviceMemoryError, ModelError
from matting_rt.frame import FloatMap, Frame, FrameSize, Image
from matting_rt.inference.base import MattingEngine
from matting_rt.live.engine_ladder import EngineLadder
from matting_rt.live.matting import LiveMatting
from matting_rt.live.preview import Preview
from matting_rt.live.quality import Rung, RungCosts
from matting_rt.live.state import Absence
from matting_rt.matting import MattingStage
from matting_rt.plate.live import LivePlate
from matting_rt.sinks.base import MattedFrame
from matting_rt.timing import LiveStats
from tests.batch.fakes import SIZE, TIME_BASE
from tests.engines import Everything
from tests.plate.scenes import paint_room

RUNGS = tuple(Rung(name, 0.25, pixels) for name, pixels in (("best", 1000), ("balanced", 500), ("fast", 250)))
BEST, MIDDLE, FAST = RUNGS


class RungEngine(Everything):
    """As slow to warm up, or as hungry for memory, as its rung is told to be."""

    def __init__(self, rung: Rung, needs_memory: bool = False, warm_up: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.rung, self.needs_memory, self._warm_up = rung, needs_memory, warm_up

    def warm_up(self, size: FrameSize) -> None:
        self._warm_up()

    def find(self, image: Image, plate: Image) -> Image:
        if self.needs_memory:
            raise DeviceMemoryError("CUDA out of memory")
        return super().find(image, plate)


def keeping(made: list[RungEngine], warm_up: Callable[[], object] = lambda: None) -> Callable[[Rung], RungEngine]:
    """Makes engines, and keeps them in a list."""

    def make(rung: Rung) -> RungEngine:
        made.append(RungEngine(rung, warm_up=warm_up))
        return made[-1]

    return make


def raise_model_error() -> None:
    raise ModelError("there is not enough memory")


def raise_of_its_own() -> None:
    raise RuntimeError("there is not enough memory")


def run_out_of_memory() -> None:
    raise DeviceMemoryError("cuda has not enough memory; choose smaller frames")


def a_frame() -> Frame:
    return Frame(paint_room(1, SIZE), 0, 0, TIME_BASE)


class Nobody:
    def find(self, image: Image) -> FloatMap:
        return np.zeros(image.shape[:2], np.float32)


def make_matting(ladder: EngineLadder, quality: Quality = Quality.AUTO) -> LiveMatting:
    return LiveMatting(
        Config(live=LiveConfig("null", quality)),
        ColourBackdrop((0, 0, 255)),
        LivePlate(None, PlateConfig(), beside=False),
        Nobody(),
        ladder,
        RungCosts(ladder.rungs),
        30.0,
        Preview(),
        LiveStats(MattingStage.STAGES),
    )


def matte(matting: LiveMatting, frame: Frame) -> MattedFrame | Absence:
    outcome = matting.begin(frame)
    return outcome if isinstance(outcome, Absence) else outcome()


def feed_until(matting: LiveMatting, is_true: Callable[[], bool]) -> None:
    """Frames that may fail, until something has happened."""
    end_s = time.perf_counter() + 5
    while not is_true():
        assert time.perf_counter() < end_s, "it never came"
        with suppress(ModelError):
            matte(matting, a_frame())
        time.sleep(0.002)


def wait_for_rung(ladder: EngineLadder, rung: Rung) -> None:
    end_s = time.perf_counter() + 5
    while ladder.rung != rung:
        assert time.perf_counter() < end_s, f"{rung} never came"
        ladder.want(rung)
        time.sleep(0.005)


def test_the_engine_in_use_changes_only_when_the_next_is_warm() -> None:
    ladder = EngineLadder(RungEngine, SIZE, RUNGS)
    wait_for_rung(ladder, BEST)
    first = ladder.engine
    ladder.want(FAST)
    assert ladder.engine is first
    wait_for_rung(ladder, FAST)
    wait_for_rung(ladder, BEST)
    assert ladder.engine is first
    ladder.close()
    assert isinstance(first, RungEngine)
    assert first.closed


def test_of_the_engines_the_last_two_in_use_are_kept() -> None:
    made: list[RungEngine] = []
    ladder = EngineLadder(keeping(made), SIZE, RUNGS)
    for rung in RUNGS:
        wait_for_rung(ladder, rung)
    assert [engine.closed for engine in made] == [True, False, False]
    wait_for_rung(ladder, MIDDLE)
    assert ladder.engine is made[1]
    wait_for_rung(ladder, BEST)
    assert [(engine.rung.name, engine.closed) for engine in made[1:]] == [
        ("balanced", False),
        ("fast", True),
        ("best", False),
    ]
    ladder.close()


def test_frames_have_no_picture_while_the_first_engine_is_made_ready() -> None:
    may_go_on = threading.Event()
    ladder = EngineLadder(lambda rung: RungEngine(rung, warm_up=lambda: may_go_on.wait(5)), SIZE, RUNGS)
    matting = make_matting(ladder)
    assert [matte(matting, a_frame()) for _ in range(3)] == [Absence.NOT_READY] * 3
    may_go_on.set()
    wait_for_rung(ladder, BEST)
    assert isinstance(matte(matting, a_frame()), MattedFrame)
    ladder.close()


def test_running_out_of_memory_steps_down_and_says_so() -> None:
    ladder = EngineLadder(lambda rung: RungEngine(rung, needs_memory=rung.name == "best"), SIZE, RUNGS)
    wait_for_rung(ladder, BEST)
    matting = make_matting(ladder, Quality.BEST)
    with pytest.raises(ModelError, match="out of memory; lowering quality"):
        matte(matting, a_frame())
    feed_until(matting, lambda: ladder.rung == MIDDLE)
    assert isinstance(matte(matting, a_frame()), MattedFrame)
    ladder.close()


def test_an_engine_that_ran_out_of_memory_is_gone_before_the_next_is_made() -> None:
    made: list[RungEngine] = []
    open_before: list[list[str]] = []

    def make(rung: Rung) -> RungEngine:
        open_before.append([engine.rung.name for engine in made if not engine.closed])
        made.append(RungEngine(rung, needs_memory=rung.name != "fast"))
        return made[-1]

    ladder = EngineLadder(make, SIZE, RUNGS)
    matting = make_matting(ladder)
    feed_until(matting, lambda: ladder.rung == FAST)
    assert open_before == [[], [], []]
    ladder.close()


class Weights:
    """What an engine holds of the device's memory."""


class HeavyEngine(RungEngine):
    """Runs out of memory with its weights at hand, as a network does, in warming up or in the first frame."""

    def __init__(self, rung: Rung, made: list[weakref.ref[Weights]], in_warm_up: bool) -> None:
        super().__init__(rung)
        self._in_warm_up, self._weights = in_warm_up, Weights()
        made.append(weakref.ref(self._weights))

    def warm_up(self, size: FrameSize) -> None:
        if self._in_warm_up:
            self._run(self._weights)

    def find(self, image: Image, plate: Image) -> Image:
        self._run(self._weights)

    def _run(self, weights: Weights) -> NoReturn:
        try:
            raise RuntimeError("CUDA out of memory")
        except RuntimeError as error:
            raise DeviceMemoryError("cuda has not enough memory") from error


@pytest.mark.parametrize("in_warm_up", [True, False])
def test_what_is_remembered_of_an_engine_that_ran_out_of_memory_keeps_none_of_it(in_warm_up: bool) -> None:
    made: list[weakref.ref[Weights]] = []
    rungs = RUNGS[-1:] if in_warm_up else RUNGS[:2]
    may_go_on = threading.Event()

    def make(rung: Rung) -> MattingEngine:
        if made:
            return RungEngine(rung, warm_up=lambda: may_go_on.wait(5))
        return HeavyEngine(rung, made, in_warm_up)

    ladder = EngineLadder(make, SIZE, rungs)
    matting = make_matting(ladder)
    told: list[ModelError] = []
    end_s = time.perf_counter() + 5
    while not told:
        assert time.perf_counter() < end_s, "nothing was told"
        try:
            matte(matting, a_frame())
        except ModelError as error:
            told.append(error.with_traceback(None))  # as the pipeline, which keeps its line alone
        time.sleep(0.002)
    assert made[0]() is None
    may_go_on.set()
    ladder.close()


def test_frames_that_fail_while_the_next_rung_is_made_warm_do_not_pass_it_over() -> None:
    may_go_on = threading.Event()

    def make(rung: Rung) -> RungEngine:
        if rung.name == "best":
            return RungEngine(rung, needs_memory=True)
        return RungEngine(rung, warm_up=lambda: may_go_on.wait(5))

    ladder = EngineLadder(make, SIZE, RUNGS)
    wait_for_rung(ladder, BEST)
    matting = make_matting(ladder)
    for _ in range(5):
        with pytest.raises(ModelError, match="lowering quality"):
            matte(matting, a_frame())
    may_go_on.set()
    feed_until(matting, lambda: ladder.rung is not None)
    assert ladder.rung == MIDDLE
    ladder.close()


def test_running_out_of_memory_while_getting_ready_steps_down_too(caplog: pytest.LogCaptureFixture) -> None:
    ladder = EngineLadder(
        lambda rung: RungEngine(rung, warm_up=run_out_of_memory if rung.name == "best" else lambda: None), SIZE, RUNGS
    )
    matting = make_matting(ladder)
    feed_until(matting, lambda: ladder.rung == MIDDLE)
    assert isinstance(matte(matting, a_frame()), MattedFrame)
    assert "quality best cannot be used: cuda has not enough memory" in caplog.text
    ladder.close()


def test_running_out_of_memory_at_the_last_rung_says_what_to_do() -> None:
    ladder = EngineLadder(lambda rung: RungEngine(rung, needs_memory=True), SIZE, RUNGS[-1:])
    wait_for_rung(ladder, BEST)
    matting = make_matting(ladder)
    with pytest.raises(ModelError, match="choose smaller frames"):
        matte(matting, a_frame())
    ladder.close()


def test_where_no_engine_can_be_made_every_frame_says_why(caplog: pytest.LogCaptureFixture) -> None:
    ladder = EngineLadder(lambda rung: RungEngine(rung, warm_up=raise_model_error), SIZE, RUNGS)
    matting = make_matting(ladder)
    feed_until(matting, lambda: ladder.error_of(FAST) is not None)
    for _ in range(2):
        with pytest.raises(ModelError, match="there is not enough memory"):
            matte(matting, a_frame())
    ladder.close()


def test_an_engine_that_is_ready_only_after_the_end_is_closed() -> None:
    may_go_on = threading.Event()
    made: list[RungEngine] = []
    ladder = EngineLadder(keeping(made, lambda: may_go_on.wait(5)), SIZE, RUNGS)
    ladder.want(MIDDLE)
    ladder.close(0.05)
    assert not any(engine.closed for engine in made)
    may_go_on.set()
    end_s = time.perf_counter() + 5
    while not (made and made[0].closed):
        assert time.perf_counter() < end_s
        time.sleep(0.005)


@pytest.mark.parametrize("fault", [raise_model_error, raise_of_its_own])
def test_a_rung_whose_engine_cannot_be_made_is_passed_over(
    fault: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    ladder = EngineLadder(
        lambda rung: RungEngine(rung, warm_up=fault if rung.name == "balanced" else lambda: None), SIZE, RUNGS
    )
    matting = make_matting(ladder, Quality.BALANCED)
    feed_until(matting, lambda: ladder.rung == FAST)
    assert "quality balanced cannot be used: there is not enough memory" in caplog.text
    ladder.close()


def finished(ladder: EngineLadder) -> EngineLadder:
    """Once its thread has ended."""
    for thread in threading.enumerate():
        if thread.name == "quality":
            thread.join(5)
    return ladder


@pytest.mark.parametrize("chosen", RUNGS)
def test_it_begins_with_the_best_rung_that_suits(chosen: Rung) -> None:
    made: list[RungEngine] = []
    ladder = EngineLadder(keeping(made), SIZE, RUNGS)
    ladder.find(lambda rung, engine: rung == chosen)
    finished(ladder)
    assert ladder.rung == chosen
    assert ladder.engine is made[-1]
    assert [engine.rung for engine in made] == list(RUNGS[: RUNGS.index(chosen) + 1])
    assert [engine.closed for engine in made[:-1]] == [True] * (len(made) - 1)
    ladder.close()
    assert all(engine.closed for engine in made)


def test_where_no_rung_suits_it_begins_with_the_last() -> None:
    ladder = EngineLadder(RungEngine, SIZE, RUNGS)
    ladder.find(lambda rung, engine: False)
    assert finished(ladder).rung == FAST
    ladder.close()


def test_a_rung_that_fails_while_it_is_tried_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    def suits(rung: Rung, engine: MattingEngine) -> bool:
        if rung == BEST:
            raise DeviceMemoryError("CUDA out of memory")
        return True

    made: list[RungEngine] = []
    ladder = EngineLadder(keeping(made), SIZE, RUNGS)
    ladder.find(suits)
    matting = make_matting(finished(ladder))
    assert ladder.rung == MIDDLE
    assert isinstance(matte(matting, a_frame()), MattedFrame)
    assert made[0].closed
    assert "quality best cannot be used: CUDA out of memory" in caplog.text
    ladder.close()


def test_an_end_while_rungs_are_tried_tries_no_more() -> None:
    tried: list[Rung] = []
    ladder = EngineLadder(RungEngine, SIZE, RUNGS)

    def suits(rung: Rung, engine: MattingEngine) -> bool:
        tried.append(rung)
        ladder.close(0)
        return False

    ladder.find(suits)
    assert finished(ladder).rung is None
    assert tried == [BEST]
