"""Files that list jobs: TOML whose keys are the options of `matting-rt video`."""

import argparse
import difflib
import itertools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from matting_rt.batch.job_spec import VideoJob
from matting_rt.batch.opening import check_outputs
from matting_rt.cli import video
from matting_rt.cli.values import parse_report
from matting_rt.errors import MattingError, UsageError
from matting_rt.files import read_text, user_path
from matting_rt.pictures.formats import image_suffixes
from matting_rt.pictures.numbered import stem_of
from matting_rt.specs import VIDEO_SUFFIXES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_PLACE = "{name}"
"""In values: the source's name without its suffix, or number."""
_BRACES = re.compile(r"\{\{|\}\}|\{\w*\}")
"""What braces stand for in values: a brace itself, or a place."""
_NOT_IN_FILES = ("resume", "preview", "config", "help", "list-formats")
_PATHS = (user_path, parse_report)
"""Types of options that are paths."""


class ListedJob(NamedTuple):
    """A job of a file."""

    job: VideoJob
    report: Path | None
    """Where its report goes."""


def read_jobs(path: Path, *, checks: bool = True) -> list[ListedJob]:
    """
    Args:
        checks: also find out what jobs would fail by whatever their files hold, which loads FFmpeg.

    Raises:
        SourceNotFoundError: there is no such file.
        UsageError: something in it is wrong; the message names the line.
    """
    try:
        text = read_text(path)
        data = tomllib.loads(text)
    except FileNotFoundError:
        raise UsageError(f"there is no {path}; give a file that lists jobs") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from None
    file = _JobFile(path, text, checks)
    defaults, tables = data.pop("defaults", {}), data.pop("job", [])
    for name in data:
        file.fail(None, name, f"{name!r} means nothing here; there are [defaults] and [[job]]")
    if not isinstance(tables, list) or not tables:
        raise UsageError(f"{path} lists no job; begin each with [[job]]")
    jobs = [job for number, table in enumerate(tables) for job in file.jobs(number, defaults, table)]
    sources = {listed.job.source.resolve() for listed in jobs}
    taken: dict[Path, Path] = {}
    for listed in jobs:
        source = listed.job.source
        for output in (*listed.job.outputs.values(), *([] if listed.report is None else [listed.report])):
            other = taken.setdefault(output.resolve(), source)
            if other != source:
                raise UsageError(f"{path}: {other} and {source} would both write {output}; write {_PLACE} in its name")
            if output.resolve() in sources:
                raise UsageError(
                    f"{path}: {source} would be written to {output}, which is a source here; choose another"
                )
    return jobs


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message.removeprefix("argument --"))


def _sources_in(folder: Path) -> list[Path]:
    """The videos in a folder; one that has none but numbered pictures is a source itself."""
    videos = sorted(each for each in folder.iterdir() if each.suffix.lower() in VIDEO_SUFFIXES)
    if not videos and any(each.suffix.lower() in image_suffixes() for each in folder.iterdir()):
        return [folder]
    return videos


class _JobFile:
    """One file, while it is read."""

    def __init__(self, path: Path, text: str, checks: bool) -> None:
        self._path, self._lines, self._checks = path, text.splitlines(), checks
        self._folder = path.absolute().parent
        self._parser = _Parser(add_help=False, allow_abbrev=False)
        video.add_arguments(self._parser)
        self._options: dict[str, argparse.Action] = {
            option.removeprefix("--"): action
            for action in self._parser._actions
            for option in action.option_strings
            if option.startswith("--") and option.removeprefix("--") not in _NOT_IN_FILES
        }

    def jobs(self, number: int, defaults: dict[str, Any], table: dict[str, Any]) -> Iterator[ListedJob]:
        """Those of one table: one for each source."""
        given = {**defaults, **table}
        for key in given:
            if key not in self._options:
                near = difflib.get_close_matches(key, self._options, 1)
                hint = f"; did you mean {near[0]!r}?" if near else "; matting-rt video --help lists what there is"
                self.fail(number, key, f"there is no setting {key!r}{hint}")
        if "src" not in given:
            self.fail(number, None, "a job needs src: a video, a folder of them, or a pattern such as clips/*.mp4")
        given.setdefault("plate", "auto")
        for source in self._sources(number, given.pop("src")):
            words = [word for key, value in given.items() for word in self._words(number, key, value, source)]
            try:
                yield self._job(self._parser.parse_args([f"--src={source}", *words]))
            except MattingError as error:
                self.fail(number, self._key_of(str(error), words), str(error))

    def _job(self, arguments: argparse.Namespace) -> ListedJob:
        """Raises MattingError: it would fail whatever its files hold."""
        job = video.job_of(arguments)
        video.require_outputs(job, arguments.report)
        if self._checks:
            check_outputs(job)
        return ListedJob(job, arguments.report)

    def fail(self, number: int | None, key: str | None, message: str) -> NoReturn:
        raise UsageError(f"{self._path}, line {self._line(number, key)}: {message}")

    def _sources(self, number: int, value: Any) -> list[Path]:
        found: list[Path] = []
        for text in value if isinstance(value, list) else [value]:
            if not isinstance(text, str):
                self.fail(number, "src", f"src takes a text, or a list of texts, not {text}")
            path = self._folder / user_path(text)
            if path.is_dir():
                some = _sources_in(path)
            elif any(sign in text for sign in "*?[") and not path.exists():
                some = sorted(path.parent.glob(path.name))
                if not some and not any(sign in text for sign in "*?"):  # a file whose name has brackets
                    some = [path]
            else:
                some = [path]
            if not some:
                self.fail(number, "src", f"there is no video {text}")
            found += some
        return found

    def _words(self, number: int, key: str, value: Any, source: Path) -> list[str]:
        """A setting as the command line would have it."""
        action = self._options[key]
        if action.nargs == 0:  # a switch
            if not isinstance(value, bool):
                self.fail(number, key, f"{key} is true or false")
            return [f"--{key}"] if value else []
        if isinstance(value, bool):
            value = "on" if value else "off"
        if not isinstance(value, str | int | float):
            self.fail(number, key, f"{key} takes a text or a number")
        text = str(value)
        for place in _BRACES.findall(text):
            if place not in (_PLACE, "{{", "}}"):
                said = f"{place} stands for nothing; there is {_PLACE}, the video's name without its suffix"
                self.fail(number, key, said)
        text = _BRACES.sub(lambda found: stem_of(source) if found[0] == _PLACE else found[0][0], text)
        is_path = action.type in _PATHS or (key == "plate" and text not in ("auto", "none"))
        if is_path or (key in ("backdrop", "model") and (self._folder / text).is_file()):
            text = str(self._folder / user_path(text))
        return [f"--{key}={text}"]

    def _key_of(self, message: str, words: list[str]) -> str | None:
        """The setting that a message is about: it names it, or its path."""
        settings = dict(word.removeprefix("--").partition("=")[::2] for word in words)
        named = (key for key in settings if f"--{key}" in message or message.startswith(f"{key}: "))
        of_path = (key for key, text in settings.items() if text.startswith(str(self._folder)) and text in message)
        return next(itertools.chain(named, of_path), None)

    def _line(self, number: int | None, key: str | None) -> int:
        """Where a key of a table stands, or of the defaults; else where the table begins."""
        table, start, found = -1, 1, None
        in_defaults = False
        for at, line in enumerate(self._lines, 1):
            if re.match(r"\s*\[\[\s*job\s*\]\]", line):
                table, in_defaults = table + 1, False
                start = at if table == number else start
            elif re.match(r"\s*\[", line):
                in_defaults = "defaults" in line
                if key is not None and number is None and re.match(rf"\s*\[+\s*{re.escape(key)}\b", line):
                    return at
            elif key is not None and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                if number is None or table == number:
                    return at
                found = at if in_defaults else found
        return found or start
