"""What rungs take is measured on frames of somebody who moves, from the best rung down, for two seconds at most."""

import time

import numpy as np
import pytest

from matting_rt import build
from matting_rt.config import EngineConfig
from matting_rt.errors import ModelError
from matting_rt.frame import FrameSize, Image
from matting_rt.live import parts
from matting_rt.live.measuring import Measurement, Scene
from matting_rt.live.quality import QualityGovernor, RungCosts, make_rungs
from tests.engines import Difference

SIZE = FrameSize(64, 64)
RUNGS = make_rungs(0.5, 1000)
BEST, BALANCED, QUICK, FAST = RUNGS


class Clock:
    """Time passes only in engines and painters."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_s = 100.0
        monkeypatch.setattr(time, "perf_counter", lambda: self.now_s)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


class Slow(Difference):
    """Takes its time for every frame, and four times that for the first."""

    def __init__(self, clock: Clock, frame_ms: float) -> None:
        super().__init__()
        self._clock, self._frame_ms = clock, frame_ms
        self.frames: list[Image] = []

    def find(self, image: Image, plate: Image) -> Image:
        self._clock.now_s += self._frame_ms / 1000 * (1 if self.frames else 4)
        self.frames.append(image)
        return super().find(image, plate)


def paint(size: FrameSize) -> Scene:
    pictures = [np.full((size.height, size.width, 3), level, np.uint8) for level in range(0, 250, 50)]
    return pictures[0], pictures[1:]


def test_a_rung_takes_the_median_frame_and_fits_if_that_leaves_room_for_the_rest(clock: Clock) -> None:
    costs = RungCosts(RUNGS)
    measurement = Measurement(costs, SIZE, 33, paint)
    assert not measurement.suits(BEST, Slow(clock, 19))
    assert measurement.suits(BALANCED, Slow(clock, 17))
    assert costs.matte_ms(BEST) == pytest.approx(19)
    assert costs.matte_ms(BALANCED) == pytest.approx(17)
    assert QualityGovernor(33, costs).rung == BALANCED


def test_frames_follow_each_other_there_and_back(clock: Clock) -> None:
    engine = Slow(clock, 5)
    Measurement(RungCosts(RUNGS), SIZE, 33, paint).suits(BEST, engine)
    assert [int(frame[0, 0, 0]) for frame in engine.frames[:8]] == [50, 100, 150, 200, 150, 100, 50, 100]
    assert len(engine.frames) == 12


@pytest.mark.parametrize("frame_ms", [20, 150, 300])
def test_a_slow_machine_is_measured_for_two_seconds_and_a_frame_at_most(clock: Clock, frame_ms: float) -> None:
    start_s, costs = clock.now_s, RungCosts(RUNGS)

    def paint_slowly(size: FrameSize) -> Scene:
        clock.now_s += 0.4
        return paint(size)

    measurement = Measurement(costs, SIZE, 16, paint_slowly)
    any(measurement.suits(rung, Slow(clock, frame_ms)) for rung in RUNGS)
    assert clock.now_s - start_s < 2 + 4 * frame_ms / 1000
    assert QualityGovernor(16, costs).rung == FAST


def test_of_a_very_slow_machine_the_first_frame_has_to_do_and_the_rest_is_guessed(clock: Clock) -> None:
    costs, engine = RungCosts(RUNGS), Slow(clock, 1000)
    measurement = Measurement(costs, SIZE, 33, paint)
    assert not measurement.suits(BEST, engine)
    assert measurement.suits(BALANCED, engine)
    assert len(engine.frames) == 1
    assert costs.matte_ms(BEST) == pytest.approx(4000)
    assert costs.matte_ms(BALANCED) == pytest.approx(3000)


def test_one_frame_at_best_is_measured_however_long_it_took_to_paint_it(clock: Clock) -> None:
    def paint_slowly(size: FrameSize) -> Scene:
        clock.now_s += 5
        return paint(size)

    costs, engine = RungCosts(RUNGS), Slow(clock, 10)
    measurement = Measurement(costs, SIZE, 33, paint_slowly)
    assert not measurement.suits(BEST, engine)
    assert measurement.suits(BALANCED, engine), "it is what there is"
    assert len(engine.frames) == 1


def test_nothing_is_measured_any_more_when_it_is_over(clock: Clock) -> None:
    costs, engine = RungCosts(RUNGS), Slow(clock, 10)
    Measurement(costs, SIZE, 33, paint, lambda: True).suits(BEST, engine)
    assert not engine.frames
    assert not costs.is_measured
    Measurement(costs, SIZE, 33, paint, lambda: len(engine.frames) == 2).suits(BEST, engine)
    assert len(engine.frames) == 2


def test_an_engine_that_cannot_matte_says_so(clock: Clock) -> None:
    class Broken(Difference):
        def find(self, image: Image, plate: Image) -> Image:
            raise ModelError("the model produced NaN or infinite values")

    with pytest.raises(ModelError):
        Measurement(RungCosts(RUNGS), SIZE, 33, paint).suits(BEST, Broken())


@pytest.mark.parametrize("size", [FrameSize(160, 90), FrameSize(641, 479), FrameSize(720, 1280)])
def test_the_scene_is_one_in_which_somebody_moves(size: FrameSize) -> None:
    plate, frames = parts.paint_scene(size)
    assert all(picture.shape == (size.height, size.width, 3) for picture in (plate, *frames))
    alphas = [Difference().find(frame, plate) > 127 for frame in frames]
    assert all(0.05 < alpha.mean() < 0.9 for alpha in alphas)
    assert (alphas[0] != alphas[-1]).any()


def test_a_released_network_is_measured() -> None:
    config, size = build.resolve_engine(EngineConfig()), FrameSize(320, 180)
    rungs = parts.build_rungs(config, size)
    costs = RungCosts(rungs)
    measurement = Measurement(costs, size, 1000, parts.paint_scene)
    engine = parts.build_engine_of_rung(config, rungs[-1])
    started_s = time.perf_counter()
    assert measurement.suits(rungs[-1], engine)
    assert 0 < costs.matte_ms(rungs[-1]) < 1000 * (time.perf_counter() - started_s)
    engine.close()
