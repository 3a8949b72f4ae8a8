"""The list of jobs on disk, so that it survives the end of the program, a wanted one or not."""

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from gui.batch.jobs import Job, JobSettings, JobState, OutputFormat
from gui.files import quarantine
from gui.look.language import mark, tr
from matting_rt.errors import SourceFormatError
from matting_rt.files import read_text, replacing

log = logging.getLogger(__name__)

FILE_NAME = "batch-jobs.json"
VERSION = 1
_LIMIT_BYTES = 64 << 20
"""Of the list; a job takes about two thousand."""
INTERRUPTED = mark("Interrupted when the program closed; it will continue where it was.")
"""Kept in English, and translated when it is shown."""


def load_jobs(folder: Path) -> tuple[list[Job], JobSettings, str | None]:
    """The jobs, the settings for new ones, and a line for the person where the file could not be read.

    Such a file is kept under another name. A job that was running waits again. Raises nothing.
    """
    path = folder / FILE_NAME
    try:
        data = json.loads(read_text(path, _LIMIT_BYTES))
        if data["version"] != VERSION:
            raise ValueError(f"it is of version {data['version']}")
        return [_to_job(item) for item in data["jobs"]], _to_settings(data["settings"]), None
    except FileNotFoundError:
        return [], JobSettings(), None
    except (OSError, SourceFormatError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        log.warning("the list of jobs %s cannot be read: %r", path, error)
        kept = quarantine(path)
        said = tr("The list of videos could not be read and is now empty; it was saved as {path}.")
        return [], JobSettings(), said.format(path=kept)


def save_jobs(folder: Path, jobs: Iterable[Job], settings: JobSettings) -> None:
    """Under the name lies the old list or the whole new one, never a part. Raises OSError."""
    data = {"version": VERSION, "settings": asdict(settings), "jobs": [asdict(job) for job in jobs]}
    with replacing(folder / FILE_NAME) as part:
        part.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _to_job(data: dict[str, Any]) -> Job:
    job = Job(
        **_texts(data, Job),
        settings=_to_settings(data["settings"]),
        state=JobState(data["state"]),
        warnings=tuple(map(str, data["warnings"])),
    )
    return replace(job, state=JobState.WAITING, message=INTERRUPTED) if job.state.is_active else job


def _to_settings(data: dict[str, Any]) -> JobSettings:
    output_format = OutputFormat(data["output_format"])
    return JobSettings(
        **_texts(data, JobSettings), output_format=output_format, writes_alpha=data["writes_alpha"] is True
    )


def _texts(data: dict[str, Any], kind: type) -> dict[str, Any]:
    """The fields that are texts; KeyError where one is missing, and ValueError where it is something else."""
    texts: dict[str, Any] = {}
    for field in fields(kind):
        if field.type is str:
            texts[field.name] = data[field.name]
            if not isinstance(texts[field.name], str):
                raise ValueError(f"{field.name} is {texts[field.name]!r}")
    return texts
