"""What happens when something on the page is pressed: work is done, can be cancelled, and says what is wrong."""

import html
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

import matting_rt
from matting_rt.errors import MattingError, line_of
from matting_rt.web.work import WebWork

PRIVATE: dict[str, Any] = {"api_visibility": "private"}
"""Of all that happens: the page is for people."""
_ONE_AT_A_TIME = {"concurrency_limit": 1, "concurrency_id": "matting"}
_TOLD_S = 30


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where results are shown."""

    seen: tuple[Any, ...]
    files: tuple[gr.DownloadButton, ...]
    summary: gr.Markdown

    @property
    def all(self) -> list[Any]:
        return [*self.seen, *self.files, self.summary]


class Running:
    """What is being done, and for whom."""

    def __init__(self, work: WebWork) -> None:
        self._work = work
        self._wishes: dict[tuple[str | None, int], threading.Event] = {}
        """To end what the button of a person's page has started."""

    def connect(
        self, run: gr.Button, cancel: gr.Button, do: Callable[..., list[Any]], inputs: list[Any], outputs: Outputs
    ) -> None:
        """Have a button start `do`, which is given how to say how far it is and the values of `inputs`."""
        buttons, nothing = [run, cancel], [gr.skip() for _ in outputs.all]

        def work(request: gr.Request, progress: Any = gr.Progress(), *values: Any) -> list[Any]:  # noqa: B008
            key, wish = (request.session_hash, run._id), threading.Event()
            self._wishes[key] = wish

            def on_progress(share: float | None, what: str) -> None:
                if wish.is_set():
                    raise matting_rt.JobCancelled
                progress(share, desc=what)

            try:
                results = self._tell(do, on_progress, *values)
            except matting_rt.JobCancelled:
                results = None
            finally:
                self._wishes.pop(key, None)
            return [*(results or nothing), *_show(run=True)]

        def end(request: gr.Request) -> list[Any]:
            self._end(lambda key: key == (request.session_hash, run._id))
            return _show(run=True)

        begun = run.click(lambda: _show(run=False), None, buttons, queue=False, **PRIVATE)
        shown = {"show_progress_on": [outputs.seen[0]]}
        job = begun.then(work, inputs, [*outputs.all, *buttons], **shown, **_ONE_AT_A_TIME, **PRIVATE)
        job.failure(lambda: _show(run=True), None, buttons, queue=False, **PRIVATE)
        cancel.click(end, None, buttons, queue=False, cancels=[job], **PRIVATE)

    def end_of(self, request: gr.Request) -> None:
        """End all of a page that was closed."""
        self._end(lambda key: key[0] == request.session_hash)

    def _end(self, is_meant: Callable[[tuple[str | None, int]], bool]) -> None:
        for key, wish in list(self._wishes.items()):
            if is_meant(key):
                wish.set()

    def telling(self, do: Callable[..., Any]) -> Callable[..., Any]:
        """`do`, to which files are given as paths; what is wrong is told, and nothing given back."""
        return lambda *paths: self._tell(do, *map(Path, paths))

    def _tell(self, do: Callable[..., Any], *values: Any) -> Any:
        """What `do` gives; None: something was wrong, and is a line in a corner of the page."""
        try:
            return do(*values)
        except (MattingError, OSError) as error:
            line = self._work.without_folders(line_of(error))
            if line.split(" ", 1)[0].isalpha():  # and no file's name
                line = line[:1].upper() + line[1:]
            gr.Warning(html.escape(line), duration=_TOLD_S, title="Not done")  # Gradio takes it for HTML
            return None


def _show(*, run: bool) -> list[Any]:
    """The button that starts, or the one that cancels."""
    return [gr.update(visible=run), gr.update(visible=not run)]
