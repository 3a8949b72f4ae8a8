"""What is not complete is hidden, and belongs to the program that writes it for as long as that lives."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from matting_rt import unfinished_file
from matting_rt.errors import SinkExistsError
from matting_rt.files import replacing
from matting_rt.unfinished_file import UnfinishedFile, check_free, remove_dead_parts
from tests.bounded import ROOT

PROGRAM_THAT_IS_KILLED = """
import os, signal, sys
from pathlib import Path
from matting_rt.unfinished_file import UnfinishedFile
for is_folder in (False, True):
    unfinished = UnfinishedFile(Path(sys.argv[1]) / "out", is_folder=is_folder)
    unfinished.create()
    (unfinished.path / "00000.png" if is_folder else unfinished.path).write_bytes(b"half")
os.kill(os.getpid(), signal.SIGKILL)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write(path: Path, text: str) -> None:
    with replacing(path) as part:
        part.write_text(text)


def leave_dead_parts(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", PROGRAM_THAT_IS_KILLED, str(folder)], cwd=ROOT)
    assert len(names(folder)) == 2


def test_a_file_has_its_name_when_it_is_published_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    unfinished = UnfinishedFile(tmp_path / "a.txt")
    assert names(tmp_path) == []
    unfinished.create()
    unfinished.path.write_text("whole")
    assert names(tmp_path) == [unfinished.path.name]
    assert unfinished.path.name.startswith(".matting-rt-")
    unfinished.publish()
    unfinished.discard()
    assert names(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "whole"


@pytest.mark.parametrize("is_folder", [False, True])
def test_what_is_discarded_is_gone(tmp_path: Path, is_folder: bool) -> None:
    unfinished = UnfinishedFile(tmp_path / "a", is_folder=is_folder)
    unfinished.create()
    if is_folder:
        (unfinished.path / "b").touch()
    unfinished.discard()
    assert names(tmp_path) == []


def test_what_a_killed_program_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    leave_dead_parts(tmp_path)
    alive = [UnfinishedFile(tmp_path / "a"), UnfinishedFile(tmp_path / "b", is_folder=True)]
    for unfinished in alive:
        unfinished.create()
    others = [".matting-rt-1.partial", "matting-rt-1.part", ".other-1.part", ".matting-rt-1.old"]
    for name in others:
        (tmp_path / name).touch()
    remove_dead_parts(tmp_path)
    assert names(tmp_path) == sorted([*others, *(unfinished.path.name for unfinished in alive)])
    for unfinished in alive:
        unfinished.discard()


def test_a_name_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("here")
    (tmp_path / ".matting-rt-1.part").symlink_to(tmp_path / "precious")
    (tmp_path / ".matting-rt-2.part").symlink_to(tmp_path / "precious" / "file")
    os.mkfifo(tmp_path / ".matting-rt-3.part")
    remove_dead_parts(tmp_path)
    assert (tmp_path / "precious" / "file").read_text() == "here"


def test_what_dead_programs_left_is_removed_when_a_file_is_written(tmp_path: Path) -> None:
    leave_dead_parts(tmp_path)
    write(tmp_path / "a.txt", "new")
    assert names(tmp_path) == ["a.txt"]


def test_a_file_gets_its_name_when_the_disk_has_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush, flushed = os.fsync, []

    def note(descriptor: int) -> None:
        flush(descriptor)
        flushed.append((os.fstat(descriptor).st_size, (tmp_path / "a.txt").exists()))

    monkeypatch.setattr(unfinished_file.os, "fsync", note)
    write(tmp_path / "a.txt", "new")
    assert flushed == [(3, False)]


def test_where_nothing_can_be_locked_files_are_written_and_nothing_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(95, "Operation not supported")

    leave_dead_parts(tmp_path)
    monkeypatch.setattr(unfinished_file.fcntl, "flock", refuse)
    write(tmp_path / "a.txt", "new")
    assert len(names(tmp_path)) == 3
    assert (tmp_path / "a.txt").read_text() == "new"


def test_a_file_that_was_taken_for_a_dead_ones_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, taken = unfinished_file.fcntl.flock, []

    def come_second(descriptor: int, operation: int) -> None:
        if not taken:
            taken.extend(tmp_path.glob(".matting-rt-*.part"))
            taken[0].unlink()
        lock(descriptor, operation)

    monkeypatch.setattr(unfinished_file.fcntl, "flock", come_second)
    write(tmp_path / "a.txt", "new")
    assert len(taken) == 1
    assert (tmp_path / "a.txt").read_text() == "new"


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(SinkExistsError, match="/dev/null is a device"):
        check_free(Path("/dev/null"), overwrite=True)


def test_what_cannot_be_removed_stays_without_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(f"{path} is open")

    file = UnfinishedFile(tmp_path / "out.mp4")
    file.create()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        file.discard()
    remove_dead_parts(tmp_path)
    assert list(tmp_path.iterdir()) == []
