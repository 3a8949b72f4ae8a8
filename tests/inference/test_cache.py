"""The cache of exported programs."""

import os
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
