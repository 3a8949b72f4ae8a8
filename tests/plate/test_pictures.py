import numpy as np
import pytest

from matting_rt.frame import FrameSize
from matting_rt.plate.alignment import LIGHT_WIDTH
from matting_rt.plate.pictures import enlarge, shrink, shrink_map

SIZES = [
    FrameSize(1920, 1080),
    FrameSize(1280, 720),
    FrameSize(3840, 2160),
    FrameSize(854, 480),
    FrameSize(640, 360),
    FrameSize(337, 251),
    FrameSize(320, 180),
    FrameSize(719, 1281),
    FrameSize(67, 131),
]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_cells_become_just_the_pixels_that_they_were_made_from(size: FrameSize) -> None:
    rng = np.random.default_rng(1)
    shape = shrink(np.zeros((size.height, size.width, 3), np.uint8), LIGHT_WIDTH).shape[:2]
    cells = rng.random(shape) < 0.5
    pixels = enlarge(cells, size)
    assert pixels.shape == (size.height, size.width)
    back = shrink(pixels.astype(np.uint8) * 255, LIGHT_WIDTH)
    np.testing.assert_array_equal(back, cells.astype(np.float32))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_remainder_at_the_border_goes_with_the_cells_next_to_it(size: FrameSize) -> None:
    shape = shrink(np.zeros((size.height, size.width, 3), np.uint8), LIGHT_WIDTH).shape[:2]
    assert enlarge(np.ones(shape, bool), size).all()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_small_pictures_are_about_as_wide_as_asked_for_and_never_enlarged(size: FrameSize) -> None:
    small = shrink(np.full((size.height, size.width, 3), 51, np.uint8), LIGHT_WIDTH)
    assert 0.7 * min(LIGHT_WIDTH, size.width) <= small.shape[1] <= 1.5 * LIGHT_WIDTH
    np.testing.assert_allclose(small, 0.2, atol=1e-6)


def test_a_map_of_another_size_is_brought_to_that_of_a_small_picture() -> None:
    person = np.zeros((144, 256), np.float32)
    person[:, :128] = 1
    small = shrink_map(person, np.zeros((54, 96, 3), np.float32))
    assert small.shape == (54, 96)
    assert small.dtype == np.float32
    assert small[:, :47].min() == 1
    assert small[:, 49:].max() == 0
