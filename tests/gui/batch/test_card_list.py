"""The list of cards: their order, what is removed and restored, and what is built when."""

from pathlib import Path

from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt
from PyQt6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.batch.card_list import JOB_TYPE
from gui.batch.jobs import Job
from gui.batch.tab import BatchTab
from tests.cli.conftest import Scene
from tests.gui.batch.conftest import cards, offered


def names(tab: BatchTab) -> list[str]:
    """Of the jobs, of which the cards have the same order."""
    shown = [tab.list.cards[job_id] for job_id in tab.list.cards]
    assert shown == sorted(shown, key=lambda card: card.geometry().top())
    assert list(tab.list.cards) == [job.id for job in tab.queue.jobs]
    return [job.name for job in tab.queue.jobs]


def let_go_of(tab: BatchTab, job: Job, y: int) -> None:
    """Drag a card within the list, and let it go at a height of it."""
    content = tab.list.widget()
    assert content is not None
    data = QMimeData()
    data.setData(JOB_TYPE, job.id.encode())
    move, button, keys = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(content, QDragEnterEvent(content.rect().center(), move, data, button, keys))
    QApplication.sendEvent(content, QDragMoveEvent(QPoint(9, y), move, data, button, keys))
    QApplication.sendEvent(content, QDropEvent(QPointF(9, y), move, data, button, keys))
    QApplication.processEvents()


def test_cards_are_dragged_and_moved_by_keys_but_not_the_one_that_runs(
    tab: BatchTab, videos: list[Path], qtbot: QtBot
) -> None:
    tab.add(videos)
    first = tab.queue.jobs[0]
    qtbot.waitUntil(lambda: cards(tab)[2].isVisible())
    let_go_of(tab, first, 100_000)
    assert names(tab) == ["b.mp4", "c.mp4", "a.mp4"]
    let_go_of(tab, first, 0)
    assert names(tab) == ["a.mp4", "b.mp4", "c.mp4"]
    tab.activateWindow()
    qtbot.waitUntil(tab.isActiveWindow)
    cards(tab)[0].setFocus()
    for _ in range(2):
        qtbot.keyClick(tab.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()
    assert names(tab) == ["b.mp4", "c.mp4", "a.mp4"]
    tab.queue.start()
    running = tab.queue.active
    assert running is not None
    let_go_of(tab, running, 100_000)
    assert names(tab) == ["b.mp4", "c.mp4", "a.mp4"]


def test_what_is_removed_can_be_restored_where_it_was(tab: BatchTab, videos: list[Path], qtbot: QtBot) -> None:
    tab.add(videos)
    kept = tab.queue.jobs
    tab.list.wanted.emit(kept[1].id, "remove")
    assert tab.notices.text == "Removed from the list: b.mp4"
    qtbot.mouseClick(tab.notices.button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert names(tab) == ["a.mp4", "b.mp4", "c.mp4"]
    assert tab.queue.jobs == kept
    assert not tab.notices.text


def test_a_card_shows_its_video_plate_and_background_and_at_the_end_the_result(
    tab: BatchTab, scene: Scene, qtbot: QtBot
) -> None:
    tab.add([scene.video])
    (card,) = cards(tab)
    empty = card.pictures.grab().toImage()
    qtbot.waitUntil(lambda: card.pictures.grab().toImage() != empty, timeout=30_000)
    assert "plate.png" in card.pictures.accessibleName()
    assert not card.pictures.is_split
    tab.queue.start()
    qtbot.waitUntil(lambda: not tab.is_busy, timeout=60_000)
    qtbot.waitUntil(lambda: bool(card.pictures.grab()) and card.pictures.is_split, timeout=30_000)


def test_cards_of_a_long_list_are_built_when_they_come_into_view(tab: BatchTab, tmp_path: Path, qtbot: QtBot) -> None:
    (folder := tmp_path / "many").mkdir()
    for number in range(40):
        (folder / f"{number:02}.mp4").touch()
    tab.add([folder])
    last = cards(tab)[-1]
    QApplication.processEvents()
    assert not last.is_built
    assert last.accessibleName() == "39.mp4"
    tab.list.ensureWidgetVisible(last)
    qtbot.waitUntil(lambda: last.is_built)
    assert last.standing, "an empty file, which waits or is known to be unreadable by now"
    assert offered(last) == {"try", "settings", "remove"}
