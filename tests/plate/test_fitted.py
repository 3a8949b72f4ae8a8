import logging

import numpy as np
import pytest

from matting_rt.config import PlateConfig
from matting_rt.errors import PlateError, PlateMismatchError
from matting_rt.frame import FrameSize, Image
from matting_rt.plate.fitted import FittedPlate, PlatePerImage
from matting_rt.plate.store import Plate
from tests.plate.scenes import SIZE, as_frame, expose, move, movement, paint_room, paint_wall, put_person

ROOM = paint_room(1)


def fit(fitted: FittedPlate | PlatePerImage, image: Image, index: int = 0) -> Image:
    return fitted.fit(as_frame(image, index))


def test_a_plate_that_fits_already_is_handed_on_untouched() -> None:
    fitted = FittedPlate(Plate(ROOM), PlateConfig())
    np.testing.assert_array_equal(fit(fitted, ROOM), ROOM)
    assert fitted.shift_px == 0


def test_the_plate_follows_camera_and_light_behind_a_person() -> None:
    truth = movement((7.4, -4.2), 0.8, 1.0)
    background = expose(move(ROOM, truth), (0.85, 0.92, 1.0))
    frame, alpha = put_person(background, 0.4)
    fitted = FittedPlate(Plate(ROOM), PlateConfig())
    plate = fit(fitted, frame).astype(int)
    centre = (slice(20, -20), slice(20, -20))
    visible = alpha[centre] == 0
    difference = np.abs(plate - background)[centre][visible]
    assert np.median(difference) <= 3
    assert np.percentile(difference, 99) < 15
    assert abs(fitted.light.gain[0] + fitted.light.bias[0] * 2 - 0.85) < 0.04


def test_every_pixel_of_the_plate_gets_the_light_that_was_found() -> None:
    frame = expose(ROOM, (1.3, 0.9, 1.05))
    fitted = FittedPlate(Plate(ROOM), PlateConfig(align=False))
    plate = fit(fitted, frame)
    expected = np.clip(ROOM * fitted.light.gain + 255 * fitted.light.bias, 0, 255)
    assert (expected == 255).any(), "nothing is clipped"
    np.testing.assert_allclose(plate, expected, atol=0.5 + 1e-3, rtol=0)


def test_the_border_beyond_the_plate_repeats_its_edge() -> None:
    truth = movement((12.0, 0.0), 0.0, 1.0)
    fitted = FittedPlate(Plate(ROOM), PlateConfig())
    plate = fit(fitted, expose(move(ROOM, truth), (1, 1, 1))).astype(int)
    assert np.abs(plate[:, :10] - plate[:, 10:11]).mean() < 3


def test_alignment_and_compensation_can_be_turned_off() -> None:
    frame = expose(move(ROOM, movement((6.0, 0.0), 0.0, 1.0)), (0.9, 0.9, 0.9))
    fitted = FittedPlate(Plate(ROOM), PlateConfig(check=False, align=False, compensate=False))
    np.testing.assert_array_equal(fit(fitted, frame), ROOM)


def test_a_sudden_change_of_light_is_followed_at_once() -> None:
    fitted = FittedPlate(Plate(ROOM), PlateConfig())
    fit(fitted, ROOM)
    plate = fit(fitted, expose(ROOM, (0.7, 0.7, 0.7)), index=1)
    assert np.abs(plate - 0.7 * ROOM).mean() < 2.5


def test_the_same_array_is_given_while_nothing_changes() -> None:
    fitted = FittedPlate(Plate(ROOM), PlateConfig())
    plates = [fit(fitted, expose(ROOM, (1, 1, 1), seed=index), index) for index in range(8)]
    assert fitted.shift_px == 0
    assert all(plate is plates[1] for plate in plates[1:])


def test_another_array_is_given_with_every_change_of_light_and_the_last_one_stays_whole() -> None:
    fitted = FittedPlate(Plate(ROOM), PlateConfig(align=False))
    plates = [fit(fitted, ROOM)]
    for index, gain in enumerate((0.9, 0.7, 0.9, 0.7, 0.5), start=1):
        before = plates[-1].copy()
        plates.append(fit(fitted, expose(ROOM, (gain, gain, gain)), index))
        np.testing.assert_array_equal(plates[-2], before)
    assert len({id(plate) for plate in plates}) == len(plates), "what was made of one would be taken for another's"


def test_another_array_is_given_when_the_plate_has_been_moved() -> None:
    fitted = FittedPlate(Plate(ROOM), PlateConfig())
    first = fit(fitted, ROOM)
    moved = move(ROOM, movement((9.0, 5.0), 0.0, 1.0))
    assert fit(fitted, moved, index=20) is not first
    assert fitted.shift_px > 5
    np.testing.assert_array_equal(first, ROOM)


def test_a_camera_that_is_knocked_is_followed_again() -> None:
    fitted = FittedPlate(Plate(ROOM), PlateConfig())
    moved = move(ROOM, movement((9.0, 5.0), 0.0, 1.0))
    for index in range(6):
        fit(fitted, expose(ROOM, (1, 1, 1), seed=index), index)
    for index in range(6, 13):
        fit(fitted, expose(moved, (1, 1, 1), seed=index), index)
    assert abs(fitted.shift_px - np.hypot(9, 5)) < 0.5


def test_the_last_alpha_keeps_the_person_out_of_the_light() -> None:
    # A wall-coloured figure, darker by a constant factor, over most of the picture would be taken for the background.
    wall = paint_wall()
    frame = wall.copy()
    frame[40:, 80:560] = wall[40:, 80:560] * 0.8
    alpha = np.zeros((SIZE.height, SIZE.width), np.uint8)
    alpha[40:, 80:560] = 255
    fitted = FittedPlate(Plate(wall), PlateConfig())
    fit(fitted, wall)
    fitted.observe(alpha)
    plate = fit(fitted, frame, index=1)
    np.testing.assert_allclose(plate.astype(int), wall, atol=2)


@pytest.mark.parametrize("room", [ROOM, paint_wall()], ids=["room", "bare wall"])
def test_a_true_plate_passes_behind_a_person_over_half_of_the_picture(room: Image) -> None:
    frame, _ = put_person(expose(room, (0.8, 0.9, 0.85)), 0.5)
    fit(FittedPlate(Plate(room), PlateConfig()), frame)


@pytest.mark.parametrize("seed", range(2, 6))
def test_a_picture_of_another_scene_is_refused(seed: int) -> None:
    frame, _ = put_person(ROOM, 0.3)
    fitted = FittedPlate(Plate(paint_room(seed), "beach.png"), PlateConfig(), scene="me.mp4")
    with pytest.raises(PlateMismatchError, match=r"beach\.png does not show the scene of me\.mp4: .* a backdrop"):
        fit(fitted, frame)


def test_a_test_card_whose_edges_lie_where_the_rooms_do_is_refused() -> None:
    colours = [
        (0, 0, 255),
        (255, 0, 0),
        (0, 0, 255),
        (0, 255, 0),
        (255, 0, 255),
        (0, 255, 255),
        (0, 0, 255),
        (255, 255, 0),
    ]
    bars = np.tile(np.array(2 * colours, np.uint8), (SIZE.height, 1, 1)).repeat(SIZE.width // 16, axis=1)
    room = np.where(bars.mean(axis=2, keepdims=True) > 100, (222, 215, 205), (190, 180, 170)).astype(np.uint8)
    with pytest.raises(PlateMismatchError):
        fit(FittedPlate(Plate(bars), PlateConfig()), room)


def test_another_scene_is_taken_where_the_check_is_off() -> None:
    fitted = FittedPlate(Plate(paint_room(2)), PlateConfig(check=False))
    assert fit(fitted, ROOM).shape == (SIZE.height, SIZE.width, 3)


def test_a_film_that_fades_in_is_judged_once_it_can_be_seen() -> None:
    fitted = FittedPlate(Plate(paint_room(2)), PlateConfig())
    fit(fitted, np.zeros_like(ROOM))
    with pytest.raises(PlateMismatchError):
        fit(fitted, ROOM, index=1)


def test_frames_may_change_their_size(caplog: pytest.LogCaptureFixture) -> None:
    fitted = FittedPlate(Plate(ROOM), PlateConfig())
    fit(fitted, ROOM)
    smaller = Plate(ROOM).resized(FrameSize(320, 180)).image
    with caplog.at_level(logging.INFO, logger="matting_rt"):
        assert fit(fitted, smaller, index=1).shape == (180, 320, 3)
    assert "resized" in caplog.text


def test_a_plate_of_another_shape_is_refused_at_the_first_frame() -> None:
    with pytest.raises(PlateError, match="aspect"):
        fit(FittedPlate(Plate(ROOM[:, :500]), PlateConfig()), ROOM)


@pytest.mark.parametrize("size", [FrameSize(64, 64), FrameSize(67, 131)])
def test_tiny_frames_of_any_size_work(size: FrameSize) -> None:
    room = paint_room(1, size)
    assert fit(FittedPlate(Plate(room), PlateConfig()), room).shape == (size.height, size.width, 3)


def test_the_report_holds_plain_numbers() -> None:
    fitted = FittedPlate(Plate(ROOM), PlateConfig())
    assert fitted.report() == {}
    fit(fitted, ROOM)
    report = fitted.report()
    assert report["shift_px"] == 0.0
    assert report["same_scene"] is True
    assert len(report["gain"]) == 3


def test_each_picture_may_have_its_own_plate() -> None:
    rooms = [paint_room(1), paint_room(2)]
    fitted = PlatePerImage(lambda frame: Plate(rooms[frame.index]), PlateConfig())
    for index, room in enumerate(rooms):
        np.testing.assert_array_equal(fit(fitted, room, index), room)
        fitted.observe(np.zeros((SIZE.height, SIZE.width), np.uint8))
