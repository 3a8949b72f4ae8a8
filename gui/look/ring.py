"""A ring that fills, and one that turns where nobody knows how long it takes."""

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen
from PyQt6.QtWidgets import QWidget

from gui.look.motion import is_reduced
from gui.look.timers import every

_STEP_MS = 40
_STEP_SHARE = 0.025
_TURNING_SHARE = 0.25
"""Of the ring that is filled while it turns."""


def paint_ring(
    painter: QPainter, place: QRectF, share: float, track: QColor, colour: QColor, width: float, start: float = 0.0
) -> None:
    """
    Args:
        place: the square that it fills.
        share: 0..1 of it in `colour`, clockwise.
        track: of the rest.
        start: 0..1 of the way round, from the top, where it begins.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = place.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setPen(QPen(track, width))
    painter.drawEllipse(ring)
    if share > 0:
        painter.setPen(QPen(colour, width, cap=Qt.PenCapStyle.RoundCap))
        # in sixteenths of a degree, counterclockwise
        painter.drawArc(ring, round((90 - start * 360) * 16), -round(share * 360 * 16))
    painter.restore()


class Turning:
    """Turns a ring of a widget while something is waited for; where motion is reduced it stands still, and is empty."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self.start = 0.0
        """Where the ring begins now, see `paint_ring`."""
        self._timer = every(_STEP_MS, self._step, widget)

    @property
    def share(self) -> float:
        """Of the ring that is filled."""
        return _TURNING_SHARE if self._timer.isActive() else 0.0

    def set_on(self, is_on: bool) -> None:
        if not is_on or is_reduced():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _step(self) -> None:
        self.start = (self.start + _STEP_SHARE) % 1.0
        self._widget.update()
