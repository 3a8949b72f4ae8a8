from pathlib import Path

import pytest

from matting_rt.errors import PlateError
from matting_rt.plate.paired import PlateFrames, pair_by_name
from tests.plate.scenes import as_frame, paint_room


def files(*names: str) -> dict[str, Path]:
    return {name: Path("somewhere") / f"{name}.png" for name in names}


def test_one_plate_serves_all_pictures() -> None:
    assert pair_by_name(files("a", "b"), files("room")) == dict.fromkeys(("a", "b"), Path("somewhere/room.png"))


def test_plates_go_with_the_pictures_of_their_name() -> None:
    paired = pair_by_name(files("a", "b"), files("b", "c", "a"))
    assert paired == files("a", "b")


def test_as_many_plates_as_pictures_go_in_order() -> None:
    paired = pair_by_name(files("a", "b"), files("1", "2"))
    assert paired == {"a": Path("somewhere/1.png"), "b": Path("somewhere/2.png")}


def test_plates_that_fit_neither_way_are_refused() -> None:
    with pytest.raises(PlateError, match="no plate called b for the picture"):
        pair_by_name(files("a", "b"), files("a", "x", "y"))


def test_the_plates_of_a_video_go_with_the_frames_and_the_last_serves_on() -> None:
    rooms = [paint_room(seed) for seed in range(3)]
    plates = PlateFrames((as_frame(room, index) for index, room in enumerate(rooms)), "room.mp4", check=True)
    given = [plates(as_frame(rooms[0], index)).image for index in (0, 0, 2, 3, 9)]
    assert [next(i for i, room in enumerate(rooms) if room is image) for image in given] == [0, 0, 2, 2, 2]


def test_a_video_without_frames_is_no_plate() -> None:
    with pytest.raises(PlateError, match=r"room\.mp4 has no frames"):
        PlateFrames(iter(()), "room.mp4", check=True)(as_frame(paint_room(0)))
