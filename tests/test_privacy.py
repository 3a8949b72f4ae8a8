"""What is done here is nobody's business: no program of ours reaches for the internet or writes where it should not."""

import ast
import os
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from matting_rt.errors import ControlError
from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import send_command
from tests.watching import Watched, can_strace, make_home, watched

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the programs are watched by means of Linux")

ROOT = Path(__file__).parents[1]
NETWORK_LIMIT_S = 60.0
"""Within which a network is loaded, on a computer that is busy."""
RUN_S = 20.0
"""After that; libraries that tell their makers something, begin within seconds of the first network."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("user")
    return folder, {**make_home(folder), "PYTHONPATH": str(ROOT)}


def has_loaded(library: str, group: int) -> bool:
    """Whether any process of a group has a library in memory."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(folder.name)) == group and library in (folder / "maps").read_text():
                return True
    return False


def run_live(program: Watched) -> str:
    """Let the network run for a while, then have the program stop; what it said."""
    limit_s = time.monotonic() + NETWORK_LIMIT_S
    while not has_loaded("onnxruntime_pybind11_state", program.process.pid):
        assert time.monotonic() < limit_s, "the network was never loaded"
        assert program.process.poll() is None, program.process.communicate()[0]
        time.sleep(0.2)
    time.sleep(RUN_S)
    socket = program.folder / "runtime" / "matting-rt" / "control.sock"
    while program.process.poll() is None:  # a busy computer may hang up before it has answered
        with suppress(ControlError):
            send_command(ControlCommand(ControlVerb.STOP), socket)
            break
    return program.process.communicate(timeout=60)[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        [
            "matting_rt.cli",
            *["live", "--camera", "synthetic", "--plate", "auto", "--output", "null", "--quality", "best"],
        ],
        ["gui", "--demo"],
    ],
    ids=["live", "window"],
)
def test_live_video_sends_nothing_and_writes_only_what_is_its_own(
    words: list[str], home: tuple[Path, dict[str, str]]
) -> None:
    if words[0] == "gui":
        pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
    folder, environment = home
    with watched([sys.executable, "-m", *words], folder, {**environment, "PYTHONPATH": str(ROOT)}) as program:
        said = run_live(program)
    assert program.process.returncode == 0, said
    assert program.internet == []
    assert program.strays == []
    if words[0] == "matting_rt.cli":
        assert re.search(r"[1-9]\d* matted", said), said


@pytest.mark.parametrize("by_strace", [True, False], ids=["strace", "without"])
def test_who_watches_sees_internet_sockets_and_stray_files(tmp_path: Path, by_strace: bool) -> None:
    if by_strace and not can_strace():
        pytest.skip("strace is not installed, or not allowed to watch")
    script = """
import os, pathlib, socket, subprocess, sys
socket.socket(socket.AF_UNIX).close()
cache, home = pathlib.Path(os.environ["XDG_CACHE_HOME"]), pathlib.Path.home()
(cache / "matting-rt").mkdir()
(cache / "matting-rt" / "programs").write_text("its own")
(pathlib.Path(os.environ["TMPDIR"]) / "passing").write_text("its own")
(cache / "makers").mkdir()
(cache / "makers" / "events").write_text("not its own")
os.chdir(home)
open("stray", "w").close()
os.rename("stray", "moved")
if sys.argv[1:] == ["send"]:
    socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
"""
    environment = make_home(tmp_path)
    found = []
    for words in ([], ["send"]):
        with watched([sys.executable, "-c", script, *words], tmp_path, environment, by_strace) as program:
            program.process.communicate(timeout=60)
        found.append(program)
        (tmp_path / "cache" / "makers" / "events").unlink()
        (tmp_path / "cache" / "makers").rmdir()
        (tmp_path / "cache" / "matting-rt" / "programs").unlink()
        (tmp_path / "cache" / "matting-rt").rmdir()
    quiet, sender = found
    assert quiet.process.returncode == 0
    assert quiet.internet == []
    assert len(sender.internet) == 1
    strays = {str(tmp_path / "cache" / "makers"), str(tmp_path / "cache" / "makers" / "events")}
    strays |= {str(tmp_path / "home" / name) for name in (("stray", "moved") if by_strace else ("moved",))}
    assert set(quiet.strays) == strays


def test_onnx_runtime_is_imported_only_where_its_telemetry_is_off() -> None:
    """`matting_rt/__init__.py` sees to that, for whatever is imported below it, and for nothing else."""
    elsewhere = (path for room in ("gui", "tools", "training") for path in (ROOT / room).rglob("*.py"))
    for path in elsewhere:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.split(".")[0] == "onnxruntime" for name in names), path


def test_only_the_button_that_asks_for_updates_can_reach_the_internet() -> None:
    """By what is imported: sockets are also between programs of this computer, and the tests above watch those."""
    speakers = {"ftplib", "http", "httpx", "requests", "smtplib", "ssl", "urllib", "urllib3", "xmlrpc"}
    found = []
    for path in (path for room in ("gui", "matting_rt") for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if any(name.split(".")[0] in speakers or name.split(".")[-1] == "QtNetwork" for name in names):
                found.append(str(path.relative_to(ROOT)))
    assert found == ["gui/help/update_check.py"]
