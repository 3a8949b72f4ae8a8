"""What the person is put in front of, and how."""

from PyQt6.QtWidgets import QWidget

from gui.panels.base import Panel
from gui.settings_store import SettingsStore


class BackgroundPanel(Panel):
    """Writes to the store only."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__("Background", "image", parent)
        self._store = store
