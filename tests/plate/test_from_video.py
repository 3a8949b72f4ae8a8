from collections.abc import Iterator

import numpy as np
import pytest

from matting_rt.errors import PlateError
from matting_rt.frame import Frame, FrameSize, Image
from matting_rt.plate import from_video
from matting_rt.plate.from_video import plate_from_frames
from tests.plate.scenes import as_frame, expose, paint_room

ROOM = paint_room(1, FrameSize(256, 144))


def clip(*lefts: int | None) -> list[Image]:
    """The room with somebody 40 pixels wide at each place in turn; nobody where it is None."""
    images = []
    for number, left in enumerate(lefts):
        image = expose(ROOM, (1, 1, 1), seed=number)
        if left is not None:
            rows = np.arange(120)[:, None, None]
            image[24:, left : left + 40] = 40 + 50 * ((rows + 3 * number) // 8 % 2)
        images.append(image)
    return images


def frames(images: list[Image]) -> Iterator[Frame]:
    return (as_frame(image, index) for index, image in enumerate(images))


@pytest.mark.parametrize("frame_count", [None, 30, 12, 60], ids=["unknown", "right", "too low", "too high"])
def test_somebody_who_walks_through_disappears(frame_count: int | None) -> None:
    built = plate_from_frames(frames(clip(*range(0, 210, 7))), frame_count)
    assert np.abs(built.plate.image.astype(int) - ROOM).max(-1).mean() < 2
    assert built.hint is None


def test_frames_are_spread_over_a_video_of_unknown_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_video, "_LIMIT_BYTES", 9 * ROOM.nbytes)
    built = plate_from_frames(frames(clip(*[0] * 20, *[160] * 40)))
    assert 5 <= built.frames_used <= 9
    # The place on the left is free in most frames, but not in the first ones.
    assert np.abs(built.plate.image[:, :40].astype(int) - ROOM[:, :40]).max(-1).mean() < 3


def test_somebody_who_stands_in_one_place_half_of_the_time_is_hinted_at() -> None:
    built = plate_from_frames(frames(clip(*[108] * 15, *range(0, 208, 16))))
    assert built.hint is not None
    assert "stands there" in built.hint


def test_somebody_who_never_moves_is_hinted_at() -> None:
    image = clip(108)[0]
    built = plate_from_frames(frames([expose(image, (1, 1, 1), seed=seed) for seed in range(12)]))
    assert built.hint is not None
    assert "keep still" in built.hint


def test_a_camera_that_moves_is_told_from_a_room_in_which_something_moves() -> None:
    wide = paint_room(1, FrameSize(400, 144))
    assert plate_from_frames(frames([wide[:, 6 * i : 6 * i + 256] for i in range(20)])).has_moving_camera
    assert not plate_from_frames(frames(clip(*range(100, 120)))).has_moving_camera


def test_a_handful_of_frames_is_not_enough() -> None:
    with pytest.raises(PlateError, match="only 3 frames"):
        plate_from_frames(frames(clip(None, None, None)))
