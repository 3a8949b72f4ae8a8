"""The command: what it says before there is a window."""

import subprocess
import sys

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from gui.__main__ import main


def test_its_version_is_the_programs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out.startswith("matting-rt-gui ")


def test_without_a_display_it_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert "no display" in capsys.readouterr().err


def test_the_window_is_made_without_what_loads_slowly() -> None:
    script = """
import sys
from gui import application
print(sorted({"av", "cv2", "onnxruntime", "torch"} & sys.modules.keys()))
"""
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert printed == "[]\n"
