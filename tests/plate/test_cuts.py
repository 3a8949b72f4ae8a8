import numpy as np
import pytest

from matting_rt.frame import FrameSize, Image
from matting_rt.plate.cuts import mark_cuts
from tests.plate.scenes import as_frame, expose, paint_room

SIZE = FrameSize(256, 144)
ROOMS = [paint_room(seed, SIZE) for seed in (1, 2, 3)]


def shot(room: Image, count: int = 8, light: float = 1.0) -> list[Image]:
    return [expose(room, (light, light, light), seed=seed) for seed in range(count)]


def starts(images: list[Image]) -> list[int]:
    """Frames that begin a shot; every frame must come, once and in order."""
    marked = list(mark_cuts(as_frame(image, index) for index, image in enumerate(images)))
    assert [frame.index for frame, _ in marked] == list(range(len(images)))
    return [frame.index for frame, is_first in marked if is_first]


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_one_shot_begins_with_its_first_frame(count: int) -> None:
    assert starts(shot(ROOMS[0], count)) == [0]


def test_no_frames_have_no_shots() -> None:
    assert starts([]) == []


def test_a_cut_is_found_at_its_frame() -> None:
    assert starts([*shot(ROOMS[0]), *shot(ROOMS[1], 3), *shot(ROOMS[2]), *shot(ROOMS[0], 1)]) == [0, 8, 11, 19]


@pytest.mark.parametrize("count", [1, 2])
def test_a_flash_or_a_broken_frame_is_no_cut(count: int) -> None:
    flash = [np.full_like(ROOMS[0], 250)] * count
    broken = shot(ROOMS[1], count)
    assert starts([*shot(ROOMS[0]), *flash, *shot(ROOMS[0]), *broken, *shot(ROOMS[0])]) == [0]


def test_a_change_of_the_light_is_no_cut() -> None:
    assert starts([*shot(ROOMS[0]), *shot(ROOMS[0], light=0.6), *shot(ROOMS[0])]) == [0]


def test_fast_movement_is_no_cut() -> None:
    wide = paint_room(1, FrameSize(1400, 144))
    assert starts([wide[:, 40 * i : 40 * i + 256] for i in range(28)]) == [0]
    walks = shot(ROOMS[0], 20)
    for number, image in enumerate(walks):
        image[20:, 12 * number : 12 * number + 100] = 10
    assert starts(walks) == [0]
