"""The cache of exported programs, and of what was measured on this computer."""

import hashlib
import os
import time
from pathlib import Path

import pytest

from matting_rt.inference import cache


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    return cache.cache_folder()


def fail() -> bytes:
    raise AssertionError("this was to come from the cache")


def test_a_program_is_made_once(folder: Path) -> None:
    assert cache.cached(("a", 1), lambda: b"program") == b"program"
    assert cache.cached(("a", 1), fail) == b"program"
    assert cache.cached(("a", 2), lambda: b"other") == b"other"
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"short", b"0" * 100])
def test_a_damaged_file_is_made_again(folder: Path, damage: bytes) -> None:
    cache.cached(("a",), lambda: b"program")
    (file,) = folder.iterdir()
    file.write_bytes(damage)
    assert cache.cached(("a",), lambda: b"anew") == b"anew"
    assert cache.cached(("a",), fail) == b"anew"


def test_a_folder_that_cannot_be_made_costs_only_time(folder: Path) -> None:
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.write_text("a file where the folder should be")
    assert cache.cached(("a",), lambda: b"program") == b"program"
    assert cache.cached(("a",), lambda: b"anew") == b"anew"


def test_what_was_not_used_for_longest_goes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "FILES_KEPT", 2)
    for age_s, key in ((30, "old"), (20, "unused")):
        known = set(folder.iterdir()) if folder.exists() else set()
        cache.cached((key,), key.encode)
        (file,) = set(folder.iterdir()) - known
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime - age_s))
    cache.cached(("old",), fail)
    cache.cached(("new",), lambda: b"new")
    assert cache.cached(("old",), fail) == b"old"
    assert cache.cached(("unused",), lambda: b"anew") == b"anew"


def never() -> dict[str, float]:
    raise AssertionError("this was to be remembered")


def test_what_was_measured_is_remembered() -> None:
    assert cache.recall(("speed",)) is None
    assert cache.remembered(("speed",), lambda: {"best": 20.5}) == {"best": 20.5}
    assert cache.remembered(("speed",), never) == {"best": 20.5}
    assert cache.recall(("other",)) is None


def test_another_processor_or_other_threads_are_measured_for_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.remember(("speed",), {"best": 20})
    with monkeypatch.context() as another:
        another.setattr(cache, "processor_name", lambda: "another")
        assert cache.recall(("speed",)) is None
    assert cache.recall(("speed",)) == {"best": 20}
    monkeypatch.setenv("OMP_NUM_THREADS", "61")
    assert cache.recall(("speed",)) is None


def test_what_was_measured_a_week_ago_is_measured_again_however_often_it_was_corrected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_s = time.time()
    cache.remember(("speed",), {"best": 20})
    monkeypatch.setattr(time, "time", lambda: start_s + 0.9 * cache.MEASUREMENT_LIMIT_S)
    cache.remember(("speed",), {"best": 22})
    assert cache.recall(("speed",)) == {"best": 22}
    monkeypatch.setattr(time, "time", lambda: start_s + 1.1 * cache.MEASUREMENT_LIMIT_S)
    assert cache.recall(("speed",)) is None
    cache.remember(("speed",), {"best": 24})
    assert cache.recall(("speed",)) == {"best": 24}
    monkeypatch.setattr(time, "time", lambda: start_s)  # the clock was wrong
    assert cache.recall(("speed",)) is None


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"time_s": 0, "numbers": 3}', b"[" * 9000])
def test_a_measurement_that_is_none_is_forgotten(content: bytes) -> None:
    cache.remember(("speed",), {"best": 20})
    (file,) = cache.measurements_folder().iterdir()
    file.write_bytes(hashlib.sha256(content).digest() + content)
    assert cache.recall(("speed",)) is None


def test_where_nothing_can_be_written_each_start_measures(folder: Path) -> None:
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.write_text("a file where the folder should be")
    assert cache.remembered(("speed",), lambda: {"best": 20}) == {"best": 20}
    assert cache.remembered(("speed",), lambda: {"best": 30}) == {"best": 30}
