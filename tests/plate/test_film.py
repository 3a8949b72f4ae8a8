import base64
from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from matting_rt.config import PlateConfig
from matting_rt.errors import PlateError
from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.plate.film import FilmPlates, ShotPlates, plates_from_frames
from matting_rt.plate.fitted import FittedPlate
from tests.plate.scenes import as_frame, expose, paint_room

SIZE = FrameSize(256, 144)
ROOMS = [paint_room(seed, SIZE) for seed in (1, 2, 3)]
SHIRT = (250, 0, 250)
"""Of a colour that no room has: so everybody is found."""


def shot(room: Image, lefts: Sequence[int], light: float = 1.0) -> list[Image]:
    """Somebody 40 pixels wide, in each frame at another place."""
    images = [expose(room, (light, light, light), seed=seed) for seed in range(len(lefts))]
    for image, left in zip(images, lefts, strict=True):
        image[30:, left : left + 40] = SHIRT
    return images


def find(image: Image) -> FloatMap:
    shirt = (np.abs(image.astype(int) - SHIRT).max(-1) < 30).astype(np.float32)
    return cv2.resize(shirt, (128, 72), interpolation=cv2.INTER_AREA)


def build(images: list[Image]) -> FilmPlates:
    return plates_from_frames((as_frame(image, index) for index, image in enumerate(images)), "film", find)


def is_like(image: Image, room: Image) -> bool:
    return bool((np.abs(image.astype(int) - room).max(-1) < 12).mean() > 0.99)


def test_each_shot_is_fitted_with_the_plate_of_its_own_room_from_its_first_frame_on() -> None:
    walk = list(range(0, 210, 10))
    images = [*shot(ROOMS[0], walk), *shot(ROOMS[1], walk), *shot(ROOMS[2], walk)]
    film = build(images)
    assert [shot.start_pts for shot in film.shots] == [0, 21, 42]
    plates = ShotPlates(film, lambda plate: FittedPlate(plate, PlateConfig(check=False)))
    jumps = []
    for index, image in enumerate(images):
        fitted = plates.fit(as_frame(image, index), find(image))
        assert is_like(fitted, ROOMS[index // 21]), index
        plates.observe(np.zeros(image.shape[:2], np.uint8))
        if not plates.follows:
            jumps.append(index)
    assert jumps == [0, 21, 42]


def test_shots_of_one_room_tell_each_other_what_is_behind_people() -> None:
    film = build([*shot(ROOMS[0], [40] * 12), *shot(ROOMS[1], [40] * 12), *shot(ROOMS[0], [170] * 12, light=0.9)])
    assert [shot.room for shot in film.shots] == [0, 1, 0]
    first, second, third = (film.plate(shot) for shot in film.shots)
    assert first.known is not None
    assert first.known.all()
    assert is_like(first.image, ROOMS[0])
    assert third.known is not None
    assert third.known.all()
    assert second.known is not None
    assert not second.known[34:, 44:76].any()
    assert second.known[:, 90:].all()


def test_the_report_says_and_shows_what_stayed_unknown_in_each_shot() -> None:
    film = build([*shot(ROOMS[0], range(0, 210, 10)), *shot(ROOMS[1], [40] * 21)])
    shots = film.report()
    assert [each["start_s"] for each in shots] == [0, 2.1]
    assert [each["frame_count"] for each in shots] == [21, 21]
    assert shots[0]["unknown_share"] == 0
    share, address = shots[1]["unknown_share"], shots[1]["unknown_map"]
    assert isinstance(share, float)
    assert isinstance(address, str)
    assert 0.15 < share < 0.35
    assert film.unknown_share == pytest.approx(share / 2, abs=1e-3)
    png = base64.b64decode(address.removeprefix("data:image/png;base64,"))
    drawn = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert drawn is not None
    height, width = drawn.shape
    assert drawn[height // 2, width * 60 // 256] == 255
    assert drawn[height // 2, width * 200 // 256] == 0


def test_one_line_says_that_much_stayed_unknown_and_none_where_little_did() -> None:
    (line,) = build(shot(ROOMS[0], [40] * 20)).notes
    assert "of the room is behind somebody all the time" in line
    assert not build(shot(ROOMS[0], range(0, 210, 10))).notes


def test_a_shot_of_a_single_frame_has_a_plate() -> None:
    film = build([*shot(ROOMS[0], [40] * 10), *shot(ROOMS[1], [100])])
    assert [shot.frame_count for shot in film.shots] == [10, 1]
    known = film.plate(film.shots[1]).known
    assert known is not None
    assert known[:, :80].all()
    assert not known[40:, 110:130].any()


def test_where_somebody_fills_the_picture_nothing_is_known() -> None:
    film = build([np.full_like(ROOMS[0], SHIRT) for _ in range(8)])
    plates = ShotPlates(film, lambda plate: FittedPlate(plate, PlateConfig(check=False)))
    plates.fit(as_frame(np.full_like(ROOMS[0], SHIRT)))
    assert plates.trust is not None
    assert not plates.trust.any()


def test_a_handful_of_frames_is_not_enough() -> None:
    with pytest.raises(PlateError, match="only 3 frames"):
        build(shot(ROOMS[0], [1, 2, 3]))
