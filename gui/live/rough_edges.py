"""A quiet line on the picture while the room is not known: why edges are rough, how far it is, and what to do."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gui.live.words import rough_words_of
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import percent, tr, with_keys
from gui.look.ring import paint_ring
from gui.look.theme import Role
from matting_rt.live.state import LiveState
from matting_rt.plate.condition import PlateCondition

if TYPE_CHECKING:
    from matting_rt import LiveStatus

_LOOKS = 8
"""Two seconds: after each start, and after a pause, the plate is first looked at again."""
_RING = 22
_RING_WIDTH = 3.5


class RoughEdges(QFrame):
    """Comes and goes by itself with the statuses it is shown; closed, it comes again once the room was known."""

    plate_wanted = pyqtSignal()
    resized = pyqtSignal()
    """It needs another place: it is shown, or has other words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.OVERLAY)
        self.ring = KnownRing(self)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.take = QPushButton(tr("Take plate"), self)
        self.take.setToolTip(with_keys(tr("Step out of the frame to capture your empty room"), "Ctrl+P"))
        self.take.clicked.connect(self.plate_wanted)
        close = QToolButton(self)
        close.setIcon(icon("cancel", QColor("white")))
        close.setAccessibleName(tr("Close this message"))
        close.setToolTip(tr("Close this message"))
        close.clicked.connect(self._close)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MEDIUM, theme.TIGHT, theme.TIGHT, theme.TIGHT)
        row.setSpacing(theme.SMALL)
        row.addWidget(self.ring)
        row.addWidget(self.text, 1)
        row.addWidget(self.take)
        row.addWidget(close)
        self._looks = 0
        self._is_wanted = self._is_closed = False
        self._is_allowed = True
        self.hide()

    def look(self, status: "LiveStatus") -> None:
        """Follow how well the room is known."""
        if status.plate is PlateCondition.KNOWN:
            self._looks, self._is_closed = 0, False
        is_rough = status.state is LiveState.LEARNING
        self._looks = self._looks + 1 if is_rough else 0
        is_lost = status.plate is PlateCondition.LOST
        self._is_wanted = is_rough and (self._looks >= _LOOKS if is_lost else True)
        if self._is_wanted:
            self.ring.show_share(status.known_share)
            self._say(rough_words_of(status))
        self._show()

    def allow(self, is_allowed: bool) -> None:
        """Whether it may be shown at all; not where the picture is shared."""
        self._is_allowed = is_allowed
        self._show()

    def leave(self) -> None:
        """There is no picture any more."""
        self._looks, self._is_wanted = 0, False
        self._show()

    def fit(self, picture: QRectF) -> None:
        """Lie at the lower end of a picture, in one line where there is room for it."""
        margin = theme.MEDIUM
        hint = self.sizeHint()
        self.text.setMinimumWidth(0)
        one_line = self.text.fontMetrics().horizontalAdvance(self.text.text()) + theme.SMALL
        beside = hint.width() - self.text.sizeHint().width()
        width = min(beside + one_line, round(picture.width()) - 2 * margin)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        self.setGeometry(
            round(picture.center().x() - width / 2), round(picture.bottom() - height - margin), width, height
        )

    def _say(self, sentence: str) -> None:
        if sentence != self.text.text():
            self.text.setText(sentence)
            self.setAccessibleName(sentence)
            self.resized.emit()

    def _show(self) -> None:
        is_shown = self._is_wanted and self._is_allowed and not self._is_closed
        if is_shown is self.isHidden():
            self.setVisible(is_shown)
            if is_shown:
                self.resized.emit()

    def _close(self) -> None:
        self._is_closed = True
        self._show()


class KnownRing(QWidget):
    """How much of the room is known: a ring that fills."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.setFixedSize(_RING, _RING)

    def show_share(self, share: float) -> None:
        """0..1 of the picture."""
        if round(100 * share) != round(100 * self.share):
            self.share = share
            said = tr("{share} of the room is known").format(share=percent(share))
            self.setAccessibleName(said)
            self.setToolTip(said)
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        track, white = QColor(255, 255, 255, 80), QColor(Qt.GlobalColor.white)
        paint_ring(QPainter(self), self.rect().toRectF(), self.share, track, white, _RING_WIDTH)
