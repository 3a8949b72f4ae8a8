"""The dialogs that the window opens: each is made when it is wanted, and gone when it is closed."""

from collections.abc import Callable, Sequence

from PyQt6.QtWidgets import QDialog, QWidget

from gui.app.commands import Commands
from gui.app.diagnostics import DiagnosticsDialog
from gui.app.global_keys import GlobalKeys
from gui.help.about import AboutDialog
from gui.help.dialog import HelpDialog
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.plate.wizard import PlateWizard
from gui.settings.dialog import SettingsDialog
from gui.settings.setting import Section
from gui.settings.store import SettingsStore
from gui.virtual_camera.dialog import SetUpDialog
from matting_rt.specs import WINDOW


class Dialogs:
    """Opens them over `window`, which is behind them meanwhile; the help stands beside it."""

    def __init__(
        self,
        window: QWidget,
        store: SettingsStore,
        controller: LiveController,
        commands: Commands,
        log_lines: Callable[[], Sequence[str]],
    ) -> None:
        """
        Args:
            log_lines: gives the last lines of the log.
        """
        self._window, self._store, self._controller = window, store, controller
        self._commands, self._log_lines = commands, log_lines
        self.keys: GlobalKeys | None = None
        """That work in every program."""
        self.set_up_followers: tuple[Callable[[bool], None], ...] = ()
        """Told whether the virtual camera is being set up."""

    def open_wizard(self) -> PlateWizard | None:
        """None: no plate can be taken now, or it is open already."""
        is_open = self._controller.state in (CameraState.PREVIEWING, CameraState.LIVE)
        if not is_open or self._window.findChild(PlateWizard):
            return None
        wizard = PlateWizard(self._store, self._controller, self._window)
        self._open(wizard)
        return wizard

    def set_up_virtual_camera(self) -> None:
        """Also while that is under way: then it is shown how far it is."""
        dialog: SetUpDialog | None = self._window.findChild(SetUpDialog)
        if dialog is None:
            dialog = SetUpDialog(self._window)
            dialog.changed.connect(self._controller.devices.look)
            dialog.window_wanted.connect(lambda: self._store.set("live.output", WINDOW))
            for follow in self.set_up_followers:
                dialog.working_changed.connect(follow)
            self._add_keys(dialog)
        dialog.open()
        dialog.raise_()

    def show_settings(self) -> None:
        self._open(SettingsDialog(self._store, self._window, self.keys))

    def show_settings_of(self, section: Section) -> None:
        dialog = SettingsDialog(self._store, self._window, self.keys)
        dialog.show_section(section)
        self._open(dialog)

    def show_diagnostics(self) -> None:
        self._open(DiagnosticsDialog(self._store.config, self._log_lines(), self._window))

    def show_help(self) -> None:
        dialog: HelpDialog | None = self._window.findChild(HelpDialog)
        if dialog is None:
            dialog = HelpDialog(self._commands.window_actions, self._window)
            dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        dialog.raise_()

    def show_about(self) -> None:
        self._open(AboutDialog(self._window))

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        self._add_keys(dialog)
        dialog.open()

    def _add_keys(self, dialog: QDialog) -> None:
        # whose keys would be those of the window behind it
        dialog.addActions([self._commands.undo, self._commands.redo, self._commands.quit])
