"""The program in the desktop's tray: to be reached while its window is closed."""

from collections.abc import Callable

from PyQt6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from gui.backgrounds import offers, place_of
from gui.commands import Commands
from gui.icons import icon
from gui.live_bridge import BridgeState, LiveBridge
from gui.settings_store import SettingsStore

_STATES = {
    BridgeState.STOPPED: "no camera",
    BridgeState.OPENING: "opening the camera",
    BridgeState.PREVIEWING: "preview only",
    BridgeState.LIVE: "live",
    BridgeState.FAILED: "the camera cannot be used",
}


class Tray(QSystemTrayIcon):
    """An icon whose menu starts and stops, takes a plate, changes the background, and shows the window."""

    def __init__(
        self,
        store: SettingsStore,
        bridge: LiveBridge,
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
        self._store, self._bridge = store, bridge
        self._menu = QMenu(parent)
        self._menu.addAction("Show the window", show)
        self._menu.addSeparator()
        self._menu.addActions([commands.start, commands.pause, commands.plate])
        self._backgrounds = self._menu.addMenu("Background")
        self._menu.addSeparator()
        self._menu.addAction(commands.quit)
        self._menu.aboutToShow.connect(self._list_backgrounds)
        self.setContextMenu(self._menu)
        self.activated.connect(lambda reason: show() if reason is QSystemTrayIcon.ActivationReason.Trigger else None)
        bridge.state_changed.connect(self._show_state)
        self._show_state(bridge.state)

    def _show_state(self, state: BridgeState) -> None:
        self.setToolTip(f"Matting RT: {_STATES[state]}")

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
