"""The cards of all jobs, one under the other, in the order in which they run."""

from PyQt6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PyQt6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from PyQt6.sip import isdeleted

from gui.batch.card import JobCard
from gui.batch.queue import JobQueue
from gui.gallery.thumbnails import Thumbnails
from gui.look import theme
from gui.look.language import tr

JOB_TYPE = "application/x-matting-rt-job"
"""Of what is dragged within the list: the id of a job."""
_AT_ONCE = 10
"""Cards that are built at once; more are when they come into view."""
_NEAR_EDGE = 32
"""Where the list scrolls while something is dragged."""


class CardList(QScrollArea):
    """Follows a queue; up and down move from card to card, with Alt they move the card."""

    wanted = pyqtSignal(str, str)
    """A job's id and the name of an action, see `JobCard`."""

    def __init__(self, queue: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue, self.thumbnails = queue, Thumbnails()
        self.cards: dict[str, JobCard] = {}
        """In the order of the queue."""
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Videos"))
        self._content = _Content(self)
        self._layout = QVBoxLayout(self._content)
        self._layout.setContentsMargins(theme.at_line_end(theme.SMALL))
        self._layout.setSpacing(theme.SMALL)
        self._layout.addStretch()
        self.setWidget(self._content)
        for job in queue.jobs:
            self._add(job.id)
        queue.added.connect(self._add)
        queue.changed.connect(self._show_job)
        queue.removed.connect(self._remove)
        queue.moved.connect(self._move)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key())) if event is not None else None
        ids = list(self.cards)
        focused = next((index for index, card in enumerate(self.cards.values()) if card.hasFocus()), None)
        if event is None or step is None or focused is None:
            super().keyPressEvent(event)
            return
        place = max(0, min(focused + step, len(ids) - 1))
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return  # elsewhere it moves a mark that is no selection; here Delete would then remove what nobody chose
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self.may_move(ids[focused]):
                self._queue.move(ids[focused], place)
                self._focus(self.cards[ids[focused]])
        else:
            self._focus(self.cards[ids[place]])

    def may_move(self, job_id: str) -> bool:
        """Whether a job may get another place: the one that runs stays."""
        return not self._queue.job(job_id).state.is_active

    def start_drag(self, job_id: str, at: QPoint) -> None:
        """Have a card follow the mouse, which is at a point of it; returns when it is let go."""
        card = self.cards[job_id]
        data = QMimeData()
        data.setData(JOB_TYPE, job_id.encode())
        drag = QDrag(card)
        drag.setMimeData(data)
        drag.setPixmap(card.grab())
        drag.setHotSpot(at)
        drag.exec(Qt.DropAction.MoveAction)

    def place_at(self, y: int) -> int:
        """Before which card something is that is let go at a height of the content."""
        return sum(card.geometry().center().y() < y for card in self.cards.values())

    def edge_at(self, place: int) -> int:
        """The height between that card and the one above it."""
        cards = list(self.cards.values())
        if place < len(cards):
            return cards[place].geometry().top() - theme.SMALL // 2
        return cards[-1].geometry().bottom() + theme.SMALL // 2

    def drop(self, job_id: str, place: int) -> None:
        """Move a job before the card at a place."""
        if job_id in self.cards and self.may_move(job_id):
            before = list(self.cards).index(job_id)
            self._queue.move(job_id, place - 1 if place > before else place)

    def scroll_near(self, y: int) -> None:
        """Show more of the list where the mouse is near its edge, at a height of the content."""
        self.ensureVisible(0, y, 0, _NEAR_EDGE)

    def _add(self, job_id: str) -> None:
        card = JobCard(self.thumbnails, self._content)
        card.wanted.connect(lambda action: self.wanted.emit(job_id, action))
        card.dragged.connect(lambda at: self.start_drag(job_id, at) if self.may_move(job_id) else None)
        card.setAccessibleName(self._queue.job(job_id).name)
        # it may not be built while it is painted
        queued = Qt.ConnectionType.QueuedConnection
        card.seen.connect(lambda: self._show_job(job_id, is_seen=True), queued)  # type: ignore[call-arg]
        self.cards[job_id] = card
        self._layout.insertWidget(self._layout.count() - 1, card)
        self._show_job(job_id)

    def _show_job(self, job_id: str, is_seen: bool = False) -> None:
        card = self.cards.get(job_id)
        if card is None or isdeleted(card) or not (is_seen or card.is_built or len(self.cards) <= _AT_ONCE):
            return
        job = self._queue.job(job_id)
        card.show_job(job, self._queue.progress if job.state.is_active else None)
        self._queue.note_readable(job_id, not card.pictures.problem)

    def _move(self, job_id: str, place: int) -> None:
        card = self.cards[job_id]
        self.cards = {job.id: self.cards[job.id] for job in self._queue.jobs if job.id in self.cards}
        self._layout.removeWidget(card)
        self._layout.insertWidget(place, card)

    def _remove(self, job_id: str) -> None:
        ids = list(self.cards)
        place = ids.index(job_id)
        card = self.cards.pop(job_id)
        had_focus = card.hasFocus() or card.isAncestorOf(card.focusWidget() or self)
        self._layout.removeWidget(card)
        card.hide()
        card.deleteLater()
        left = list(self.cards.values())
        if had_focus and left:
            self._focus(left[min(place, len(left) - 1)])

    def _focus(self, card: JobCard) -> None:
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(card, 0, theme.SMALL)


class _Content(QWidget):
    """Holds the cards, and takes one that is dragged: a line shows where it will be."""

    def __init__(self, cards: CardList) -> None:
        super().__init__(cards)
        self._list = cards
        self._place: int | None = None
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and _job_of(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and _job_of(event):
            event.acceptProposedAction()
            self._aim(self._list.place_at(_height(event.position())))
            self._list.scroll_near(_height(event.position()))

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:  # noqa: N802 - Qt's name
        self._aim(None)

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802 - Qt's name
        self._aim(None)
        if event is not None and (job_id := _job_of(event)):
            event.acceptProposedAction()
            self._list.drop(job_id, self._list.place_at(_height(event.position())))

    def _aim(self, place: int | None) -> None:
        self._place = place
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        if self._place is not None and self._list.cards:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = max(2, min(self._list.edge_at(self._place), self.height() - 2))
            painter.setPen(QPen(QColor(theme.colours().accent), 3, cap=Qt.PenCapStyle.RoundCap))
            line = QRect(4, edge, self.width() - 8, 0)
            painter.drawLine(line.topLeft(), line.topRight())


def _job_of(event: QDropEvent) -> str:
    """The id of the job that is dragged; empty: it is something else."""
    data = event.mimeData()
    return "" if data is None else data.data(JOB_TYPE).data().decode()


def _height(position: QPointF) -> int:
    return round(position.y())
