import argparse
from pathlib import Path

import pytest

from matting_rt.cli import models
from matting_rt.cli.__main__ import main
from matting_rt.errors import ConfigError, PipelineError, SinkFullError, WeightsError


def fail_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `matting-rt models` raise `error`."""

    def run(arguments: argparse.Namespace) -> None:
        raise error

    monkeypatch.setattr(models, "list_models", run)


def caused_by(cause: Exception) -> PipelineError:
    error = PipelineError("encode", f"{cause}; not written: out.mp4")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (WeightsError("the weights are damaged"), 1, "matting-rt: error: the weights are damaged"),
        (ConfigError("choose another"), 2, "matting-rt: error: choose another"),
        (caused_by(SinkFullError("the disk is full")), 1, "matting-rt: error: the disk is full; not written: out.mp4"),
        (caused_by(ConfigError("choose another")), 2, "matting-rt: error: choose another; not written: out.mp4"),
        (
            PermissionError(13, "Permission denied", "a.toml"),
            1,
            "matting-rt: error: [Errno 13] Permission denied: 'a.toml'",
        ),
        (KeyboardInterrupt(), 130, "matting-rt: interrupted: nothing was written"),
        (KeyboardInterrupt("not written: out.mp4"), 130, "matting-rt: interrupted: not written: out.mp4"),
        (
            ValueError("wrong\nreally"),
            1,
            "matting-rt: internal error: ValueError: wrong; --verbose shows where",
        ),
    ],
)
def test_every_error_is_one_line_and_a_status(
    error: BaseException,
    status: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fail_with(error, monkeypatch)
    assert main(["models"]) == status
    assert capsys.readouterr().err == f"{line}\n"


def test_verbose_shows_where_and_keeps_the_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(ConfigError("choose another"), monkeypatch)
    assert main(["models", "--verbose"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("Traceback")
    assert error.endswith("matting-rt: error: choose another\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["video", "--src", "{}", "--plate", "auto", "--output", "a.mp4"],
        ["video", "--src", "a.mp4", "--plate", "{}", "--output", "a.mp4"],
        ["video", "--src", "a.mp4", "--plate", "auto", "--output", "{}"],
        ["video", "--src", "a.mp4", "--plate", "auto", "--output", "a.mp4", "--config", "{}"],
        ["images", "--src", "a", "--plate", "{}", "--output", "b"],
        ["live", "--camera", "{}", "--output", "null"],
        ["live", "--camera", "synthetic", "--output", "{}"],
        ["live", "--camera", "synthetic", "--output", "null", "--record", "{}"],
        ["plate", "--camera", "synthetic", "--output", "{}"],
        ["models", "import", "{}"],
        ["models", "verify", "{}"],
        ["models", "export", "{}", "--output", "a.onnx"],
        ["demo", "--output", "{}"],
    ],
)
def test_the_home_folder_of_nobody_is_a_line_wherever_a_path_is_given(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.mp4").touch()
    assert main([argument.format("~nobody-at-all/x") for argument in arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("matting-rt: error: ~nobody-at-all/x names the home folder")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_an_unknown_command_is_a_mistake() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    "words", [["live"], ["live", "--camera", "0", "--quality", "bset"], ["lvie"], ["video", "--x"]]
)
def test_a_mistake_in_the_options_is_one_line_that_names_the_help(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "error: " in line
    assert "--help lists the options" in line
