"""How live video did in the last minute: small graphs behind the figures of the status line, and what limits it."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.live.status_line import SLOW_MS
from gui.look import theme
from gui.look.language import number, percent, tr
from gui.look.theme import Role
from gui.look.timers import after
from matting_rt.live.state import LiveState

if TYPE_CHECKING:
    from matting_rt import LiveStatus

SPAN_S = 60.0
_GAP_S = 2.0
"""Between two statuses that are further apart, the camera was off: nothing is drawn."""
_GRAPH_HEIGHT = 56
_DROPPED_SHARE = 0.1
"""From here on a person sees that frames are missing."""
_FULL_RATE_SHARE = 0.85
"""A camera that sends less than this share of what was asked for is what limits."""


class Sample(NamedTuple):
    """What is drawn of a status."""

    time_s: float
    rate_fps: float
    matte_fps: float
    latency_ms: float
    known_share: float


class Graph(QWidget):
    """Lines over the last minute, the present on the right."""

    def __init__(self, lines: Sequence[Callable[[Sample], float]], top: float, mark: float = 0.0) -> None:
        """
        Args:
            lines: what each shows of a sample; the last one is the one that matters.
            top: of the scale, unless a line goes higher.
            mark: a value with a line of its own; 0: none.
        """
        super().__init__()
        self._lines, self._top, self._mark = lines, top, mark
        self._samples: Sequence[Sample] = ()
        self.setMinimumHeight(_GRAPH_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, _GRAPH_HEIGHT)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        self._samples = samples
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        scheme, box = theme.colours(), QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(scheme.border), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if not self._samples:
            return
        values = [line(sample) for line in self._lines for sample in self._samples]
        top = max(self._top, *values)
        if self._mark:
            height = box.bottom() - box.height() * self._mark / top
            painter.setPen(QPen(QColor(scheme.warning), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(box.left(), height), QPointF(box.right(), height))
        now_s = self._samples[-1].time_s
        for line, colour in zip(self._lines, (scheme.edge, scheme.accent)[-len(self._lines) :], strict=True):
            painter.setPen(QPen(QColor(colour), 1.5))
            for part in _without_gaps(self._samples):
                points = (
                    QPointF(
                        box.right() - box.width() * (now_s - sample.time_s) / SPAN_S,
                        box.bottom() - box.height() * line(sample) / top,
                    )
                    for sample in part
                )
                painter.drawPolyline(QPolygonF(points))


class StatsPanel(QFrame):
    """Hidden until it is wanted; it remembers a minute all the same, so that the graphs are there at once."""

    def __init__(self, asked_fps: Callable[[], float], parent: QWidget | None = None) -> None:
        """
        Args:
            asked_fps: gives the rate that the camera is asked for.
        """
        super().__init__(parent)
        self._asked_fps = asked_fps
        self._samples: deque[Sample] = deque()
        self._newest: LiveStatus | None = None
        self._forgetting = after(round(1000 * _GAP_S), self._forget, self)
        theme.set_role(self, Role.CARD)
        self.setAccessibleName(tr("Figures of the last minute"))
        self.rate = Graph((lambda sample: sample.rate_fps, lambda sample: sample.matte_fps), 30.0)
        self.delay = Graph((lambda sample: sample.latency_ms,), 1.25 * SLOW_MS, SLOW_MS)
        self.known = Graph((lambda sample: sample.known_share,), 1.0)
        self.limit = QLabel(self)
        """What keeps it from being better, in a sentence."""
        self.limit.setWordWrap(True)
        self._captions: list[QLabel] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.HUGE)
        grid.setVerticalSpacing(theme.TIGHT)
        for column, graph in enumerate((self.rate, self.delay, self.known)):
            caption = QLabel(self)
            theme.set_role(caption, Role.QUIET)
            caption.setWordWrap(True)
            self._captions.append(caption)
            grid.addWidget(caption, 0, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(graph, 1, column)
            grid.setColumnStretch(column, 1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.SMALL)
        column_.setSpacing(theme.SMALL)
        column_.addLayout(grid)
        column_.addWidget(self.limit)
        self._show()
        self.hide()

    def note(self, status: "LiveStatus", now_s: float | None = None) -> None:
        """Remember how live video is doing now, and show it where that is seen."""
        now_s = time.monotonic() if now_s is None else now_s
        self._samples.append(Sample(now_s, status.rate_fps, status.matte_fps, status.latency_ms, status.known_share))
        while self._samples[0].time_s < now_s - SPAN_S:
            self._samples.popleft()
        self._newest = status
        self._forgetting.start()
        if self.isVisible():
            self._show()

    def _forget(self) -> None:
        """The camera is off: nothing limits it."""
        self._newest = None
        self._show()

    def setVisible(self, visible: bool) -> None:  # noqa: N802 - Qt's name
        if visible:
            self._show()
        super().setVisible(visible)

    @property
    def samples(self) -> Sequence[Sample]:
        """Those of the last minute, the oldest first."""
        return tuple(self._samples)

    def _show(self) -> None:
        samples, status = self.samples, self._newest
        last = samples[-1] if samples else Sample(0.0, 0.0, 0.0, 0.0, 0.0)
        texts = (
            tr("Frames per second: {rate} sent, {matted} new").format(
                rate=number(last.rate_fps, 0), matted=number(last.matte_fps, 0)
            ),
            tr("Delay: {time} ms; above {limit} ms (dashed), lips and voice are out of sync").format(
                time=number(last.latency_ms, 0), limit=number(SLOW_MS, 0)
            ),
            tr("Known of your room: {share}").format(share=percent(last.known_share)),
        )
        for caption, graph, text in zip(self._captions, (self.rate, self.delay, self.known), texts, strict=True):
            caption.setText(text if samples else "")
            graph.setAccessibleName(text)
            graph.setAccessibleDescription(tr("A graph of the last minute"))
            graph.show_samples(samples)
        self.limit.setText(limit_of(status, self._asked_fps()) if status else tr("Figures appear once a camera is on."))


def limit_of(status: "LiveStatus", asked_fps: float) -> str:
    """What keeps live video from being smoother, and what helps.

    Args:
        asked_fps: the rate that the camera is asked for.
    """
    if status.state not in (LiveState.LIVE, LiveState.LEARNING, LiveState.OUTPUT_LOST):
        return tr("There is no new picture at the moment; the line below says why.")
    if status.is_thrifty:
        return tr("Fewer pictures are made to save power: nobody else sees them, and the window is idle.")
    camera_fps = status.matte_fps / max(1 - status.dropped_share, 0.01)
    if status.dropped_share > _DROPPED_SHARE:
        return tr(
            "The processor is the bottleneck: {share} of the camera's frames are dropped. A smaller "
            "camera size, a lower quality or fewer other programs help."
        ).format(share=percent(status.dropped_share))
    if camera_fps < _FULL_RATE_SHARE * asked_fps:
        return tr(
            "The camera is the bottleneck: it sends {rate} of {asked} frames per second. Many cameras"
            " slow down in little light; more light helps, or a smaller size."
        ).format(rate=number(camera_fps, 0), asked=number(asked_fps, 0))
    if status.latency_ms > SLOW_MS:
        return tr("The delay is long; a lower quality or a smaller size of the camera shortens it.")
    return tr("There is no bottleneck: every frame of the camera is shown.")


def _without_gaps(samples: Sequence[Sample]) -> list[list[Sample]]:
    """The samples, parted where the camera was off in between."""
    parts: list[list[Sample]] = [[]]
    for sample in samples:
        if parts[-1] and sample.time_s - parts[-1][-1].time_s > _GAP_S:
            parts.append([])
        parts[-1].append(sample)
    return parts
