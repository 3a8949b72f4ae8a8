"""Files as the window sees them: which ones a dialog offers, and what becomes of one that cannot be read."""

import os
import time
from collections.abc import Set as AbstractSet
from pathlib import Path

from gui.look.language import tr


def dialog_filter(name: str, suffixes: AbstractSet[str]) -> str:
    """The filter of a dialog that offers files with these suffixes, or all files."""
    patterns = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in sorted(suffixes))
    return f"{name} ({patterns});;{tr('All files')} (*)"


def quarantine(path: Path) -> Path:
    """Rename a damaged file of the program's own, so that it is not overwritten.

    Returns its new path, or `path` itself where it could not be renamed.
    """
    kept = path.with_name(f"{path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    try:
        os.replace(path, kept)
    except OSError:
        return path
    return kept
