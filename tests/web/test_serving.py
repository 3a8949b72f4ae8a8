"""Who is answered: real servers, asked as a browser would for a page of another name."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pytest

pytest.importorskip("gradio", reason="Gradio is not installed")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
UPLOAD = (
    b'--part\r\nContent-Disposition: form-data; name="files"; filename="me.png"\r\n'
    b"Content-Type: image/png\r\n\r\nmine\r\n--part--\r\n"
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    port = free_port()
    with running(
        "-m", "matting_rt.cli", "demo", "--web", "--no-browser", "--engine", "onnx", "--port", str(port)
    ) as out:
        assert f":{port}/" in out.readline()
        yield port


@contextmanager
def running(*words: str, **environment: str) -> Iterator[IO[str]]:
    """What a process of Python prints that is ended afterwards."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    process = subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        process.terminate()
        process.communicate(timeout=20)


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def ask(port: int, host: str, origin: str | None = None, method: str = "GET") -> int:
    """The status of an answer; POST is an upload."""
    headers = {"Host": host} if origin is None else {"Host": host, "Origin": origin}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    if method == "POST":
        headers["Content-Type"] = "multipart/form-data; boundary=part"
        connection.request("POST", "/gradio_api/upload", UPLOAD, headers)
    else:
        connection.request(method, "/", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_this_computer_is_answered_under_its_own_names(port: int, name: str) -> None:
    host = f"{name}:{port}"
    assert ask(port, host) == 200
    assert ask(port, host, f"http://{host.lower()}", "POST") == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost:x", ""])
def test_a_name_that_is_made_to_lead_here_is_refused(port: int, host: str) -> None:
    assert ask(port, host.format(port=port)) == 403
    assert ask(port, host.format(port=port), method="POST") == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", "https://127.0.0.1:{port}"])
def test_pages_of_others_cannot_upload(port: int, origin: str) -> None:
    assert ask(port, f"127.0.0.1:{port}", origin.format(port=port), "POST") == 403


def test_a_space_is_answered_under_the_name_that_it_has() -> None:
    port = free_port()
    with running(str(ROOT / "tools/space/app.py"), GRADIO_SERVER_NAME="127.0.0.1", GRADIO_SERVER_PORT=str(port)):
        for _ in range(300):
            with suppress(ConnectionError):
                assert ask(port, "somebody-matting-rt.hf.space", "https://somebody-matting-rt.hf.space") == 200
                return
            time.sleep(0.1)
    raise AssertionError("the Space does not begin")
