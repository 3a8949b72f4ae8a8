"""The state of the plate, and what can be done about it."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from gui.live_bridge import LiveBridge
from gui.panels.base import Panel


class PlatePanel(Panel):
    """Listens to the bridge by itself."""

    plate_wanted = pyqtSignal()
    """The plate wizard is to be opened."""

    def __init__(self, bridge: LiveBridge, parent: QWidget | None = None) -> None:
        super().__init__("Plate", "plate", parent)
        self._bridge = bridge
