"""The program in the desktop's tray: to be reached while its window is closed."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from gui.app.commands import Commands
from gui.gallery.backgrounds import place_of
from gui.gallery.collection import Collection
from gui.live.controller import LiveController
from gui.live.recorder import Recorder
from gui.live.signals import CameraState
from gui.live.words import Words, camera_words_of, words_of
from gui.look.icons import icon
from gui.look.language import tr
from gui.settings.store import SettingsStore
from matting_rt.live.state import LEAVES, Leaves, LiveState

if TYPE_CHECKING:
    from matting_rt import LiveStatus

_SEEN = {state for state, leaves in LEAVES.items() if leaves is Leaves.COMPOSITE} - {LiveState.OUTPUT_LOST}
"""In which others see the person."""


class Tray(QSystemTrayIcon):
    """An icon whose menu starts and stops, takes a plate, changes the background, and shows the window.

    While others see the person, it is red and drawn otherwise; a recording puts a dot on it.
    """

    def __init__(
        self,
        store: SettingsStore,
        controller: LiveController,
        recorder: Recorder,
        commands: Commands,
        show: Callable[[], None],
        parent: QWidget,
    ) -> None:
        """
        Args:
            commands: of the window.
            show: brings the window back.
        """
        super().__init__(icon("app"), parent)
        self._store, self._controller, self._recorder = store, controller, recorder
        self._menu = QMenu(parent)
        self._menu.addAction(tr("Show the window"), show)
        self._menu.addSeparator()
        self._menu.addActions([commands.start, commands.pause, commands.plate])
        self._menu.addSeparator()
        self._menu.addActions([commands.record, commands.pause_recording, commands.still])
        self._menu.addSeparator()
        self._backgrounds = self._menu.addMenu(tr("Background"))
        self._menu.addSeparator()
        self._menu.addAction(commands.quit)
        self._menu.aboutToShow.connect(self._list_backgrounds)
        self.setContextMenu(self._menu)
        self.activated.connect(lambda reason: show() if reason is QSystemTrayIcon.ActivationReason.Trigger else None)
        self._words, self._is_seen, self._drawing = camera_words_of(controller.state), False, "app"
        controller.state_changed.connect(lambda state: self._say(camera_words_of(state), False))
        controller.status_changed.connect(self._show_status)
        recorder.changed.connect(lambda: self._say(self._words, self._is_seen))
        self._say(self._words, False)

    def _show_status(self, status: "LiveStatus") -> None:
        state = self._controller.state
        self._say(words_of(status, state), state is CameraState.LIVE and status.state in _SEEN)

    def _say(self, words: Words, is_seen: bool) -> None:
        """
        Args:
            is_seen: whether others see the person at this moment, and no placeholder.
        """
        self._words, self._is_seen, badge = words, is_seen, self._recorder.badge
        text = tr("Others see you") if is_seen else words.text
        self.setToolTip(f"Matting RT: {text}, {badge}" if badge else f"Matting RT: {text}")
        drawing = "-".join(part for part, is_so in (("app", True), ("live", is_seen), ("recording", badge)) if is_so)
        if drawing != self._drawing:
            self._drawing = drawing
            self.setIcon(icon(drawing))

    def _list_backgrounds(self) -> None:
        menu = self._backgrounds
        assert menu is not None
        menu.clear()
        present = self._store.config.backdrop.spec
        for offer in Collection(self._store).offers():
            name = offer.name
            if offer.kind is None:
                reason = tr("cannot be read") if os.path.exists(offer.spec) else tr("no longer there")
                name = tr("{name} ({kind})").format(name=name, kind=reason)
            action = menu.addAction(name, lambda spec=offer.spec: self._store.choose_background(spec))
            assert action is not None
            action.setEnabled(offer.kind is not None)
            action.setCheckable(True)
            action.setChecked(offer.spec == place_of(present))
