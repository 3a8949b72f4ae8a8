"""The cards of all jobs, one under the other."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gui.batch.card import JobCard
from gui.batch.queue import JobQueue
from gui.look import theme
from gui.look.language import tr


class JobList(QScrollArea):
    """Follows a queue; up and down move from card to card."""

    wanted = pyqtSignal(str, str)
    """A job's id and the name of an action, see `JobCard`."""

    def __init__(self, queue: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.cards: dict[str, JobCard] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Videos"))
        content = QWidget(self)
        self._layout = QVBoxLayout(content)
        self._layout.setContentsMargins(theme.at_line_end(theme.SMALL))
        self._layout.setSpacing(theme.SMALL)
        self._layout.addStretch()
        self.setWidget(content)
        for job in queue.jobs:
            self._add(job.id)
        queue.added.connect(self._add)
        queue.changed.connect(self._show_job)
        queue.removed.connect(self._remove)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key())) if event is not None else None
        cards = list(self.cards.values())
        focused = next((index for index, card in enumerate(cards) if card.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
        else:
            self._focus(cards[max(0, min(focused + step, len(cards) - 1))])

    def _add(self, job_id: str) -> None:
        card = JobCard(self.widget())
        card.wanted.connect(lambda action: self.wanted.emit(job_id, action))
        self.cards[job_id] = card
        self._layout.insertWidget(self._layout.count() - 1, card)
        self._show_job(job_id)

    def _show_job(self, job_id: str) -> None:
        job = self._queue.job(job_id)
        self.cards[job_id].show_job(job, self._queue.progress if job.state.is_active else None)

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
