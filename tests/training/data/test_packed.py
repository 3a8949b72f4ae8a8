"""Data sets whose pictures lie in tar files: the same pictures, found and read where they are."""

import tarfile
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.frame import FrameSize
from tests.training.data.trees import make_tree
from training.data.decoded_batch import load_foreground
from training.data.inspection import inspect, require_whole
from training.data.listing import list_set
from training.data.packed import archive_of, names_in, open_file
from training.data.registry import REGISTRY
from training.data.settings import Split


def pack(folder: Path) -> Path:
    """Replace a folder by a tar file beside it, as `tar cf` makes it."""
    archive = folder.with_suffix(".tar")
    with tarfile.open(archive, "w") as packing:
        for path in sorted(folder.iterdir()):
            packing.add(path, f"./{path.name}")
            path.unlink()
    folder.rmdir()
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    for number in range(3):
        (tmp_path / "a" / f"{number}.txt").write_text("ab" * 400 * (number + 1))
    return pack(tmp_path / "a")


def test_files_are_read_in_any_order(archive: Path) -> None:
    assert names_in(archive) == ["0.txt", "1.txt", "2.txt"]
    for number in (2, 0, 1):
        with open_file(archive / f"{number}.txt") as file:
            assert file.read() == b"ab" * 400 * (number + 1)
    assert archive_of(archive / "0.txt") == archive
    assert archive_of(archive.with_name("0.txt")) is None


def test_a_folder_that_is_called_like_a_tar_file_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.tar").mkdir()
    (tmp_path / "a.tar" / "0.txt").write_text("plain")
    with open_file(tmp_path / "a.tar" / "0.txt") as file:
        assert file.read() == b"plain"


def test_what_is_not_in_it_is_told(archive: Path) -> None:
    with pytest.raises(SourceNotFoundError, match=r"holds no 7\.txt"):
        open_file(archive / "7.txt")


@pytest.mark.parametrize("length", [0, 300, 512, 1000, 1536, 2048, 5000])
def test_a_tar_file_that_was_cut_anywhere_is_refused(archive: Path, length: int) -> None:
    archive.write_bytes(archive.read_bytes()[:length])
    with pytest.raises(SourceFormatError, match="copy it again"):
        names_in(archive)


def test_a_compressed_tar_file_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w:gz") as packing:
        packing.add(__file__, "code.py")
    with pytest.raises(SourceFormatError, match="cannot be read as a tar file"):
        names_in(tmp_path / "a.tar")


def test_a_packed_set_gives_what_the_unpacked_one_gives(tmp_path: Path) -> None:
    loose, packed = (make_tree("videomatte240k", tmp_path / name) for name in ("loose", "packed"))
    for part in ("fgr", "pha"):
        for clip in sorted((packed / "train" / part).iterdir()):
            pack(clip)
    listings = [list_set(REGISTRY["videomatte240k"], root, Split.TRAIN) for root in (loose, packed)]
    assert listings[0].clip_starts.tolist() == listings[1].clip_starts.tolist()
    drawn = [load_foreground(each, [8, 9], FrameSize(64, 48), np.random.default_rng(1)) for each in listings]
    assert np.array_equal(*drawn)
    inspections = [inspect(each, tmp_path / "cache") for each in listings]
    assert inspections[0].findings == inspections[1].findings
    assert inspections[0].sizes == inspections[1].sizes


def test_a_picture_that_is_cut_off_in_a_tar_file_is_found_before_a_run(tmp_path: Path) -> None:
    root = make_tree("backgrounds", tmp_path / "set" / "a")
    path = root / "h_0001.jpg"
    path.write_bytes(path.read_bytes()[:-300])
    archive = pack(root)
    with pytest.raises(SourceFormatError, match=f"1 of 5 pictures are cut off.*{archive}/h_0001.jpg"):
        require_whole(list_set(REGISTRY["backgrounds"], archive.parent, Split.TRAIN), tmp_path / "cache")
