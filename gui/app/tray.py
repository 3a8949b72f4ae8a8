"""The program in the desktop's tray: to be reached while its window is closed."""

from collections.abc import Callable

from PyQt6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from gui.app.commands import Commands
from gui.gallery.backgrounds import offers, place_of
from gui.live.controller import LiveController
from gui.live.recorder import Recorder
from gui.live.words import Words, camera_words_of, words_of
from gui.look.icons import icon
from gui.look.language import tr
from gui.settings.store import SettingsStore


class Tray(QSystemTrayIcon):
    """An icon whose menu starts and stops, takes a plate, changes the background, and shows the window."""

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
        self._words, self._is_red = camera_words_of(controller.state), False
        controller.state_changed.connect(lambda state: self._say(camera_words_of(state)))
        controller.status_changed.connect(lambda status: self._say(words_of(status, controller.state)))
        recorder.changed.connect(lambda: self._say(self._words))
        self._say(self._words)

    def _say(self, words: Words) -> None:
        self._words, badge = words, self._recorder.badge
        self.setToolTip(f"Matting RT: {words.text}, {badge}" if badge else f"Matting RT: {words.text}")
        if bool(badge) is not self._is_red:
            self._is_red = bool(badge)
            self.setIcon(icon("app-recording" if badge else "app"))

    def _list_backgrounds(self) -> None:
        menu = self._backgrounds
        assert menu is not None
        menu.clear()
        present = self._store.config.backdrop.spec
        for offer in offers(self._store.program.recent_backgrounds, present):
            action = menu.addAction(offer.name, lambda spec=offer.spec: self._store.choose_background(spec))
            assert action is not None
            action.setCheckable(True)
            action.setChecked(offer.spec == place_of(present))
