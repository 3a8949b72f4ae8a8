"""The first minutes: camera, plate, background and output in four steps, each of which can be skipped."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QWidget

from gui.live_bridge import LiveBridge
from gui.settings_store import SettingsStore


class FirstStart(QFrame):
    """Stands in the column of the panels, in their place, so that the picture beside it shows what each step does.

    Show it while `store.program.is_first_start_done` is False; it sets that, then emits `finished`, and is to be hidden.
    """

    finished = pyqtSignal()
    plate_wanted = pyqtSignal()
    """The plate wizard is to be opened."""

    def __init__(self, store: SettingsStore, bridge: LiveBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._bridge = store, bridge
