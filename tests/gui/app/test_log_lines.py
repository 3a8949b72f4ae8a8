"""The program's log: the last lines, the file, and what nobody had foreseen."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app.log_lines import LogLines, ProgramLog

engine = logging.getLogger("matting_rt.somewhere")


@pytest.fixture(autouse=True)
def _levels_of_the_program() -> Iterator[None]:
    names = ("gui", "matting_rt")
    before = [logging.getLogger(name).level for name in names]
    for name in names:
        logging.getLogger(name).setLevel(logging.INFO)
    yield
    for name, level in zip(names, before, strict=True):
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def program_log(tmp_path: Path, told: list[str]) -> Iterator[ProgramLog]:
    program_log = ProgramLog(tmp_path / "settings")
    program_log.open(told.append)
    yield program_log
    program_log.close()


def test_the_last_lines_are_kept() -> None:
    kept = LogLines(count=3)
    for number in range(5):
        kept.handle(logging.LogRecord("gui", logging.INFO, "", 0, "line %d", (number,), None))
    assert [line[-6:] for line in kept.lines] == ["line 2", "line 3", "line 4"]


def test_window_and_engine_log_into_memory_and_file_and_debugging_does_not(program_log: ProgramLog) -> None:
    engine.info("the camera is open")
    engine.debug("a frame")
    logging.getLogger("gui.here").warning("ünïcode")
    logging.getLogger("elsewhere").error("of a library")
    assert [line.rpartition("]: ")[2] for line in program_log.recent.lines] == ["the camera is open", "ünïcode"]
    assert program_log.path.read_text(encoding="utf-8").splitlines() == list(program_log.recent.lines)


def test_after_the_end_nothing_is_kept_and_hooks_are_as_before(program_log: ProgramLog) -> None:
    hook = sys.excepthook
    program_log.close()
    engine.info("too late")
    assert program_log.recent.lines == ()
    assert sys.excepthook is not hook


def test_without_a_folder_to_write_in_lines_are_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("a file where a folder should be")
    program_log = ProgramLog(tmp_path / "settings")
    program_log.open(lambda line: None)
    try:
        engine.info("still here")
        assert program_log.recent.lines[-1].endswith("still here")
    finally:
        program_log.close()


def test_an_error_nobody_foresaw_is_a_line_for_the_person_and_a_traceback_in_the_log(
    qapp: QApplication, program_log: ProgramLog, told: list[str], qtbot: QtBot
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("by zero")

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(told) == 1)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    line = f"Internal error: ZeroDivisionError: by zero. Details are in the log {program_log.path}"
    assert told == [line, line]
    assert program_log.path.read_text().count("Traceback") == 2
