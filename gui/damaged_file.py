"""What becomes of a file of the program's own that cannot be read."""

import os
import time
from pathlib import Path


def set_aside(path: Path) -> Path:
    """Keep it under another name, so that it is not overwritten; gives that, or its own where it could not be moved."""
    kept = path.with_name(f"{path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    try:
        os.replace(path, kept)
    except OSError:
        return path
    return kept
