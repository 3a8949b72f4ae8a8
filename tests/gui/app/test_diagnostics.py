"""The text for a report of a fault, of the real computer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app.diagnostics import DiagnosticsDialog, describe_desktop
from matting_rt import __version__
from matting_rt.config import BackdropConfig, Config


@pytest.fixture
def dialog(qapp: QApplication) -> Iterator[DiagnosticsDialog]:
    config = Config(backdrop=BackdropConfig(f"{Path.home()}/sea.jpg"))
    dialog = DiagnosticsDialog(config, ["one line", f"another about {Path.home()}/video.mp4"])
    dialog.show()
    yield dialog
    dialog.collector.wait()
    dialog.close()
    dialog.deleteLater()


def test_versions_devices_advice_settings_and_log_are_copied_without_the_home_folder(
    dialog: DiagnosticsDialog, qtbot: QtBot
) -> None:
    assert not dialog.copy_button.isEnabled()
    qtbot.waitUntil(dialog.copy_button.isEnabled, timeout=60_000)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    text = clipboard.text()
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert titles == ["## Versions", "## Devices", "## Advice", "## Settings", "## Log"]
    assert f"Matting RT {__version__}\nPython 3." in text
    assert "mobilenetv3-lite" in text
    assert 'spec = "~/sea.jpg"' in text
    assert text.endswith("## Log\n\none line\nanother about ~/video.mp4\n")
    assert str(Path.home()) not in text


def test_a_dialog_that_is_closed_early_is_not_waited_for(qapp: QApplication) -> None:
    dialog = DiagnosticsDialog(Config(), [])
    collector = dialog.collector
    dialog.close()
    dialog.deleteLater()
    qapp.processEvents()
    collector.wait()


def test_the_desktop_is_named_with_its_screens(qapp: QApplication) -> None:
    assert "offscreen, 800x800 at 100%" in describe_desktop()
