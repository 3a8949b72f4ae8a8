import pytest

from matting_rt import timing
from matting_rt.timing import EvenSamples, PipelineStats, RateMeter, StageTimer


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def perf_counter(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timing, "time", clock)
    return clock


def test_the_rate_is_that_of_the_last_seconds_only(clock: Clock) -> None:
    meter = RateMeter(window_s=2.0)
    assert meter.rate_fps == 0.0
    for interval_s in [1.0] * 5 + [0.1] * 30:
        clock.now_s += interval_s
        meter.tick()
    assert meter.rate_fps == pytest.approx(10.0)
    clock.now_s += 10
    assert meter.rate_fps == 0.0


def test_a_stage_reports_mean_and_percentiles_in_milliseconds(clock: Clock) -> None:
    timer = StageTimer()
    assert timer.summary() == {}
    for duration_s in (0.010, 0.020, 0.060):
        with timer.measure():
            clock.now_s += duration_s
    summary = timer.summary()
    assert summary["mean_ms"] == pytest.approx(30.0)
    assert summary["p50_ms"] == pytest.approx(20.0)
    assert summary["p99_ms"] > 59


def test_a_stage_that_fails_is_not_counted(clock: Clock) -> None:
    timer = StageTimer()
    with pytest.raises(RuntimeError), timer.measure():
        raise RuntimeError
    assert timer.summary() == {}


def test_a_run_reports_its_counts_and_its_rate(clock: Clock) -> None:
    stats = PipelineStats(("matte",))
    stats.frames_read = stats.frames_written = 50
    clock.now_s += 4
    report = stats.report()
    assert report["frames_written"] == 50
    assert report["rate_fps"] == pytest.approx(12.5)
    assert report["stages"] == {"matte": {}}


def test_warming_up_does_not_count_for_the_rate(clock: Clock) -> None:
    stats = PipelineStats(())
    clock.now_s += 10
    stats.warm_up_s, stats.frames_written = 8.0, 60
    assert stats.report()["rate_fps"] == pytest.approx(30.0)


@pytest.mark.parametrize("count", [1, 8, 9, 100, 1000])
def test_samples_are_kept_at_even_distances_however_many_there_are(count: int) -> None:
    kept: EvenSamples[int] = EvenSamples(8)
    for number in range(count):
        kept.offer(lambda number=number: number)
    assert min(count, 4) <= len(kept.samples) <= 8
    steps = {later - earlier for earlier, later in zip(kept.samples, kept.samples[1:], strict=False)}
    assert len(steps) <= 1
    assert kept.samples[0] == 0
    assert count - kept.samples[-1] <= max(steps, default=1)
