import pytest

from matting_rt.cli import progress
from matting_rt.cli.progress import Progress
from matting_rt.timing import PipelineStats


def test_without_a_terminal_there_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_INTERVAL_S", 0.0)
    stats = PipelineStats(())
    with Progress(stats, frame_count=10) as shown:
        shown.update()
        stats.rate.tick()
        stats.frames_written = 4
        stats.rate.tick()
        shown.update()
    first, second = capsys.readouterr().out.splitlines()
    assert first == "0 of 10 frames, 0.0 fps"
    assert second.startswith("4 of 10 frames, ")
    assert second.endswith(" s left")


def test_lines_are_seconds_apart(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(PipelineStats(()), frame_count=10) as shown:
        for _ in range(100):
            shown.update()
    assert capsys.readouterr().out == ""


def test_a_stream_of_unknown_length_has_no_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_INTERVAL_S", 0.0)
    with Progress(PipelineStats(()), frame_count=None) as shown:
        shown.update()
    assert capsys.readouterr().out == "0 frames, 0.0 fps\n"


def test_on_a_terminal_there_is_a_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    stats = PipelineStats(())
    with Progress(stats, frame_count=10) as shown:
        stats.frames_written = 5
        shown.update()
    captured = capsys.readouterr()
    assert "10 frames" in captured.err or "/10" in captured.err
    assert captured.out == ""
