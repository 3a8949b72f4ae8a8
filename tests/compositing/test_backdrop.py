import numpy as np
import pytest

from matting_rt.compositing.backdrop import (
    Backdrop,
    BlurredPlateBackdrop,
    ColourBackdrop,
    ImageBackdrop,
    TransparentBackdrop,
    cover,
)
from matting_rt.frame import Image

PLATE: Image = np.random.default_rng(0).integers(0, 256, (36, 64, 3), np.uint8)


def gradient(width: int, height: int) -> Image:
    """Red rises to the right, green to the bottom, from 0 to 255."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return np.dstack([x, y, np.zeros_like(x)]).round().astype(np.uint8)


@pytest.mark.parametrize(
    "backdrop",
    [
        ColourBackdrop((120, 255, 155)),
        ImageBackdrop(gradient(50, 50)),
        BlurredPlateBackdrop(12),
    ],
    ids=lambda backdrop: type(backdrop).__name__,
)
def test_every_backdrop_fits_the_plate_even_when_it_changes(backdrop: Backdrop) -> None:
    for index, plate in enumerate((PLATE, PLATE[:31, :45], PLATE[:2, :3], PLATE[:1, :1], PLATE)):
        picture = backdrop.picture(plate, index / 30)
        assert picture is not None
        assert (picture.shape, picture.dtype) == (plate.shape, np.uint8)


@pytest.mark.parametrize(
    "backdrop",
    [ColourBackdrop((120, 255, 155)), ImageBackdrop(gradient(50, 50)), BlurredPlateBackdrop(12)],
    ids=lambda backdrop: type(backdrop).__name__,
)
def test_what_does_not_change_is_made_once(backdrop: Backdrop) -> None:
    assert backdrop.picture(PLATE, 0.0) is backdrop.picture(PLATE, 1.0)


def test_another_plate_is_blurred_anew() -> None:
    backdrop = BlurredPlateBackdrop(12)
    before = backdrop.picture(PLATE, 0.0)
    assert (backdrop.picture(PLATE // 2, 0.0) < before).all()


def test_a_transparent_backdrop_is_none() -> None:
    assert TransparentBackdrop().picture(PLATE, 0.0) is None


def test_a_colour_is_exact() -> None:
    picture = ColourBackdrop((120, 255, 155)).picture(PLATE, 0.0)
    assert (picture == (120, 255, 155)).all()


@pytest.mark.parametrize("size", [(64, 36), (96, 54), (128, 72), (36, 64), (400, 20), (20, 400), (3, 2), (1, 1)])
def test_a_picture_covers_the_frame_centred_and_not_stretched(size: tuple[int, int]) -> None:
    width, height = size
    picture = cover(gradient(width, height), PLATE).astype(float)
    scale = max(64 / width, 36 / height)
    if min(size) > 2:
        np.testing.assert_allclose(picture[17:19, 31:33, :2].mean((0, 1)), 127.5, atol=4)
        # A pixel of the frame is 1 / scale of the picture's, in both directions.
        across = (picture[18, 48, 0] - picture[18, 16, 0]) / 32
        down = (picture[27, 32, 1] - picture[9, 32, 1]) / 18
        assert across == pytest.approx(255 / (width - 1) / scale, rel=0.15)
        assert down == pytest.approx(255 / (height - 1) / scale, rel=0.15)
    assert picture.shape == PLATE.shape


def test_a_picture_of_the_frame_size_is_not_touched() -> None:
    image = gradient(64, 36)
    np.testing.assert_array_equal(cover(image, PLATE), image)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (512, 288), (128, 72), (96, 54)])
def test_fine_texture_does_not_alias(width: int, height: int) -> None:
    stripes = np.zeros((height, width, 3), dtype=np.uint8)
    stripes[:, ::2] = 255
    # Down to two thirds, a mean over neighbours leaves a trace of it.
    np.testing.assert_allclose(cover(stripes, PLATE)[1:-1, 1:-1], 127.5, atol=13 if width >= 128 else 45)


@pytest.mark.parametrize("sigma", [1.5, 6.0, 12.0, 24.0])
def test_the_blur_is_as_wide_as_it_says(sigma: float) -> None:
    plate = np.zeros((360, 360, 3), np.uint8)
    plate[:, 180:] = 255
    blurred = BlurredPlateBackdrop(sigma).picture(plate, 0.0)[180, :, 0].astype(float)
    # What an edge has become is the sum of a Gaussian, so its steps are one. 360 lines are half of the reference.
    steps, offsets = np.diff(blurred) / 255, np.arange(359) - 179
    assert steps.sum() == pytest.approx(1)
    assert (steps * offsets**2).sum() ** 0.5 == pytest.approx(sigma / 2, rel=0.08)


def test_a_blurred_flat_plate_stays_flat_to_its_edges() -> None:
    plate = np.full((71, 129, 3), 64, np.uint8)
    np.testing.assert_array_equal(BlurredPlateBackdrop(12).picture(plate, 0.0), plate)
