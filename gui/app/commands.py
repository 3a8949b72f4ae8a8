"""What can be done anywhere in the window: one action each for its button, its key, and the menus it is in."""

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QTabBar, QWidget

from gui.live.controller import LiveController
from gui.live.recorder import HELP, PAUSE_HELP, STILL_HELP, Recorder
from gui.live.signals import CameraState
from gui.look.icons import icon
from gui.look.language import tr, with_keys
from gui.settings.history import History


class Commands:
    """Actions of a window, which connects what they do."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.start = self._make(tr("Start"), "Ctrl+Return", "play")
        self.pause = self._make(tr("Pause"), "Ctrl+Space", "pause", tr("Others see a placeholder until you resume"))
        self.pause.setCheckable(True)
        self.record = self._make(tr("Record"), "Ctrl+R", "record", tr(HELP))
        self.pause_recording = self._make(tr("Pause recording"), "Ctrl+Shift+R", "pause", tr(PAUSE_HELP))
        self.still = self._make(tr("Take a still picture"), "Ctrl+Shift+S", "image", tr(STILL_HELP))
        self.plate = self._make(tr("Take a new plate …"), "Ctrl+P", "plate")
        self.bare = self._make(
            tr("Picture only"), "F11", "window", tr("Show nothing but what others see, e.g. to share it; Esc ends it")
        )
        self.bare.setCheckable(True)
        self.compare = self._make(
            tr("Before and after"), "Ctrl+B", "compare", tr("Show the camera left of a handle; others do not see it")
        )
        self.safe_areas = self._make(
            tr("Safe areas"), "Ctrl+G", "safe-areas", tr("Show lines to place yourself by; others do not see them")
        )
        for action in (self.compare, self.safe_areas):
            action.setCheckable(True)
        self.undo = self._make(tr("Undo"), "Ctrl+Z", "undo")
        self.redo = self._make(tr("Redo"), "Ctrl+Shift+Z", "redo")
        self.redo.setShortcuts([self.redo.shortcut(), QKeySequence("Ctrl+Y")])
        self.stats = self._make(tr("Figures of the last minute"), "F9", "chevron-up")
        self.stats.setCheckable(True)
        self.settings = self._make(tr("Settings …"), "Ctrl+,", "settings")
        self.diagnostics = self._make(tr("Diagnostics …"), "Ctrl+Shift+D", "info")
        self.virtual_camera = self._make(tr("Virtual camera …"), "", "output", tr("Set it up, or remove it"))
        self.help = self._make(tr("Help …"), "F1", "info")
        self.about = self._make(tr("About Matting RT …"), "")
        self.menu = self._make(tr("Menu"), "F10", "settings", tr("Settings and more"))
        self.live, self.videos = self._make(tr("Live"), "Ctrl+1"), self._make(tr("Videos"), "Ctrl+2")
        self.quit = self._make(tr("Quit"), "Ctrl+Q")

    @property
    def window_actions(self) -> list[QAction]:
        """All of them, in the order of the help."""
        return self._window.actions()

    def show_state(self, controller: LiveController, start_text: str) -> None:
        """Say what start does now, and offer what can be done."""
        is_open, wants = controller.state in (CameraState.PREVIEWING, CameraState.LIVE), controller.wants_output
        self.start.setText(start_text)
        self.start.setIcon(icon("stop" if wants else "play"))
        self.start.setEnabled(controller.can_start or wants)
        self.pause.setEnabled(is_open)
        self.plate.setEnabled(is_open)
        self.bare.setEnabled(is_open or self.bare.isChecked())

    def show_recording(self, recorder: Recorder) -> None:
        """Say what record does now, and offer it when it can be done."""
        if recorder.next_step != self.record.text():
            self.record.setText(recorder.next_step)
            self.record.setIcon(icon(recorder.icon_name))
        self.record.setEnabled(recorder.can_toggle)
        if recorder.next_pause_step != self.pause_recording.text():
            self.pause_recording.setText(recorder.next_pause_step)
            self.pause_recording.setIcon(icon(recorder.pause_icon_name))
        self.pause_recording.setEnabled(recorder.is_running)
        self.still.setEnabled(recorder.can_take_still)

    def follow_history(self, history: History, pages: QTabBar) -> None:
        """Undo and redo; on the first page, the live picture, where one sees what comes of it."""
        self.undo.triggered.connect(history.undo)
        self.redo.triggered.connect(history.redo)

        def show() -> None:
            is_seen = pages.currentIndex() == 0
            for action, plain, named, step in (
                (self.undo, tr("Undo"), tr("Undo: {step}"), history.undo_name),
                (self.redo, tr("Redo"), tr("Redo: {step}"), history.redo_name),
            ):
                action.setText(named.format(step=step) if step else plain)
                action.setEnabled(bool(step) and is_seen)

        history.changed.connect(show)
        pages.currentChanged.connect(show)
        show()

    def _make(self, text: str, keys: str, icon_name: str = "", help_: str = "") -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(keys))
        action.setToolTip(with_keys(help_ or text.rstrip(" …"), keys))
        if icon_name:
            action.setIcon(icon(icon_name))
        self._window.addAction(action)
        return action
