import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import SourceLostError
from matting_rt.sources import latest_frame
from matting_rt.sources.latest_frame import LatestFrame
from tests.sources.cameras import RATE_FPS, ToldReader

ROOT = Path(__file__).parents[2]
PERIOD_S = 1 / RATE_FPS
PATIENT_S = 0.5
"""A period so long that the watchdog does not bark on a machine that is busy with other things."""


def started(reader: ToldReader) -> LatestFrame:
    newest = LatestFrame("Told", reader)
    newest.start()
    return newest


def test_only_the_newest_picture_is_kept() -> None:
    reader = ToldReader()
    newest = started(reader)
    first = newest.take(PATIENT_S)
    seen = len(reader.calls)
    while len(reader.calls) < seen + 6:
        time.sleep(PERIOD_S)
    second = newest.take(PATIENT_S)
    newest.stop()
    assert second.time_s - first.time_s > 4 * PERIOD_S


def test_no_picture_is_taken_twice() -> None:
    newest = started(ToldReader())
    pictures = [newest.take(PATIENT_S) for _ in range(5)]
    newest.stop()
    assert len({picture.time_s for picture in pictures}) == 5
    assert not np.shares_memory(pictures[0].image, pictures[1].image)


def test_silence_for_five_periods_is_a_loss() -> None:
    reader = ToldReader(hang_at=3)
    newest = started(reader)
    for _ in range(3):
        newest.take(PATIENT_S)
    began_s = time.perf_counter()
    with pytest.raises(SourceLostError, match="camera Told sends no more pictures"):
        newest.take(PERIOD_S)
    assert 4 * PERIOD_S < time.perf_counter() - began_s < 10
    reader.release.set()
    newest.stop()


def test_the_watchdog_waits_longer_for_a_camera_that_is_slower_than_agreed() -> None:
    newest = started(ToldReader())
    for _ in range(3):
        newest.take(PATIENT_S)
    # Five periods of a thousand frames a second would be over before the next picture.
    assert newest.take(0.001) is not None
    newest.stop()


def test_a_device_that_says_it_is_gone_is_lost_after_its_last_picture() -> None:
    newest = started(ToldReader(lost_at=1))
    assert newest.take(PATIENT_S) is not None
    with pytest.raises(SourceLostError, match="it is gone"):
        newest.take(PATIENT_S)
    newest.stop()


def test_a_device_that_cannot_be_opened_says_why() -> None:
    reader = ToldReader(opens=False)
    newest = started(reader)
    with pytest.raises(SourceLostError, match="cannot be opened"):
        newest.take(PATIENT_S)
    newest.stop()
    assert reader.calls == ["open", "close"]


def test_a_damaged_picture_is_left_out() -> None:
    newest = started(ToldReader(damaged_at=0))
    assert newest.take(PATIENT_S) is not None
    newest.stop()


def test_the_device_is_used_on_one_thread_from_opening_to_closing() -> None:
    reader = ToldReader()
    newest = started(reader)
    newest.take(PATIENT_S)
    newest.stop()
    assert reader.calls[0] == "open"
    assert reader.calls[-1] == "close"
    assert len(reader.threads) == 1


def test_a_hanging_device_is_left_behind_and_released_when_it_comes_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(latest_frame, "STOP_LIMIT_S", 0.1)
    reader = ToldReader(hang_at=1)
    newest = started(reader)
    newest.take(PATIENT_S)
    newest.stop()
    assert "hangs in its driver" in caplog.text
    assert "close" not in reader.calls
    assert newest.take(PATIENT_S) is None
    reader.release.set()
    newest.stop()
    assert reader.calls[-1] == "close"


def test_the_rate_is_measured() -> None:
    newest = started(ToldReader())
    assert newest.rate_fps == 0.0
    for _ in range(10):
        newest.take(PATIENT_S)
    newest.stop()
    assert 0 < newest.rate_fps <= RATE_FPS * 1.1


def test_it_stops_twice_and_unstarted() -> None:
    newest = LatestFrame("Told", ToldReader())
    newest.stop()
    newest.stop()
    assert newest.take(PATIENT_S) is None


def test_a_reader_that_nobody_stopped_ends_before_the_interpreter() -> None:
    script = """
from tests.sources.cameras import ToldReader
from matting_rt.sources.latest_frame import LatestFrame
reader = ToldReader()
newest = LatestFrame("Told", reader)
newest.start()
newest.take(0.5)
import atexit
atexit._run_exitfuncs()
print(reader.calls[-1])
"""
    printed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert printed.stdout == "close\n"
