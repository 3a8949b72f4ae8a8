"""Why a file cannot be stood in front of, said to who has chosen it."""

from pathlib import Path

from gui.look.language import line_of, tr
from matting_rt.errors import MattingError, UsageError


def line_on(path: str, error: MattingError) -> str:
    """One line: what, which, and what to do; never how backgrounds are written on a command line."""
    file = Path(path)
    if not file.exists():
        return tr("{name} is no longer there; put it back, or choose another background").format(name=file.name)
    if isinstance(error, UsageError) and "error" not in error.line.arguments:
        return tr("{name} cannot be read; see who may open it").format(name=file.name)
    return line_of(error)
