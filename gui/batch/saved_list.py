"""The list on disk: a file that `matting-rt jobs` runs as well, and beside it how each of its jobs stands."""

import logging
from collections.abc import Sequence
from pathlib import Path

from gui.batch.jobs import Job, JobSettings, job_that_stands
from gui.files import quarantine
from gui.look.language import tr
from matting_rt import look_at_jobs
from matting_rt.cli.job_file import read_jobs
from matting_rt.cli.job_file_writer import write_jobs
from matting_rt.config import to_toml
from matting_rt.config.toml import read_toml
from matting_rt.errors import MattingError
from matting_rt.files import read_text, replacing
from matting_rt.unfinished_file import remove_dead_parts

log = logging.getLogger(__name__)

LIST_NAME, STATE_NAME, SETTINGS_NAME = "videos.toml", "videos.toml.state", "new-videos.toml"
_DAMAGE = (MattingError, OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


def load_list(folder: Path) -> tuple[list[Job], str | None]:
    """The jobs, and a line for the person where the file could not be read, which is then kept under another name.

    What a program that was killed has left beside outputs and is of no use is removed. Raises nothing.
    """
    path = folder / LIST_NAME
    if not path.exists() and not path.is_symlink():
        return [], None
    try:
        videos = [listed.job for listed in read_jobs(path, checks=False)]
        for place in {output.parent for video in videos for output in video.outputs.values()}:
            remove_dead_parts(place)
        return [job_that_stands(result) for result in look_at_jobs(videos, folder / STATE_NAME)], None
    except _DAMAGE as error:
        log.warning("the list of videos %s cannot be read: %r", path, error)
        kept = quarantine(path)
        said = tr("The list of videos could not be read and is now empty; it was saved as {path}.")
        return [], said.format(path=kept)


def save_list(folder: Path, jobs: Sequence[Job]) -> None:
    """Under the name lies the old list or the whole new one, never a part. Raises OSError."""
    if jobs:
        write_jobs(folder / LIST_NAME, [job.video for job in jobs])
    else:
        (folder / LIST_NAME).unlink(missing_ok=True)


def load_settings(folder: Path) -> JobSettings:
    """Those for new videos; the first ones where none can be read. Raises nothing."""
    try:
        return read_toml(read_text(folder / SETTINGS_NAME), JobSettings, skips_unknown=True)
    except FileNotFoundError:
        return JobSettings()
    except _DAMAGE as error:
        log.warning("the settings for new videos cannot be read: %r", error)
        return JobSettings()


def save_settings(folder: Path, settings: JobSettings) -> None:
    """Raises OSError."""
    with replacing(folder / SETTINGS_NAME) as part:
        part.write_text(to_toml(settings), encoding="utf-8")
