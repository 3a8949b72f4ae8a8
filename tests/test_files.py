"""Names that lead to no ordinary file, or to one that is too large, are refused before anything is read."""

import os
import socket
import sys
from pathlib import Path

import pytest

from matting_rt import files
from matting_rt.errors import SinkExistsError, SourceFormatError, UsageError
from matting_rt.files import open_file, read_file, read_text, replacing, user_path, write_free


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_link_to_an_endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(path))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (make_pipe, "a pipe"),
        (make_link_to_an_endless_device, "a device"),
        (make_socket, "a socket"),
        (Path.mkdir, "a directory"),
    ],
)
@pytest.mark.parametrize("read", [lambda path: read_file(path, 10), open_file, read_text])
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path, make, kind: str, read) -> None:
    make(tmp_path / "a.bin")
    with pytest.raises(SourceFormatError, match=rf"a\.bin is {kind}; give a file"):
        read(tmp_path / "a.bin")


def test_a_file_of_the_limit_is_read_and_one_above_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(1000))
    assert read_file(path, 1000) == bytes(1000)
    with pytest.raises(SourceFormatError, match=r"a\.bin is 0 MB large, and 0 MB are the most"):
        read_file(path, 999)


def test_a_file_that_only_claims_to_be_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "holes.bin"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(SourceFormatError, match="1,099,512 MB large"):
        read_file(path, 1 << 30)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system has no /proc")
def test_a_file_without_a_size_reads_as_empty() -> None:
    assert read_file(Path("/proc/self/status"), 1000) == b""


def test_a_missing_file_stays_what_the_system_calls_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "nothing", 10)


def test_a_home_folder_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_path("~/sea.jpg") == tmp_path / "sea.jpg"
    assert user_path("~root/sea.jpg") == Path("/root/sea.jpg")


def test_the_home_folder_of_nobody_is_a_mistake() -> None:
    with pytest.raises(UsageError, match=r"~nobody-at-all/x names the home folder of a user who is not known"):
        user_path("~nobody-at-all/x")


def test_a_file_whose_name_begins_like_a_home_folder_can_be_named() -> None:
    assert user_path("./~nobody-at-all") == Path("~nobody-at-all")


def test_a_file_and_its_folder_are_there_when_the_block_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    with replacing(path) as part:
        part.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_in_the_block_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def write_half() -> None:
        with replacing(path) as part:
            part.write_text("half")
            raise error

    with pytest.raises(error):
        write_half()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_that_replace_one_file_at_once_write_into_a_file_each(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with replacing(path) as first:
        with replacing(path) as second:
            first.write_text("first")
            second.write_text("second")
        assert path.read_text() == "second"
    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


def test_the_users_folders_follow_the_systems_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    assert files.user_config_folder() == tmp_path / "CONFIG" / "matting-rt"
    assert files.user_data_folder() == tmp_path / "DATA" / "matting-rt"
    assert files.user_cache_folder() == tmp_path / "CACHE" / "matting-rt"
    assert files.user_runtime_folder() == tmp_path / "run" / "matting-rt"
    assert not list(tmp_path.iterdir()), "asking makes no folder"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_without_variables_the_users_folders_are_those_of_a_linux_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        monkeypatch.delenv(f"XDG_{name}", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert files.user_config_folder() == tmp_path / ".config" / "matting-rt"
    assert files.user_data_folder() == tmp_path / ".local" / "share" / "matting-rt"
    assert files.user_cache_folder() == tmp_path / ".cache" / "matting-rt"
    assert files.user_runtime_folder() == tmp_path / ".cache" / "matting-rt" / "run"


def test_a_name_that_is_taken_is_counted_up(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").touch()
    (tmp_path / "clip-2.mp4").touch()
    tried: list[str] = []

    def write(path: Path) -> None:
        tried.append(path.name)
        if path.exists():
            raise SinkExistsError("{path} exists", path=path)

    assert write_free(tmp_path / "clip.mp4", write) == tmp_path / "clip-3.mp4"
    assert tried == ["clip.mp4", "clip-2.mp4", "clip-3.mp4"]


def test_what_no_other_name_would_mend_is_said_at_once(tmp_path: Path) -> None:
    def write(path: Path) -> None:
        raise SinkExistsError("{path} is a directory", path=path)

    with pytest.raises(SinkExistsError, match="is a directory"):
        write_free(tmp_path, write)
