"""Where foregrounds go."""

import cv2
import numpy as np
import pytest

from matting_rt.frame import FrameSize
from tests.training.data.trees import SKIN, VIDEO_SIZE, person, plain
from training.data.foreground_crop import Crop, Place, canvas_of, choose_place, draw_on_canvas, find_crop

FRAME = FrameSize(160, 120)
CANVAS = canvas_of(FRAME)


def test_the_box_holds_all_frames_and_knows_which_sides_cut_it_off() -> None:
    crop = find_crop([person(VIDEO_SIZE, 0), person(VIDEO_SIZE, 6)])
    assert crop is not None
    assert (crop.cut_left, crop.cut_top, crop.cut_right, crop.cut_bottom) == (False, False, False, True)
    assert crop.top + crop.height == VIDEO_SIZE.height
    assert crop.width > find_crop([person(VIDEO_SIZE, 0)]).width
    assert find_crop([np.full((20, 20), 1, np.uint8)]) is None


@pytest.mark.parametrize("sides", [(0, 0, 0, 1), (0, 1, 0, 1), (1, 0, 0, 0), (1, 0, 1, 1), (1, 1, 1, 1), (0, 0, 1, 0)])
def test_what_a_picture_cuts_off_is_cut_off_at_the_edge_of_the_canvas_or_beyond(sides: tuple[int, ...]) -> None:
    crop = Crop(0, 0, 90, 120, *map(bool, sides))
    for seed in range(40):
        place = choose_place(crop, FRAME, np.random.default_rng(seed))
        ends = (
            place.left <= 1e-6,
            place.top <= 1e-6,
            place.left + crop.width * place.scale >= CANVAS.width - 1e-6,
            place.top + crop.height * place.scale >= CANVAS.height - 1e-6,
        )
        assert all(end for end, is_cut in zip(ends, sides, strict=True) if is_cut)


def test_the_head_of_whoever_is_cut_off_below_is_in_sight_however_wide_they_are() -> None:
    crop = Crop(0, 20, 90, 100, True, False, True, True)
    margin = (CANVAS.height - FRAME.height) / 2
    tops = [choose_place(crop, FRAME, np.random.default_rng(seed)).top for seed in range(40)]
    assert min(tops) > margin - 0.2 * FRAME.height
    assert max(tops) > margin + 0.2 * FRAME.height


def test_whoever_is_whole_is_seen_and_of_many_sizes() -> None:
    crop = Crop(0, 0, 400, 1000, False, False, False, False)
    places = [choose_place(crop, FRAME, np.random.default_rng(seed)) for seed in range(40)]
    heights = [place.scale * crop.height / FRAME.height for place in places]
    assert min(heights) < 0.6
    assert max(heights) > 1.1
    margin = (CANVAS.width - FRAME.width) / 2
    for place in places:
        seen = min(place.left + 400 * place.scale, margin + FRAME.width) - max(place.left, margin)
        assert seen > 0.8 * 400 * place.scale


def test_a_small_picture_is_not_blown_up() -> None:
    crop = Crop(0, 0, 20, 30, False, False, False, False)
    assert all(choose_place(crop, FRAME, np.random.default_rng(seed)).scale <= 1.5 for seed in range(20))


def test_a_foreground_lands_at_its_place_in_its_size_and_without_colours_from_outside() -> None:
    alpha = np.zeros((100, 80), np.uint8)
    cv2.circle(alpha, (40, 50), 30, 255, -1, cv2.LINE_AA)
    colours = plain(FrameSize(80, 100), SKIN) * (alpha[..., None] > 0)  # black outside, as VideoMatte240K
    crop = find_crop([alpha])
    drawn = draw_on_canvas(colours, alpha, crop, Place(0.5, 20, 30), FRAME)
    assert drawn.shape == (4, CANVAS.height, CANVAS.width)
    rows, columns = np.nonzero(drawn[3] > 127)
    assert (columns.min(), rows.min()) == (20, 30)
    assert abs(int(columns.max()) - 20 - 30) <= 1
    assert np.abs(drawn[:3, drawn[3] > 8].T.astype(int) - SKIN).max() <= 2


def test_what_lies_beyond_the_canvas_is_left_out() -> None:
    alpha = np.full((60, 60), 255, np.uint8)
    colours = plain(FrameSize(60, 60), SKIN)
    crop = find_crop([alpha])
    inside = draw_on_canvas(colours, alpha, crop, Place(1, CANVAS.width - 10, -50), FRAME)
    assert (inside[3] > 0).sum() == 10 * 10
    assert not draw_on_canvas(colours, alpha, crop, Place(1, CANVAS.width + 5, 0), FRAME).any()
