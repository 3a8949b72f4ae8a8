"""What setup.cfg promises of the wheel, and what the set-up of a checkout says when it cannot go on."""

import configparser
import os
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def setup_cfg() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_every_package_is_installed(setup_cfg: configparser.ConfigParser) -> None:
    folders = (path.parent for top in ("gui", "matting_rt") for path in (ROOT / top).rglob("__init__.py"))
    packages = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    inside = {f"matting_rt.{name}" if name.startswith("gui") else name for name in packages}
    assert set(setup_cfg["options"]["packages"].split()) == inside | {"matting_rt.models"}
    folders_of = setup_cfg["options"]["package_dir"].strip().splitlines()
    assert folders_of == ["matting_rt.gui = gui", "matting_rt.models = models"]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder of packages as the wheel lays them out, made of links."""
    package = tmp_path / "matting_rt"
    package.mkdir()
    for path in (*(ROOT / "matting_rt").iterdir(), ROOT / "gui", ROOT / "models"):
        (package / path.name).symlink_to(path)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_the_installed_window_has_one_of_each_module_and_takes_no_other_package_for_its_own(installed: Path) -> None:
    pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
    script = """
import sys
import matting_rt.gui.__main__
import gui.app.application
from gui.look import theme
from matting_rt.sinks import window
assert matting_rt.__file__.startswith(sys.argv[1]), matting_rt.__file__
assert sys.modules["gui.look.theme"] is theme and theme.__file__.startswith(sys.argv[1]), theme.__file__
assert window._PROGRAM == "matting_rt.gui.live.output_window", window._PROGRAM
print([name for name in sys.modules if name.startswith("matting_rt.gui")])
"""
    (installed / "elsewhere" / "gui").mkdir(parents=True)
    (installed / "elsewhere" / "gui" / "__init__.py").write_text("raise ImportError('this is not the window')")
    program = subprocess.run(
        [sys.executable, "-c", script, str(installed)],
        cwd=installed / "elsewhere",
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert program.stdout == "['matting_rt.gui', 'matting_rt.gui.__main__']\n", program.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_the_installed_window_starts_as_a_program(installed: Path) -> None:
    program = subprocess.run(
        [sys.executable, "-m", "matting_rt.gui", "--version"],
        cwd=installed,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert program.stdout.startswith("matting-rt-gui "), program.stderr


def test_every_released_file_is_installed(setup_cfg: configparser.ConfigParser) -> None:
    patterns = setup_cfg["options.package_data"]["matting_rt.models"].split(", ")
    released = [path.name for path in (ROOT / "models").iterdir()]
    assert not [name for name in released if not any(fnmatch(name, pattern) for pattern in patterns)]


def test_a_base_installation_has_no_pytorch(setup_cfg: configparser.ConfigParser) -> None:
    base = setup_cfg["options"]["install_requires"]
    assert not [name for name in ("torch", "onnx>", "onnxscript") if name in base]
    for extra in ("export", "train"):
        assert "matting-rt[gpu]" in setup_cfg["options.extras_require"][extra]
    assert "torchvision" in setup_cfg["options.extras_require"]["gpu"]


def set_up(checkout: Path, python: str) -> subprocess.CompletedProcess[str]:
    (checkout / "tools").mkdir()
    script = shutil.copy(ROOT / "tools" / "set_up_venv.sh", checkout / "tools")
    return subprocess.run([script], env={**os.environ, "PYTHON": python}, capture_output=True, text=True)


@pytest.mark.skipif(sys.platform != "linux", reason="the script is for Debian and Ubuntu")
@pytest.mark.parametrize("python", ["/bin/false", "no-such-python"])
def test_set_up_says_which_python_it_needs(tmp_path: Path, python: str) -> None:
    run = set_up(tmp_path, python)
    assert run.returncode == 1
    assert "Python 3.10 to 3.13 is needed" in run.stderr
    assert python in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv").exists()
