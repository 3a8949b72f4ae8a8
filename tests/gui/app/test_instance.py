"""Two programs never have one folder of settings, and the second one shows the first."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.app.instance import LOCK_NAME, Instance
from gui.settings.store import SettingsStore
from matting_rt.config import to_toml
from matting_rt.errors import AlreadyRunningError, ControlError
from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import send_command
from tests.gui.test_main import running


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "settings"


@pytest.fixture
def first(qapp: object, folder: Path) -> Iterator[Instance]:
    instance = Instance(folder)
    instance.begin()
    instance.is_ready = True
    yield instance
    instance.close()


def test_a_second_start_shows_the_first_window_and_hands_its_profile_over(
    qtbot: QtBot, first: Instance, folder: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(first.show_wanted) as shown, pytest.raises(AlreadyRunningError, match="is already running"):
        Instance(folder).begin()
    assert shown.args == [""]
    with qtbot.waitSignal(first.show_wanted) as shown, pytest.raises(AlreadyRunningError):
        Instance(folder).begin([tmp_path / "a profile.toml"])
    assert shown.args == [str(tmp_path / "a profile.toml")]


def test_each_file_of_a_second_start_goes_to_the_first(qtbot: QtBot, first: Instance, folder: Path) -> None:
    videos = [folder / "one.mp4", folder / "two.mp4"]
    with qtbot.waitSignals([first.show_wanted] * 2) as shown, pytest.raises(AlreadyRunningError):
        Instance(folder).begin(videos)
    assert [each.args for each in shown.all_signals_and_args] == [(str(video),) for video in videos]


def test_other_settings_may_be_used_at_the_same_time(first: Instance, tmp_path: Path) -> None:
    other = Instance(tmp_path / "others")
    other.begin()
    other.close()


def test_another_name_of_the_folder_is_the_same_folder(first: Instance, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(AlreadyRunningError):
        Instance(tmp_path / "link").begin()


def test_a_second_start_waits_for_a_first_that_is_about_to_end(first: Instance, folder: Path) -> None:
    first.is_ready = False
    ending = threading.Timer(0.5, first.close)
    ending.start()
    second = Instance(folder)
    second.begin()
    ending.join()
    second.close()


def test_one_that_does_not_answer_is_named_with_its_process(first: Instance, folder: Path) -> None:
    first.is_ready = False
    with pytest.raises(ControlError, match=f"end it with: kill {os.getpid()}") as refused:
        Instance(folder).begin(limit_s=0.2)
    assert not isinstance(refused.value, AlreadyRunningError)


def test_a_folder_that_cannot_be_made_is_no_reason_not_to_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    instance = Instance(tmp_path / "file" / "settings")
    instance.begin()
    instance.close()


def wait_for(program: "subprocess.Popen[str]", socket: Path) -> None:
    end_s = time.monotonic() + 60
    while not socket.exists():
        assert time.monotonic() < end_s
        assert program.poll() is None
        time.sleep(0.05)


def settings_of(folder: Path) -> str:
    path = folder / "settings.toml"
    return path.read_text() if path.exists() else ""


@pytest.mark.slow
def test_the_program_itself_started_twice_ends_with_one_and_takes_over_from_one_that_was_killed(
    tmp_path: Path,
) -> None:
    control = tmp_path / "matting-rt" / "control.sock"
    store = SettingsStore(tmp_path)
    store.set("composite.light_wrap", 0.25)
    profile = tmp_path / "profile.toml"
    profile.write_text(to_toml(store.config))
    with running(folder=tmp_path) as first:
        wait_for(first, control)
        with running("--profile", str(profile), folder=tmp_path) as second:
            said, _ = second.communicate(timeout=60)
        assert (second.returncode, said) == (0, "Matting RT is already running; its window is now in front\n")
        assert first.poll() is None
        end_s = time.monotonic() + 10  # the first one takes over the profile
        while "light_wrap = 0.25" not in settings_of(tmp_path):
            assert time.monotonic() < end_s
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
        first.wait(60)
    assert (tmp_path / LOCK_NAME).exists()
    control.unlink()
    with running(folder=tmp_path) as third:
        wait_for(third, control)
        send_command(ControlCommand(ControlVerb.STOP), control)
        third.communicate(timeout=60)
    assert third.returncode == 0


def test_a_second_start_names_the_files_that_are_not_there(qapp: object, tmp_path: Path) -> None:
    first = Instance(tmp_path)
    first.begin()
    first.is_ready = True
    gone, there = tmp_path / "none.mp4", tmp_path / "there.mp4"
    there.touch()
    for files, status in (([gone], 2), ([gone, there], 0), ([there], 0)):
        with running(*map(str, files), folder=tmp_path) as second:
            _, said = second.communicate(timeout=60)
        line = f"matting-rt-gui: error: {gone} is not there; check its name\n"
        assert (second.returncode, said) == (status, line if gone in files else "")
    first.close()


def test_a_demo_that_keeps_nothing_may_run_beside(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    script = """
from gui.app.application import Program, StartOptions, make_application
from matting_rt.ending import end_process

application = make_application()
print(Program(application, StartOptions(demo=True)).store.folder)
end_process(0)
"""
    run = [
        subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    folders = {program.communicate(timeout=60)[0] for program in run}
    assert len(folders) == 2
    assert [program.returncode for program in run] == [0, 0]
