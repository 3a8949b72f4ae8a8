"""The window: puts its parts together and passes on what they ask of each other."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QEvent, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeyEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.app import place
from gui.app.closing import Work, how_to_close, is_to_stop
from gui.app.commands import Commands
from gui.app.dialogs import Dialogs
from gui.app.header import Header
from gui.app.remedy_actions import remedy_actions
from gui.app.session_watch import SessionWatch
from gui.app.tray import Tray
from gui.batch.tab import BatchTab
from gui.first_start.panel import FirstStart
from gui.live.attention import Attention
from gui.live.camera_rest import CameraRest
from gui.live.controller import LiveController
from gui.live.page import LivePage
from gui.live.placing import Placing
from gui.live.recorder import Recorder
from gui.live.signals import CameraState
from gui.live.stats_panel import StatsPanel
from gui.live.status_line import StatusLine
from gui.look import theme
from gui.look.events import on_event
from gui.look.icons import icon
from gui.look.language import tr
from gui.look.timers import after
from gui.panels.background import BackgroundPanel
from gui.panels.base import Panel
from gui.panels.camera import CameraPanel
from gui.panels.output import OutputPanel
from gui.panels.plate import PlatePanel
from gui.settings.setting import TrayAnswer
from gui.settings.store import SettingsStore
from matting_rt.live.state import LiveState
from matting_rt.specs import SYNTHETIC, WINDOW

if TYPE_CHECKING:
    from matting_rt import LiveStatus

LEAST_SIZE = 960, 600


class MainWindow(QMainWindow):
    """Live video on one page, videos on the other; closing it may leave the program in the tray."""

    quit_wanted = pyqtSignal()

    def __init__(
        self, store: SettingsStore, controller: LiveController, log_lines: Callable[[], Sequence[str]]
    ) -> None:
        """
        Args:
            log_lines: gives the last lines of the log.
        """
        super().__init__()
        self.store, self.controller = store, controller
        self.is_quitting = False
        """Whether the program is about to end: then closing asks nothing, and nothing keeps it open."""
        self.setWindowTitle("Matting RT")
        self.setWindowIcon(icon("app"))
        self.setMinimumSize(place.on_screen(QSize(*LEAST_SIZE), self))
        place.restore(self, store.program.geometry)
        self.camera_panel = CameraPanel(store, controller)
        self.plate_panel = PlatePanel(controller)
        self.background_panel = BackgroundPanel(store)
        self.recorder = Recorder(store, controller, self)
        self.output_panel = OutputPanel(store, controller, self.recorder)
        self.panels: tuple[Panel, ...] = (
            self.camera_panel,
            self.plate_panel,
            self.background_panel,
            self.output_panel,
        )
        self.first_start = FirstStart(store, controller)
        self.live_page = LivePage(controller, (self.first_start, *self.panels))
        self.batch = BatchTab(store)
        self.status_line = StatusLine()
        self.stats = StatsPanel(lambda: store.config.camera.rate_fps)
        self.commands = Commands(self)
        self.dialogs = Dialogs(self, store, controller, self.commands, log_lines)
        self.live_page.remedies = remedy_actions(self)
        self._lay_out()
        self._connect_commands()
        self.tray = Tray(store, controller, self.recorder, self.commands, self.bring_back, self)
        self.tray.show()
        self._applying = after(0, lambda: controller.set_config(store.config), self)
        """Of several settings that change at once the camera is opened with all."""
        self._connect()
        self._fold_as_before()
        self.tabs.setCurrentIndex(store.program.page)
        self._lead_first_start()
        self._name_output()
        self._set_mirror()
        self.attention = Attention(self)
        self.attention.changed.connect(lambda is_given: controller.save_power(not is_given))
        self.rest = CameraRest(self.live_page, controller, SessionWatch(self))
        # a key that is released while another window is active is never reported
        on_event(self, QEvent.Type.ActivationChange, lambda: self.live_page.view_bar.hold(None))

    def start(self) -> None:
        """Open the camera chosen last; once the window is shown, so that it is there first."""
        self.controller.start()
        if self.store.program.camera:
            self.open_camera()
        for problem in self.store.problems:
            self.live_page.notices.show_error(problem)

    # --- what is asked for

    def open_camera(self) -> None:
        camera = self.store.program.camera
        if camera:
            self.controller.open(camera, self.store.config)
        else:
            self.controller.close()

    def capture_plate(self) -> None:
        """Open the wizard."""
        if self.dialogs.open_wizard() is not None:
            self.bring_back()

    def capture_plate_now(self) -> None:
        """The same, but its countdown begins at once."""
        wizard = self.dialogs.open_wizard()
        if wizard is not None:
            self.bring_back()
            wizard.begin()

    def set_up_virtual_camera(self) -> None:
        self.bring_back()
        self.dialogs.set_up_virtual_camera()

    def ask_to_quit(self) -> None:
        """End the program; while it is at work, only where the person says so."""
        if is_to_stop(self._work(), self.store, self):
            self.quit_wanted.emit()

    def bring_back(self) -> None:
        """Show the window, wherever it is."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def open_videos(self, paths: Sequence[Path]) -> None:
        """Put them on the list of videos, and show it."""
        self.tabs.setCurrentIndex(self.pages.indexOf(self.batch))
        self.batch.add(paths)

    def _pause(self) -> None:
        self.controller.pause(self.commands.pause.isChecked())

    def _use_sample(self) -> None:
        self.store.set("program.camera", SYNTHETIC)

    def _set_mirror(self) -> None:
        is_mirror = self.store.config.live.mirror_preview
        self.live_page.set_mirrored(is_mirror)
        self.plate_panel.show_mirrored(is_mirror)
        self.first_start.plate.show_mirrored(is_mirror)

    def _set_bare(self, is_bare: bool) -> None:
        self.live_page.set_bare(is_bare)
        self.header.setVisible(not is_bare)
        self.status_line.setVisible(not is_bare)
        self.stats.setVisible(not is_bare and self.commands.stats.isChecked())
        self._show_state(self.controller.state)

    # --- parts

    def _connect_commands(self) -> None:
        commands = self.commands
        for action, do in (
            (commands.start, self.live_page.toggle_output),
            (commands.pause, self._pause),
            (commands.plate, self.capture_plate),
            (commands.settings, self.dialogs.show_settings),
            (commands.diagnostics, self.dialogs.show_diagnostics),
            (commands.virtual_camera, self.set_up_virtual_camera),
            (commands.help, self.dialogs.show_help),
            (commands.about, self.dialogs.show_about),
            (commands.record, self.recorder.toggle),
            (commands.pause_recording, self.recorder.toggle_pause),
            (commands.still, self.recorder.take_still),
            (commands.quit, self.ask_to_quit),
        ):
            action.triggered.connect(do)
        commands.bare.toggled.connect(self._set_bare)
        commands.compare.toggled.connect(self.live_page.compare)
        commands.safe_areas.toggled.connect(self.live_page.show_safe_areas)
        commands.stats.toggled.connect(self.stats.setVisible)
        self.status_line.set_stats(commands.stats)
        commands.follow_history(self.store.history, self.tabs)
        self.live_page.set_actions(commands.pause, commands.bare, commands.compare)
        Placing(self.store, self.live_page.preview_card.preview)

    def _lay_out(self) -> None:
        self.header = Header(self.commands, self)
        self.pages = QStackedWidget(self)
        for page in (self.live_page, self.batch):
            self.pages.addWidget(page)
        self.tabs = self.header.tabs
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.pages, 1)
        stats = QHBoxLayout()
        stats.setContentsMargins(theme.LARGE, 0, theme.LARGE, 0)
        stats.addWidget(self.stats)
        layout.addLayout(stats)
        layout.addWidget(self.status_line)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        self.store.changed.connect(self._follow)
        self.store.notice.connect(self.live_page.notices.show_error)
        self.controller.state_changed.connect(self._show_state)
        self.controller.status_changed.connect(self._show_status)
        self.controller.status_changed.connect(self.stats.note)
        self.recorder.changed.connect(self._show_recording)
        self.batch.title_changed.connect(self._show_title)
        self.batch.notified.connect(self.tray.showMessage)
        self.live_page.plate_wanted.connect(self.capture_plate)
        self.live_page.sample_wanted.connect(self._use_sample)
        self.live_page.start_changed.connect(lambda: self._show_state(self.controller.state))
        for part in (self.live_page, self.first_start, self.output_panel.fix):
            part.set_up_wanted.connect(self.set_up_virtual_camera)
        self.dialogs.set_up_followers = (self.output_panel.fix.show_working, self.first_start.output.fix.show_working)
        self.plate_panel.plate_wanted.connect(self.capture_plate)
        self.first_start.plate_wanted.connect(self.capture_plate)
        self.first_start.finished.connect(self._end_first_start)
        for panel in self.panels:
            panel.folded.connect(self._note_folded)

    # --- what has happened

    def _follow(self, key: str) -> None:
        if key == "program.camera":
            self.open_camera()
        elif not key.startswith("program."):
            self._applying.start()
        if key == "live.output":
            self._name_output()
        if key == "live.mirror_preview":
            self._set_mirror()

    def _show_state(self, state: CameraState) -> None:
        self.status_line.show_state(state, self.controller.message)
        self.commands.show_state(self.controller, self.live_page.start_text)
        self.batch.hold_for_live(self.controller.wants_output)

    def _show_status(self, status: "LiveStatus") -> None:
        self.status_line.show_status(status)
        self.commands.pause.setChecked(status.state is LiveState.PAUSED)

    def _show_recording(self) -> None:
        badge = self.recorder.badge
        self.commands.show_recording(self.recorder)
        self.status_line.show_recording(badge)
        self.live_page.show_recording(badge)
        self._show_title()

    def _show_title(self) -> None:
        """What is seen of the window where it is minimised."""
        title = "Matting RT" if not self.batch.title else f"{self.batch.title} – Matting RT"
        self.setWindowTitle(tr("● Recording – Matting RT") if self.recorder.badge else title)

    def _name_output(self) -> None:
        self.live_page.is_window_output = self.store.config.live.output == WINDOW
        self.live_page.show_state()
        self._show_state(self.controller.state)

    def _fold_as_before(self) -> None:
        for panel in self.panels:
            panel.set_open(panel.name not in self.store.program.folded_panels)

    def _note_folded(self) -> None:
        folded = tuple(panel.name for panel in self.panels if not panel.is_open)
        self.store.set("program.folded_panels", folded)

    def _lead_first_start(self) -> None:
        is_leading = not self.store.program.is_first_start_done
        self.first_start.setVisible(is_leading)
        self.live_page.set_guided(is_leading)
        for panel in self.panels:
            panel.setVisible(not is_leading)

    def _work(self) -> Work:
        return Work(self.controller.wants_output, self.recorder.is_running, self.batch.is_busy)

    def _end_first_start(self) -> None:
        self._lead_first_start()
        self.background_panel.chooser.ignore_double_click()
        self.camera_panel.set_open(False)  # it was just set, and others need the place
        self.live_page.begin()

    def keep_place(self) -> None:
        """Remember where the window is, and its page, for the next start."""
        self.store.set("program.geometry", place.geometry_of(self))
        self.store.set("program.page", self.tabs.currentIndex())

    # --- Qt's events

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.commands.bare.setChecked(False)
        elif event is None or not self.live_page.view_bar.handle_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is None or not self.live_page.view_bar.handle_key(event):
            super().keyReleaseEvent(event)

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802 - Qt's name
        assert event is not None
        self.keep_place()
        if self.is_quitting:
            event.accept()
            return
        has_tray = self.tray.isSystemTrayAvailable()
        answer = how_to_close(self._work(), has_tray, self.store, self)
        if answer is TrayAnswer.QUIT:
            event.accept()
            self.quit_wanted.emit()
        elif answer is TrayAnswer.KEEP and has_tray:
            event.accept()
        else:
            event.ignore()
            if answer is TrayAnswer.KEEP:
                self.showMinimized()
