"""What is checked of a wheel before it is uploaded."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from tools.dist import contents

CHECKOUT = Path(__file__).parents[2]
INSIDE = {"matting_rt/": "matting_rt/", "gui/": "matting_rt/gui/", "models/": "matting_rt/models/"}


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Of all that the wheel may hold, as it is called there."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("what was unpacked from a source distribution may hold more than git knows")
    tracked = subprocess.check_output(["git", "ls-files", *INSIDE], cwd=CHECKOUT, text=True).split()
    return [into + name.removeprefix(top) for name in tracked for top, into in INSIDE.items() if name.startswith(top)]


def test_all_that_a_wheel_may_hold_has_a_licence(names: list[str]) -> None:
    assert len(names) > 300
    assert contents.unlicensed(names) == []


def test_each_row_is_of_something(names: list[str]) -> None:
    for row in contents.ROWS:
        has_some = any(contents.fnmatch(name, pattern) for name in names for pattern in row["files"].split())
        assert has_some or row["files"].startswith("matting_rt-"), row


def test_a_font_or_a_model_that_nobody_knows_is_told(names: list[str]) -> None:
    found = contents.unlicensed(
        [*names, "matting_rt/models/other.onnx", "matting_rt/gui/look/Some.ttf", "tests/test.py"]
    )
    assert found == ["matting_rt/models/other.onnx", "matting_rt/gui/look/Some.ttf", "tests/test.py"]


def test_a_package_that_was_forgotten_is_told(
    names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        for name in names:
            if not name.startswith("matting_rt/gui/look/"):
                file.writestr(name, b"")
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setattr("sys.argv", ["contents", str(wheel)])
    assert contents.main() == 1
    told = capsys.readouterr().err.splitlines()
    assert "some.whl: matting_rt/gui/look/theme.py was forgotten; list its package in setup.cfg" in told
    assert all("/gui/look/" in line for line in told)
