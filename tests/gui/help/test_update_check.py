"""The question for a newer version, put to a server on this computer."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.help.about import AboutDialog
from gui.help.update_check import URL_LABEL, UpdateCheck, address, compare


class Newest(BaseHTTPRequestHandler):
    """Answers every question with the text of its server."""

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        server.asked.append((self.path, dict(self.headers)))
        self.send_response(200 if server.text else 404)
        self.end_headers()
        self.wfile.write(server.text.encode())

    def log_message(self, *words: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    text = ""
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Newest)
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/newest"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(url: str, qtbot: QtBot) -> str:
    check = UpdateCheck(url)
    with qtbot.waitSignal(check.answered) as answered:
        pass
    assert answered.args is not None
    return str(answered.args[0])


def publish(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this copy had been installed from a wheel that names an address."""
    info = folder / "matting_rt-0.2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: matting-rt\nVersion: 0.2.0\n{url}\n")
    monkeypatch.syspath_prepend(str(folder))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("99.1\n", "There is a newer version: 99.1"),
        ('{"tag_name": "v99.0.0"}', "There is a newer version: 99.0.0"),
        ('{"info": {"version": "99.0"}, "releases": {}}', "There is a newer version: 99.0"),
        ("0.1", "This is the newest version"),
        ("", "could not be reached: "),
        ("<html>99</html>", "contains no version"),
    ],
)
def test_what_a_server_answers_is_said_in_a_sentence(answer: str, said: str, server: Server, qtbot: QtBot) -> None:
    server.text = answer
    line = ask(server.url, qtbot)
    assert said in line
    assert "\n" not in line


def test_nobody_there_is_said_too(qtbot: QtBot) -> None:
    with Server() as gone:
        url = gone.url
    assert ask(url, qtbot).startswith("127.0.0.1 could not be reached: ")


@pytest.mark.parametrize(
    ("newest", "own", "is_newer"),
    [("1.10", "1.9", True), ("1.2", "1.2.0", False), ("1.2", "1.2.dev1", False), ("0.9", "1.0", False)],
)
def test_versions_are_compared_by_their_numbers(newest: str, own: str, is_newer: bool) -> None:
    assert ("newer" in compare(newest, own)) is is_newer


def test_nothing_is_asked_before_the_button_is_pressed_and_no_more_than_needed_after(
    server: Server, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(f"Project-URL: {URL_LABEL}, {server.url}", tmp_path, monkeypatch)
    server.text = "99"
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    assert dialog.update_line.text().startswith("Asks 127.0.0.1 over the internet for the number of the newest version")
    qtbot.wait(50)
    assert server.asked == []
    dialog.update_button.click()
    qtbot.waitUntil(lambda: dialog.update_line.text().startswith("There is a newer version: 99"))
    path, headers = server.asked[-1]  # Qt asks again where a connection is lost
    assert path == "/newest"
    assert set(headers) <= {"Host", "Connection", "Accept-Encoding", "Accept-Language", "User-Agent"}
    assert (headers["User-Agent"], headers["Accept-Language"]) == ("matting-rt", "*")


def test_a_copy_without_an_address_says_so(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish("Home-page: nowhere", tmp_path, monkeypatch)
    assert address() == ""
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    assert not dialog.update_button.isEnabled()
    assert "does not say where" in dialog.update_line.text()
