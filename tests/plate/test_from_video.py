from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from matting_rt.errors import PlateError
from matting_rt.frame import FloatMap, Frame, FrameSize, Image
from matting_rt.plate import samples as samples_module
from matting_rt.plate.from_video import VideoPlate, plate_from_frames, plate_from_samples
from matting_rt.plate.samples import FindPeople, ShotSamples
from matting_rt.plate.store import Plate
from tests.plate.scenes import as_frame, expose, paint_room

ROOM = paint_room(1, FrameSize(256, 144))


def clip(*lefts: int | None) -> list[Image]:
    """The room with somebody 40 pixels wide at each place in turn; nobody where it is None."""
    images = []
    for number, left in enumerate(lefts):
        image = expose(ROOM, (1, 1, 1), seed=number)
        if left is not None:
            rows = np.arange(120)[:, None, None]
            image[24:, left : left + 40] = 40 + 50 * ((rows + 3 * number) // 8 % 2)
        images.append(image)
    return images


def sit(image: Image, left: int) -> None:
    """Put somebody 40 pixels wide into a picture who does not move by themselves."""
    image[24:, left : left + 40] = 40 + 50 * (np.arange(120)[:, None, None] // 8 % 2)


def frames(images: list[Image]) -> Iterator[Frame]:
    return (as_frame(image, index) for index, image in enumerate(images))


def find(image: Image) -> FloatMap:
    """A person map without a fault, at half of the picture's size."""
    differs = np.abs(image.astype(np.int16) - ROOM).max(-1) > 30
    return cv2.resize(differs.astype(np.float32), (128, 72), interpolation=cv2.INTER_AREA)


def error(plate: Plate) -> np.ndarray:
    """(H, W) levels by which it is wrong."""
    return np.abs(plate.image.astype(int) - ROOM).max(-1)


def build(images: list[Image], find_people: FindPeople = find) -> VideoPlate:
    samples = ShotSamples(find_people)
    for image in images:
        samples.feed(image)
    return plate_from_samples(samples.take(), "clip")


def test_somebody_who_walks_through_disappears() -> None:
    built = plate_from_frames(frames(clip(*range(0, 210, 7))))
    assert error(built.plate).mean() < 2
    assert built.plate.known is None
    assert built.hint is None


def test_frames_are_spread_over_a_video_of_any_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples_module, "_LIMIT_BYTES", 9 * ROOM.nbytes)
    samples = ShotSamples(None)
    for image in clip(*[0] * 20, *[160] * 40):
        samples.feed(image)
    held = samples.take()
    assert 5 <= len(held) <= 9
    built = plate_from_samples(held, "clip", looked=False)
    # The place on the left is free in most frames, but not in the first ones.
    assert error(built.plate)[:, :40].mean() < 4


def test_what_is_behind_somebody_all_the_time_is_not_known_and_the_rest_is_right() -> None:
    built = build(clip(*[100 + i % 3 for i in range(60)]))
    known = built.plate.known
    assert known is not None
    assert not known[30:, 104:138].any()
    assert known[:, :90].all()
    assert known[:, 155:].all()
    assert error(built.plate)[known].max() < 8
    assert 0.15 < built.unknown_share < 0.3


def test_what_is_not_known_is_filled_with_what_is_around_it() -> None:
    bright = np.full_like(ROOM, 200)
    images = [image.copy() for image in [bright] * 20]
    for image in images:
        image[24:, 100:140] = 20
    built = build(images, lambda image: (image[::2, ::2, 0] < 100).astype(np.float32))
    assert built.plate.image.min() > 190


@pytest.mark.parametrize("leaves_at", [0, 180, 376], ids=["first", "in between", "last"])
def test_a_moment_in_which_somebody_is_away_tells_what_is_behind_them(leaves_at: int) -> None:
    lefts: list[int | None] = [100] * 400
    lefts[leaves_at : leaves_at + 24] = [None] * 24
    built = build(clip(*lefts))
    assert built.unknown_share == 0
    assert error(built.plate).mean() < 2


def test_somebody_whom_the_person_map_misses_now_and_then_is_no_part_of_the_room() -> None:
    images = [expose(ROOM, (1, 1, 1), seed=number) for number in range(120)]
    for image in images:
        image[24:, 100:140] = 30
    missed = {id(image) for image in (images[0], images[1], images[2], images[3], images[40], images[80])}

    def find_mostly(image: Image) -> FloatMap:
        return find(image) * np.float32(id(image) not in missed)

    known = build(images, find_mostly).plate.known
    assert known is not None
    assert not known[30:, 104:136].any()


@pytest.mark.parametrize(
    "lefts", [[60 + 4 * (i % 8) for i in range(60)], list(range(0, 210, 4))], ids=["beside", "past"]
)
def test_a_picture_of_somebody_is_a_part_of_the_room_where_somebody_else_moves(lefts: list[int]) -> None:
    def find_both(image: Image) -> FloatMap:
        person = find(image)
        person[20:40, 100:115] = 1
        return person

    known = build(clip(*lefts), find_both).plate.known
    assert known is not None
    assert known[:, 190:].all()


def test_somebody_who_sits_still_and_then_moves_aside_is_no_picture() -> None:
    images = clip(*[None] * 150)
    for number, image in enumerate(images):
        sit(image, 100 + 2 * max(0, number - 120))
    built = build(images)
    known = built.plate.known
    assert known is not None
    assert not known[30:, 128:138].any()
    assert error(built.plate)[known].max() < 12


def test_somebody_who_leaves_late_is_no_picture_though_somebody_larger_is_about() -> None:
    images = clip(*[None] * 150)
    for number, image in enumerate(images):
        if number < 140:
            sit(image, 60)
        image[:, 120 + 8 * abs(number % 20 - 10) :][:, :60] = 250, 0, 250
    built = build(images)
    known = built.plate.known
    assert known is not None
    assert error(built.plate)[known].max() < 12


def test_the_room_is_of_one_light_however_the_camera_exposes() -> None:
    images = clip(*[100] * 40, *[None] * 20)
    people = {id(image): find(image) for image in images[:40]}
    images[40:] = [expose(image, (0.8, 0.8, 0.85), seed=9) for image in images[40:]]
    nobody = np.zeros((72, 128), np.float32)
    light = build(images, lambda image: people.get(id(image), nobody)).plate.image / np.maximum(ROOM, 1)
    assert np.abs(light[40:, 104:136].mean((0, 1)) - light[40:, 150:200].mean((0, 1))).max() < 0.02


def test_a_camera_that_moves_is_told_from_a_room_in_which_something_moves() -> None:
    wide = paint_room(1, FrameSize(400, 144))
    moving = plate_from_frames(frames([wide[:, 6 * i : 6 * i + 256] for i in range(20)]))
    assert moving.has_moving_camera
    assert moving.hint is not None
    assert "the camera moves" in moving.hint
    assert not plate_from_frames(frames(clip(*range(100, 120)))).has_moving_camera


def test_a_handful_of_frames_is_not_enough() -> None:
    with pytest.raises(PlateError, match="only 3 frames"):
        plate_from_frames(frames(clip(None, None, None)))
