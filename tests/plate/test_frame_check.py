"""Which single frames are taken for broken, in a room that the tests draw."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.plate.alignment import LIGHT_WIDTH
from matting_rt.plate.frame_check import FrameCheck
from matting_rt.plate.pictures import shrink
from tests.plate.scenes import expose, paint_room, to_levels

SIZE = FrameSize(320, 180)
RATE_FPS = 10
ROOM = paint_room(1, SIZE)


def put_person_at(x: int, width: int, room: Image = ROOM) -> tuple[Image, FloatMap]:
    """Somebody dark from `x` on, and their person map."""
    person = np.zeros((SIZE.height, SIZE.width), np.float32)
    person[20:, max(x, 0) : x + width] = 1
    return np.where(person[..., None] > 0, np.array((30, 40, 60), np.uint8), room), person


class Camera:
    """Frames of a stream, and what the check says of each."""

    def __init__(self, rate_fps: int = RATE_FPS) -> None:
        self._check, self._rate_fps, self._index = FrameCheck(), rate_fps, 0

    def is_broken(self, image: Image, person: FloatMap | None = None) -> bool:
        small = shrink(image, LIGHT_WIDTH)
        person = np.zeros(image.shape[:2], np.float32) if person is None else person
        self._index += 1
        return self._check.is_broken(self._index / self._rate_fps, small, shrink(person, LIGHT_WIDTH) * 255)


def half_grey(image: Image) -> Image:
    """As a decoder leaves it that has lost the rest of the picture."""
    broken = image.copy()
    broken[90:] = 128
    return broken


def black(image: Image) -> Image:
    return np.zeros_like(image)


def elsewhere(image: Image) -> Image:
    return paint_room(5, SIZE)


def torn(image: Image) -> Image:
    broken = image.copy()
    broken[60:] = np.roll(image[60:], 90, axis=1)
    return broken


@pytest.mark.parametrize("fault", [half_grey, black, elsewhere, torn])
@pytest.mark.parametrize("with_person", [False, True])
def test_a_single_broken_frame_is_not_to_be_shown_and_the_next_good_one_is(
    fault: Callable[[Image], Image], with_person: bool
) -> None:
    camera = Camera()
    frame, person = put_person_at(100, 110) if with_person else (ROOM, None)
    assert not camera.is_broken(frame, person)
    assert camera.is_broken(fault(frame), person)
    assert not camera.is_broken(frame, person)


def test_the_first_frame_is_taken_as_it_is() -> None:
    assert not Camera().is_broken(black(ROOM))


def test_noise_and_light_that_drifts_break_no_frame() -> None:
    camera = Camera()
    for index, gain in enumerate(np.linspace(1, 0.5, 40)):
        assert not camera.is_broken(expose(ROOM, (gain, gain, gain), seed=index))


def test_odd_frames_that_agree_for_a_quarter_of_a_second_are_a_change_of_the_world() -> None:
    camera = Camera()
    camera.is_broken(ROOM)
    kept_back = [camera.is_broken(expose(ROOM, (0.5, 0.5, 0.5), seed=seed)) for seed in range(5)]
    assert kept_back == [True, True, True, False, False]
    assert camera.is_broken(ROOM), "the way back is as sudden"


def test_at_a_higher_rate_it_takes_more_frames_and_the_same_time() -> None:
    camera = Camera(rate_fps=40)
    camera.is_broken(ROOM)
    kept_back = [camera.is_broken(expose(ROOM, (0.5, 0.5, 0.5), seed=seed)) for seed in range(12)]
    assert kept_back == [True] * 10 + [False] * 2


def test_nothing_is_kept_back_for_longer_than_a_moment_whatever_comes() -> None:
    camera = Camera()
    camera.is_broken(ROOM)
    kept_back = [camera.is_broken(paint_room(seed, SIZE)) for seed in range(10, 22)]
    runs = [len(list(run)) for is_kept_back, run in itertools.groupby(kept_back) if is_kept_back]
    assert len(runs) > 1
    assert max(runs) / RATE_FPS <= 0.5


@pytest.mark.parametrize("rate_fps", [30, 10])
@pytest.mark.parametrize("width", [60, 110, 200])
def test_somebody_who_crosses_the_picture_in_a_second_is_never_kept_back(width: int, rate_fps: int) -> None:
    camera = Camera(rate_fps)
    camera.is_broken(ROOM)
    for step in range(rate_fps + 1):
        frame, person = put_person_at(round(-width + step / rate_fps * (SIZE.width + width)), width)
        assert not camera.is_broken(frame, person), step


def test_somebody_close_to_the_camera_may_move() -> None:
    camera = Camera()
    person = np.ones((SIZE.height, SIZE.width), np.float32)
    shirt = paint_room(7, SIZE)
    camera.is_broken(shirt, person)
    assert not camera.is_broken(to_levels(np.roll(shirt, 3, axis=1).astype(np.float32)), person)


def test_frames_of_another_size_begin_anew() -> None:
    camera = Camera()
    camera.is_broken(ROOM)
    assert not camera.is_broken(paint_room(5, FrameSize(96, 96)))
