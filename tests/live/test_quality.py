"""Which quality is chosen: what is measured and predicted to fit, and never up and down and up again."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from matting_rt.config import Quality
from matting_rt.live.quality import QualityGovernor, Rung, RungCosts, find_rung, make_rungs

INTERVAL_MS = 100 / 3
RUNGS = make_rungs(0.375, 80_000)
BEST, BALANCED, QUICK, FAST = RUNGS
MATTE_MS = dict(zip(RUNGS, (20.0, 16.0, 11.0, 8.0), strict=True))
"""Of the simulated machine at rest, where all rungs fit."""
REST_MS = 5.0
MAKING_S = 0.3
"""Of an engine: so long after a decision, frames still have the rung of before."""


def calm(time_s: float) -> float:
    return 1.0


def slower(by: float) -> Callable[[float], float]:
    return lambda time_s: by


def bursts(every_s: float, for_s: float, by: float) -> Callable[[float], float]:
    return lambda time_s: by if time_s % every_s > every_s - for_s else 1.0


def drift(period_s: float, low: float, high: float) -> Callable[[float], float]:
    middle, swing = (low + high) / 2, (high - low) / 2
    return lambda time_s: middle + swing * math.sin(2 * math.pi * time_s / period_s)


class Machine:
    """Runs a governor on frames that take what a load makes of them, with noise; keeps when quality changed."""

    def __init__(
        self, governor: QualityGovernor, load: Callable[[float], float] = calm, noise: float = 0.2, seed: int = 0
    ) -> None:
        """
        Args:
            load: by how much everything takes longer at a time in seconds.
            noise: of each frame, the most.
        """
        self.governor, self.load, self.noise = governor, load, noise
        self.random = np.random.default_rng(seed)
        self.time_s = 0.0
        self.changes: list[tuple[float, Rung]] = []

    def run(self, for_s: float) -> Rung:
        end_s = self.time_s + for_s
        rung, quiet_until_s = self.governor.rung, 0.0
        while self.time_s < end_s:
            wrong_by = self.load(self.time_s) * (1 + self.random.uniform(-self.noise, self.noise))
            matte_ms, rest_ms = MATTE_MS[rung] * wrong_by, REST_MS * wrong_by
            self.time_s += max(matte_ms + rest_ms, INTERVAL_MS) / 1000
            if self.time_s > quiet_until_s and self.governor.observe(matte_ms + rest_ms, matte_ms) != rung:
                rung, quiet_until_s = self.governor.rung, self.time_s + MAKING_S
                self.changes.append((self.time_s, rung))
        return rung

    def ups_s(self, first: Rung) -> list[float]:
        """When quality went up."""
        rungs = [first, *(rung for _, rung in self.changes)]
        moves = zip(pairwise(rungs), self.changes, strict=True)
        return [time_s for (before, now), (time_s, _) in moves if RUNGS.index(now) < RUNGS.index(before)]


def costs(wrong_by: float = 1.0) -> RungCosts:
    """What was measured of the simulated machine, well or badly."""
    return RungCosts(RUNGS, {rung.name: ms * wrong_by for rung, ms in MATTE_MS.items()} | {"rest": REST_MS})


def test_rungs_ask_for_less_and_less_and_have_the_names_of_the_settings() -> None:
    assert (BEST.backbone_scale, BEST.refine_pixels) == (0.375, 80_000)
    for above, below in pairwise(RUNGS):
        assert below.backbone_scale <= above.backbone_scale
        assert below.refine_pixels <= above.refine_pixels
        assert below != above
    for quality in set(Quality) - {Quality.AUTO}:
        assert find_rung(RUNGS, quality).name == quality.value


def test_of_a_ladder_with_one_rung_every_quality_is_that() -> None:
    assert find_rung(RUNGS[:1], Quality.FAST) == BEST


@pytest.mark.parametrize(("wrong_by", "first"), [(1, BEST), (1.2, BALANCED), (1.8, QUICK), (2.5, FAST), (9, FAST)])
def test_it_begins_with_the_best_rung_that_was_measured_to_fit(wrong_by: float, first: Rung) -> None:
    assert QualityGovernor(INTERVAL_MS, costs(wrong_by)).rung == first


def test_where_nothing_was_measured_it_begins_with_the_best() -> None:
    assert QualityGovernor(INTERVAL_MS, RungCosts(RUNGS)).rung == BEST


def test_what_is_measured_meanwhile_counts_for_the_beginning() -> None:
    measured = RungCosts(RUNGS)
    governor = QualityGovernor(INTERVAL_MS, measured)
    measured.measured(BEST, 40)
    measured.measured(BALANCED, 18)
    assert governor.rung == BALANCED


def test_what_cannot_have_been_measured_is_not_believed() -> None:
    assert not RungCosts(RUNGS, {"best": 0, "fast": -1}).is_measured
    assert not RungCosts(RUNGS, {"another": 5}).is_measured


def test_what_was_not_measured_is_guessed_from_above() -> None:
    measured = RungCosts(RUNGS, {"best": 40, "quick": 10})
    assert [measured.matte_ms(rung) for rung in RUNGS] == [40, 30, 10, 7.5]


@pytest.mark.parametrize("load", [1.0, 1.2, 1.4, 1.7, 2.2, 3.0])
@pytest.mark.parametrize("wrong_by", [0.3, 1.0, 3.0])
def test_a_machine_of_constant_speed_finds_its_rung_and_stays(load: float, wrong_by: float) -> None:
    machine = Machine(QualityGovernor(INTERVAL_MS, costs(wrong_by)), slower(load))
    machine.run(60)
    settled = len(machine.changes)
    assert settled <= 3
    rung = machine.run(180)
    assert len(machine.changes) - settled <= 1
    slow = (MATTE_MS[rung] + REST_MS) * load > INTERVAL_MS
    assert not slow or rung == FAST


@pytest.mark.parametrize("wrong_by", [1.0, 3.0])
def test_quality_is_best_on_a_machine_with_room(wrong_by: float) -> None:
    machine = Machine(QualityGovernor(INTERVAL_MS, costs(wrong_by)), slower(0.8))
    assert machine.run(50) == BEST
    assert len(machine.changes) <= 1


def test_frames_that_take_too_long_are_left_within_a_second_for_a_rung_that_fits() -> None:
    machine = Machine(QualityGovernor(INTERVAL_MS, costs()), slower(1.9))
    machine.run(1)
    assert [rung for _, rung in machine.changes] == [FAST]


def test_a_single_slow_frame_changes_nothing() -> None:
    governor = QualityGovernor(INTERVAL_MS, costs())
    for took_ms in (*[20.0] * 30, 500, *[20.0] * 30):
        assert governor.observe(took_ms, 15) == BEST


def test_a_step_up_is_made_only_to_a_rung_that_is_predicted_to_fit() -> None:
    heavy = RungCosts(RUNGS, {"best": 60, "balanced": 28, "quick": 20, "fast": 10, "rest": 5})
    governor = QualityGovernor(INTERVAL_MS, heavy)
    assert governor.rung == QUICK
    for _ in range(3000):
        governor.observe(20, 15)  # three quarters of what was measured: balanced will take 26 ms of 33, best 50
    assert governor.rung == BALANCED
    for _ in range(3000):
        governor.observe(26, 21)
    assert governor.rung == BALANCED


@pytest.mark.parametrize(
    "load",
    [
        *(bursts(every_s, 3, 4) for every_s in (8, 15, 20, 35, 45, 70, 130)),
        *(drift(period_s, 0.8, 2.2) for period_s in (20, 60, 200)),
        *(drift(period_s, 1.0, 1.4) for period_s in (20, 60, 200)),
    ],
)
def test_quality_never_pumps_whatever_the_load(load: Callable[[float], float]) -> None:
    governor = QualityGovernor(INTERVAL_MS, costs())
    first = governor.rung
    machine = Machine(governor, load)
    minutes = 10
    machine.run(minutes * 60)
    assert len(machine.changes) <= minutes
    ups_s = machine.ups_s(first)
    assert all(next_s - up_s > 30 for up_s, next_s in pairwise(ups_s))


def test_somebody_who_comes_and_goes_does_not_make_it_pump() -> None:
    """Of an empty picture next to nothing takes the network any time."""
    machine = Machine(QualityGovernor(INTERVAL_MS, costs()), lambda time_s: 0.4 if time_s % 60 > 40 else 1.5)
    machine.run(1200)
    assert len(machine.changes) <= 10


def test_quality_comes_back_after_a_burst() -> None:
    machine = Machine(QualityGovernor(INTERVAL_MS, costs()), lambda time_s: 2.5 if 10 < time_s < 15 else 0.9)
    assert machine.run(60) == BEST
    assert [rung for _, rung in machine.changes] == [FAST, BEST]


@pytest.mark.parametrize("rung", RUNGS)
def test_a_quality_that_is_asked_for_stays_whatever_frames_take(rung: Rung) -> None:
    machine = Machine(QualityGovernor(INTERVAL_MS, costs(), rung), slower(9))
    assert machine.run(60) == rung


@pytest.mark.parametrize("held", [None, BEST])
def test_what_was_given_up_is_never_tried_again(held: Rung | None) -> None:
    governor = QualityGovernor(INTERVAL_MS, costs(0.5), held)
    assert governor.give_up()
    machine = Machine(governor, slower(0.3))
    assert machine.run(90) == BALANCED
    assert governor.give_up()
    assert governor.give_up()
    assert not governor.give_up()
    assert machine.run(60) == FAST


def test_what_was_measured_on_a_busy_machine_comes_right_with_the_sessions() -> None:
    kept: dict[str, float] = {rung.name: 3 * ms for rung, ms in MATTE_MS.items()}
    firsts: list[Rung] = []
    for seed in range(4):
        governor = QualityGovernor(INTERVAL_MS, RungCosts(RUNGS, kept, kept.update))
        firsts.append(governor.rung)
        Machine(governor, slower(0.8), seed=seed).run(60)
        governor.correct_costs()
    assert (firsts[0], firsts[-1]) == (FAST, BEST)
    assert 0.75 < kept["best"] / MATTE_MS[BEST] < 1.1
    assert kept["rest"] == pytest.approx(0.8 * REST_MS, rel=0.1)


def test_a_session_of_a_few_seconds_corrects_nothing() -> None:
    kept: list[object] = []
    governor = QualityGovernor(INTERVAL_MS, RungCosts(RUNGS, {"best": 20}, kept.append))
    governor.correct_costs()
    Machine(governor).run(5)
    governor.correct_costs()
    assert not kept
