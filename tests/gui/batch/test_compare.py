"""One second of a video beside what becomes of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.batch.compare import CompareDialog
from gui.batch.jobs import Job, JobSettings, JobState, OutputFormat, new_job, new_videos
from gui.look.theme import Tone
from matting_rt import run_jobs
from matting_rt.config import Config
from tests.cli.conftest import FRAME_COUNT, Scene

LIMIT_MS = 60_000


@pytest.fixture
def job(engine: Config, scene: Scene, tmp_path: Path) -> Job:
    settings = JobSettings(str(scene.plate), "navy", folder=str(tmp_path / "results"))
    return new_job(new_videos([scene.video], settings, engine, set())[0])


@pytest.fixture
def dialogs(qapp: QApplication, qtbot: QtBot) -> Iterator[list[CompareDialog]]:
    dialogs: list[CompareDialog] = []
    yield dialogs
    for dialog in dialogs:
        dialog.done(0)
        dialog.reader.thread_of_clip.join(LIMIT_MS / 1000)
        dialog.deleteLater()


def show(dialogs: list[CompareDialog], job: Job) -> CompareDialog:
    dialog = CompareDialog(job)
    dialogs.append(dialog)
    dialog.show()
    return dialog


def test_a_second_is_tried_and_nothing_is_written(
    job: Job, dialogs: list[CompareDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = show(dialogs, job)
    with qtbot.waitSignals([dialog.reader.glimpsed, dialog.reader.came], order="strict", timeout=LIMIT_MS):
        assert dialog.picture.is_empty
    with qtbot.waitSignal(dialog.reader.ended, timeout=LIMIT_MS) as ended:
        pass
    assert ended.args == [""]
    assert len(dialog.frames) == FRAME_COUNT
    frame, result = dialog.frames[-1]
    assert frame.size() == result.size()
    assert frame != result
    assert not (tmp_path / "results").exists()
    shown = dialog.picture.grab().toImage()
    qtbot.keyClick(dialog.picture.handle, Qt.Key.Key_Left)
    assert dialog.picture.handle.share < 0.5
    qtbot.mousePress(dialog.picture, Qt.MouseButton.LeftButton, pos=QPoint(dialog.picture.width(), 50))
    assert dialog.picture.handle.share > 0.9
    assert dialog.picture.grab().toImage() != shown


@pytest.mark.slow
def test_another_second_is_shown_where_the_slider_comes_to_rest(
    job: Job, dialogs: list[CompareDialog], qtbot: QtBot
) -> None:
    dialog = show(dialogs, job)
    with qtbot.waitSignal(dialog.reader.ended, timeout=LIMIT_MS):
        pass
    qtbot.keyClick(dialog.play_button, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.reader.ended, timeout=LIMIT_MS):
        dialog.slider.setValue(dialog.slider.maximum())
    assert dialog.frames


def test_a_finished_video_is_read_beside_its_result(
    job: Job, dialogs: list[CompareDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    run_jobs([job.video], tmp_path / "state")
    dialog = show(dialogs, replace(job, state=JobState.DONE))
    assert dialog.windowTitle() == "video.mp4 and its result"
    with qtbot.waitSignal(dialog.reader.ended, timeout=LIMIT_MS):
        pass
    assert len(dialog.frames) == FRAME_COUNT


def test_what_is_transparent_is_shown_over_chequers(
    engine: Config, scene: Scene, dialogs: list[CompareDialog], qtbot: QtBot
) -> None:
    settings = JobSettings(str(scene.plate), output_format=OutputFormat.PRORES)
    dialog = show(dialogs, new_job(new_videos([scene.video], settings, engine, set())[0]))
    with qtbot.waitSignal(dialog.reader.ended, timeout=LIMIT_MS):
        pass
    assert dialog.frames[0][1].hasAlphaChannel()
    assert not dialog.picture.grab().isNull()


def test_what_cannot_be_read_is_one_line_with_the_name_of_the_file(
    engine: Config, tmp_path: Path, dialogs: list[CompareDialog], qtbot: QtBot
) -> None:
    (text := tmp_path / "text.mp4").write_text("This is not a video.\n" * 100)
    dialog = show(dialogs, new_job(new_videos([text], JobSettings(), engine, set())[0]))
    with qtbot.waitSignal(dialog.reader.ended, timeout=LIMIT_MS):
        pass
    assert dialog.line.tone is Tone.BAD
    assert "text.mp4" in dialog.line.line
    assert str(tmp_path) not in dialog.line.line


def test_closing_it_ends_what_it_does(job: Job, dialogs: list[CompareDialog], qtbot: QtBot) -> None:
    dialog = show(dialogs, job)
    dialog.done(0)
    qtbot.waitUntil(lambda: not dialog.reader.thread_of_clip.is_alive(), timeout=LIMIT_MS)
    assert dialog.picture.is_empty
