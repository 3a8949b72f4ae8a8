"""Why a file cannot be stood in front of, said to who has chosen it."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gui.look.language import line_of, tr
from matting_rt.errors import MattingError, UsageError
from matting_rt.pictures.files import read_picture
from matting_rt.pictures.formats import backdrop_suffixes, read_format
from matting_rt.specs import VIDEO_SUFFIXES


class Refusal(NamedTuple):
    """Of one file."""

    name: str
    line: str
    """What, which, and what to do; never how backgrounds are written on a command line."""
    reason: str
    """The same in two words, for a list of several."""


def refusal_of(path: str, error: MattingError) -> Refusal:
    """Looks at the file once more."""
    file = Path(path)
    if not file.exists():
        line = tr("{name} is no longer there; put it back, or choose another one").format(name=file.name)
        return Refusal(file.name, line, tr("no longer there"))
    try:
        is_empty, is_picture = not file.stat().st_size, read_format(file) is not None
    except (OSError, MattingError):
        line = tr("{name} cannot be read; check its permissions").format(name=file.name)
        return Refusal(file.name, line if isinstance(error, UsageError) else line_of(error), tr("cannot be read"))
    if not is_picture and file.suffix.lower() in backdrop_suffixes():
        error = _error_as_picture(file) or error  # it was taken for a video, as all is that does not begin as a picture
    return Refusal(file.name, line_of(error), _reason(file, is_empty, is_picture, error))


def notice_on(refusals: Sequence[Refusal], count: int) -> str:
    """One line on some of so many files."""
    if len(refusals) == 1:
        return refusals[0].line
    files = ", ".join(tr("{name} ({kind})").format(name=each.name, kind=each.reason) for each in refusals)
    return tr("{bad} of {count} files cannot be used: {files}").format(bad=len(refusals), count=count, files=files)


def _error_as_picture(file: Path) -> MattingError | None:
    """It is refused by how it begins, before anything is decoded."""
    with suppress(OSError):
        try:
            read_picture(file, flags=0)
        except MattingError as error:
            return error
    return None


def _reason(file: Path, is_empty: bool, is_picture: bool, error: MattingError) -> str:
    if is_empty:
        return tr("empty")
    if is_picture:
        return tr("too large") if "megapixels" in error.line.arguments else tr("broken off")
    return tr("no video, or cut short") if file.suffix.lower() in VIDEO_SUFFIXES else tr("no picture")
