"""The gallery: what comes with the program, and the person's own, which they add, name, order and remove."""

import os

from PyQt6.QtCore import QMimeData, QPoint, Qt
from PyQt6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QShowEvent
from PyQt6.QtWidgets import QListWidgetItem, QMenu, QWidget

from gui.gallery.backgrounds import Offer
from gui.gallery.collection import KEYS
from gui.gallery.thumbnails import Thumbnails
from gui.gallery.tile import OFFER
from gui.gallery.tiles import Tiles
from gui.look.language import tr
from gui.settings.store import SettingsStore
from matting_rt.compositing.backdrop_spec import TRANSPARENT

_MOVED = "application/x-matting-rt-background"


class Gallery(Tiles):
    """Follows the store, and takes files and folders that are dropped on it."""

    def __init__(
        self, store: SettingsStore, thumbnails: Thumbnails, most_rows: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(store, thumbnails, most_rows, parent)
        self.setAccessibleName(tr("Backgrounds"))
        self.setAcceptDrops(True)
        self.setDragEnabled(True)
        store.changed.connect(self._follow)
        self.problem.connect(lambda line: self._fill())  # a file that is gone is shown so
        self._fill()

    def add_files(self, paths: list[str]) -> None:
        """Take up files, the last of which that can be used is chosen, and folders."""
        for path in paths:
            if os.path.isdir(path):
                self._collection.add_folder(path)
        self.choose_files([path for path in paths if not os.path.isdir(path)])

    def _follow(self, key: str) -> None:
        if key in KEYS:
            self._fill()

    def _fill(self) -> None:
        found = self._collection.offers()
        nothing = Offer(TRANSPARENT.name, tr(TRANSPARENT.label), TRANSPARENT)
        count = sum(not offer.is_own for offer in found)
        self.show_offers((*found[:count], nothing, *found[count:]))

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802 - Qt's name
        """All pictures are made at once, so that one scrolls to them and not to dots; hundreds are in folders only."""
        super().showEvent(event)
        for item in self.all_items():
            self.picture_of(item.data(OFFER))

    # --- what is done with one's own

    def fill_menu(self, menu: QMenu, offer: Offer) -> None:
        super().fill_menu(menu, offer)
        if offer.is_own:
            menu.addAction(tr("Remove from the list"), lambda: self._collection.remove(offer))
            menu.addSeparator()
            menu.addAction(tr("Move to the front"), lambda: self._collection.move(offer.spec, self._own()[0].spec))
            menu.addAction(tr("Move to the end"), lambda: self._collection.move(offer.spec, None))

    def _own(self) -> list[Offer]:
        return [item.data(OFFER) for item in self.all_items() if item.data(OFFER).is_own]

    def _current_own(self) -> Offer | None:
        item = self.currentItem()
        return item.data(OFFER) if item is not None and item.data(OFFER).is_own else None

    def _move_current(self, by: int) -> None:
        """One place further on, or back."""
        own, offer = self._own(), self._current_own()
        if offer is None or not 0 <= (place := own.index(offer) + by) < len(own):
            return
        behind = place + (1 if by > 0 else 0)
        self._collection.move(offer.spec, own[behind].spec if behind < len(own) else None)
        self.show_current(offer.spec)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move_current(-step if self.isRightToLeft() else step)
                return
        if event is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if (offer := self._current_own()) is not None:
                row = self.currentRow()
                self._collection.remove(offer)
                self.setCurrentRow(min(row, self.count() - 1))
            return
        super().keyPressEvent(event)

    # --- what is dragged

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        offer = self._current_own()
        if offer is None:
            return
        data, drag = QMimeData(), QDrag(self)
        data.setData(_MOVED, offer.spec.encode())
        drag.setMimeData(data)
        item = self.currentItem()
        assert item is not None
        place = self.visualItemRect(item)
        drag.setPixmap(self.canvas().grab(place))
        drag.setHotSpot(QPoint(place.width() // 2, place.height() // 2))
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and _can_take(event):
            event.acceptProposedAction()
            self._show_dropping(bool(files_of(event)))

    def dragMoveEvent(self, event: QDragMoveEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and _can_take(event):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:  # noqa: N802 - Qt's name
        self._show_dropping(False)

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802 - Qt's name
        self._show_dropping(False)
        if event is None:
            return
        if paths := files_of(event):
            event.acceptProposedAction()
            self.add_files(paths)
        elif moved := _moved_of(event):
            event.acceptProposedAction()
            target: QListWidgetItem | None = self.itemAt(event.position().toPoint())
            before = target.data(OFFER).spec if target is not None and target.data(OFFER).is_own else None
            self._collection.move(moved, before)

    def _show_dropping(self, is_dropping: bool) -> None:
        self.painter.is_dropping = is_dropping
        self.canvas().update()


def _can_take(event: QDropEvent) -> bool:
    return bool(files_of(event) or _moved_of(event))


def _moved_of(event: QDropEvent) -> str:
    """One's own background that is dragged to another place."""
    data = event.mimeData()
    return data.data(_MOVED).data().decode() if data is not None and data.hasFormat(_MOVED) else ""


def files_of(event: QDropEvent) -> list[str]:
    """The local files that are dragged."""
    data = event.mimeData()
    urls = data.urls() if data is not None else []
    return [url.toLocalFile() for url in urls if url.isLocalFile()]
