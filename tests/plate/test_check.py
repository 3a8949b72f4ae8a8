import logging

import cv2
import numpy as np
import pytest

from matting_rt.errors import PlateError
from matting_rt.frame import FrameSize, Image
from matting_rt.plate.check import check_plate
from matting_rt.plate.store import Plate
from tests.plate.scenes import expose, paint_room, paint_wall


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (paint_room(1, FrameSize(60, 40)), "only 60x40"),
        (np.zeros((90, 160, 3), np.uint8), "black"),
        (np.full((90, 160, 3), 128, np.uint8), "one colour"),
    ],
)
def test_what_cannot_be_a_plate_is_refused(image: Image, reason: str) -> None:
    with pytest.raises(PlateError, match=reason):
        check_plate(Plate(image))


@pytest.mark.parametrize(
    ("image", "problem"),
    [
        (expose(paint_room(1), (0.15, 0.15, 0.15)), "dark"),
        (expose(paint_room(1), (2.0, 2.0, 2.0)), "overexposed"),
        (cv2.GaussianBlur(paint_room(1), (0, 0), 6), "blurred"),
    ],
)
def test_a_poor_plate_is_warned_of(image: Image, problem: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="matting_rt"):
        check_plate(Plate(image, "room.png"))
    assert f"room.png is {problem}" in caplog.text


@pytest.mark.parametrize("image", [paint_room(1), paint_wall()], ids=["room", "bare wall"])
def test_a_good_plate_passes_silently(image: Image, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="matting_rt"):
        check_plate(Plate(image))
    assert not caplog.records
