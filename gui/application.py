"""The program from its start to its end: settings, live video, window."""

import os
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication

from gui import desktop_entry, theme
from gui.backgrounds import PAINTED
from gui.live_bridge import LiveBridge
from gui.log_lines import ProgramLog
from gui.main_window import MainWindow
from gui.remote import RemoteControl
from gui.settings_store import SettingsStore
from matting_rt import __version__
from matting_rt.build_live import SYNTHETIC
from matting_rt.errors import MattingError


@dataclass(frozen=True, slots=True)
class StartOptions:
    """What the command line asks for."""

    demo: bool = False
    """Show everything at once with the painted scene; unless there is a folder, nothing is kept."""
    profile: Path | None = None
    """A TOML file of settings to begin with."""
    folder: Path | None = None
    """Where settings are kept; None: the user's own."""


class Program:
    """What lives as long as the program does. `close` ends all of it."""

    def __init__(self, application: QApplication, options: StartOptions) -> None:
        """Raises MattingError: the profile cannot be used."""
        self._demo_folder = TemporaryDirectory() if options.demo and options.folder is None else None
        folder = options.folder if self._demo_folder is None else Path(self._demo_folder.name)
        self.store = SettingsStore(folder)
        if options.demo:
            self.store.set("program.camera", SYNTHETIC)
            self.store.set("program.is_first_start_done", True)
            self.store.set("backdrop.spec", next(iter(PAINTED)))
        if options.profile is not None:
            self.store.load_file(options.profile)
        self.log = ProgramLog(self.store.folder)
        self.bridge = LiveBridge(self.store.folder / "plates")
        self.log.open(self.bridge.failed.emit)
        self.window = MainWindow(self.store, self.bridge, lambda: self.log.recent.lines)
        self.window.quit_wanted.connect(application.quit)
        self.remote = RemoteControl(self.bridge)
        self.remote.pause_wanted.connect(self.bridge.pause)
        self.remote.plate_wanted.connect(self.window.take_plate_now)
        self.remote.background_wanted.connect(self.store.choose_background)
        self.remote.stop_wanted.connect(application.quit)

    def show(self) -> None:
        self.window.show()
        QTimer.singleShot(0, self.window.start)  # once it is seen: it would be drawn late otherwise
        self.remote.open()

    def close(self) -> None:
        """Let everything go; takes as long as a recording needs to be finished."""
        self.window.tray.hide()
        self.window.hide()
        self.remote.close()
        self.window.batch.end()
        self.store.flush()
        self.bridge.shut_down()
        self.log.close()
        if self._demo_folder is not None:
            self._demo_folder.cleanup()


def run(options: StartOptions) -> int:
    """The program from the window's first picture to its last; the exit status. `end_process` comes next."""
    application = make_application()
    theme.follow_system(application)
    try:
        program = Program(application, options)
    except MattingError as error:
        print(f"matting-rt-gui: error: {error}", file=sys.stderr)
        return 2
    for number in (signal.SIGINT, signal.SIGTERM):
        # Python sees to it at the next of our timers; and at the start nothing runs yet that could be quit
        signal.signal(number, lambda *_: QTimer.singleShot(0, application.quit))
    program.show()
    status = application.exec()
    program.close()
    return status


def end_process(status: int) -> NoReturn:
    """Exit, whatever is still running."""
    sys.stdout.flush()
    sys.stderr.flush()
    if threading.active_count() > 1:
        # a thread that was left behind in a library or a driver would tear the interpreter down with an abort
        os._exit(status)
    sys.exit(status)


def make_application() -> QApplication:
    application = QApplication(sys.argv[:1])
    application.setApplicationName(desktop_entry.NAME)
    application.setApplicationDisplayName("Matting RT")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(desktop_entry.NAME)
    application.setQuitOnLastWindowClosed(False)
    return application
