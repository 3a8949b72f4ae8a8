"""Notices that the room stays unknown, so that the person is told what to do: once, not at every look."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from gui.live.controller import LiveController
from gui.live.words import plate_words_of
from matting_rt.plate.condition import PlateCondition

if TYPE_CHECKING:
    from matting_rt import LiveStatus

_LOOKS = 40
"""Ten seconds: in most of them the room is learned without anybody's help."""


class PlateReminder(QObject):
    """Listens to the controller by itself."""

    unknown = pyqtSignal(str)
    """A sentence that says what is wrong, and what to do."""
    settled = pyqtSignal()
    """Nothing need be done any more."""

    def __init__(self, controller: LiveController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = 0
        self._has_asked = False
        controller.status_changed.connect(self.look)
        controller.plate_changed.connect(self._settle)

    def look(self, status: "LiveStatus") -> None:
        if status.plate is PlateCondition.KNOWN:
            self._settle()
        else:
            self._looks += 1
        if self._looks == _LOOKS and not self._has_asked:
            self._has_asked = True
            self.unknown.emit(plate_words_of(status).sentence)

    def _settle(self) -> None:
        self._looks = 0
        if self._has_asked:
            self._has_asked = False
            self.settled.emit()
