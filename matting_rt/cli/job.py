"""Running a job on a terminal: its steps and its progress are shown, its report is written."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matting_rt
from matting_rt.cli.progress import Progress
from matting_rt.cli.values import PAGE_SUFFIXES
from matting_rt.errors import SinkError
from matting_rt.files import replacing


def say(line: str) -> None:
    """Print a step at once: what follows it takes seconds."""
    print(line, flush=True)


def run_job(job: "matting_rt.BatchJob", check: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """Run to the end, showing progress; `check` is called as often. Returns and raises what `BatchJob.run` does."""
    with Progress(job.stats, job.frame_count) as progress:

        def update() -> None:
            check()
            progress.update()

        return job.run(update)


def is_page(path: Path) -> bool:
    """Whether a report of this name is one to look at."""
    return path.suffix.lower() in PAGE_SUFFIXES


def write_report(path: Path, report: dict[str, Any], thumbnails: Sequence[tuple[float, bytes]] = ()) -> None:
    """Write a report as JSON, or as a page where its name ends in .html. Raises SinkError.

    Args:
        thumbnails: of the page, see `make_page`.
    """
    if is_page(path):
        from matting_rt.cli.report_page import make_page

        text = make_page(report, thumbnails)
    else:
        text = json.dumps(report, indent=2) + "\n"
    try:
        with replacing(path) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SinkError(f"cannot write the report {path}: {error.strerror}") from error
