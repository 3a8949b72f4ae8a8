import logging
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import PlateError
from matting_rt.frame import FrameSize
from matting_rt.plate.store import Plate, load_plate, save_plate
from tests.plate.scenes import paint_room


def test_a_saved_plate_is_loaded_as_it_was(tmp_path: Path) -> None:
    plate = Plate(paint_room(1))
    save_plate(plate, tmp_path / "räume.png")
    loaded = load_plate(tmp_path / "räume.png")
    np.testing.assert_array_equal(loaded.image, plate.image)
    assert loaded.name == "räume.png"


def test_a_missing_plate_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlateError, match=r"room\.png cannot be read: No such file"):
        load_plate(tmp_path / "room.png")


@pytest.mark.parametrize("content", [b"", b"not a picture"])
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "room.png").write_bytes(content)
    with pytest.raises(PlateError, match="not a picture"):
        load_plate(tmp_path / "room.png")


def test_a_plate_that_cannot_be_saved_says_why(tmp_path: Path) -> None:
    with pytest.raises(PlateError, match="cannot be saved"):
        save_plate(Plate(paint_room(1)), tmp_path / "missing" / "room.png")


def test_a_plate_of_another_size_is_resized_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="matting_rt"):
        resized = Plate(paint_room(1), "room.png").resized(FrameSize(320, 180))
    assert resized.image.shape == (180, 320, 3)
    assert "room.png is 640x360; resized to the frames' 320x180" in caplog.text


@pytest.mark.parametrize(
    ("size", "reason"),
    [(FrameSize(640, 480), "another aspect ratio"), (FrameSize(1920, 1080), "much smaller")],
)
def test_a_plate_that_cannot_be_resized_is_refused_with_both_sizes(size: FrameSize, reason: str) -> None:
    with pytest.raises(PlateError, match=f"640x360.*{reason}|640x360.*{size}") as caught:
        Plate(paint_room(1)).resized(size)
    assert reason in str(caught.value)
    assert str(size) in str(caught.value)
