"""Nothing in the window is left in English: of a German that puts its texts in brackets, no word is seen outside."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QListWidget,
    QMessageBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.app.closing import Work, how_to_close, is_to_stop
from gui.app.diagnostics import DiagnosticsDialog
from gui.app.main_window import MainWindow
from gui.batch.card import JobCard
from gui.batch.jobs import INTERRUPTED, JobSettings, JobState, OutputFormat, Step, new_job, new_videos
from gui.batch.settings_form import JobSettingsDialog
from gui.gallery.thumbnails import Thumbnails
from gui.help.dialog import HelpDialog
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.look import language
from gui.look.language import ENGLISH, Language
from gui.plate.wizard import PlateWizard
from gui.plate.words import to_measured
from gui.settings.dialog import SettingsDialog
from gui.settings.setting import TrayAnswer
from gui.settings.store import SettingsStore
from matting_rt import JobProgress
from matting_rt.doctor.checks import System, about_virtual_cameras
from matting_rt.doctor.probe import CameraEntry, Survey
from matting_rt.engines import ENGINES
from matting_rt.lines import Line
from matting_rt.live.state import LiveState
from matting_rt.model_files import model_names
from matting_rt.plate.capture import CapturedPlate
from matting_rt.plate.condition import PlateCondition
from matting_rt.plate.store import Plate, save_plate
from tests.gui.plate.test_words import GREY
from tests.gui.statuses import WELL
from tests.sources.media import textured_image

LIMIT_MS = 60_000
_THINGS = ("Matting RT", "Webcam", "clip.mp4", "room.png", *(engine.label for engine in ENGINES.values()))
_NAMES = sorted((*_THINGS, *language.languages().values(), *model_names()), key=len, reverse=True)
"""What is the same in every language; the longest first, in which others may occur."""


class Bracketed(Language):
    """A language that shows which of its texts came out of it."""

    def say(self, text: str, count: int | None = None) -> str:
        return f"⟦{super().say(text, count)}⟧" if text in self.forms else text


@pytest.fixture
def _german(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    language.use("de")
    known = language.load("de")
    monkeypatch.setattr(language, "_present", Bracketed(known.code, known.name, known.forms, known.plural))
    yield
    monkeypatch.undo()
    language.use(ENGLISH)


@pytest.fixture
def window(qtbot: QtBot, _german: None, store: SettingsStore, controller: LiveController) -> Iterator[MainWindow]:
    window = MainWindow(store, controller, tuple)
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window, "is_quitting", True))
    window.show()
    yield window
    window.batch.end()
    qtbot.waitUntil(lambda: window.background_panel.chooser.thumbnails.is_idle, timeout=LIMIT_MS)


def texts_of(top: QWidget) -> Iterator[str]:
    """Whatever may be read, or read aloud, in a window and its menus."""
    for each in (top, *top.findChildren(QWidget), *top.findChildren(QAction)):
        if isinstance(each.parent(), QTabBar):  # Qt's own
            continue
        for name in ("text", "toolTip", "windowTitle", "placeholderText", "accessibleName", "accessibleDescription"):
            if callable(read := getattr(each, name, None)):
                yield read()
        if isinstance(each, QComboBox):
            yield from map(each.itemText, range(each.count()))
        if isinstance(each, QTabBar):
            yield from (say(index) for index in range(each.count()) for say in (each.tabText, each.tabToolTip))
        if isinstance(each, QListWidget):
            for item in filter(None, map(each.item, range(each.count()))):
                yield from (item.text(), item.toolTip(), item.data(Qt.ItemDataRole.AccessibleTextRole) or "")


def in_english(top: QWidget) -> list[str]:
    """The texts in which letters are left outside the brackets."""
    return [text for text in texts_of(top) if re.search(r"[^\W\d_]{2}", _without_brackets(text))]


def _without_brackets(text: str) -> str:
    for name in _NAMES:
        text = text.replace(name, "")
    while (shorter := re.sub("⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return text


@pytest.mark.slow
def test_the_window_before_a_camera_and_with_each_state_of_live_video(
    window: MainWindow, store: SettingsStore, controller: LiveController
) -> None:
    findings = tuple(about_virtual_cameras(Survey(), System(root=store.folder, name="Linux")))
    assert findings
    controller.cameras_changed.emit((CameraEntry("Webcam", "/dev/video0", "Webcam", ("1280x720 at 30 fps",)),))
    controller.outputs_changed.emit((), tuple(replace(each, command=None) for each in findings))
    assert len(list(texts_of(window))) > 300
    assert not in_english(window)
    store.set("program.is_first_start_done", True)
    window.first_start.finished.emit()
    for state in CameraState:
        controller.state = state
        controller.state_changed.emit(state)
        assert not in_english(window)
        for live, plate in ((live, plate) for live in LiveState for plate in PlateCondition):
            controller.status_changed.emit(replace(WELL, state=live, plate=plate, known_share=0.4, quality="quick"))
            assert not in_english(window), (state, live, plate)
            assert "⟦" in window.tray.toolTip()


def test_questions_that_are_asked_at_the_end(window: MainWindow, store: SettingsStore) -> None:
    store.set("program.keep_in_tray", TrayAnswer.ASK)
    left: list[str] = []

    def look() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        cancel = question.button(QMessageBox.StandardButton.Cancel)
        assert cancel is not None
        assert cancel.text() == "Abbrechen"  # Qt's own
        cancel.setText("")
        left.extend([*in_english(question), _without_brackets(question.informativeText())])
        cancel.click()

    work = Work(is_live=True, is_recording=True, is_batch=True)
    for has_tray in (False, True):
        QTimer.singleShot(100, look)
        how_to_close(work, has_tray, store, window)
    QTimer.singleShot(100, look)
    is_to_stop(work, store, window)
    assert not "".join(left).strip()


def test_dialogs(qtbot: QtBot, window: MainWindow, store: SettingsStore) -> None:
    store.save_profile("clip.mp4")
    dialogs = [
        SettingsDialog(store, window),
        JobSettingsDialog("clip.mp4", JobSettings(output_format=OutputFormat.WEBM), window),
        diagnostics := DiagnosticsDialog(store.config, (), window),
        HelpDialog(window.commands.window_actions, window),
    ]
    for dialog in dialogs:
        dialog.show()
        assert not in_english(dialog)
        dialog.close()
    diagnostics.collector.wait()


def test_the_wizard_with_all_its_pages(window: MainWindow, store: SettingsStore, controller: LiveController) -> None:
    wizard = PlateWizard(store, controller, window)
    flaws = (
        Line("dark (mean {brightness:.0f} of 255)", brightness=20.0),
        Line("overexposed ({share:.0%} of it is plain white)", share=0.4),
        Line("blurred"),
        Line("known only in part: somebody is in it, over {share:.0%} of the picture", share=0.1),
    )
    for captured in (CapturedPlate(GREY, noise, problems, 2) for noise in (1.0, 3.0, 9.0) for problems in ((), flaws)):
        measured = to_measured(captured)
        wizard.outcome.show_plate(None, window.grab().toImage(), measured)
        assert not "".join(_without_brackets(each.text) for each in measured)
        assert not in_english(wizard)
    wizard.done(0)


def cards(store: SettingsStore, parent: QWidget) -> Iterable[JobCard]:
    (job,) = map(new_job, new_videos([Path("/clip.mp4")], JobSettings(), store.config, ()))
    thumbnails = Thumbnails()
    progress = JobProgress(frames_written=4, frame_count=9, rate_fps=3.5, left_s=4000.0)
    for state in JobState:
        for message in ("", INTERRUPTED):
            for step in (None, Step("", 0.4), progress, replace(progress, frame_count=None, left_s=100.0)):
                card = JobCard(thumbnails, parent)
                card.show_job(replace(job, state=state, message=message if state is JobState.WAITING else ""), step)
                yield card


def test_videos(window: MainWindow, store: SettingsStore, tmp_path: Path) -> None:
    window.tabs.setCurrentIndex(1)
    (tmp_path / "clip.mp4").touch()
    window.batch.add([tmp_path / "clip.mp4", tmp_path])
    tab = window.batch
    tab.hold_for_live(True)
    tab.queue.start()
    assert tab.queue.is_held
    assert not [text.replace(str(tmp_path), "") for text in in_english(tab) if str(tmp_path) not in text]
    for card in cards(store, tab):
        assert not [text for text in in_english(card) if text != "/clip.mp4"]
        card.deleteLater()


def test_what_goes_wrong_in_live_video(
    qtbot: QtBot, window: MainWindow, store: SettingsStore, controller: LiveController, camera: str, tmp_path: Path
) -> None:
    said: list[str] = []
    controller.failed.connect(said.append)
    (text := tmp_path / "text.mp4").write_text("This is not a video.\n" * 100)
    save_plate(Plate(textured_image(90, 64), "other"), other := tmp_path / "other.png")
    (folder := tmp_path / "folder.mp4").mkdir()
    for wrong in (tmp_path / "none.mp4", tmp_path / "none.png", text, tmp_path / "no camera"):
        with qtbot.waitSignal(controller.failed, timeout=LIMIT_MS):
            controller.open(str(wrong), store.config)
    controller.open(camera, store.config)
    qtbot.waitUntil(lambda: controller.state is CameraState.PREVIEWING, timeout=LIMIT_MS)
    backdrops = ("none.png", "blur:0", "#12345", "gren", "none.mp4", str(text), "transparent")
    configs = [replace(store.config, backdrop=replace(store.config.backdrop, spec=spec)) for spec in backdrops]
    steps = [partial(controller.set_config, config) for config in configs]
    steps += [partial(controller.use_plate, plate) for plate in (text, tmp_path / "none.png", other)]
    steps += [partial(controller.start_recording, path) for path in (text.with_suffix(".txt"), other, folder)]
    for step in steps:
        with qtbot.waitSignal(controller.failed, timeout=LIMIT_MS):
            step()
    assert len(said) > len(steps)
    assert not [line for line in said if re.search(r"[^\W\d_]{2}", _without_brackets(line))]


def test_what_goes_wrong_with_videos(qtbot: QtBot, window: MainWindow, store: SettingsStore, tmp_path: Path) -> None:
    (text := tmp_path / "text.mp4").write_text("This is not a video.\n" * 100)
    (empty := tmp_path / "empty.mp4").touch()
    queue = window.batch.queue
    queue.add([text, empty, gone := tmp_path / "gone.mp4"], store.config)
    gone.unlink(missing_ok=True)
    queue.start()
    qtbot.waitUntil(lambda: not queue.is_running, timeout=LIMIT_MS)
    assert {job.state for job in queue.jobs} == {JobState.FAILED}
    assert not [job.message for job in queue.jobs if re.search(r"[^\W\d_]{2}", _without_brackets(job.message))]


@pytest.mark.parametrize("code", list(language.languages()))
def test_on_a_page_no_two_controls_have_the_same_key(
    qtbot: QtBot, store: SettingsStore, controller: LiveController, code: str
) -> None:
    language.use(code)
    store.set("program.is_first_start_done", True)
    window = MainWindow(store, controller, tuple)
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window, "is_quitting", True))
    window.show()
    wizard = PlateWizard(store, controller, window)
    pages = (window.live_page, window.batch, wizard.intro, wizard.outcome)
    for page in pages:
        named = [each for each in page.findChildren(QWidget) if isinstance(each, QAbstractButton | QLabel)]
        texts = [each.text() for each in named if not _is_of_guide(each)]
        keys = [key.lower() for text in texts for key in re.findall("&(.)", text)]
        assert len(keys) == len(set(keys)), (page, sorted(keys))
    language.use(ENGLISH)
    wizard.done(0)
    window.batch.end()
    qtbot.waitUntil(lambda: window.background_panel.chooser.thumbnails.is_idle, timeout=LIMIT_MS)


def _is_of_guide(widget: QWidget) -> bool:
    """Whether it belongs to the guide, which stands in the panels' place."""
    while (parent := widget.parentWidget()) is not None:
        if type(widget).__name__ == "FirstStart":
            return True
        widget = parent
    return False
