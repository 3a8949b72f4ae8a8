import os
import socket
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from matting_rt.errors import AlreadyRunningError, ControlError, UsageError
from matting_rt.live import control
from matting_rt.live.commands import ControlCommand, ControlVerb, execute
from matting_rt.live.control import LIMIT_BYTES, ControlServer, control_path, is_stale, send_command

KNOWN = b"toggle, start-output, stop-output, plate, backdrop, record, record-pause, still, show, stop\n"
TOGGLE = ControlCommand(ControlVerb.TOGGLE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "control.sock"


class Program:
    """What is told things; remembers them."""

    def __init__(self) -> None:
        self.told: list[ControlCommand] = []
        self.threads: set[str] = set()

    def handle(self, command: ControlCommand) -> str:
        self.threads.add(threading.current_thread().name)
        if command.argument == "mauve":
            raise UsageError("mauve is not a colour;\nchoose another")
        if command.argument == "bug":
            raise ZeroDivisionError("oh")
        self.told.append(command)
        return f"{command.verb.value} it is"


@pytest.fixture
def program(path: Path) -> Iterator[Program]:
    told = Program()
    with ControlServer(told.handle, path):
        yield told


def leave_stale(path: Path) -> None:
    """A socket file whose program has ended."""
    path.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))


def raw(path: Path, content: bytes) -> bytes:
    """What the server answers to any bytes."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        client.connect(str(path))
        try:
            client.sendall(content)
            with suppress(OSError):
                client.shutdown(socket.SHUT_WR)
            return client.makefile("rb").read()
        except ConnectionError:  # it has hung up already
            return b""


def test_a_command_reaches_the_program_and_its_answer_comes_back(program: Program, path: Path) -> None:
    assert send_command(TOGGLE, path) == "toggle it is"
    spec = "/home/Zoë/two words.jpg"
    assert send_command(ControlCommand(ControlVerb.BACKDROP, spec), path) == "backdrop it is"
    assert program.told == [TOGGLE, ControlCommand(ControlVerb.BACKDROP, spec)]
    assert program.threads == {"control"}


def test_only_the_user_can_reach_the_socket(program: Program, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_was_open_to_others_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o755)
    with ControlServer(Program().handle, path):
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach, as pytest's are not."""
    with tempfile.TemporaryDirectory(prefix="matting-rt-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can pretend to be another user")
def test_another_user_is_hung_up_on_even_where_the_modes_let_them_in(open_folder: Path) -> None:
    program, path = Program(), open_folder / "run" / "control.sock"
    with ControlServer(program.handle, path):
        path.parent.chmod(0o755)
        path.chmod(0o666)
        os.seteuid(12345)
        try:
            assert raw(path, b"") == b""
            with pytest.raises(ControlError):
                send_command(TOGGLE, path)
        finally:
            os.seteuid(0)
        assert send_command(TOGGLE, path) == "toggle it is"
    assert len(program.told) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_the_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, -1)
    with pytest.raises(ControlError, match="belongs to somebody else"):
        ControlServer(Program().handle, tmp_path / "control.sock").open()


def test_the_socket_of_a_dead_program_is_replaced(path: Path) -> None:
    leave_stale(path)
    assert is_stale(path)
    with ControlServer(Program().handle, path):
        assert not is_stale(path)
        assert send_command(TOGGLE, path) == "toggle it is"
    assert not path.exists()


def test_a_second_program_is_refused_and_the_first_goes_on(program: Program, path: Path) -> None:
    with pytest.raises(ControlError, match="already running; end it with: matting-rt control stop"):
        ControlServer(Program().handle, path).open()
    assert send_command(TOGGLE, path) == "toggle it is"


def test_a_lock_elsewhere_says_which_process_holds_it(path: Path, tmp_path: Path) -> None:
    lock = tmp_path / "settings.lock"
    lock.write_text("999999999 was killed\n")
    with ControlServer(Program().handle, path, lock):
        assert lock.read_text() == f"{os.getpid()}\n"
        with pytest.raises(AlreadyRunningError):
            ControlServer(Program().handle, path.with_name("other.sock"), lock).open()
    with ControlServer(Program().handle, path, lock):
        pass


def test_it_can_be_opened_again_and_closed_twice(path: Path) -> None:
    server = ControlServer(Program().handle, path)
    for _ in range(2):
        server.open()
        assert send_command(TOGGLE, path)
        server.close()
    server.close()


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (
            b"dance\n",
            b"error 'dance' is no command; known are " + KNOWN,
        ),
        (
            b"\n",
            b"error '' is no command; known are " + KNOWN,
        ),
        (b"\xff\xfe\x00\n", b"error the line is not UTF-8\n"),
        (b"x" * (LIMIT_BYTES + 1), f"error the line is longer than {LIMIT_BYTES} bytes\n".encode()),
        (b"toggle now\n", b"error backdrop takes"),
        (b"backdrop\n", b"error backdrop takes"),
        (b"backdrop mauve\n", b"error mauve is not a colour; choose another\n"),
        (b"backdrop bug\n", b"error internal error: ZeroDivisionError: oh\n"),
        (b"toggle", b""),
        (b"", b""),
    ],
)
def test_garbage_is_answered_in_a_line_and_does_no_harm(
    program: Program, path: Path, content: bytes, answer: bytes
) -> None:
    assert raw(path, content).startswith(answer)
    assert not program.told
    assert send_command(TOGGLE, path) == "toggle it is"


def test_who_told_it_to_stop_gets_an_answer_though_it_is_closed_at_once(path: Path) -> None:
    for _ in range(20):
        told = threading.Event()

        def stop(command: ControlCommand, told: threading.Event = told) -> str:
            told.set()
            return "stopping"

        server = ControlServer(stop, path)
        server.open()
        closing = threading.Thread(target=lambda server=server, told=told: told.wait(5) and server.close())
        closing.start()
        assert send_command(ControlCommand(ControlVerb.STOP), path) == "stopping"
        closing.join()


def test_a_command_that_hangs_does_not_keep_the_program_from_closing(path: Path) -> None:
    hanging, release = threading.Event(), threading.Event()

    def hang(command: ControlCommand) -> str:
        hanging.set()
        release.wait(60)
        return "at last"

    server = ControlServer(hang, path)
    server.open()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
        client.sendall(b"toggle\n")
        assert hanging.wait(5)
        started_s = time.monotonic()
        server.close()
        assert time.monotonic() - started_s < 30
        release.set()
        end_s = time.monotonic() + 5
        while any(thread.name == "control" for thread in threading.enumerate()):
            assert time.monotonic() < end_s
            time.sleep(0.01)
    server.close()


def test_a_client_that_says_nothing_is_hung_up_on(program: Program, path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(path))
        assert send_command(TOGGLE, path) == "toggle it is"


def test_closing_does_not_wait_for_a_client_that_says_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "_CLIENT_LIMIT_S", 60.0)
    monkeypatch.setattr(control, "_CLOSE_LIMIT_S", 60.0)
    server = ControlServer(Program().handle, path)
    server.open()
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(path))
        started_s = time.monotonic()
        server.close()
        assert time.monotonic() - started_s < 30


def test_without_a_program_there_is_one_clear_line(path: Path) -> None:
    for prepare in (lambda: None, lambda: leave_stale(path)):
        prepare()
        with pytest.raises(ControlError, match="is not running; start it with: matting-rt live"):
            send_command(TOGGLE, path)


def test_a_program_that_hangs_or_hangs_up_is_one_clear_line(path: Path) -> None:
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(path))
        deaf.listen()
        with pytest.raises(ControlError, match=r"does not answer within 0\.1 s"):
            send_command(TOGGLE, path, limit_s=0.1)


def test_a_command_of_two_lines_is_not_sent(program: Program, path: Path) -> None:
    with pytest.raises(ControlError, match="one line"):
        send_command(ControlCommand(ControlVerb.BACKDROP, "a\nstop"), path)
    assert not program.told


def test_a_path_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="too long for a socket; set XDG_RUNTIME_DIR"):
        ControlServer(Program().handle, tmp_path / ("x" * 100) / "control.sock").open()


def test_the_socket_lies_in_the_runtime_folder_or_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    assert control_path() == Path("/run/user/7/matting-rt/control.sock")
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", "/home/me/.cache")
    assert control_path() == Path("/home/me/.cache/matting-rt/run/control.sock")


class Video:
    """Live video that keeps what is done to it."""

    def __init__(self) -> None:
        self.is_paused = False
        self.done: list[str] = []

    def pause(self, paused: bool) -> None:
        self.is_paused = paused
        self.done.append(f"pause {paused}")

    def start_output(self) -> str:
        self.done.append("start")
        return "started"

    def stop_output(self) -> str:
        self.done.append("end")
        return "ended"

    def toggle_recording(self) -> str:
        self.done.append("record")
        return "recording"

    def toggle_recording_pause(self) -> str:
        self.done.append("record-pause")
        return "paused"

    def take_still(self) -> str:
        self.done.append("still")
        return "saved"

    def capture_plate(self) -> None:
        self.done.append("capture plate")

    def set_backdrop(self, backdrop: str) -> None:
        if backdrop == "mauve":
            raise UsageError("mauve is not a colour")
        self.done.append(f"backdrop {backdrop}")

    def stop(self) -> None:
        self.done.append("stop")


@pytest.mark.parametrize(
    ("line", "answer", "done"),
    [
        ("toggle", "paused", "pause True"),
        ("start-output", "started", "start"),
        ("stop-output", "ended", "end"),
        ("plate", "taking a new plate: step out of the picture", "capture plate"),
        ("backdrop teal", "the backdrop is teal", "backdrop teal"),
        ("record", "recording", "record"),
        ("record-pause", "paused", "record-pause"),
        ("still", "saved", "still"),
        ("show", "here it is", "show"),
        ("stop", "stopping", "stop"),
    ],
)
def test_each_command_is_carried_out_and_answered_in_a_line(line: str, answer: str, done: str) -> None:
    video = Video()
    assert execute(ControlCommand.parse(line), video, lambda: video.done.append("show")) == answer
    assert video.done == [done]


def test_a_second_toggle_goes_on() -> None:
    video = Video()
    assert [execute(TOGGLE, video), execute(TOGGLE, video)] == ["paused", "live"]


def test_what_cannot_be_carried_out_is_an_error() -> None:
    with pytest.raises(UsageError, match="not a colour"):
        execute(ControlCommand.parse("backdrop mauve"), Video())
    with pytest.raises(ControlError, match="no window to show"):
        execute(ControlCommand.parse("show"), Video())
