"""The program from its start to its end: settings, live video, window."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PyQt6.QtCore import QEvent, QTimer
from PyQt6.QtGui import QSessionManager
from PyQt6.QtWidgets import QApplication, QDialog

from gui.app import desktop_entry
from gui.app.ending import END_LIMIT_S, EndSignals, end_within
from gui.app.global_keys import GlobalKeys
from gui.app.instance import Instance
from gui.app.log_lines import ProgramLog
from gui.app.main_window import MainWindow
from gui.app.remote import RemoteControl
from gui.gallery.backgrounds import PAINTED
from gui.live.controller import LiveController
from gui.live.remedies import Remedy
from gui.look import language, motion, theme
from gui.look.icons import icon
from gui.look.wheel import WheelGuard
from gui.settings.store import SettingsStore
from matting_rt import __version__
from matting_rt.errors import AlreadyRunningError, MattingError
from matting_rt.files import user_config_folder
from matting_rt.specs import SYNTHETIC


@dataclass(frozen=True, slots=True)
class StartOptions:
    """What the command line asks for."""

    demo: bool = False
    """Show everything at once with the painted scene; unless there is a folder, nothing is kept."""
    profile: Path | None = None
    """A TOML file of settings to begin with."""
    folder: Path | None = None
    """Where settings are kept; None: the user's own."""
    videos: tuple[Path, ...] = ()
    """For the tab *Videos*, which is shown then."""


class Application(QApplication):
    """Ends when it is told to: Qt would ask every window, and go on where one of them says no. Whoever may be asked is
    asked before that, by `MainWindow.ask_to_quit`.
    """

    def event(self, event: QEvent | None) -> bool:
        if event is not None and event.type() is QEvent.Type.Quit:
            self.exit(0)  # also out of a dialog that waits for an answer
            return True
        return super().event(event)


class Program:
    """What lives as long as the program does. `close` ends all of it."""

    def __init__(self, application: QApplication, options: StartOptions) -> None:
        """
        Raises:
            AlreadyRunningError: the program runs already with these settings, and now shows its window.
            MattingError: the profile cannot be used.
        """
        self._demo_folder = TemporaryDirectory() if options.demo and options.folder is None else None
        folder = options.folder if self._demo_folder is None else Path(self._demo_folder.name)
        self.instance = Instance(folder or user_config_folder())
        self.instance.begin([*([options.profile] if options.profile else []), *options.videos])
        language.use()  # of what is wrong with the settings it is said before they are known
        self._videos = options.videos
        self.store = SettingsStore(folder)
        language.use(self.store.program.language)
        motion.use(self.store.program.motion, motion.DesktopMotion(parent=self.store))
        self.store.changed.connect(lambda key: motion.use(self.store.program.motion))
        if options.demo:
            self.store.set("program.camera", SYNTHETIC)
            self.store.set("program.is_first_start_done", True)
            self.store.set("backdrop.spec", next(iter(PAINTED)))
        if options.profile is not None:
            self.store.load_file(options.profile)
        self.store.history.clear()  # what was asked for at the start is not taken back
        self.log = ProgramLog(self.store.folder)
        self.controller = LiveController(self.store.folder / "plates")
        self.log.open(lambda line: self.controller.failed.emit(line, (Remedy.DIAGNOSTICS,)))
        self.window = MainWindow(self.store, self.controller, lambda: self.log.recent.lines)
        self.window.quit_wanted.connect(application.quit)
        self.instance.show_wanted.connect(self._show_again)
        application.commitDataRequest.connect(self._keep_for_session_end)
        self.remote = RemoteControl(self.controller)
        self.remote.pause_wanted.connect(self.controller.pause)
        self.remote.output_wanted.connect(self._show_others)
        self.remote.plate_wanted.connect(self._take_plate)
        self.remote.background_wanted.connect(self.store.choose_background)
        self.remote.record_wanted.connect(self._record)
        self.remote.record_pause_wanted.connect(self.window.recorder.toggle_pause)
        self.remote.still_wanted.connect(lambda: self.controller.once_open(self.window.recorder.take_still))
        self.remote.show_wanted.connect(self.window.bring_back)
        self.remote.stop_wanted.connect(application.quit)

        self.keys = self.window.dialogs.keys = GlobalKeys(parent=self.window)
        self.keys.pressed.connect(self._do_for_key)
        self.store.changed.connect(lambda key: self.keys.use(self.store.program.global_keys))

    def _show_others(self, is_wanted: bool) -> None:
        if is_wanted:
            self.controller.start_output()
        else:
            self.controller.stop_output()

    def _do_for_key(self, name: str) -> None:
        """A key was pressed while another program may be in front."""
        commands = self.window.commands
        action = {"start": commands.start, "pause": commands.pause}.get(name)
        if action is not None:
            action.trigger()
        elif name == "record":
            self._record()
        else:
            self._take_plate()

    def _record(self) -> None:
        self.controller.once_open(self.window.recorder.toggle)

    def _take_plate(self) -> None:
        """Where the picture is seen: the camera would rest again behind the wizard."""
        self.window.tabs.setCurrentIndex(0)
        self.window.bring_back()
        self.controller.once_open(self.window.capture_plate_now)

    def show(self) -> None:
        self.window.show()
        QTimer.singleShot(0, self.window.start)  # once it is seen: it would be drawn late otherwise
        if self._videos:
            self.window.open_videos(self._videos)
        self.remote.open()
        self.keys.use(self.store.program.global_keys)
        self.instance.is_ready = True

    def _show_again(self, file: str) -> None:
        """The program was started once more, perhaps with a profile or a video."""
        self.window.bring_back()
        if file and Path(file).suffix != ".toml":
            self.window.open_videos([Path(file)])
        elif file:
            try:
                self.store.load_file(Path(file))
            except MattingError as error:
                self.controller.failed.emit(language.line_of(error), ())

    def _keep_for_session_end(self, manager: QSessionManager) -> None:
        """The desktop's session may be about to end; nobody is asked anything, and what ends the program comes next."""
        self.window.keep_place()
        if self.window.recorder.is_running:
            self.window.recorder.toggle()  # a file that is whole, however little time is left then
        self.store.flush()
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)  # no camera is opened because one logs in

    def close(self) -> None:
        """End everything; takes as long as a recording needs to be finished."""
        self.instance.is_ready = False
        for dialog in self.window.findChildren(QDialog):
            dialog.reject()  # a plate that was just taken is kept by it
        self.window.tray.hide()
        self.window.is_quitting = True
        self.window.close()
        self.store.flush()
        self.controller.stop()  # others, and the recording, before all that may take longer
        self.window.batch.end()
        self.remote.close()
        self.keys.close()
        self.controller.shut_down()
        self.leave()
        self.instance.close()  # last: another start waits for that

    def leave(self) -> None:
        """What must not be left undone, whatever hangs."""
        self.log.close()
        if self._demo_folder is not None:
            self._demo_folder.cleanup()


def run(options: StartOptions) -> int:
    """The program from the window's first picture to its last; the exit status. `end_process` comes next."""
    application = make_application()
    theme.follow_system(application)
    signals = EndSignals(application)
    signals.arrived.connect(application.quit)
    try:
        program = Program(application, options)
    except AlreadyRunningError as error:
        print(error)
        return _say_missing([*([options.profile] if options.profile else []), *options.videos])
    except MattingError as error:
        print(f"matting-rt-gui: error: {error}", file=sys.stderr)
        return 2 if error.is_user_mistake else 1
    program.show()
    status = application.exec()  # over also where the display is gone
    end_within(END_LIMIT_S, program.leave)
    program.close()
    return status


def _say_missing(files: Sequence[Path]) -> int:
    """The exit status where another program was given these files, whose window one may not be looking at."""
    missing = [file for file in files if not file.exists()]
    for file in missing:
        print(f"matting-rt-gui: error: {file} is not there; check its name", file=sys.stderr)
    return 2 if missing and missing == list(files) else 0


@cache  # holds it
def make_application() -> Application:
    """The application, which lives until `end_process`, whoever holds it.

    Where PyQt destroys one, it goes through all of Python's objects of Qt, deletes those that Python owns, and crashes
    over one that has gone with another.
    """
    application = Application(sys.argv[:1])
    application.setApplicationName(desktop_entry.NAME)
    application.setApplicationDisplayName("Matting RT")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(desktop_entry.NAME)
    application.setWindowIcon(icon("app"))  # of questions that have no window
    application.setQuitOnLastWindowClosed(False)
    application.installEventFilter(WheelGuard(application))
    return application
