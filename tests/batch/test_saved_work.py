"""What is kept of a job, damaged in every way, and then resumed."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from matting_rt.batch.saved_work import SavedWork
from matting_rt.errors import JobChangedError

SEGMENT = 4
IDENTITY = {"the source": "a video"}


@pytest.fixture
def outputs(tmp_path: Path) -> dict[str, Path]:
    """Of a job that has kept two segments of one output, and as many pictures of the other."""
    outputs = {"composite": tmp_path / "out.mp4", "alpha": tmp_path / "alpha"}
    work = open_work(outputs, resumes=False)
    for number in range(2):
        write(work, number)
        index = (number + 1) * SEGMENT
        work.save(index)
        work.reach(index)
    write(work, 2)
    work.close()
    return outputs


def open_work(outputs: dict[str, Path], *, resumes: bool = True) -> SavedWork:
    return SavedWork(outputs, IDENTITY, SEGMENT, resumes=resumes)


def write(work: SavedWork, number: int) -> None:
    (work.folders["composite"].path / f"{number:06d}.segment").write_bytes(bytes([number]) * 1000)
    pictures = work.folders["alpha"].path / "pictures"
    pictures.mkdir(exist_ok=True)
    for index in range(number * SEGMENT, (number + 1) * SEGMENT):
        (pictures / f"{index:05d}.png").write_bytes(bytes([index]) * 1000)


def start(outputs: dict[str, Path]) -> int:
    """The frame that a job goes on with."""
    work = open_work(outputs)
    first = work.first
    assert (first == 0) == bool(work.notes)
    assert (first == 0) == (work.state is None)
    work.close()
    return first


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2])


def overwrite(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"damaged!" + content[108:])


def test_what_is_whole_is_gone_on_with(outputs: dict[str, Path]) -> None:
    assert start(outputs) == 2 * SEGMENT
    assert start(outputs) == 2 * SEGMENT


def test_what_was_not_reached_may_be_damaged(outputs: dict[str, Path], tmp_path: Path) -> None:
    cut_off(tmp_path / ".out.mp4.matting-rt" / "000002.segment")
    assert start(outputs) == 2 * SEGMENT


def test_what_is_written_after_a_job_was_resumed_is_checked_too(outputs: dict[str, Path], tmp_path: Path) -> None:
    work = open_work(outputs)
    (tmp_path / ".out.mp4.matting-rt" / "000002.segment").write_bytes(b"another encoder's")
    work.save(3 * SEGMENT)
    work.reach(3 * SEGMENT)
    work.close()
    assert start(outputs) == 3 * SEGMENT
    cut_off(tmp_path / ".out.mp4.matting-rt" / "000002.segment")
    assert start(outputs) == 0


def test_a_job_whose_state_is_gone_checks_what_it_writes_then(outputs: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / ".out.mp4.matting-rt" / "state-000002.npz").unlink()
    work = open_work(outputs)
    for number in range(2):
        (work.folders["composite"].path / f"{number:06d}.segment").write_bytes(b"another encoder's")
        work.save((number + 1) * SEGMENT)
        work.reach((number + 1) * SEGMENT)
    work.close()
    assert start(outputs) == 2 * SEGMENT


@pytest.mark.parametrize("damage", [cut_off, overwrite, Path.unlink])
@pytest.mark.parametrize(
    "name",
    [
        ".out.mp4.matting-rt/000000.segment",
        ".out.mp4.matting-rt/000001.segment",
        ".alpha.matting-rt/pictures/00005.png",
        ".out.mp4.matting-rt/state-000002.npz",
        ".out.mp4.matting-rt/checksums-000001.json",
        ".out.mp4.matting-rt/manifest.json",
    ],
)
def test_what_is_damaged_or_missing_begins_anew(
    outputs: dict[str, Path], tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(tmp_path / name)
    work = open_work(outputs)
    assert (work.first, work.state, work.reached) == (0, None, 0)
    work.close()
    assert list(tmp_path.iterdir()) == []


def test_nothing_damaged_is_left_for_the_next_program(outputs: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / ".out.mp4.matting-rt" / "manifest.json").write_text("{")
    work = open_work(outputs)
    assert work.notes == [f"what was kept of {tmp_path / 'out.mp4'} is damaged, so all frames are done again"]
    held = {path.name for folder in work.folders.values() for path in folder.path.iterdir()}
    assert held == {"lock", "manifest.json"}
    work.close()


def test_another_job_is_refused_before_its_frames_are_read(outputs: dict[str, Path], tmp_path: Path) -> None:
    cut_off(tmp_path / ".out.mp4.matting-rt" / "000000.segment")
    with pytest.raises(JobChangedError, match="the source has changed"):
        SavedWork(outputs, {"the source": "another video"}, SEGMENT, resumes=True)
    assert (tmp_path / ".out.mp4.matting-rt" / "000000.segment").exists()


def test_what_cannot_be_renamed_is_removed_all_the_same(
    outputs: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    work = open_work(outputs)
    monkeypatch.setattr(Path, "rename", refuse)
    work.discard()
    assert list(tmp_path.iterdir()) == []
