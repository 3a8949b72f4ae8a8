from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from matting_rt.cli.__main__ import main
from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import ControlServer
from matting_rt.sinks.image_files import write_png


@pytest.fixture(autouse=True)
def _own_runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def told() -> Iterator[list[ControlCommand]]:
    commands: list[ControlCommand] = []

    def handle(command: ControlCommand) -> str:
        commands.append(command)
        return "paused"

    with ControlServer(handle):
        yield commands


def test_the_answer_is_printed(told: list[ControlCommand], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["control", "toggle"]) == 0
    assert capsys.readouterr().out == "paused\n"
    assert told == [ControlCommand(ControlVerb.TOGGLE)]


def test_a_backdrop_file_travels_as_an_absolute_path(
    told: list[ControlCommand], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_png(tmp_path / "sea.png", np.zeros((8, 8, 3), np.uint8))
    monkeypatch.chdir(tmp_path)
    assert main(["control", "backdrop", "sea.png"]) == 0
    assert main(["control", "backdrop", "blur:9"]) == 0
    assert [command.argument for command in told] == [str(tmp_path / "sea.png"), "blur:9"]


def test_a_backdrop_in_the_home_folder_of_nobody_is_a_line(
    told: list[ControlCommand], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["control", "backdrop", "~nobody-at-all/x"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "matting-rt: error: ~nobody-at-all/x names the home folder of a user who is not known here; "
        "write ./~nobody-at-all/x for the file"
    ]
    assert not told


def test_a_wrong_backdrop_is_found_before_anything_is_sent(
    told: list[ControlCommand], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["control", "backdrop", "grean"]) == 2
    assert "did you mean green?" in capsys.readouterr().err
    assert not told


@pytest.mark.parametrize(("backdrop", "said"), [("transparent", "cannot be transparent"), ("words", "not a video")])
def test_a_backdrop_that_live_video_cannot_have_is_a_mistake(
    backdrop: str,
    said: str,
    told: list[ControlCommand],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "words").write_text("These are words.\n" * 100)
    monkeypatch.chdir(tmp_path)
    assert main(["control", "backdrop", backdrop]) == 2
    assert said in capsys.readouterr().err
    assert not told


def test_when_nothing_runs_it_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["control", "stop"]) == 1
    assert capsys.readouterr().err == (
        "matting-rt: error: Matting RT is not running; start it with: matting-rt live ...\n"
    )
