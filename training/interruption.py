"""Signals that end a run early: it finishes its step, keeps a checkpoint, and can go on from there.

SIGTERM is how Slurm, torchrun and people end a program: whoever sends it decides what comes next, so the run only
stops. SIGUSR1 is what the batch scripts have Slurm send shortly before a job's time is up: the run then also asks Slurm
to queue the job again. Handlers do no more than remember the signal; Slurm kills 30 seconds after SIGTERM, and a step
with a checkpoint must fit into that.
"""

import os
import signal
import subprocess
from types import FrameType, TracebackType

from matting_rt.errors import MattingError

# Windows has no SIGUSR1.
_WATCHED = (signal.SIGTERM, *([signal.SIGUSR1] if hasattr(signal, "SIGUSR1") else []))
_REQUEUE_LIMIT_S = 10


class RunStoppedError(MattingError):
    """A signal has ended a run.

    Attributes:
        status: of the process, as shells count it: 128 and the signal's number.
    """

    def __init__(self, signum: int, message: str) -> None:
        super().__init__(message)
        self.status = 128 + signum


class StopSignals:
    """Remembers the first stop signal that comes while it is entered."""

    def __init__(self) -> None:
        self.received = 0
        """Number of the signal; 0: none came."""
        self._before: dict[int, object] = {}

    def __enter__(self) -> "StopSignals":
        self._before = {signum: signal.signal(signum, self._remember) for signum in _WATCHED}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for signum, handler in self._before.items():
            signal.signal(signum, handler)  # type: ignore[arg-type]

    def _remember(self, signum: int, _frame: FrameType | None) -> None:
        self.received = self.received or signum


def outlive_signals() -> None:
    """For a process that loads pictures: Slurm signals it too, but the run still needs it for its last step."""
    for signum in _WATCHED:
        signal.signal(signum, signal.SIG_IGN)


def requeue(signum: int) -> str:
    """Have Slurm queue this job again if the signal was its warning; returns what was done, for a message."""
    job = os.environ.get("SLURM_JOB_ID")
    if job is None or signum == signal.SIGTERM:
        return ""
    try:
        command = ["scontrol", "requeue", job]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_REQUEUE_LIMIT_S)
    except (OSError, subprocess.SubprocessError) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip()
        return f"; Slurm would not queue job {job} again ({reason}): submit it once more"
    return f"; job {job} is queued again"
