import numpy as np
import pytest

from matting_rt.compositing.soft import blur, resize, shrink
from matting_rt.frame import FloatMap


def random_picture(height: int, width: int) -> FloatMap:
    """A box of a larger picture of three channels."""
    return np.random.default_rng(1).random((height + 4, width + 6, 3), np.float32)[2:-2, 5:-1]


def test_halving_gives_the_means_of_four_pixels() -> None:
    picture = random_picture(40, 60)
    expected = picture.reshape(10, 4, 15, 4, 3).mean((1, 3))
    np.testing.assert_allclose(shrink(picture, 2), expected, atol=1e-6)
    np.testing.assert_allclose(resize(picture, 10, 15), expected, atol=1e-6)
    levels = np.rint(picture * 255).astype(np.uint8)
    np.testing.assert_allclose(shrink(levels, 2), expected * 255, atol=1.6)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (3, 2), (5, 90), (41, 61)])
@pytest.mark.parametrize("new_size", [(1, 1), (2, 2), (20, 30), (7, 200)])
def test_a_flat_picture_stays_flat_at_any_size(size: tuple[int, int], new_size: tuple[int, int]) -> None:
    resized = resize(np.full((*size, 3), 77, np.uint8), *new_size)
    np.testing.assert_array_equal(resized, np.full((*new_size, 3), 77))


def test_no_side_is_halved_below_two_pixels() -> None:
    assert shrink(np.zeros((2, 50), np.uint8), 3).shape == (2, 50)
    assert shrink(np.zeros((9, 50), np.uint8), 9).shape == (2, 12)


@pytest.mark.parametrize("sigma", [0.3, 1.2, 6.0])
def test_a_blur_has_the_weights_of_a_gaussian_and_goes_on_beyond_the_edge(sigma: float) -> None:
    picture = random_picture(23, 31)
    radius = int(np.ceil(2.5 * sigma))
    offsets = np.arange(-radius, radius + 1)
    weights = np.exp(-(offsets**2) / (2 * sigma**2))
    weights /= weights.sum()
    expected = picture.astype(np.float64)
    for axis in (0, 1):
        length = expected.shape[axis]
        places = (np.clip(np.arange(length) + offset, 0, length - 1) for offset in offsets)
        expected = sum(weight * expected.take(place, axis) for weight, place in zip(weights, places, strict=True))
    np.testing.assert_allclose(blur(picture, sigma), expected, atol=1e-5)
