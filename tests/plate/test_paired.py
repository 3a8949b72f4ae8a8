from pathlib import Path

import pytest

from matting_rt.errors import PlateError
from matting_rt.plate.paired import pair_by_name


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
