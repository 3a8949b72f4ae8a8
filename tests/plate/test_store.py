import errno
import logging
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.errors import PlateError
from matting_rt.frame import FrameSize
from matting_rt.plate.metadata import PlateMetadata
from matting_rt.plate.store import (
    Plate,
    check_fits_camera,
    empty_plate,
    forget_people,
    load_plate,
    save_plate,
)
from tests.plate.scenes import paint_room

METADATA = PlateMetadata("usb-Häuser_HD-0001", FrameSize(640, 360), "2026-03-01T12:30:00+01:00", 1.5, {"gain": 7})


def test_a_clip_of_a_camera_takes_the_plate_of_any_camera_but_only_its_size() -> None:
    plate = Plate(paint_room(1), metadata=METADATA)
    check_fits_camera(plate, None, FrameSize(640, 360))
    with pytest.raises(PlateError, match="640x360"):
        check_fits_camera(plate, None, FrameSize(320, 180))


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
    (tmp_path / "file").touch()
    with pytest.raises(PlateError, match="cannot be saved"):
        save_plate(Plate(paint_room(1)), tmp_path / "file" / "room.png")


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


def test_a_plate_keeps_how_it_was_taken(tmp_path: Path) -> None:
    save_plate(Plate(paint_room(1), metadata=METADATA), tmp_path / "room.png")
    loaded = load_plate(tmp_path / "room.png")
    assert loaded.metadata == METADATA
    np.testing.assert_array_equal(loaded.image, paint_room(1))
    assert loaded.resized(FrameSize(320, 180)).metadata == METADATA


def test_a_picture_from_elsewhere_has_no_metadata(tmp_path: Path) -> None:
    save_plate(Plate(paint_room(1)), tmp_path / "room.png")
    cv2.imwrite(str(tmp_path / "room.jpg"), paint_room(1))
    assert load_plate(tmp_path / "room.png").metadata is None
    assert load_plate(tmp_path / "room.jpg").metadata is None


def test_saving_replaces_a_plate_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "room.png"
    save_plate(Plate(paint_room(1)), path)
    save_plate(Plate(paint_room(2)), path)
    np.testing.assert_array_equal(load_plate(path).image, paint_room(2))
    before = path.read_bytes()

    def fill_the_disk(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill_the_disk)
    with pytest.raises(PlateError, match=r"room\.png: No space left on device"):
        save_plate(Plate(paint_room(1)), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_plate_fits_the_camera_that_took_it() -> None:
    check_fits_camera(Plate(paint_room(1), metadata=METADATA), METADATA.camera_id, FrameSize(640, 360))


def test_a_plate_from_elsewhere_is_judged_by_its_size() -> None:
    check_fits_camera(Plate(paint_room(1)), "any", FrameSize(640, 360))


@pytest.mark.parametrize("metadata", [METADATA, None], ids=["taken here", "from elsewhere"])
@pytest.mark.parametrize("size", [FrameSize(640, 480), FrameSize(1280, 720)])
def test_a_plate_of_another_size_is_refused_with_both(size: FrameSize, metadata: PlateMetadata | None) -> None:
    plate = Plate(paint_room(1), "room.png", metadata)
    with pytest.raises(PlateError, match=f"room.png is 640x360, the camera gives {size}; "):
        check_fits_camera(plate, METADATA.camera_id, size)


def test_a_plate_of_another_camera_is_refused_with_both() -> None:
    with pytest.raises(PlateError, match="was taken by the camera usb-Häuser_HD-0001, not by usb-Other"):
        check_fits_camera(Plate(paint_room(1), metadata=METADATA), "usb-Other", FrameSize(640, 360))


FIGURE = np.zeros((360, 640), np.float32)
FIGURE[60:, 200:300] = 1
"""A person map of the size of the plate."""


def test_what_is_behind_people_in_a_plate_is_not_known() -> None:
    plate = forget_people(Plate(paint_room(1), "room.png", METADATA), cv2.resize(FIGURE, (256, 144)))
    assert plate.known is not None
    assert plate.known.shape == (360, 640)
    assert not plate.known[FIGURE > 0].any()
    assert not plate.known[100, 190], "nor their shadow"
    assert plate.known[:, :160].all()
    assert plate.known[:, 340:].all()
    assert (plate.name, plate.metadata) == ("room.png", METADATA)
    np.testing.assert_array_equal(plate.image, paint_room(1))
    assert plate.doubtful is not None
    np.testing.assert_array_equal(plate.doubtful, ~plate.known)


def test_a_plate_without_people_is_known_everywhere() -> None:
    plate = Plate(paint_room(1))
    assert forget_people(plate, np.full((144, 256), 0.2, np.float32)) is plate
    assert plate.known is None


def test_a_plate_that_says_where_it_is_known_is_left_as_it_is() -> None:
    known = np.ones((360, 640), bool)
    plate = Plate(paint_room(1), known=known)
    assert forget_people(plate, FIGURE) is plate


def test_nothing_is_known_of_an_empty_plate() -> None:
    plate = empty_plate(paint_room(1))
    assert plate.size == FrameSize(640, 360)
    assert plate.known is not None
    assert not plate.known.any()


def test_where_a_plate_is_known_is_resized_with_it() -> None:
    known = FIGURE == 0
    for size in (FrameSize(320, 180), FrameSize(1280, 720)):
        resized = Plate(paint_room(1), known=known, doubtful=~known).resized(size)
        assert resized.known is not None
        assert resized.doubtful is not None
        np.testing.assert_array_equal(resized.doubtful, ~resized.known)
        assert resized.known.dtype == bool
        assert resized.known.shape == (size.height, size.width)
        scale = size.width / 640
        assert not resized.known[int(200 * scale), int(210 * scale) : int(290 * scale)].any()
        assert resized.known.mean() == pytest.approx(known.mean(), abs=0.005)


def test_where_a_plate_is_known_is_saved_with_it(tmp_path: Path) -> None:
    save_plate(Plate(paint_room(1), metadata=METADATA, known=FIGURE == 0), tmp_path / "room.png")
    loaded = load_plate(tmp_path / "room.png")
    assert loaded.known is not None
    np.testing.assert_array_equal(loaded.known, FIGURE == 0)
    assert loaded.doubtful is not None
    np.testing.assert_array_equal(loaded.doubtful, FIGURE > 0)
    np.testing.assert_array_equal(loaded.image[FIGURE == 0], paint_room(1)[FIGURE == 0])
    save_plate(Plate(paint_room(1), metadata=METADATA), tmp_path / "whole.png")
    whole = load_plate(tmp_path / "whole.png")
    assert whole.known is None
    assert whole.doubtful is None


def test_a_transparent_picture_from_elsewhere_says_nothing_of_what_is_known(tmp_path: Path) -> None:
    picture = np.dstack((paint_room(1), np.zeros((360, 640), np.uint8)))
    cv2.imwrite(str(tmp_path / "room.png"), picture)
    assert load_plate(tmp_path / "room.png").known is None
