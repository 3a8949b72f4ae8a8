"""Who may see the page, and what is left of it: nothing."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from matting_rt.config import EngineConfig
from matting_rt.errors import UsageError
from matting_rt.web.work import Limits

HERE = "127.0.0.1"
_NAMES_HERE = (HERE, "localhost")
_LOCAL = (
    "Nothing leaves this computer: the page is made by a program that runs here and answers nobody else. What it was "
    "given and what it made is deleted when it ends."
)
_SPACE = (
    "What you give to this page goes to a computer of Hugging Face, where {owner} runs it, and is deleted after about "
    "an hour. For pictures that are nobody else's business, run it on your own: `matting-rt demo --web`."
)


class OwnPageOnly:
    """ASGI middleware that answers this computer under its own names, and no page but its own.

    Another website can have its name lead to 127.0.0.1 (DNS rebinding), after which a browser takes both for the same
    and lets that website read what is answered here; the name, which it asks by, betrays it.
    """

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan" or _is_own(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            text = [(b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 403, "headers": text})
            await send({"type": "http.response.body", "body": b"Only for this computer and its own page.\n"})


def _is_own(scope: Any) -> bool:
    hosts = {f"{name}:{scope['server'][1]}" for name in _NAMES_HERE}
    sent = [(name, value.decode("latin-1").lower()) for name, value in scope["headers"]]
    asked_by = [value for name, value in sent if name == b"host"]
    origins = {value for name, value in sent if name == b"origin"}
    return len(asked_by) == 1 and asked_by[0] in hosts and origins <= {f"http://{host}" for host in hosts}


@contextmanager
def serving(
    config: EngineConfig, limits: Limits, port: int | None = None, *, opens_browser: bool = False
) -> Iterator[str]:
    """Serve the page to this computer alone; gives its address.

    Args:
        port: None: the first free one from 7860 on.

    Raises:
        UsageError: the port is in use.
    """
    if port is not None and not _is_free(port):
        raise UsageError("port {port} is in use; choose another with --port", port=port)
    with TemporaryDirectory(prefix="matting-rt-web-", ignore_cleanup_errors=True) as folder:
        # Uploads go there too, and proxies of the system are not asked for this computer's own pages.
        os.environ["GRADIO_TEMP_DIR"] = folder
        os.environ["no_proxy"] = os.environ["NO_PROXY"] = f"{os.environ.get('NO_PROXY', '')},{HERE},localhost".lstrip(
            ","
        )
        with _launched(Path(folder), config, limits, _LOCAL, HERE, port, opens_browser) as address:
            yield address


def serve_space(limits: Limits | None = None) -> None:
    """Serve the page as a Space of Hugging Face, whose settings are in the environment, until the process is ended."""
    owner = os.environ.get("SPACE_AUTHOR_NAME", "somebody")
    with TemporaryDirectory(prefix="matting-rt-web-", ignore_cleanup_errors=True) as folder:
        os.environ["GRADIO_TEMP_DIR"] = folder
        with _launched(Path(folder), EngineConfig(), limits or Limits(), _SPACE.format(owner=owner), None, None, False):
            threading.Event().wait()


@contextmanager
def _launched(
    folder: Path,
    config: EngineConfig,
    limits: Limits,
    privacy: str,
    server_name: str | None,
    port: int | None,
    opens_browser: bool,
) -> Iterator[str]:
    from starlette.middleware import Middleware

    from matting_rt.web.look import CSS, HEAD, theme
    from matting_rt.web.page import make_page
    from matting_rt.web.work import WebWork

    work = WebWork(folder, config, limits)
    page = make_page(work, privacy)
    _, address, _ = page.launch(
        server_name=server_name,
        server_port=port,
        app_kwargs={"middleware": [] if server_name is None else [Middleware(OwnPageOnly)]},
        inbrowser=opens_browser,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        run_history=False,
        footer_links=[],
        max_file_size=f"{limits.upload_mb}mb",
        theme=theme(),
        css=CSS,
        head=HEAD,
    )
    try:
        yield address
    finally:
        work.close()
        page.close(verbose=False)


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HERE, port))
        except OSError:
            return False
    return True
