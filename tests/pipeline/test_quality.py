"""The quality ladder: down when matting is too slow, up when there is room, past what cannot be made."""

import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

import pytest

from matting_rt.compositing.backdrop import ColourBackdrop
from matting_rt.compositing.compositor import Compositor
from matting_rt.errors import DeviceMemoryError, ModelError
from matting_rt.frame import FrameSize, Image
from matting_rt.inference.base import MattingEngine
from matting_rt.live.state import Absence
from matting_rt.pipeline.live_matting import LiveMatting
from matting_rt.pipeline.matting import MattingStage
from matting_rt.pipeline.quality import EngineLadder, QualityGovernor, QualityStep
from matting_rt.sinks.base import MattedFrame, Picture
from matting_rt.timing import LiveStats
from tests.engines import Everything
from tests.pipeline.fakes import SIZE
from tests.pipeline.test_matting import BlackPlate, red_square

STEPS = tuple(QualityStep(name, share, 1.0) for name, share in (("best", 1.0), ("middle", 0.5), ("fast", 0.25)))


def feed(governor: QualityGovernor, took_ms: float, frames: int) -> int:
    for _ in range(frames):
        governor.observe(took_ms)
    return governor.step


def test_a_step_that_takes_longer_than_a_frame_is_left() -> None:
    governor = QualityGovernor(interval_ms=33, step_count=3)
    assert feed(governor, 20, 100) == 0
    assert feed(governor, 40, 15) == 1
    assert feed(governor, 40, 15) == 2
    assert feed(governor, 40, 100) == 2


def test_a_single_slow_frame_changes_nothing() -> None:
    governor = QualityGovernor(interval_ms=33, step_count=3)
    feed(governor, 20, 30)
    assert feed(governor, 500, 1) == 0
    assert feed(governor, 20, 30) == 0


def test_room_for_five_seconds_steps_up_again() -> None:
    governor = QualityGovernor(interval_ms=33, step_count=3)
    feed(governor, 40, 15)
    assert feed(governor, 15, 100) == 1
    assert feed(governor, 15, 100) == 0


def test_a_step_up_that_proves_too_slow_is_tried_less_often() -> None:
    governor = QualityGovernor(interval_ms=33, step_count=2)
    feed(governor, 40, 15)
    feed(governor, 15, 200)
    assert governor.step == 0
    feed(governor, 40, 15)
    assert feed(governor, 15, 200) == 1
    assert feed(governor, 15, 200) == 0


def test_a_fixed_quality_stays_whatever_frames_take() -> None:
    governor = QualityGovernor(interval_ms=33, step_count=3, adapts=False)
    assert feed(governor, 500, 100) == 0


class StepEngine(Everything):
    """As slow to warm up, or as hungry for memory, as its step is told to be."""

    def __init__(
        self, step: QualityStep, needs_memory: bool = False, warm_up: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__()
        self.step, self.needs_memory, self._warm_up = step, needs_memory, warm_up

    def warm_up(self, size: FrameSize) -> None:
        self._warm_up()

    def find(self, image: Image, plate: Image) -> Image:
        if self.needs_memory:
            raise DeviceMemoryError("CUDA out of memory")
        return super().find(image, plate)


def raise_model_error() -> None:
    raise ModelError("there is not enough memory")


def raise_of_its_own() -> None:
    raise RuntimeError("there is not enough memory")


def run_out_of_memory() -> None:
    raise DeviceMemoryError("cuda has not enough memory; choose smaller frames")


def make_matting(ladder: EngineLadder, governor: QualityGovernor) -> LiveMatting:
    stats = LiveStats(MattingStage.STAGES)
    stage = MattingStage(None, BlackPlate(), ColourBackdrop((0, 0, 255)), Compositor(), Picture.COMPOSITE, stats)
    return LiveMatting(stage, ladder, governor)


def feed_until(matting: LiveMatting, is_true: Callable[[], bool]) -> None:
    """Frames that may fail, until something has happened."""
    end_s = time.perf_counter() + 5
    while not is_true():
        assert time.perf_counter() < end_s, "it never came"
        with suppress(ModelError):
            matting(red_square())
        time.sleep(0.002)


def wait_for_step(ladder: EngineLadder, index: int) -> None:
    end_s = time.perf_counter() + 5
    while ladder.index != index:
        assert time.perf_counter() < end_s, f"step {index} never came"
        ladder.want(index)
        time.sleep(0.005)


def test_the_engine_in_use_changes_only_when_the_next_is_warm() -> None:
    ladder = EngineLadder(StepEngine, SIZE, STEPS)
    assert ladder.engine is None
    wait_for_step(ladder, 0)
    first = ladder.engine
    ladder.want(2)
    assert ladder.engine is first
    wait_for_step(ladder, 2)
    assert ladder.step.name == "fast"
    wait_for_step(ladder, 0)
    assert ladder.engine is first
    ladder.close()
    assert isinstance(first, StepEngine)
    assert first.closed


def test_of_the_engines_the_last_two_in_use_are_kept() -> None:
    made: list[StepEngine] = []

    def make(step: QualityStep) -> StepEngine:
        made.append(StepEngine(step))
        return made[-1]

    ladder = EngineLadder(make, SIZE, STEPS)
    for index in range(3):
        wait_for_step(ladder, index)
    assert [engine.closed for engine in made] == [True, False, False]
    wait_for_step(ladder, 1)
    assert ladder.engine is made[1]
    wait_for_step(ladder, 0)
    assert [(engine.step.name, engine.closed) for engine in made[1:]] == [
        ("middle", False),
        ("fast", True),
        ("best", False),
    ]
    ladder.close()


def test_frames_have_no_picture_while_the_first_engine_is_made_ready() -> None:
    may_go_on = threading.Event()
    ladder = EngineLadder(lambda step: StepEngine(step, warm_up=lambda: may_go_on.wait(5)), SIZE, STEPS)
    matting = make_matting(ladder, QualityGovernor(33, len(STEPS)))
    assert [matting(red_square()) for _ in range(3)] == [Absence.NOT_READY] * 3
    may_go_on.set()
    wait_for_step(ladder, 0)
    assert isinstance(matting(red_square()), MattedFrame)
    ladder.close()


def test_running_out_of_memory_steps_down_and_says_so() -> None:
    ladder = EngineLadder(lambda step: StepEngine(step, needs_memory=step.name == "best"), SIZE, STEPS)
    wait_for_step(ladder, 0)
    matting = make_matting(ladder, QualityGovernor(33, len(STEPS), adapts=False))
    with pytest.raises(ModelError, match="too little memory; quality goes down"):
        matting(red_square())
    feed_until(matting, lambda: ladder.index == 1)
    assert isinstance(matting(red_square()), MattedFrame)
    ladder.close()


def test_an_engine_that_ran_out_of_memory_is_gone_before_the_next_is_made() -> None:
    made: list[StepEngine] = []
    open_before: list[list[str]] = []

    def make(step: QualityStep) -> StepEngine:
        open_before.append([engine.step.name for engine in made if not engine.closed])
        made.append(StepEngine(step, needs_memory=step.name != "fast"))
        return made[-1]

    ladder = EngineLadder(make, SIZE, STEPS)
    matting = make_matting(ladder, QualityGovernor(33, len(STEPS)))
    feed_until(matting, lambda: ladder.index == 2)
    assert open_before == [[], [], []]
    ladder.close()


class Weights:
    """What an engine holds of the device's memory."""


class HeavyEngine(StepEngine):
    """Runs out of memory with its weights at hand, as a network does, in warming up or in the first frame."""

    def __init__(self, step: QualityStep, made: list[weakref.ref[Weights]], in_warm_up: bool) -> None:
        super().__init__(step)
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
    steps = STEPS[-1:] if in_warm_up else STEPS[:2]
    may_go_on = threading.Event()

    def make(step: QualityStep) -> MattingEngine:
        if made:
            return StepEngine(step, warm_up=lambda: may_go_on.wait(5))
        return HeavyEngine(step, made, in_warm_up)

    ladder = EngineLadder(make, SIZE, steps)
    matting = make_matting(ladder, QualityGovernor(33, len(steps)))
    told: list[ModelError] = []
    end_s = time.perf_counter() + 5
    while not told:
        assert time.perf_counter() < end_s, "nothing was told"
        try:
            matting(red_square())
        except ModelError as error:
            told.append(error)
        time.sleep(0.002)
    assert made[0]() is None
    may_go_on.set()
    ladder.close()


def test_frames_that_fail_while_the_next_step_is_made_warm_do_not_pass_it_over() -> None:
    may_go_on = threading.Event()

    def make(step: QualityStep) -> StepEngine:
        if step.name == "best":
            return StepEngine(step, needs_memory=True)
        return StepEngine(step, warm_up=lambda: may_go_on.wait(5))

    ladder = EngineLadder(make, SIZE, STEPS)
    wait_for_step(ladder, 0)
    governor = QualityGovernor(33, len(STEPS))
    matting = make_matting(ladder, governor)
    for _ in range(5):
        with pytest.raises(ModelError, match="quality goes down"):
            matting(red_square())
    assert governor.step == 1
    may_go_on.set()
    wait_for_step(ladder, 1)
    ladder.close()


def test_running_out_of_memory_while_getting_ready_steps_down_too(caplog: pytest.LogCaptureFixture) -> None:
    ladder = EngineLadder(
        lambda step: StepEngine(step, warm_up=run_out_of_memory if step.name == "best" else lambda: None), SIZE, STEPS
    )
    matting = make_matting(ladder, QualityGovernor(33, len(STEPS)))
    feed_until(matting, lambda: ladder.index == 1)
    assert isinstance(matting(red_square()), MattedFrame)
    assert "quality best cannot be used: cuda has not enough memory" in caplog.text
    ladder.close()


def test_running_out_of_memory_at_the_last_step_says_what_to_do() -> None:
    ladder = EngineLadder(lambda step: StepEngine(step, needs_memory=True), SIZE, STEPS[-1:])
    wait_for_step(ladder, 0)
    matting = make_matting(ladder, QualityGovernor(33, 1))
    with pytest.raises(ModelError, match="choose smaller frames"):
        matting(red_square())
    ladder.close()


def test_where_no_engine_can_be_made_every_frame_says_why(caplog: pytest.LogCaptureFixture) -> None:
    ladder = EngineLadder(lambda step: StepEngine(step, warm_up=raise_model_error), SIZE, STEPS)
    matting = make_matting(ladder, QualityGovernor(33, len(STEPS)))
    feed_until(matting, lambda: ladder.error_of(2) is not None)
    for _ in range(2):
        with pytest.raises(ModelError, match="there is not enough memory"):
            matting(red_square())
    ladder.close()


def test_an_engine_that_is_ready_only_after_the_end_is_closed() -> None:
    may_go_on = threading.Event()
    made: list[StepEngine] = []

    def make(step: QualityStep) -> StepEngine:
        made.append(StepEngine(step, warm_up=lambda: may_go_on.wait(5)))
        return made[-1]

    ladder = EngineLadder(make, SIZE, STEPS)
    ladder.want(1)
    ladder.close(0.05)
    assert not any(engine.closed for engine in made)
    may_go_on.set()
    end_s = time.perf_counter() + 5
    while not (made and made[0].closed):
        assert time.perf_counter() < end_s
        time.sleep(0.005)


@pytest.mark.parametrize("fault", [raise_model_error, raise_of_its_own])
def test_a_step_whose_engine_cannot_be_made_is_passed_over(
    fault: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    ladder = EngineLadder(
        lambda step: StepEngine(step, warm_up=fault if step.name == "middle" else lambda: None), SIZE, STEPS
    )
    governor = QualityGovernor(interval_ms=33, step_count=len(STEPS), first=1)
    matting = make_matting(ladder, governor)
    feed_until(matting, lambda: ladder.index == 2)
    assert "quality middle cannot be used: there is not enough memory" in caplog.text
    ladder.close()
