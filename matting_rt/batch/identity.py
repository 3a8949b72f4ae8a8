"""Everything that decides how the frames of a job come out: it can be resumed only where none of this has changed."""

import hashlib
import importlib.metadata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from enum import Enum
from pathlib import Path

from matting_rt import __version__
from matting_rt.batch.job_spec import VideoJob
from matting_rt.config import EngineConfig
from matting_rt.errors import JobChangedError
from matting_rt.files import user_path
from matting_rt.model_files import find_unverified, is_exported, person_model
from matting_rt.pictures.numbered import parse_pattern

Identity = dict[str, str]
"""What decides it, as text, by the names that messages use."""

_SAMPLE_BYTES = 1 << 20
_SAMPLES = 16
"""How much of a file is read for its fingerprint: all of hours of video would take minutes."""
_PICTURE_SAMPLE_BYTES = 1 << 16
_PICTURE_SAMPLES = 4
"""Likewise of each of numbered pictures, of which there are thousands."""
_ELSEWHERE = ("source", "plate", "output", "others", "overwrite", "config", "resumes")
"""Fields of a job that are compared otherwise, or change no frame."""
_STAGES = ("backdrop", "guard", "composite", "plate")
_LIBRARIES = ("av", "numpy", "opencv-python-headless", "onnxruntime", "onnxruntime-gpu", "openvino", "torch")


def identify(job: VideoJob, engine: EngineConfig) -> Identity:
    """
    Args:
        engine: of the job, with nothing left to "auto".

    Raises:
        OSError: a file cannot be read.
    """
    stages = {**{name: asdict(getattr(job.config, name)) for name in _STAGES}, "engine": asdict(engine)}
    identity = {f"{stage}.{name}": _text(value) for stage, of in stages.items() for name, value in of.items()}
    for field in fields(job):
        if field.name not in _ELSEWHERE:
            identity[field.name] = _text(getattr(job, field.name))
    identity["the source"] = fingerprint(job.source)
    identity["the plate"] = "none" if job.plate is None else fingerprint(job.plate)
    for name, path in job.outputs.items():
        identity[f"the output {name}"] = path.name
    backdrop = user_path(job.config.backdrop.spec)
    identity["the backdrop's file"] = fingerprint(backdrop) if backdrop.is_file() else "none"
    model = user_path(engine.model)
    exported = is_exported(model)
    identity["the model"] = fingerprint(model) if exported else find_unverified(engine.model).sha256
    identity["the person network"] = person_model().sha256
    identity["matting-rt"] = __version__
    for library in _LIBRARIES:
        with suppress(importlib.metadata.PackageNotFoundError):
            identity[library] = importlib.metadata.version(library)
    return identity


def check_identity(output: Path, before: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Raise JobChangedError where anything has changed."""
    for name in (*now, *before):
        if before.get(name) != now.get(name):
            raise JobChangedError(
                "{output} cannot be resumed: {what} has changed since (it was {before}, and is {now}); change it back, "
                "or leave --resume out and start over",
                output=output,
                what=name,
                before=before.get(name, "not there"),
                now=now.get(name, "not there"),
            )


def fingerprint(path: Path) -> str:
    """Size of a file and a checksum of parts of it; of a folder or a pattern, those of all its files together.

    When files were written does not count: what is copied back is the same. Raises OSError.
    """
    pattern = parse_pattern(path)
    if path.is_dir() or (pattern is not None and pattern.folder.is_dir()):
        held = sorted(path.iterdir()) if pattern is None else list(pattern.find().values())
        held = [file for file in held if file.is_file()]
        digest = hashlib.sha256()
        for file in held:
            digest.update(f"{file.name}/{file.stat().st_size}/".encode())
            _add_samples(digest, file, _PICTURE_SAMPLE_BYTES, _PICTURE_SAMPLES)
        return f"{len(held)} files, checksum {digest.hexdigest()[:16]}"
    if not path.is_file():  # a pipe
        return str(path)
    digest = hashlib.sha256()
    _add_samples(digest, path, _SAMPLE_BYTES, _SAMPLES)
    return f"{path.stat().st_size} bytes, checksum {digest.hexdigest()[:16]}"


def _add_samples(digest: "hashlib._Hash", path: Path, sample_bytes: int, count: int) -> None:
    """Add parts of a file, evenly spread, and its end; all of one that is no longer than they are."""
    size = path.stat().st_size
    step = max(sample_bytes, size // count)
    with path.open("rb") as file:
        for start in (*range(0, size, step), max(0, size - sample_bytes)):
            file.seek(start)
            digest.update(file.read(sample_bytes))


def _text(value: object) -> str:
    return "the default" if value is None else str(value.value if isinstance(value, Enum) else value)
