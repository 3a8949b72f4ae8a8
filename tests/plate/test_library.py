"""Plates that are remembered for each camera and size, and had back."""

from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import PlateError
from matting_rt.frame import FrameSize
from matting_rt.plate.library import PlateLibrary
from matting_rt.plate.metadata import PlateMetadata
from matting_rt.plate.store import Plate, load_plate

SIZE = FrameSize(64, 48)
CAMERA = "usb-046d:0825-A1B2"


def plate_of(level: int, camera_id: str = CAMERA, size: FrameSize = SIZE) -> Plate:
    image = np.full((size.height, size.width, 3), level, dtype=np.uint8)
    return Plate(image, metadata=PlateMetadata(camera_id, size, "2026-05-01T10:00:00+02:00"))


def level_of(path: Path | None) -> int:
    assert path is not None
    return int(load_plate(path).image[0, 0, 0])


def test_a_plate_is_found_for_its_own_camera_and_size_only(tmp_path: Path) -> None:
    library = PlateLibrary(tmp_path / "plates")
    assert library.find(CAMERA, SIZE) is None
    saved = library.save(plate_of(10))
    assert library.find(CAMERA, SIZE) == saved
    assert library.find(CAMERA, FrameSize(128, 96)) is None
    assert library.find("usb-046d-0825-A1B2", SIZE) is None


def test_cameras_whose_names_read_alike_do_not_share_a_plate(tmp_path: Path) -> None:
    library = PlateLibrary(tmp_path)
    library.save(plate_of(10, "cam:1"))
    library.save(plate_of(20, "cam/1"))
    assert [level_of(library.find(camera, SIZE)) for camera in ("cam:1", "cam/1")] == [10, 20]


def test_the_plate_before_can_be_had_back_and_that_be_undone(tmp_path: Path) -> None:
    library = PlateLibrary(tmp_path)
    library.save(plate_of(10))
    assert library.undo(CAMERA, SIZE) is None
    assert not library.has_before(CAMERA, SIZE)
    library.save(plate_of(20))
    assert library.has_before(CAMERA, SIZE)
    assert level_of(library.undo(CAMERA, SIZE)) == 10
    assert level_of(library.find(CAMERA, SIZE)) == 10
    assert level_of(library.undo(CAMERA, SIZE)) == 20


def test_a_file_under_the_name_that_is_no_plate_of_the_camera_is_not_found(tmp_path: Path) -> None:
    library = PlateLibrary(tmp_path)
    library.save(plate_of(10)).write_bytes(b"not a picture")
    assert library.find(CAMERA, SIZE) is None


def test_a_picture_from_elsewhere_is_not_remembered(tmp_path: Path) -> None:
    with pytest.raises(PlateError, match="which camera"):
        PlateLibrary(tmp_path).save(Plate(np.zeros((48, 64, 3), np.uint8), "wall.png"))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "plates").write_text("")
    with pytest.raises(PlateError, match="cannot be remembered in"):
        PlateLibrary(tmp_path / "plates").save(plate_of(10))
