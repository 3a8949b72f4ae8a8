"""What PyInstaller makes the program of on Windows and macOS: the window, the command, and the programs they start.

There is no Python beside them, so `-m MODULE`, with which the program starts parts of itself, is answered here.
"""

import multiprocessing
import runpy
import sys
from pathlib import Path


def main() -> None:
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"]:
        del sys.argv[1]
        runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
    else:
        is_command = Path(sys.executable).stem == "matting-rt"
        runpy.run_module("matting_rt.cli" if is_command else "matting_rt.gui", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
