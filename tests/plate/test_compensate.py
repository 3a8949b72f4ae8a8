import numpy as np

from matting_rt.frame import FloatImage
from matting_rt.plate.compensate import Light, fit_light, same_light
from tests.plate.scenes import expose, paint_room, paint_wall, put_person


def small(image: np.ndarray) -> FloatImage:
    return image[::4, ::4].astype(np.float32) / 255


def everywhere(image: FloatImage) -> np.ndarray:
    return np.ones(image.shape[:2], bool)


def test_exposure_and_white_balance_are_found_behind_a_person() -> None:
    plate = paint_room(1)
    frame, _ = put_person(expose(plate, (0.8, 0.9, 1.05)), 0.45)
    light = fit_light(small(frame), small(plate), everywhere(small(plate)), same_light())
    assert light is not None
    visible = small(expose(plate, (0.8, 0.9, 1.05), noise=0))
    assert np.median(np.abs(light.apply(small(plate)) - visible)) < 1.5 / 255


def test_a_bare_wall_is_compensated_by_gain_not_by_bias() -> None:
    plate = paint_wall()
    light = fit_light(small(expose(plate, (0.9, 0.9, 0.9))), small(plate), everywhere(small(plate)), same_light())
    assert light is not None
    np.testing.assert_allclose(light.apply(small(plate)), small(plate) * 0.9, atol=2 / 255)


def test_no_light_is_fitted_without_background() -> None:
    plate = small(paint_room(2))
    assert fit_light(plate, plate, np.zeros(plate.shape[:2], bool), same_light()) is None


def test_a_white_frame_says_nothing_about_the_light() -> None:
    plate = small(paint_room(2))
    assert fit_light(np.ones_like(plate), plate, everywhere(plate), same_light()) is None


def test_distance_is_what_a_pixel_sees() -> None:
    brighter = Light(np.full(3, 1.1, np.float32), np.zeros(3, np.float32))
    np.testing.assert_allclose(same_light().distance(brighter), 0.09, atol=1e-6)
    np.testing.assert_allclose(same_light().toward(brighter, 0.5).gain, 1.05, atol=1e-6)
