import numpy as np
import pytest

from matting_rt.frame import FrameSize, Image
from matting_rt.plate.stillness import Change, Difference, StillWatch, compare, shrink_to_compare
from tests.plate.scenes import expose, paint_room, paint_wall

ROOM = paint_room(1)


def difference(before: Image, after: Image) -> Difference:
    return compare(shrink_to_compare(before), shrink_to_compare(after))


@pytest.mark.parametrize("room", [ROOM, paint_wall()], ids=["room", "bare wall"])
@pytest.mark.parametrize("noise", [0.0, 3.0, 12.0])
def test_noise_is_no_change(room: Image, noise: float) -> None:
    for seed in range(5):
        before, after = (expose(room, (1, 1, 1), seed=10 * seed + number, noise=noise) for number in range(2))
        assert difference(before, after).change is Change.NOTHING


def test_noise_in_blotches_as_after_a_denoiser_is_no_change() -> None:
    def blotchy(seed: int) -> Image:
        coarse = np.random.default_rng(seed).normal(0, 4, (90, 160, 3))
        return np.clip(ROOM + coarse.repeat(4, 0).repeat(4, 1), 0, 255).astype(np.uint8)

    for seed in range(5):
        assert difference(blotchy(seed), blotchy(seed + 100)).change is Change.NOTHING


def test_another_exposure_is_a_change_of_light_only() -> None:
    found = difference(ROOM, expose(ROOM, (0.75, 0.8, 0.7)))
    assert found.change is Change.LIGHT
    assert found.light == pytest.approx(0.27, abs=0.03)


def test_the_share_that_moved_is_measured() -> None:
    after = ROOM.copy()
    after[100:300, 200:400] = (250, 20, 250)
    assert difference(ROOM, after).moved_share == pytest.approx(200 * 200 / (640 * 360), abs=0.01)


@pytest.mark.parametrize("size", [FrameSize(64, 64), FrameSize(67, 131)])
def test_tiny_pictures_are_compared_too(size: FrameSize) -> None:
    room = paint_room(1, size)
    assert difference(room, room).change is Change.NOTHING


def test_a_watch_measures_from_the_last_change() -> None:
    other = ROOM.copy()
    other[100:300, 200:400] = (250, 20, 250)
    watch = StillWatch()
    changes = []
    for number, picture in enumerate([ROOM] * 5 + [other] * 5):
        changes.append(watch.feed(shrink_to_compare(picture), number * 0.1))
    assert changes == [Change.NOTHING] * 5 + [Change.MOVED] + [Change.NOTHING] * 4
    assert watch.still_s(0.9) == pytest.approx(0.4)
