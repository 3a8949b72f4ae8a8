"""Notices that the plate has gone stale, so that the person is asked for a new one: once, not at every look."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from gui.live_bridge import LiveBridge
from gui.panels.plate import to_words
from gui.theme import Tone

if TYPE_CHECKING:
    from matting_rt.session import LiveStatus

_LOOKS = 8
"""Two seconds: who walks through the picture, or a plate that is compared for the first time, is no reason to ask."""


class PlateReminder(QObject):
    """Listens to the bridge by itself."""

    stale = pyqtSignal(str)
    """A sentence that says why a new plate is needed."""
    settled = pyqtSignal()
    """None is needed any more."""

    def __init__(self, bridge: LiveBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = 0
        self._has_asked = False
        bridge.status_changed.connect(self.look)
        bridge.plate_changed.connect(self._settle)

    def look(self, status: "LiveStatus") -> None:
        words = to_words(status)
        if words.tone is Tone.GOOD:
            self._settle()
        self._looks = self._looks + 1 if words.tone is Tone.BAD else 0
        # a plate that is only half good again is not asked for a second time
        if self._looks == _LOOKS and not self._has_asked:
            self._has_asked = True
            self.stale.emit(words.sentence)

    def _settle(self) -> None:
        self._looks = 0
        if self._has_asked:
            self._has_asked = False
            self.settled.emit()
