"""What the window takes of a core while it shows a preview that nobody else sees and that is left alone:

    xvfb-run -s "-screen 0 1600x1200x24" python -m tools.idle_load CAMERA

Linux only. CPU time of all of the program's threads, user's and system's, so that a busy computer changes little of it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PyQt6.QtCore import QCoreApplication

from gui.live.attention import IDLE_MS
from gui.settings.store import SettingsStore

_OPENING_S = 30.0
"""From the start to a picture, at most."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("camera", help="as `matting-rt live --camera` takes it, or a video")
    parser.add_argument("--backdrop", default="blur", help="what is behind the person (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=20.0, help="to measure (default: %(default)g)")
    arguments = parser.parse_args()
    application = QCoreApplication(sys.argv[:1])  # noqa: F841 - the settings' timers want one
    with tempfile.TemporaryDirectory(prefix="idle-load-") as folder:
        store = SettingsStore(Path(folder))
        store.set("program.camera", arguments.camera)
        store.set("program.is_first_start_done", True)
        store.set("backdrop.spec", arguments.backdrop)
        store.flush()
        window = subprocess.Popen([sys.executable, "-m", "gui", "--settings-dir", folder])
        try:
            time.sleep(_OPENING_S + IDLE_MS / 1000)
            start_s, used_s = time.perf_counter(), _used_s(window.pid)
            time.sleep(arguments.seconds)
            share = (_used_s(window.pid) - used_s) / (time.perf_counter() - start_s)
        finally:
            window.terminate()
            window.wait(20)
    print(f"{share:.0%} of a core, over {arguments.seconds:g} s")
    return 0


def _used_s(pid: int) -> float:
    """Seconds that the cores have worked for a process. Raises FileNotFoundError: it has ended."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
