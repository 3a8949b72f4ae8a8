"""What can be done anywhere in the window: one action each for its button, its key, and the menus it is in."""

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QWidget

from gui.live.controller import LiveController
from gui.live.recorder import HELP, Recorder
from gui.live.signals import CameraState
from gui.look.icons import icon


class Commands:
    """Actions of a window, which connects what they do."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.start = self._make("Start", "Ctrl+Return", "play")
        self.pause = self._make("Pause", "Ctrl+Space", "pause", "Others see a placeholder until you resume")
        self.pause.setCheckable(True)
        self.record = self._make("Record", "Ctrl+R", "record", HELP)
        self.plate = self._make("Take a new plate …", "Ctrl+P", "plate")
        self.bare = self._make("Picture only", "F11", "window", "Show nothing but what others see, e.g. to share it")
        self.bare.setCheckable(True)
        self.settings = self._make("Settings …", "Ctrl+,", "settings")
        self.diagnostics = self._make("Diagnostics …", "Ctrl+Shift+D", "info")
        self.menu = self._make("Menu", "F10", "settings", "Settings and more")
        self.live, self.videos = self._make("Live", "Ctrl+1"), self._make("Videos", "Ctrl+2")
        self.quit = self._make("Quit", "Ctrl+Q")

    def show_state(self, controller: LiveController, output_name: str) -> None:
        """Say what start does now, and offer what can be done."""
        is_open, wants = controller.state in (CameraState.PREVIEWING, CameraState.LIVE), controller.wants_output
        self.start.setText(f"{'Stop' if wants else 'Start'} {output_name}")
        self.start.setIcon(icon("stop" if wants else "play"))
        self.start.setEnabled(is_open or wants)
        self.pause.setEnabled(is_open)
        self.plate.setEnabled(is_open)

    def show_recording(self, recorder: Recorder) -> None:
        """Say what record does now, and offer it when it can be done."""
        if recorder.next_step != self.record.text():
            self.record.setText(recorder.next_step)
            self.record.setIcon(icon(recorder.icon_name))
        self.record.setEnabled(recorder.can_toggle)

    def _make(self, text: str, keys: str, icon_name: str = "", help_: str = "") -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(keys))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{help_ or text.rstrip(' …')} ({shown})")
        if icon_name:
            action.setIcon(icon(icon_name))
        self._window.addAction(action)
        return action
