"""A column beside the picture, as wide as what is in it, and no wider than leaves room for the picture."""

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.events import on_event
from gui.look.timers import after

SIDE_LIMIT = 592
"""With text twice as large, in a window of 1024 pixels, the picture still has 370. Wider columns scroll."""


class SideColumn(QScrollArea):
    """Scrolls down, and across only where text is so large that there is no room for it."""

    def __init__(self, column: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidget(column)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fitting = after(0, self._fit, self)
        on_event(column, QEvent.Type.LayoutRequest, self._fitting.start)
        self._fit()

    def _fit(self) -> None:
        column, bar = self.widget(), self.verticalScrollBar()
        assert column is not None
        assert bar is not None
        needed = column.minimumSizeHint().width() + bar.sizeHint().width()
        self.setFixedWidth(min(max(needed, theme.SIDE_WIDTH), SIDE_LIMIT))


def stack(panels: Sequence[QWidget]) -> QWidget:
    """Panels one below another, for a column."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(theme.at_line_end(theme.TIGHT))
    layout.setSpacing(theme.MEDIUM)
    for panel in panels:
        layout.addWidget(panel)
    layout.addStretch(1)
    return column
