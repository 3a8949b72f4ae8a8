"""The camera is off while nobody sees its picture: neither others nor the person, nor a recording."""

from typing import Protocol

from PyQt6.QtCore import QEvent, QObject, pyqtBoundSignal
from PyQt6.QtWidgets import QWidget

from gui.live.controller import LiveController
from gui.look.events import on_event
from gui.look.timers import after

REST_MS = 5000
"""Who looks away for a moment finds the picture as it was: a camera takes a second to open."""


class Watch(Protocol):
    """Tells whether the person is away, see `app.session_watch`."""

    @property
    def changed(self) -> pyqtBoundSignal: ...

    @property
    def is_away(self) -> bool: ...


class CameraRest(QObject):
    """Lets the controller's camera rest while the page with its picture is hidden, and wakes it."""

    def __init__(self, page: QWidget, controller: LiveController, watch: Watch, delay_ms: int = REST_MS) -> None:
        """`page`: in its window, which may be minimised."""
        super().__init__(page)
        self._page, self._controller, self._watch = page, controller, watch
        self._resting = after(delay_ms, controller.rest, self)
        self._looking = after(0, self._look, self)  # after the event that changes what is visible
        for widget, kind in (
            (page, QEvent.Type.Show),
            (page, QEvent.Type.Hide),
            (page.window(), QEvent.Type.WindowStateChange),
        ):
            assert widget is not None, "a page has a window"
            on_event(widget, kind, self._looking.start)
        watch.changed.connect(self._looking.start)
        controller.state_changed.connect(self._looking.start)
        controller.recording_changed.connect(self._looking.start)

    @property
    def is_seen(self) -> bool:
        """Whether the person has the picture before them."""
        window = self._page.window()
        is_minimized = window is not None and window.isMinimized()
        return self._page.isVisible() and not is_minimized and not self._watch.is_away

    def _look(self) -> None:
        if self.is_seen or self._controller.is_needed:
            self._resting.stop()
            self._controller.wake()
        elif not self._resting.isActive():
            self._resting.start()
