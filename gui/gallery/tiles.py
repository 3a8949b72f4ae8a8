"""A list of tiles to choose a background from."""

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QMenu, QWidget

from gui.gallery.backgrounds import GREEN, PAINTED, Offer, place_of
from gui.gallery.collection import Collection
from gui.gallery.thumbnails import STRIP_RATE_FPS, Thumbnails, Wish
from gui.gallery.tile import OFFER, TilePainter, height_of
from gui.gallery.unusable import Refusal, notice_on
from gui.look import motion
from gui.look.language import tr
from gui.look.timers import after, every
from gui.settings.store import SettingsStore

COLUMNS = 3
_HOVER_MS = 250
"""Before a video plays under the pointer, which may only be passing."""


class Tiles(QListWidget):
    """Shows offers, and chooses into the store; small pictures are made when a tile is painted first.

    A file of the person's is chosen once all of it could be read, so that what cannot never gets behind the person.
    """

    problem = pyqtSignal(str)
    """A line on files that cannot be used, once all have been read that were chosen together."""
    hint = pyqtSignal(str)
    """A line on what was chosen."""

    def __init__(
        self, store: SettingsStore, thumbnails: Thumbnails, most_rows: int = 0, parent: QWidget | None = None
    ) -> None:
        """
        Args:
            most_rows: that are shown before the list scrolls by itself; 0: all of them.
        """
        super().__init__(parent)
        self._store, self._thumbnails, self._most_rows = store, thumbnails, most_rows
        self._collection = Collection(store)
        self._awaited: list[str] = []
        """Files that are to be chosen when they have been read."""
        self._count, self._refusals = 0, list[Refusal]()
        """Of what has been chosen since nothing was awaited."""
        self._filter = ""
        self.setObjectName("gallery")
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        if not most_rows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setStyleSheet("#gallery { background: transparent; border: none; padding: 0; }")
        self.painter = TilePainter(self, self.picture_of, self.is_chosen, self._rename)
        self.setItemDelegate(self.painter)
        self.setMouseTracking(True)
        self._under_pointer, self._frame = "", 0
        self._hover: QTimer = after(_HOVER_MS, self._ask_for_strip, self)
        self._playing: QTimer = every(round(1000 / STRIP_RATE_FPS), self._show_next, self)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.itemEntered.connect(self._enter)
        self.viewportEntered.connect(self._leave)
        thumbnails.made.connect(self._note_made)
        thumbnails.failed.connect(self._note_failure)
        thumbnails.strip_made.connect(self._play)

    def show_offers(self, wanted: Sequence[Offer]) -> None:
        """Show them; items that stay are kept, so that neither focus nor scrolling is lost."""
        current = self.currentItem()
        kept = "" if current is None else current.data(OFFER).spec
        if tuple(wanted) != tuple(item.data(OFFER) for item in self.all_items()):
            self._leave()
            self.clear()
            for offer in wanted:
                self._add(offer)
            self.filter(self._filter)
            self.show_current(kept)
        if not self.hasFocus() or self.currentItem() is None:
            self.show_current(place_of(self._store.config.backdrop.spec))
        self.canvas().update()

    def filter(self, text: str) -> int:
        """Show those alone in whose names there is such a text; how many there are."""
        self._filter = text
        words = text.casefold().split()
        for item in self.all_items():
            name = item.data(OFFER).name.casefold()
            item.setHidden(not all(word in name for word in words))
        self._fit()
        return sum(not item.isHidden() for item in self.all_items())

    def show_current(self, spec: str) -> None:
        """Move the keyboard's place to a tile, if it is there."""
        for item in self.all_items():
            if item.data(OFFER).spec == spec:
                self.setCurrentItem(item)

    def all_items(self) -> list[QListWidgetItem]:
        return [item for item in map(self.item, range(self.count())) if item is not None]

    def is_chosen(self, offer: Offer) -> bool:
        return offer.spec == place_of(self._store.config.backdrop.spec)

    def canvas(self) -> QWidget:
        viewport = self.viewport()
        assert viewport is not None
        return viewport

    def _add(self, offer: Offer) -> None:
        item = QListWidgetItem(self)
        item.setData(OFFER, offer)
        kind = tr("it is no longer there") if offer.kind is None else tr(offer.kind.name)
        text, is_file = offer.name, offer.kind is None or offer.kind.is_file
        if offer.is_own and kind.lower() != text.lower():
            text = tr("{name} ({kind})").format(name=text, kind=kind)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
        if self._can_rename(offer):
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            text = f"{text}\n{offer.spec}" if is_file else text
        if offer.is_own:
            text = f"{text}\n{tr('F2 renames it, Delete takes it out of the list')}"
        item.setToolTip(text)

    def _can_rename(self, offer: Offer) -> bool:
        return offer.is_own or (offer.kind is not None and offer.kind.is_file and offer.spec not in PAINTED)

    # --- pictures, and videos that play

    def picture_of(self, offer: Offer) -> QImage | None:
        """What a tile shows now; where there is no picture yet, one is asked for."""
        if offer.kind is None or not offer.kind.is_file:
            return None
        strip = self._thumbnails.strip(offer.spec)
        if strip and self._playing.isActive() and offer.spec == self._under_pointer:
            return strip[self._frame % len(strip)]
        image = self._thumbnails.image(offer.spec)
        if image is None and not self._thumbnails.is_refused(offer.spec):
            self._thumbnails.ask(offer.spec)
        return image

    def _enter(self, item: QListWidgetItem) -> None:
        self._leave()
        offer: Offer = item.data(OFFER)
        if offer.kind is not None and offer.kind.is_moving and not motion.is_reduced():
            self._under_pointer = offer.spec
            self._hover.start()

    def _ask_for_strip(self) -> None:
        self._thumbnails.ask(self._under_pointer, Wish.STRIP)

    def _play(self, path: str) -> None:
        if path == self._under_pointer and self._thumbnails.strip(path):
            self._frame = 0
            self._playing.start()

    def _show_next(self) -> None:
        self._frame += 1
        self.canvas().update()

    def _leave(self) -> None:
        self._hover.stop()
        if self._under_pointer:
            self._thumbnails.forget_strip(self._under_pointer)
        self._under_pointer = ""
        if self._playing.isActive():
            self._playing.stop()
            self.canvas().update()

    # --- what is chosen

    def choose_files(self, paths: Sequence[str]) -> None:
        """Take up files; the last of them that can be used is chosen."""
        new = [path for path in dict.fromkeys(paths) if path not in self._awaited]
        self._awaited += new
        self._count += len(new)
        for path in new:
            self._thumbnails.ask(path, Wish.WHOLE)

    def _note_made(self, path: str) -> None:
        if path in self._awaited and self._thumbnails.is_whole(path):
            self._store.choose_background(path)
            self._note_read(path)
        self.canvas().update()

    def _note_failure(self, path: str, refusal: Refusal) -> None:
        if path in self._awaited:
            self._refusals.append(refusal)
            self._note_read(path)
        self.canvas().update()

    def _note_read(self, path: str) -> None:
        self._awaited.remove(path)
        if self._awaited:
            return
        refusals, count, self._refusals, self._count = self._refusals, self._count, [], 0
        if refusals:
            self.problem.emit(notice_on(refusals, count))

    def _choose(self, item: QListWidgetItem) -> None:
        offer: Offer = item.data(OFFER)
        if offer.kind is not None and offer.kind.is_transparent:
            self._store.choose_background(GREEN)
            self.hint.emit(
                tr(
                    "A camera has no transparency. Others get plain green, which their program can make transparent "
                    "(“chroma key”). Videos with real transparency are made in the tab Videos."
                )
            )
        elif self.is_chosen(offer):  # a blur keeps its strength
            return
        elif self._can_rename(offer) and (offer.kind is None or offer.kind.is_file):
            self.choose_files([offer.spec])
        else:
            self._store.choose_background(offer.spec)

    # --- names

    def _rename(self, offer: Offer, name: str) -> None:
        if name.strip() != offer.name:
            self._collection.rename(offer.spec, name)

    def fill_menu(self, menu: QMenu, offer: Offer) -> None:
        """What can be done with a tile."""
        if self._can_rename(offer):
            menu.addAction(tr("Rename"), self._edit_current)

    def _edit_current(self) -> None:
        item = self.currentItem()
        if item is not None and self._can_rename(item.data(OFFER)):
            self.editItem(item)

    # --- Qt's events

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.key() == Qt.Key.Key_F2:
            self._edit_current()
            return
        super().keyPressEvent(event)
        if event is not None and event.key() == Qt.Key.Key_Space and (item := self.currentItem()) is not None:
            self._choose(item)

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:  # noqa: N802 - Qt's name
        item = self.currentItem()
        if event is not None and event.reason() is QContextMenuEvent.Reason.Mouse:
            item = self.itemAt(event.pos())
        if item is None:
            return
        self.setCurrentItem(item)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu, item.data(OFFER))
        if not menu.isEmpty():
            menu.popup(self.canvas().mapToGlobal(self.visualItemRect(item).center()))

    def leaveEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        self._leave()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def reserve(self, width: int) -> None:
        """Take the height already that is needed at a width, which comes only once the tiles are shown."""
        if not self.isVisible():
            self._fit(width)

    def _fit(self, width: int = 0) -> None:
        """Three tiles side by side, and as high as all of them need.

        Args:
            width: 0: the present one.
        """
        bar = self.verticalScrollBar()
        rows = -(-sum(not item.isHidden() for item in self.all_items()) // COLUMNS)
        shown = min(rows, self._most_rows or rows)
        beside = bar.sizeHint().width() if bar is not None and shown < rows else 0
        # two pixels less than there are: what just fits, Qt puts into the next row
        column = max(32, ((width or self.width()) - beside - 2) // COLUMNS)
        self.setGridSize(QSize(column, height_of(column, self.font())))
        self.setFixedHeight(shown * self.gridSize().height() + 2)
