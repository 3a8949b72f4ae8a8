"""Tiles to choose a background from."""

from PyQt6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QAction,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.gallery.backgrounds import Offer, offers, place_of
from gui.gallery.thumbnails import Thumbnails
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr
from gui.settings.store import SettingsStore

_COLUMNS = 3
_GAP = 8
_ASPECT = 9 / 16
_ROLE = Qt.ItemDataRole.UserRole


class Gallery(QListWidget):
    """Shows what the store has, chooses into it, and takes files that are dropped on it.

    A file is chosen once a picture of it could be made, so that what cannot be read never gets behind the person.
    """

    problem = pyqtSignal(str)
    """A line on a file that cannot be used."""

    def __init__(self, store: SettingsStore, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._thumbnails = store, thumbnails
        self._added: list[str] = []
        """Files that are to be chosen when their thumbnails are there."""
        self.setAccessibleName(tr("Backgrounds"))
        self.setObjectName("gallery")
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setStyleSheet("#gallery { background: transparent; border: none; }")
        self.setItemDelegate(_Tile(self))
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.is_dropping = False
        self._forget = QAction(tr("Remove from the list"), self)
        self._forget.triggered.connect(self._forget_current)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        store.changed.connect(self._follow)
        thumbnails.made.connect(self._show_thumbnail)
        thumbnails.failed.connect(self._note_failure)
        self._fill()

    def add_files(self, paths: list[str]) -> None:
        """Take up files; the last of them that can be used is chosen."""
        for path in paths:
            self._added.append(path)
            self._thumbnails.ask(path)

    def is_chosen(self, offer: Offer) -> bool:
        return offer.spec == place_of(self._store.config.backdrop.spec)

    def thumbnail(self, offer: Offer) -> QImage | None:
        return self._thumbnails.image(offer.spec)

    # --- what is shown

    def _follow(self, key: str) -> None:
        if key in ("backdrop.spec", "program.recent_backgrounds"):
            self._fill()

    def _fill(self) -> None:
        """Show the offers; items that stay are kept, so that neither focus nor scrolling is lost."""
        spec = self._store.config.backdrop.spec
        wanted = offers(self._store.program.recent_backgrounds, spec)
        if wanted != tuple(item.data(_ROLE) for item in self._items()):
            self.clear()
            for offer in wanted:
                self._add(offer)
            self.updateGeometry()
            self._fit()
        for item in self._items():
            if self.is_chosen(item.data(_ROLE)):
                self.setCurrentItem(item)
        self._canvas().update()

    def _add(self, offer: Offer) -> None:
        item = QListWidgetItem(self)
        item.setData(_ROLE, offer)
        kind = tr("it is no longer there") if offer.kind is None else tr(offer.kind.name)
        text = offer.name
        if offer.is_own and kind.lower() != text.lower():
            text = tr("{name} ({kind})").format(name=text, kind=kind)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
        item.setToolTip(f"{text}\n{tr('Delete takes it out of the list')}" if offer.is_own else text)
        if self.isVisible():
            self._ask_for_thumbnail(offer)

    def _ask_for_thumbnail(self, offer: Offer) -> None:
        if offer.kind is not None and offer.kind.is_file and self.thumbnail(offer) is None:
            self._thumbnails.ask(offer.spec)

    def _items(self) -> list[QListWidgetItem]:
        return [item for item in map(self.item, range(self.count())) if item is not None]

    def _show_thumbnail(self, path: str) -> None:
        if path in self._added:
            self._added.remove(path)
            self._store.choose_background(path)
        self._canvas().update()

    def _note_failure(self, path: str, line: str) -> None:
        if path in self._added:
            self._added.remove(path)
            self.problem.emit(line)
        self._canvas().update()

    def _canvas(self) -> QWidget:
        viewport = self.viewport()
        assert viewport is not None
        return viewport

    # --- what is chosen

    def _choose(self, item: QListWidgetItem) -> None:
        if not self.is_chosen(item.data(_ROLE)):  # a blur keeps its strength
            self._store.choose_background(item.data(_ROLE).spec)

    def _forget_current(self) -> None:
        item = self.currentItem()
        if item is not None and item.data(_ROLE).is_own:
            self._store.forget_background(item.data(_ROLE).spec)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        super().keyPressEvent(event)
        if event is None:
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._forget_current()
        elif event.key() == Qt.Key.Key_Space and (item := self.currentItem()) is not None:
            self._choose(item)

    def contextMenuEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        item = self.currentItem()
        if item is None or not item.data(_ROLE).is_own:
            return
        menu = QMenu(self)
        menu.addAction(self._forget)
        menu.exec(self._canvas().mapToGlobal(self.visualItemRect(item).center()))

    # --- what is dropped

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and files_of(event):
            event.acceptProposedAction()
            self._show_dropping(True)

    def dragMoveEvent(self, event: QDragMoveEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and files_of(event):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:  # noqa: N802 - Qt's name
        self._show_dropping(False)

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802 - Qt's name
        self._show_dropping(False)
        if event is not None and (paths := files_of(event)):
            event.acceptProposedAction()
            self.add_files(paths)

    def _show_dropping(self, is_dropping: bool) -> None:
        self.is_dropping = is_dropping
        self._canvas().update()

    # --- how large it is, and when it is seen

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802 - Qt's name
        """What is never looked at, such as a guide that was left long ago, costs no thumbnails."""
        super().showEvent(event)
        for item in self._items():
            self._ask_for_thumbnail(item.data(_ROLE))

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Three tiles side by side, and as high as all of them need."""
        # two pixels less than there are: what just fits, Qt puts into the next row
        column = max(32, (self.width() - 2) // _COLUMNS)
        self.setGridSize(QSize(column, round((column - _GAP) * _ASPECT) + _GAP))
        rows = -(-self.count() // _COLUMNS)
        self.setFixedHeight(rows * self.gridSize().height() + 2)


def files_of(event: QDropEvent) -> list[str]:
    """The local files that are dragged."""
    data = event.mimeData()
    urls = data.urls() if data is not None else []
    return [url.toLocalFile() for url in urls if url.isLocalFile()]


class _Tile(QStyledItemDelegate):
    """Paints an offer: its picture or colour, a few words where there is none, and a ring around the chosen one."""

    def __init__(self, gallery: Gallery) -> None:
        super().__init__(gallery)
        self._gallery = gallery

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802 - Qt's name
        return self._gallery.gridSize()

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        assert painter is not None
        offer: Offer = index.data(_ROLE)
        area = QRect(option.rect)
        tile = QRect(area.topLeft() + QPoint(_GAP // 2, _GAP // 2), area.size() - QSize(_GAP, _GAP))
        shape = QPainterPath()
        shape.addRoundedRect(tile.toRectF(), 6, 6)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(shape)
        self._paint_content(painter, tile, offer)
        painter.setClipping(False)
        self._paint_ring(painter, tile, option.state, self._gallery.is_chosen(offer))
        painter.restore()

    def _paint_content(self, painter: QPainter, tile: QRect, offer: Offer) -> None:
        scheme = theme.colours()
        image = self._gallery.thumbnail(offer)
        if image is not None:
            painter.drawImage(tile, image)
            if offer.kind is not None and offer.kind.is_moving:
                _paint_badge(painter, tile, "play")
        elif offer.kind is not None and offer.kind.colour is not None:
            painter.fillRect(tile, QColor(offer.colour))
            if not offer.is_own:
                _paint_caption(painter, tile, tr("Green"), QColor("white"))
        elif offer.kind is not None and offer.kind.caption:
            painter.fillRect(tile, QColor(scheme.field))
            _paint_caption(painter, tile, tr(offer.kind.caption), QColor(scheme.text), offer.kind.icon or None)
        else:
            painter.fillRect(tile, QColor(scheme.field))
            is_missing = offer.kind is None
            caption = tr("missing") if is_missing else "…"
            _paint_caption(painter, tile, caption, QColor(scheme.quiet), "warning" if is_missing else None)

    def _paint_ring(self, painter: QPainter, tile: QRect, state: QStyle.StateFlag, is_chosen: bool) -> None:
        scheme = theme.colours()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_chosen:
            painter.setPen(QPen(QColor(scheme.accent), 2.5))
            painter.drawRoundedRect(tile.toRectF().adjusted(-2, -2, 2, 2), 8, 8)
        if state & QStyle.StateFlag.State_HasFocus and self._gallery.hasFocus():
            painter.setPen(QPen(QColor(scheme.text), 1.5))
            painter.drawRoundedRect(tile.toRectF().adjusted(1, 1, -1, -1), 5, 5)
        elif not is_chosen:
            is_under_mouse = bool(state & QStyle.StateFlag.State_MouseOver)
            edge = scheme.accent if self._gallery.is_dropping else scheme.quiet if is_under_mouse else scheme.border
            painter.setPen(QPen(QColor(edge), 1))
            painter.drawRoundedRect(tile.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


def _paint_caption(painter: QPainter, tile: QRect, text: str, colour: QColor, icon_name: str | None = None) -> None:
    """Words in the middle of a tile, below a drawing where there is one."""
    painter.setPen(colour)
    if icon_name is None:
        painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, text)
        return
    side, height = 18, painter.fontMetrics().height()
    top = tile.center().y() - (side + height) // 2
    icon(icon_name, colour).paint(painter, QRect(tile.center().x() - side // 2, top, side, side))
    painter.drawText(QRect(tile.left(), top + side, tile.width(), height), Qt.AlignmentFlag.AlignCenter, text)


def _paint_badge(painter: QPainter, tile: QRect, icon_name: str) -> None:
    """A small drawing in the lower corner of a picture."""
    badge = QRect(tile.right() - 22, tile.bottom() - 22, 18, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawEllipse(badge)
    icon(icon_name, QColor("white")).paint(painter, badge.adjusted(4, 4, -4, -4))
