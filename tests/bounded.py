"""A piece of Python as a process of its own, whose memory and time are watched."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_MEASURE = """
import sys
exec(compile(sys.argv[1], "piece", "exec"))
# not getrusage: what that calls the peak may be the parent's, from before the program was replaced
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1], file=sys.stderr)
"""


@dataclass(frozen=True)
class Ending:
    """What became of it."""

    printed: str
    peak_mb: float
    took_s: float


def run_bounded(piece: str, *arguments: Path | str, limit_s: float = 200.0) -> Ending:
    """Run `piece`, whose `sys.argv[2:]` are the arguments; it must not fail, nor take longer than `limit_s`."""
    started_s = time.perf_counter()
    command = [sys.executable, "-c", _MEASURE, piece, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit_s, env=environment, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return Ending(done.stdout.strip(), int(done.stderr.split()[-1]) / 1024, time.perf_counter() - started_s)
