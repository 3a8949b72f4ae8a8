"""Take the README's pictures of the desktop program, as `make screenshots` does, on a display of its own.

    xvfb-run -a -s "-screen 0 3000x2000x24" .venv/bin/python -m tools.screenshots

Each look (light, dark, light twice as large) is a program of its own, because Qt takes its scale from the environment
when it starts. All of it is the real thing, with the sample scene as the camera.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFont, QFontDatabase
from PyQt6.QtWidgets import QApplication, QWidget

from gui.app.application import Program, StartOptions, make_application
from gui.batch.compare import CompareDialog
from gui.batch.jobs import JobState
from gui.gallery.backgrounds import PAINTED
from gui.help.about import AboutDialog
from gui.help.dialog import HelpDialog
from gui.live.signals import CameraState
from gui.look import theme
from gui.look.language import ENGLISH, languages
from gui.look.theme import DARK, LIGHT
from gui.plate.wizard import PlateWizard
from gui.settings.dialog import SettingsDialog
from gui.settings.setting import Section
from gui.virtual_camera.dialog import SetUpDialog
from matting_rt.demo_scene import render_scene
from matting_rt.ending import end_process
from matting_rt.frame import FrameSize

FOLDER = Path(__file__).parents[1] / "docs" / "images"
LOOKS = {"light": (LIGHT, "1"), "dark": (DARK, "1"), "200": (LIGHT, "2")}
"""Scheme and scale."""
ONE = ("live",)
NAMES = (
    *("first-start", *ONE, "compare", "figures", "settings", "settings-search", "virtual-camera", "help", "about"),
    *("plate", "plate-counting", "plate-taken", "videos-empty", "videos", "videos-compare"),
)
"""Pictures; in other looks than the first only the window itself."""
SIZE = 1240, 720
QUALITY = 92
"""Of JPEG: letters stay sharp, and the pictures of a look together are smaller than one PNG."""
LIMIT_S = 300.0
"""To paint the sample scene and to export a network for the first time, on a busy computer."""
FONTS = ("Inter", "Cantarell", "Noto Sans")
"""Of desktops, the first that is installed: a bare display has only what its programs fall back on."""


class Photographer:
    """Goes through the program and saves what it sees as window-NAME-LOOK.jpg."""

    def __init__(self, application: QApplication, program: Program, folder: Path, look: str) -> None:
        self._application, self._program = application, program
        self._folder, self._look = folder, look

    def take_all(self, wanted: Collection[str]) -> None:
        """Go through all of it, and save what is `wanted`."""
        self._wanted = wanted
        window, store = self._program.window, self._program.store
        window.resize(*SIZE)
        self._program.show()
        self._save("first-start", window)
        store.set("program.is_first_start_done", True)
        window.first_start.finished.emit()
        store.set("backdrop.spec", next(path for path in PAINTED if Path(path).stem == "beach"))
        self._take_live()
        if wanted != ONE:
            self._take_dialogs()
            self._take_videos()

    def _take_live(self) -> None:
        window, controller = self._program.window, self._program.controller
        window.live_page.sample_wanted.emit()
        self._wait_for(lambda: controller.state is CameraState.PREVIEWING)
        self._wait_for(lambda: window.status_line.is_all_well)
        self._let_pass(2.0)
        self._save("live", window)
        window.commands.compare.trigger()
        self._let_pass(1.0)
        self._save("compare", window)
        window.commands.compare.trigger()
        window.commands.stats.setChecked(True)
        self._let_pass(20.0 if "figures" in self._wanted else 0.0)
        self._save("figures", window)
        window.commands.stats.setChecked(False)

    def _take_dialogs(self) -> None:
        window, controller, store = self._program.window, self._program.controller, self._program.store
        settings = SettingsDialog(store, window)
        settings.show_section(Section.QUALITY)
        settings.show()
        self._save("settings", settings)
        settings.search.setText("frame")
        self._save("settings-search", settings)
        settings.close()
        for name, dialog in (
            ("virtual-camera", SetUpDialog(window)),
            ("help", HelpDialog(window.commands.window_actions, window)),
            ("about", AboutDialog(window)),
        ):
            dialog.show()
            self._let_pass(1.0)
            self._save(name, dialog)
            dialog.close()
        wizard = PlateWizard(store, controller, window)
        wizard.show()
        self._save("plate", wizard)
        wizard.begin()
        self._wait_for(lambda: wizard.capture.face.text == "3")
        self._save("plate-counting", wizard)
        self._wait_for(lambda: wizard.page is wizard.outcome)
        self._save("plate-taken", wizard)
        wizard.close()

    def _take_videos(self) -> None:
        window = self._program.window
        window.tabs.setCurrentIndex(1)
        self._save("videos-empty", window)
        with tempfile.TemporaryDirectory() as folder:
            scene = render_scene(Path(folder), 1, FrameSize(960, 540), 3.0)
            films = [scene.video.with_name(f"{name}.mp4") for name in ("Greeting", "Interview", "Lecture")]
            for film in films:
                shutil.copy(scene.video, film)
            window.batch.add(films)
            queue = window.batch.queue
            queue.start()
            self._wait_for(lambda: queue.jobs[0].state is JobState.DONE and queue.jobs[1].state is JobState.RUNNING)
            self._let_pass(1.0)
            self._save("videos", window)
            queue.pause()
            compare = CompareDialog(queue.jobs[0], window)
            compare.show()
            self._wait_for(lambda: bool(compare.frames))
            self._save("videos-compare", compare)
            compare.close()
            window.batch.end()

    def _wait_for(self, is_true: Callable[[], bool]) -> None:
        end_s = time.perf_counter() + LIMIT_S
        while not is_true():
            if time.perf_counter() > end_s:
                raise SystemExit(f"screenshots: nothing came in {LIMIT_S:.0f} s; {self._program.controller.message}")
            self._let_pass(0.02)

    def _let_pass(self, seconds: float) -> None:
        end_s = time.perf_counter() + seconds
        while time.perf_counter() < end_s:
            self._application.processEvents()
            time.sleep(0.005)

    def _save(self, name: str, widget: QWidget) -> None:
        if name not in self._wanted:
            return
        self._let_pass(0.5)
        path = self._folder / f"window-{name}-{self._look}.jpg"
        widget.grab().save(str(path), quality=QUALITY)
        print(f"wrote {path}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the README's pictures of the desktop program.")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they go (default: docs/images)")
    parser.add_argument("--all", action="store_true", help="all pictures in all looks, to look at")
    parser.add_argument("--language", choices=languages(), default=ENGLISH, help="of the window (default: en)")
    parser.add_argument("--mirrored", action="store_true", help="laid out from right to left, to look at")
    parser.add_argument("--look", choices=LOOKS, help="only this one, at the scale that QT_SCALE_FACTOR says")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.look is None:
        return _take_all_looks(sys.argv[1:])
    application = make_application()
    families = set(QFontDatabase.families())
    family = next((font for font in FONTS if font in families), application.font().family())
    application.setFont(QFont(family, 10))
    theme.apply(application, LOOKS[options.look][0])
    with tempfile.TemporaryDirectory() as settings:
        (Path(settings) / "program.toml").write_text(f'language = "{options.language}"\n', encoding="utf-8")
        program = Program(application, StartOptions(folder=Path(settings)))
        if options.mirrored:
            application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        try:
            Photographer(application, program, options.folder, options.look).take_all(
                NAMES if options.all or options.look == "light" else ONE
            )
        finally:
            program.close()
    return 0


def _take_all_looks(arguments: Sequence[str]) -> int:
    for look, (_, scale) in LOOKS.items():
        command = [sys.executable, "-m", "tools.screenshots", *arguments, "--look", look]
        status = subprocess.run(command, env={**os.environ, "QT_SCALE_FACTOR": scale}, check=False).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    end_process(main())
