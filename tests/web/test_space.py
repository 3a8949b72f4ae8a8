"""The files that make a Space of Hugging Face: whether they say what it is made of."""

import configparser
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPACE = ROOT / "tools" / "space"


def front_matter() -> dict[str, str]:
    """What stands between the first two lines of dashes: names and values, a line each."""
    _, lines, _ = (SPACE / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    return dict(line.split(": ", 1) for line in lines.splitlines())


def test_a_space_is_told_how_it_starts() -> None:
    said = front_matter()
    assert said["sdk"] == "gradio"
    assert (SPACE / said["app_file"]).is_file()
    assert said["license"] == "mit"
    assert len(said["short_description"]) <= 60, "Hugging Face refuses longer ones"


def test_a_space_runs_versions_that_the_program_takes() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    range_ = re.fullmatch(r"gradio>=(\d+)\.(\d+),<(\d+)", setup["options.extras_require"]["web"].strip())
    assert range_ is not None
    lowest_major, lowest_minor, beyond = map(int, range_.groups())
    major, minor, _ = map(int, front_matter()["sdk_version"].split("."))
    assert (lowest_major, lowest_minor) <= (major, minor) < (beyond, 0)
    assert front_matter()["python_version"].strip('"') in ("3.10", "3.11", "3.12", "3.13")
    assert "matting-rt[web]" in (SPACE / "requirements.txt").read_text(encoding="utf-8")
