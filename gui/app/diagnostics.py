"""What a report of a fault needs, as text: versions, devices, advice, settings, and the last lines of the log."""

import os
import platform
import threading
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from PyQt6.QtCore import PYQT_VERSION_STR, QObject, pyqtSignal, qVersion
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr, with_keys
from gui.look.theme import Role
from matting_rt import __version__
from matting_rt.cli.devices import describe
from matting_rt.config import Config, to_toml
from matting_rt.doctor.checks import advise, this_system
from matting_rt.doctor.probe import probe_system

_PACKAGES = ("torch", "torchvision", "onnxruntime", "onnx", "av", "opencv-python-headless", "numpy", "PyQt6")


def collect(config: Config, log_lines: Iterable[str], desktop: str) -> str:
    """The text, in English for whoever reads the report. From any thread. Raises nothing.

    Takes seconds, because devices are looked at and PyTorch is loaded.

    Args:
        desktop: what `describe_desktop` says.
    """
    found = probe_system()
    findings = advise(found, this_system())
    sections = (
        ("Versions", [*_versions(), desktop]),
        ("Devices", describe(found)),
        ("Advice", [f"{finding.severity.value}: {finding.text}" for finding in findings] or ["none"]),
        ("Settings", to_toml(config).splitlines()),
        ("Log", list(log_lines) or ["empty"]),
    )
    text = "\n\n".join(f"## {title}\n\n" + "\n".join(lines) for title, lines in sections)
    return _without_home(text) + "\n"


def describe_desktop() -> str:
    """Desktop and screens, in a line. On the GUI thread."""
    names = [os.environ.get(name, "") for name in ("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE")]
    screens = [
        f"{screen.geometry().width()}x{screen.geometry().height()} at {screen.devicePixelRatio():.0%}"
        for screen in QGuiApplication.screens()
    ]
    return ", ".join(filter(None, [*names, QGuiApplication.platformName(), *screens]))


def _versions() -> list[str]:
    lines = [
        f"Matting RT {__version__}",
        f"Python {platform.python_version()}, {platform.platform()}",
        f"Qt {qVersion()}, PyQt {PYQT_VERSION_STR}",
    ]
    packages = []
    for name in _PACKAGES:
        try:
            packages.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            packages.append(f"{name} not installed")
    return [*lines, ", ".join(packages)]


def _without_home(text: str) -> str:
    """The text without the user's name in paths, because it is made to be posted."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


class Collector(QObject):
    """Collects on a thread of its own; has no parent in Qt, so that it may outlive the dialog that asked."""

    ready = pyqtSignal(str)

    def __init__(self, config: Config, log_lines: Sequence[str]) -> None:
        super().__init__()
        desktop = describe_desktop()
        self._thread = threading.Thread(
            target=lambda: self.ready.emit(collect(config, log_lines, desktop)), name="diagnostics", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def wait(self) -> None:
        self._thread.join()


class DiagnosticsDialog(QDialog):
    """Shows the text, so that a person sees what would be posted, and copies it."""

    def __init__(self, config: Config, log_lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Diagnostics"))
        self.resize(theme.size_in_text(640, 480))
        hint = QLabel(tr("For a bug report. Review it before you post it: it names your devices and files."))
        hint.setWordWrap(True)
        theme.set_role(hint, Role.QUIET)
        self.text = QPlainTextEdit(tr("Looking at devices and settings …"), self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Diagnostics"))
        self.copy_button = QPushButton(icon("copy", theme.colours().on_accent), tr("&Copy"), self)
        self.copy_button.setToolTip(with_keys(tr("Copy all of it to the clipboard"), self.copy_button.text()))
        self.copy_button.setEnabled(False)
        self.copy_button.clicked.connect(self.copy)
        theme.set_role(self.copy_button, Role.PRIMARY)
        close = QPushButton(tr("Close"), self)
        close.setToolTip(with_keys(tr("Close"), "Esc"))
        close.clicked.connect(self.reject)
        self._said = QLabel(self)
        theme.set_role(self._said, Role.QUIET)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self._said, 1)
        buttons.addWidget(close)
        buttons.addWidget(self.copy_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.HUGE, theme.HUGE, theme.HUGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(hint)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        self.collector = Collector(config, log_lines)
        self.collector.ready.connect(self._show)
        self.collector.start()

    def copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(self.text.toPlainText())
        self._said.setText(tr("Copied."))

    def _show(self, text: str) -> None:
        self.text.setPlainText(text)
        self.copy_button.setEnabled(True)
        self.copy_button.setFocus()
