from dataclasses import replace

import pytest

from matting_rt.plate.stale import Freshness, PlateEvidence, StaleMeter, StaleReason

GOOD = PlateEvidence(residual=0.008, light=0.05, is_light_found=True, is_compensated=True, shift=0.002, structure=0.9)


def follow(meter: StaleMeter, evidence: PlateEvidence, start_s: float, seconds: float) -> None:
    for number in range(round(seconds * 30) + 1):
        meter.update(start_s + number / 30, evidence)


def test_a_good_plate_stays_fresh() -> None:
    meter = StaleMeter()
    follow(meter, GOOD, 0, 10)
    assert meter.condition.score == 0
    assert str(meter.condition) == "fresh"


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (replace(GOOD, residual=0.06), StaleReason.LIGHT),
        (replace(GOOD, light=0.5), StaleReason.LIGHT),
        (replace(GOOD, is_light_found=False), StaleReason.LIGHT),
        (replace(GOOD, light=0.1, is_compensated=False), StaleReason.LIGHT),
        (replace(GOOD, shift=0.08), StaleReason.CAMERA),
        (replace(GOOD, structure=0.1), StaleReason.CAMERA),
        (replace(GOOD, residual=0.06, structure=0.5), StaleReason.CAMERA),
    ],
)
def test_each_cause_alone_asks_for_a_new_plate(evidence: PlateEvidence, reason: StaleReason) -> None:
    meter = StaleMeter()
    follow(meter, evidence, 0, 5)
    assert meter.condition.is_stale
    assert meter.condition.reason is reason
    assert meter.condition.score == pytest.approx(1, abs=0.02)
    assert str(meter.condition) == f"take a new plate: {reason.value}"


def test_a_moment_is_forgiven() -> None:
    meter = StaleMeter()
    follow(meter, GOOD, 0, 1)
    follow(meter, replace(GOOD, residual=0.1), 1.03, 0.3)
    assert meter.condition.freshness is Freshness.FRESH


def test_the_verdict_does_not_flutter_about_its_limit() -> None:
    meter = StaleMeter()
    follow(meter, replace(GOOD, shift=0.06), 0, 5)
    assert meter.condition.is_stale
    follow(meter, replace(GOOD, shift=0.04), 5, 5)
    assert 0.5 < meter.condition.score < 0.7
    assert meter.condition.is_stale
    follow(meter, replace(GOOD, shift=0.03), 10, 5)
    assert meter.condition.freshness is Freshness.DRIFTING
    follow(meter, replace(GOOD, shift=0.04), 15, 5)
    assert meter.condition.freshness is Freshness.DRIFTING
    assert str(meter.condition) == "drifting: the camera has moved"


def test_a_gap_in_the_stream_does_not_decide() -> None:
    meter = StaleMeter()
    meter.update(0.0, GOOD)
    meter.update(100.0, replace(GOOD, residual=0.1))
    assert meter.condition.score < 0.5
    meter.update(50.0, GOOD)
    assert meter.condition.score < 0.5
