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
    assert set(setup_cfg["options"]["packages"].split()) == packages | {"matting_rt.models"}


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
