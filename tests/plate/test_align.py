import cv2
import numpy as np
import pytest

from matting_rt.frame import Image
from matting_rt.plate.align import Aligner, corner_shift_px, rescale
from tests.plate.scenes import SIZE, expose, move, movement, paint_room, paint_wall, put_person

LEVELS = np.arange(256, dtype=np.uint8)


def grey(image: Image) -> np.ndarray:
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)


def everywhere(image: Image) -> np.ndarray:
    return np.full(image.shape[:2], 255, np.uint8)


def error_px(aligner: Aligner, truth: np.ndarray) -> float:
    return corner_shift_px(aligner.homography @ np.linalg.inv(truth), SIZE)


@pytest.mark.parametrize(
    ("shift_px", "degrees", "zoom"), [((12.5, -7.25), 0.0, 1.0), ((-6.0, 4.4), 1.5, 1.01), ((0.0, 0.7), 0.0, 1.0)]
)
def test_a_moved_camera_is_followed_to_a_fraction_of_a_pixel(shift_px, degrees, zoom) -> None:
    plate = paint_room(1)
    truth = movement(shift_px, degrees, zoom)
    frame, _ = put_person(expose(move(plate, truth), (1, 1, 1)), 0.3)
    aligner = Aligner(grey(plate))
    assert aligner.align(grey(frame), everywhere(frame), LEVELS, search=True)
    assert error_px(aligner, truth) < 0.3


def test_half_of_the_picture_may_be_a_person_who_is_known() -> None:
    plate = paint_room(2)
    truth = movement((8.3, 5.1), -1.0, 1.0)
    frame, alpha = put_person(expose(move(plate, truth), (1, 1, 1)), 0.5)
    aligner = Aligner(grey(plate))
    background = np.where(cv2.dilate(alpha, np.ones((15, 15))) > 0, 0, 255).astype(np.uint8)
    aligner.align(grey(frame), background, LEVELS, search=True)
    assert error_px(aligner, truth) < 0.3


def test_a_small_movement_is_followed_without_a_search() -> None:
    plate = paint_room(3)
    truth = movement((1.6, -0.9), 0.1, 1.0)
    frame = expose(move(plate, truth), (1, 1, 1))
    aligner = Aligner(grey(plate))
    assert aligner.align(grey(frame), everywhere(frame), LEVELS, search=False)
    assert error_px(aligner, truth) < 0.3


def test_a_camera_that_stands_still_keeps_the_exact_identity() -> None:
    plate = paint_room(4)
    aligner = Aligner(grey(expose(plate, (1, 1, 1), seed=99)))
    for seed in range(4):
        frame, _ = put_person(expose(plate, (1, 1, 1), seed=seed, noise=4), 0.4)
        assert not aligner.align(grey(frame), everywhere(frame), LEVELS, search=seed < 2)
    assert aligner.is_identity


def test_another_light_does_not_move_the_plate() -> None:
    plate = paint_room(5)
    frame = expose(plate, (0.8, 0.8, 0.8))
    aligner = Aligner(grey(plate))
    aligner.align(grey(frame), everywhere(frame), (LEVELS * 0.8).astype(np.uint8), search=True)
    assert aligner.is_identity


@pytest.mark.parametrize("plate", [paint_wall(), paint_room(7)], ids=["bare wall", "another room"])
def test_where_alignment_fails_the_identity_stays(plate: Image) -> None:
    frame, _ = put_person(paint_room(6), 0.3)
    aligner = Aligner(grey(plate))
    assert not aligner.align(grey(frame), everywhere(frame), LEVELS, search=True)
    assert aligner.is_identity


def test_the_same_pictures_give_the_same_homography() -> None:
    plate = paint_room(8)
    frame, _ = put_person(expose(move(plate, movement((9, 3), 0.8, 1.0)), (1, 1, 1)), 0.3)
    found = []
    for _ in range(2):
        aligner = Aligner(grey(plate))
        aligner.align(grey(frame), everywhere(frame), LEVELS, search=True)
        found.append(aligner.homography)
    np.testing.assert_array_equal(*found)


def test_a_homography_of_small_pictures_holds_for_large_ones() -> None:
    # Pixel centres at whole coordinates: a shift of 2 pixels is one of 4 at twice the size.
    np.testing.assert_allclose(rescale(movement((2, 1), 0, 1), 2), movement((4, 2), 0, 1), atol=1e-9)
