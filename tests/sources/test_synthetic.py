from collections.abc import Iterator

import numpy as np
import pytest

from matting_rt.frame import FrameSize
from matting_rt.sources.synthetic import SyntheticSource

SIZE = FrameSize(160, 96)


@pytest.fixture(scope="module")
def source() -> Iterator[SyntheticSource]:
    with SyntheticSource(SIZE) as source:
        yield source


def test_the_last_picture_leads_to_the_first_without_a_jump(source: SyntheticSource) -> None:
    images = [frame.image.astype(int) for frame in source]
    steps = [np.abs(one - other).mean() for one, other in zip(images, [*images[1:], images[0]], strict=True)]
    assert steps[-1] <= max(steps[:-1])
    assert min(steps) > 0


def test_somebody_moves_before_the_room_of_the_plate(source: SyntheticSource) -> None:
    images = np.stack([frame.image for frame in source]).astype(int)
    away = np.abs(images - source.plate().astype(int)).max(axis=(0, 3))
    assert (away < 40).mean() > 0.2
    assert (away > 60).mean() > 0.2


def test_the_plate_is_known_before_it_is_opened(source: SyntheticSource) -> None:
    np.testing.assert_array_equal(SyntheticSource(SIZE).plate(), source.plate())


def test_it_is_painted_once_for_all_openings(source: SyntheticSource) -> None:
    first = next(iter(source)).image
    source.close()
    source.open()
    assert next(iter(source)).image is first
