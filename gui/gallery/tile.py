"""A tile: its picture or colour, the name below it, a ring around the chosen one; and how the name is typed."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QAbstractItemModel, QModelIndex, QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen
from PyQt6.QtWidgets import QLineEdit, QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.gallery.backgrounds import Offer
from gui.look import theme
from gui.look.chequers import paint_chequers
from gui.look.icons import icon
from gui.look.language import tr

GAP = 8
_ASPECT = 9 / 16
OFFER = Qt.ItemDataRole.UserRole
"""Of an item: its `Offer`."""


def height_of(width: int, font: QFont) -> int:
    """Of a tile with its name and the gap around both."""
    return round((width - GAP) * _ASPECT) + QFontMetrics(name_font(font)).height() + GAP


def name_font(font: QFont) -> QFont:
    """A little smaller than other text: there is little room."""
    small = QFont(font)
    small.setPointSizeF(0.9 * font.pointSizeF())
    return small


class TilePainter(QStyledItemDelegate):
    """Asks its list what a tile shows now."""

    def __init__(
        self,
        parent: QListWidget,
        image_of: Callable[[Offer], QImage | None],
        is_chosen: Callable[[Offer], bool],
        rename: Callable[[Offer, str], None],
    ) -> None:
        super().__init__(parent)
        self._list, self._image_of, self._is_chosen, self._rename = parent, image_of, is_chosen, rename
        self.is_dropping = False
        """Whether files are dragged over the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802 - Qt's name
        return self._list.gridSize()

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        assert painter is not None
        offer: Offer = index.data(OFFER)
        tile, name = _parts(option)
        shape = QPainterPath()
        shape.addRoundedRect(tile.toRectF(), 6, 6)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(shape)
        self._paint_content(painter, tile, offer)
        painter.setClipping(False)
        is_chosen = self._is_chosen(offer)
        self._paint_ring(painter, tile, option.state, is_chosen)
        painter.setPen(QColor(theme.colours().text if is_chosen else theme.colours().quiet))
        painter.setFont(name_font(option.font))
        text = painter.fontMetrics().elidedText(_label(offer), Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_content(self, painter: QPainter, tile: QRect, offer: Offer) -> None:
        scheme, kind = theme.colours(), offer.kind
        image = self._image_of(offer)
        if image is not None:
            painter.drawImage(tile, image)
            if kind is not None and kind.is_moving:
                _paint_badge(painter, tile, "play")
        elif kind is not None and kind.is_transparent:
            paint_chequers(painter, tile)
        elif kind is not None and kind.colour is not None:
            painter.fillRect(tile, QColor(offer.colour))
        else:
            painter.fillRect(tile, QColor(scheme.field))
            name = "warning" if kind is None else kind.icon
            side = 20
            if name:
                place = QRect(tile.center() - QPoint(side // 2, side // 2), QSize(side, side))
                icon(name, QColor(scheme.quiet)).paint(painter, place)
            else:
                painter.setPen(QColor(scheme.quiet))
                painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, "…")

    def _paint_ring(self, painter: QPainter, tile: QRect, state: QStyle.StateFlag, is_chosen: bool) -> None:
        scheme = theme.colours()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_chosen:
            painter.setPen(QPen(QColor(scheme.accent), 2.5))
            painter.drawRoundedRect(tile.toRectF().adjusted(-2, -2, 2, 2), 8, 8)
        if state & QStyle.StateFlag.State_HasFocus and self._list.hasFocus():
            painter.setPen(QPen(QColor(scheme.text), 1.5))
            painter.drawRoundedRect(tile.toRectF().adjusted(1, 1, -1, -1), 5, 5)
        elif not is_chosen:
            is_under_mouse = bool(state & QStyle.StateFlag.State_MouseOver)
            edge = scheme.accent if self.is_dropping else scheme.quiet if is_under_mouse else scheme.border
            painter.setPen(QPen(QColor(edge), 1))
            painter.drawRoundedRect(tile.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    # --- typing a name

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QWidget | None:
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setStyleSheet("padding: 0 2px; min-height: 0; border-radius: 3px;")
        editor.setAccessibleName(tr("Name of {background}").format(background=index.data(OFFER).name))
        editor.setFont(name_font(editor.font()))
        editor.setMaxLength(80)
        return editor

    def setEditorData(self, editor: QWidget | None, index: QModelIndex) -> None:  # noqa: N802 - Qt's name
        assert isinstance(editor, QLineEdit)
        editor.setText(index.data(OFFER).name)

    def setModelData(  # noqa: N802 - Qt's name
        self, editor: QWidget | None, model: QAbstractItemModel | None, index: QModelIndex
    ) -> None:
        assert isinstance(editor, QLineEdit)
        self._rename(index.data(OFFER), editor.text())

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert editor is not None
        _, name = _parts(option)
        editor.setGeometry(name.adjusted(-GAP // 2, -2, GAP // 2, 2))


def _label(offer: Offer) -> str:
    """What stands below: of files without their suffixes, of kinds that have one the short word."""
    if offer.kind is not None and offer.kind.caption:
        return tr(offer.kind.caption)
    path = Path(offer.spec)
    return path.stem if offer.name == path.name else offer.name


def _parts(option: QStyleOptionViewItem) -> tuple[QRect, QRect]:
    """Where the picture is, and where the name."""
    area, name_height = QRect(option.rect), QFontMetrics(name_font(option.font)).height()
    tile = QRect(area.left() + GAP // 2, area.top() + GAP // 2, area.width() - GAP, area.height() - GAP - name_height)
    return tile, QRect(tile.left(), tile.bottom() + 3, tile.width(), name_height)


def _paint_badge(painter: QPainter, tile: QRect, icon_name: str) -> None:
    """A small drawing in the lower corner of a picture."""
    badge = QRect(tile.right() - 22, tile.bottom() - 22, 18, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawEllipse(badge)
    icon(icon_name, QColor("white")).paint(painter, badge.adjusted(4, 4, -4, -4))
