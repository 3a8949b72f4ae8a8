"""The settings that are not beside the picture, built from the schema; and profiles."""

from PyQt6.QtWidgets import QDialog, QWidget

from gui.settings_store import SettingsStore


class SettingsDialog(QDialog):
    """A page for each section; what is changed holds at once. Show it with `open` or `exec`."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
