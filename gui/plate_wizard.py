"""Taking a plate with a person who cannot see the screen while it is taken."""

from PyQt6.QtWidgets import QDialog, QWidget

from gui.live_bridge import LiveBridge
from gui.settings_store import SettingsStore


class PlateWizard(QDialog):
    """From "step out of the picture" to "use it". Show it with `open`; a camera must be open then."""

    def __init__(self, store: SettingsStore, bridge: LiveBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._bridge = store, bridge
