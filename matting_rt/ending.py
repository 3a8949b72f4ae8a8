"""The last moment of a process."""

import os
import sys
from contextlib import suppress
from typing import NoReturn


def end_process(status: int) -> NoReturn:
    """Exit at once, whatever is still running.

    To tear the interpreter down takes seconds once PyTorch is loaded, and where a thread was left behind in a library
    or a driver it would end with an abort.
    """
    with suppress(OSError):  # the terminal has been closed
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)
