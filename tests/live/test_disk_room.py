"""How much longer a disk has room for a recording."""

from pathlib import Path

import pytest

from matting_rt.errors import SinkFullError
from matting_rt.live import disk_room
from matting_rt.live.disk_room import LEAST_BYTES, SCARCE_BYTES, DiskRoom, RoomState


@pytest.mark.parametrize(
    ("free_bytes", "rate_bytes", "state"),
    [
        (10 * SCARCE_BYTES, 0, RoomState.ENOUGH),
        (10 * SCARCE_BYTES, 1e6, RoomState.ENOUGH),
        (10 * SCARCE_BYTES, 1e8, RoomState.SCARCE),
        (SCARCE_BYTES - 1, 0, RoomState.SCARCE),
        (LEAST_BYTES - 1, 0, RoomState.NONE),
    ],
)
def test_room_is_scarce_by_bytes_or_by_minutes(free_bytes: int, rate_bytes: float, state: RoomState) -> None:
    assert DiskRoom(free_bytes, rate_bytes).state is state


def test_the_warning_names_minutes_as_soon_as_they_are_known() -> None:
    assert DiskRoom(LEAST_BYTES + 300_000_000, 0).warning(Path("/films")) == (
        "only 500 MB are free in /films; free some space, or choose another folder"
    )
    assert "about 5 more minutes" in DiskRoom(LEAST_BYTES + 300_000_000, 1e6).warning(Path("/films"))


def test_nothing_is_begun_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk_room.require_room(tmp_path)
    monkeypatch.setattr(disk_room, "free_bytes", lambda folder: LEAST_BYTES - 1)
    with pytest.raises(SinkFullError, match="199 MB"):
        disk_room.require_room(tmp_path)
