"""Jobs as a file that `job_file.read_jobs` and `matting-rt jobs` read: what differs from the defaults is written."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import Any

from matting_rt.batch.job_spec import VideoJob
from matting_rt.config import Config
from matting_rt.config.setting import NO_FLAG, infos_of
from matting_rt.files import replacing

_OPTIONS = {
    "overwrite": "overwrite",
    "form": "output-format",
    "image_format": "image-format",
    "size": "size",
    "stream": "stream",
    "is_steady": "steady",
    "is_strict": "strict",
    "rate_fps": "rate",
    "pixel_format": "pixel-format",
    "start_s": "start",
    "end_s": "end",
    "codec": "codec",
    "depth": "depth",
    "quality": "quality",
    "alpha": "alpha",
    "is_linear": "linear",
    "encoder": "encoder",
    "hdr": "hdr",
}
"""Fields of a job that are one option each; the others need more than a name."""
_DEFAULTS = VideoJob(Path(), None, None)
_STAGES = ("backdrop", "guard", "engine", "composite", "plate")
"""Of the configuration, those that `matting-rt video` has flags for."""


def write_jobs(path: Path, jobs: Sequence[VideoJob]) -> None:
    """Under the name lies the old file or the whole new one; paths within its folder are relative to it.

    What has no option is not written: `resumes`, `segment_frames`, and settings of live video. Raises OSError.
    """
    import tomli_w

    folder = path.absolute().parent
    text = "\n".join("[[job]]\n" + tomli_w.dumps(dict(_settings(job, folder))) for job in jobs)
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8")


def _settings(job: VideoJob, folder: Path) -> Iterator[tuple[str, Any]]:
    yield "src", _place(job.source, folder)
    yield "plate", _escape("none" if job.learns_plate else "auto" if job.plate is None else _place(job.plate, folder))
    if job.output is not None:
        yield "output", _escape(_place(job.output, folder))
    for name, path in job.others.items():
        yield f"{name}-output", _escape(_place(path, folder))
    for name, option in _OPTIONS.items():
        value = getattr(job, name)
        if value != getattr(_DEFAULTS, name):
            yield option, _plain(value)
    yield from _config(job.config)


def _config(config: Config) -> Iterator[tuple[str, Any]]:
    for stage in _STAGES:
        chosen, defaults = getattr(config, stage), getattr(_DEFAULTS.config, stage)
        infos = infos_of(type(chosen))
        for each in fields(chosen):
            info, value = infos[each.name], getattr(chosen, each.name)
            if info.flag != NO_FLAG and value != getattr(defaults, each.name):
                yield info.flag or each.name.replace("_", "-"), _plain(value)
    if (config.composite.person_x, config.composite.person_y) != (0, 0):
        yield "person-position", f"{config.composite.person_x},{config.composite.person_y}"


def _plain(value: Any) -> Any:
    """As TOML has it."""
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, bool | int | float) else _escape(str(value))


def _escape(text: str) -> str:
    """Braces stand for a place."""
    return text.replace("{", "{{").replace("}", "}}")


def _place(path: Path, folder: Path) -> str:
    whole = path.absolute()
    if whole.is_relative_to(folder):
        text = str(whole.relative_to(folder))
        if text not in ("auto", "none", "-") and not text.startswith("~"):  # which would mean something else
            return text
    return str(whole)
