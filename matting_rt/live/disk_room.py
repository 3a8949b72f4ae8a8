"""Whether the disk has room for a recording, and for how long."""

import shutil
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from matting_rt.errors import SinkFullError
from matting_rt.lines import Line

LEAST_BYTES = 200_000_000
"""Without more nothing is begun; and what runs is finished here, so that the disk keeps room for everything else."""
SCARCE_BYTES = 1_000_000_000
SCARCE_S = 300.0
"""From either on a person is told."""


class RoomState(Enum):
    """How much there is."""

    ENOUGH = "enough"
    SCARCE = "scarce"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DiskRoom:
    """What is left of a disk for a file that grows."""

    free_bytes: int
    rate_bytes: float
    """A second; 0: not known yet."""

    @property
    def left_s(self) -> float | None:
        """How long the file may go on; None: not known."""
        return max(0.0, (self.free_bytes - LEAST_BYTES) / self.rate_bytes) if self.rate_bytes else None

    @property
    def state(self) -> RoomState:
        if self.free_bytes < LEAST_BYTES:
            return RoomState.NONE
        left_s = self.left_s
        is_scarce = self.free_bytes < SCARCE_BYTES or (left_s is not None and left_s < SCARCE_S)
        return RoomState.SCARCE if is_scarce else RoomState.ENOUGH

    def warning(self, folder: Path) -> str:
        """The line for who records there."""
        left_s = self.left_s
        if left_s is None:
            return Line(
                "only {free} MB are free in {folder}; free some space, or choose another folder",
                free=self.free_bytes // 1_000_000,
                folder=folder,
            )
        return Line(
            "there is room for about {minutes} more minutes of recording; free some space, or choose another folder",
            minutes=round(left_s / 60),
        )


def free_bytes(folder: Path) -> int:
    """Raises OSError: the folder is gone."""
    return shutil.disk_usage(folder).free


def require_room(folder: Path) -> None:
    """Raises SinkFullError: it is no use to begin a recording there."""
    if free_bytes(folder) < LEAST_BYTES:
        raise SinkFullError(
            "there is hardly any room in {folder} ({free} MB); free some space, or choose another folder",
            folder=folder,
            free=free_bytes(folder) // 1_000_000,
        )
