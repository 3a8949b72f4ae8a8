"""The window for real, on Qt's display in memory."""

import importlib.util
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matting_rt.errors import SinkError, SinkLostError, SinkMissingError, WindowClosedError
from matting_rt.sinks.window import WindowSink
from tests.sinks.frames import matted_frame, stream_info

needs_qt = pytest.mark.skipif(importlib.util.find_spec("PyQt6") is None, reason="PyQt6 is not installed")
LIMIT_S = 20.0


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[WindowSink]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    window = WindowSink()
    yield window
    window.abort()


def write_until(sink: WindowSink, error: type[SinkError]) -> str:
    """Go on writing until it fails, as it must before long; what it says."""
    end_s = time.perf_counter() + LIMIT_S
    while time.perf_counter() < end_s:
        try:
            sink.write(matted_frame())
        except error as caught:
            return str(caught)
        time.sleep(0.005)
    raise TimeoutError(f"{error.__name__} was not raised")


@needs_qt
def test_a_window_opens_takes_frames_and_closes_twice_over(sink: WindowSink) -> None:
    for _ in range(2):
        sink.open(stream_info())
        pid = sink.pid
        for index in range(5):
            sink.write(matted_frame(index))
        sink.finish()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@needs_qt
def test_a_window_that_hangs_holds_up_neither_write_nor_abort(sink: WindowSink) -> None:
    sink.open(stream_info(640, 480))
    os.kill(sink.pid, signal.SIGSTOP)
    # Whoever waits for the window is freed by an error.
    rescue = threading.Timer(LIMIT_S, os.kill, (sink.pid, signal.SIGKILL))
    rescue.start()
    try:
        for index in range(20):  # 18 MB: more than any pipe holds.
            sink.write(matted_frame(index, width=640, height=480))
        sink.abort()
        assert rescue.is_alive(), "the window was waited for"
    finally:
        rescue.cancel()
        rescue.join()


@needs_qt
def test_a_window_that_dies_is_lost_and_opens_again(sink: WindowSink) -> None:
    sink.open(stream_info())
    os.kill(sink.pid, signal.SIGKILL)
    assert "the window is gone" in write_until(sink, SinkLostError)
    sink.abort()
    sink.open(stream_info())
    sink.write(matted_frame())


@needs_qt
def test_a_window_that_is_closed_is_a_wish_to_stop(sink: WindowSink) -> None:
    sink.open(stream_info())
    os.kill(sink.pid, signal.SIGTERM)
    assert write_until(sink, WindowClosedError) == "the window was closed"


@needs_qt
def test_a_frame_of_another_size_is_an_error(sink: WindowSink) -> None:
    sink.open(stream_info())
    with pytest.raises(SinkError, match="128x64"):
        sink.write(matted_frame(width=128))


@needs_qt
def test_no_display_is_one_line_when_it_opens(sink: WindowSink, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SinkError, match="there is no display to show a window on") as caught:
        sink.open(stream_info())
    assert "\n" not in str(caught.value)


@needs_qt
def test_a_display_that_does_not_answer_is_one_line_too(sink: WindowSink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    with pytest.raises(SinkError, match="no-such-platform") as caught:
        sink.open(stream_info())
    assert "\n" not in str(caught.value)


@needs_qt
def test_a_qt_that_is_broken_says_why(sink: WindowSink, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on a system without libEGL: the package is there, and its import fails."""
    (tmp_path / "PyQt6").mkdir()
    (tmp_path / "PyQt6" / "__init__.py").write_text("raise ImportError('libEGL.so.1: cannot open')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(SinkError, match=r"the window cannot be opened: ImportError: libEGL.so.1: cannot open"):
        sink.open(stream_info())


def test_without_pyqt_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    find: Callable[[str], object] = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "PyQt6" else find(name))
    with pytest.raises(SinkMissingError, match=r"pip install .matting-rt\[gui\]"):
        WindowSink().open(stream_info())
