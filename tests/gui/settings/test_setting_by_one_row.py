"""A setting is a row: whoever adds a field has its control, its flag and its line of TOML."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

ROOT = Path(__file__).parents[3]
BEFORE = "    shadow: bool = setting("
ROW = """    glow_px: float = setting(
        2.0, label="Glow", help="Puts a bright rim around you.", low=0, high=9, step=0.5, unit="px"
    )
"""
SCRIPT = """
from pathlib import Path
from PyQt6.QtWidgets import QApplication
from gui.settings.dialog import SettingsDialog
from gui.settings.store import SettingsStore
from matting_rt.cli.__main__ import main, make_parser
from matting_rt.cli.options import config_of
from matting_rt.config import from_toml, to_toml
from matting_rt.errors import ConfigError

words = ["video", "--src", "a", "--plate", "b", "--output", "c", "--glow-px", "3.5"]
config = config_of(make_parser().parse_args(words))
assert config.composite.glow_px == 3.5
assert "glow_px = 3.5" in to_toml(config)
assert from_toml(to_toml(config)) == config
try:
    from_toml("[composite]\\nglow_px = 10")
except ConfigError as error:
    print(error)

application = QApplication([])
store = SettingsStore(Path("settings"))
dialog = SettingsDialog(store)
control = dialog.controls["composite.glow_px"]
control.control.setValue(8)
assert store.config.composite.glow_px == 4.0
print(control.control.accessibleName(), control.shown_value, control.control.toolTip())
store.flush()
assert SettingsStore(Path("settings")).config == store.config
main(["video", "--help"])
"""


def test_a_new_field_is_in_the_window_on_the_command_line_and_in_toml_by_its_row_alone(tmp_path: Path) -> None:
    for package in ("gui", "matting_rt"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    stages = tmp_path / "matting_rt" / "config" / "stages.py"
    source = stages.read_text(encoding="utf-8")
    assert source.count(BEFORE) == 1
    stages.write_text(source.replace(BEFORE, ROW + BEFORE), encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        "COLUMNS": "120",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    program = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert program.returncode == 0, program.stderr
    refused, shown, *help_lines = program.stdout.splitlines()
    assert refused == "composite.glow_px is 10; choose a value from 0 to 9 px (line 2)"
    assert shown == "Glow 4.0 px Puts a bright rim around you."
    entry = next(line for line in help_lines if line.strip().startswith("--glow-px"))
    assert entry.endswith("glow: puts a bright rim around you (from 0 to 9 px; default: 2)")
