"""The tab as a person uses it: files dropped, settings chosen, a button pressed, keys."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.batch.jobs import JobState, OutputFormat, Step
from gui.batch.overall import Overall
from gui.batch.settings_form import JobSettingsDialog
from gui.batch.tab import BatchTab
from gui.batch.words import say_overall
from gui.look.theme import Tone
from gui.settings.store import SettingsStore
from matting_rt import JobProgress
from tests.cli.conftest import Scene
from tests.gui.batch.conftest import cards, offered


@pytest.fixture
def restored_click_interval(qapp: QApplication) -> Iterator[None]:
    """A long one, so that a slow machine's two clicks are one double click; afterwards what it was."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(60_000)
    yield
    QApplication.setDoubleClickInterval(before)


def drop(area: QWidget, *paths: Path) -> bool:
    """Drag files over a widget and let them go; whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(area.rect().center(), copy, data, button, keys)
    QApplication.sendEvent(area, enter)
    if enter.isAccepted():
        QApplication.sendEvent(area, QDropEvent(QPointF(area.rect().center()), copy, data, button, keys))
    return enter.isAccepted()


def test_a_video_that_is_dropped_is_matted_at_the_press_of_a_button(
    tab: BatchTab, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    assert tab.area.is_empty
    assert not tab.start_button.isEnabled()
    assert drop(tab.area, scene.video)
    (card,) = cards(tab)
    assert (card.standing, offered(card)) == ("Waiting", {"try", "settings", "remove"})
    with qtbot.waitSignal(tab.busy_changed) as busy:
        qtbot.mouseClick(tab.start_button, Qt.MouseButton.LeftButton)
    assert busy.args == [True]
    assert tab.start_button.text() == "Pause"
    qtbot.waitUntil(lambda: not tab.is_busy, timeout=60_000)
    assert card.standing.startswith("Done: 24 frames, ")
    assert offered(card) == {"open", "compare", "folder", "retry", "remove"}
    assert tab.notices.text == "Done: video.mp4."
    assert (tmp_path / "results" / "video-matted.mp4").exists()
    qtbot.mouseClick(tab.clear_button, Qt.MouseButton.LeftButton)
    assert tab.area.is_empty
    assert (tmp_path / "results" / "video-matted.mp4").exists()


@pytest.mark.parametrize("name", ["me.jpg", "me.PPM", "me.jp2"])
def test_what_is_no_file_is_not_taken_and_what_is_no_video_is_said(tab: BatchTab, tmp_path: Path, name: str) -> None:
    assert not drop(tab.area)
    (tmp_path / name).touch()
    assert drop(tab.area, tmp_path / name)
    assert f"The file {name} is an image, not a video" in tab.notices.text
    assert tab.area.is_empty


def test_what_is_chosen_holds_for_new_videos_and_after_a_restart(
    tab: BatchTab, store: SettingsStore, videos: list[Path], qtbot: QtBot
) -> None:
    tab.add(videos[:1])
    kinds = tab.form.output_format
    kinds.setFocus()
    qtbot.keyClick(kinds, Qt.Key.Key_End)
    assert tab.form.settings.output_format is OutputFormat.WEBM_ALPHA
    assert not tab.form.backdrop.isEnabled()
    tab.add(videos[1:2])
    assert [job.output.suffix for job in tab.queue.jobs] == [".mp4", ".webm"]
    again = BatchTab(store)
    qtbot.addWidget(again)
    assert again.form.settings == tab.form.settings
    assert len(cards(again)) == 2
    assert "2 videos are left from last time" in again.notices.text
    again.notices.show_error("this notice would take itself away in a while")


def test_the_settings_of_a_video_that_waits_can_be_changed_for_it_alone(
    tab: BatchTab, videos: list[Path], qtbot: QtBot
) -> None:
    tab.add(videos[:2])
    card = cards(tab)[0]
    qtbot.mouseClick(card.buttons["settings"], Qt.MouseButton.LeftButton)
    dialog = tab.findChild(JobSettingsDialog)
    assert dialog is not None
    choice = dialog.form.backdrop
    choice.setCurrentIndex(choice.findData("white"))
    choice.activated.emit(choice.currentIndex())
    dialog.accept()
    assert [job.settings.backdrop for job in tab.queue.jobs] == ["white", "blur"]


def test_a_file_can_be_dropped_on_what_it_is_to_be(tab: BatchTab, videos: list[Path], tmp_path: Path) -> None:
    picture = tmp_path / "room.png"
    picture.touch()
    assert drop(tab.form.plate, picture)
    assert drop(tab.form.backdrop, videos[0])
    assert drop(tab.form.folder, tmp_path)
    assert not drop(tab.form.folder, picture)
    assert not drop(tab.form.plate, *videos)
    settings = tab.queue.settings
    assert (settings.plate, settings.backdrop, settings.folder) == (str(picture), str(videos[0]), str(tmp_path))
    assert tab.form.plate.currentText() == "room.png"


def test_keys_move_between_videos_and_do_what_the_buttons_do(tab: BatchTab, videos: list[Path], qtbot: QtBot) -> None:
    tab.add(videos)
    first, second, third = cards(tab)
    tab.activateWindow()
    qtbot.waitUntil(lambda: tab.isActiveWindow() and third.isVisible())
    first.setFocus()
    for _ in range(5):
        qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Down)
    assert third.hasFocus()
    qtbot.keyClick(third, Qt.Key.Key_Up)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Delete)
    assert [job.name for job in tab.queue.jobs] == ["a.mp4", "c.mp4"]
    assert third.hasFocus()


def test_delete_removes_the_video_that_is_outlined_also_after_an_arrow_with_control(
    tab: BatchTab, videos: list[Path], qtbot: QtBot
) -> None:
    tab.add(videos)
    third = cards(tab)[2]
    tab.activateWindow()
    qtbot.waitUntil(lambda: tab.isActiveWindow() and third.isVisible())
    third.setFocus()
    qtbot.keyClick(third, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert third.hasFocus()
    qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Delete)
    assert [job.name for job in tab.queue.jobs] == ["a.mp4", "b.mp4"]


def test_the_second_click_of_a_double_click_on_start_does_nothing(
    tab: BatchTab, scene: Scene, qtbot: QtBot, restored_click_interval: None
) -> None:
    tab.add([scene.video])
    for _ in range(2):
        qtbot.mouseClick(tab.start_button, Qt.MouseButton.LeftButton)
    assert tab.is_busy
    assert not tab.queue.is_paused
    QApplication.setDoubleClickInterval(0)  # as when it has passed
    qtbot.mouseClick(tab.start_button, Qt.MouseButton.LeftButton)
    assert tab.queue.is_paused
    tab.queue.cancel(tab.queue.jobs[0].id)
    qtbot.waitUntil(lambda: not tab.is_busy, timeout=60_000)


def test_a_video_that_cannot_be_read_says_so_before_its_turn_and_no_more_once_it_is_repaired(
    tab: BatchTab, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    (broken := tmp_path / "broken.mp4").write_text("This is not a video.\n" * 100)
    tab.add([broken, scene.video])
    bad, good = cards(tab)
    qtbot.waitUntil(lambda: bad.tone is Tone.BAD, timeout=30_000)
    assert "broken.mp4" in bad.standing
    assert "\n" not in bad.standing
    assert str(tmp_path) not in bad.standing
    assert good.standing == "Waiting"
    job = tab.queue.jobs[0]
    bad.show_job(replace(job, state=JobState.FAILED, message="it is broken"), None)
    broken.write_bytes(scene.video.read_bytes())
    bad.show_job(job, None)
    qtbot.waitUntil(lambda: bad.standing == "Waiting", timeout=30_000)


def test_videos_that_cannot_be_read_do_not_count_as_waiting_and_are_not_tried(
    tab: BatchTab, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = [tmp_path / f"broken-{number}.mp4" for number in range(2)]
    for file in broken:
        file.write_text("This is not a video.\n" * 100)
    tab.add([*broken, scene.video])
    bad, _, good = cards(tab)
    said = "1 waiting, 2 cannot be read"
    qtbot.waitUntil(lambda: said in [label.text() for label in tab.findChildren(QLabel)], timeout=30_000)
    wanted: list[str] = []
    bad.wanted.connect(wanted.append)
    qtbot.mouseClick(bad.buttons["try"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(bad, Qt.Key.Key_T)
    qtbot.mouseClick(bad.pictures, Qt.MouseButton.LeftButton)
    assert (wanted, bad.buttons["try"].isEnabled(), good.buttons["try"].isEnabled()) == ([], False, True)
    assert bad.buttons["try"].toolTip() == "This video cannot be read, so there is nothing to try"
    tab.queue.start()
    overall = tab.queue.overall
    assert overall is not None
    assert (overall.number, overall.count) == (1, 1)
    tab.queue.cancel(tab.queue.jobs[0].id)
    qtbot.waitUntil(lambda: not tab.is_busy, timeout=60_000)


def test_a_line_on_the_whole_says_that_it_counts_the_videos_of_this_run() -> None:
    assert say_overall(Overall(1, 3, 0.1, None)) == "Video 1 of 3 in this run"


def test_a_card_says_how_far_it_is_how_fast_and_how_long_still(tab: BatchTab, videos: list[Path], qtbot: QtBot) -> None:
    tab.add(videos[:1])
    job, card = tab.queue.jobs[0], cards(tab)[0]
    running = replace(job, state=JobState.RUNNING)
    card.show_job(running, Step("Building the plate from the video …", 0.25))
    assert card.standing == "Building the plate from the video … 25%"
    card.show_job(running, JobProgress(300, 1200, 12.34, 75.0))
    assert card.standing == "25%"
    assert "12.3 fps · 1 min left" in [label.text() for label in card.findChildren(QLabel)]
    card.show_job(replace(job, state=JobState.PAUSED), JobProgress(300, 1200, 12.34, 75.0))
    assert (card.standing, offered(card)) == ("Paused at 25%", {"resume", "cancel"})
    card.show_job(replace(job, state=JobState.FAILED, message="the disk is full"), None)
    assert (card.standing, card.tone) == ("The disk is full.", Tone.BAD)


def test_a_failure_is_one_line_with_names_in_place_of_paths_and_what_to_do(tab: BatchTab, videos: list[Path]) -> None:
    tab.add(videos[:1])
    job, card = tab.queue.jobs[0], cards(tab)[0]
    line = f"cannot read {job.video.source}: it ends early"
    card.show_job(replace(job, state=JobState.FAILED, message=line), None)
    assert card.standing == "Cannot read a.mp4: it ends early."
    retry = card.buttons["retry"]
    assert (retry.text(), retry.toolButtonStyle()) == ("Retry", Qt.ToolButtonStyle.ToolButtonTextBesideIcon)


def test_a_result_that_has_gone_is_said(tab: BatchTab, videos: list[Path]) -> None:
    tab.add(videos[:1])
    job = tab.queue.jobs[0]
    tab.list.wanted.emit(job.id, "open")
    assert tab.notices.text == f"{job.output} no longer exists."


def test_everything_that_can_be_pressed_has_a_name_and_a_tooltip(tab: BatchTab, videos: list[Path]) -> None:
    tab.add(videos[:1])
    assert tab.findChildren(QAbstractButton)
    for control in (*tab.findChildren(QAbstractButton), *tab.findChildren(QComboBox)):
        name = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        assert name, control
        assert control.toolTip() or isinstance(control, QComboBox), name


def test_all_fits_into_the_smallest_window(tab: BatchTab, videos: list[Path]) -> None:
    tab.add(videos)
    assert tab.minimumSizeHint().width() <= 1024
    assert tab.minimumSizeHint().height() <= 600


def test_videos_wait_while_others_see_one_and_go_on_afterwards_or_all_the_same(
    tab: BatchTab, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    tab.add([scene.video])
    tab.hold_for_live(True)
    qtbot.mouseClick(tab.start_button, Qt.MouseButton.LeftButton)
    assert not tab.is_busy
    assert "You are live" in tab.notices.text
    tab.hold_for_live(False)
    assert tab.is_busy
    assert not tab.notices.text
    tab.hold_for_live(True)
    assert tab.queue.is_paused
    qtbot.mouseClick(tab.notices.button, Qt.MouseButton.LeftButton)
    assert not tab.notices.text
    qtbot.waitUntil(lambda: not tab.is_busy, timeout=60_000)
    assert tab.queue.jobs[0].state is JobState.DONE


def test_a_video_that_the_person_has_paused_stays_so_when_nobody_sees_them_any_more(
    tab: BatchTab, scene: Scene
) -> None:
    tab.add([scene.video])
    tab.queue.start()
    tab.queue.pause()
    tab.hold_for_live(True)
    assert not tab.notices.text
    tab.hold_for_live(False)
    assert tab.queue.is_paused


def test_a_list_is_saved_opened_by_dropping_it_and_refused_with_its_line(
    tab: BatchTab, videos: list[Path], tmp_path: Path
) -> None:
    tab.add(videos[:2])
    videos_before = [job.video for job in tab.queue.jobs]
    tab.save_list(tmp_path / "mine.toml")
    assert "matting-rt jobs mine.toml" in tab.notices.text
    for job in tab.queue.jobs:
        tab.queue.remove(job.id)
    assert drop(tab.area, tmp_path / "mine.toml")
    assert [job.video for job in tab.queue.jobs] == videos_before
    assert drop(tab.area, tmp_path / "mine.toml")
    assert len(tab.queue.jobs) == 2, "what is there already does not come twice"
    (tmp_path / "other.toml").write_text("[[job]]\nsrc = 'a.mp4'\noutput = 'b.mp4'\nreport = 'c.json'\n")
    assert drop(tab.area, tmp_path / "other.toml")
    assert "for a report, which only" in tab.notices.text
    (tmp_path / "mine.toml").write_text("[[job]]\nsrc = 'a.mp4'\nbackdorp = 'navy'\n")
    assert drop(tab.area, tmp_path / "mine.toml")
    assert "mine.toml, line 3: there is no setting 'backdorp'" in tab.notices.text


def test_the_whole_list_has_a_bar_and_a_line_and_its_end_is_told_to_who_looks_elsewhere(
    tab: BatchTab, scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    (text := tmp_path / "text.mp4").write_text("This is not a video.\n" * 100)
    second = Path(shutil.copy(scene.video, tmp_path / "second.mp4"))
    tab.add([scene.video, second, text])
    qtbot.waitUntil(lambda: len(tab.queue.unreadable) == 1)  # and does not count
    assert tab.bar.isHidden()
    lines: set[str] = set()
    tab.title_changed.connect(lambda: lines.add(tab.title))
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    with qtbot.waitSignal(tab.notified, timeout=60_000) as told:
        tab.queue.start()
        assert not tab.bar.isHidden()
    assert told.args == ["Videos are finished", "2 videos are done. 1 failed: text.mp4."]
    assert any(line.endswith("1/2") for line in lines)
    assert tab.bar.isHidden()
    assert tab.title == ""
