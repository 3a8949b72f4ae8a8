"""The film with the rendered person: what the package brings, at any size and moment."""

import numpy as np
import pytest

from matting_rt.frame import FrameSize
from matting_rt.synthetic.film import FOLDER, LANDSCAPE, PLACES, ROOM, RenderedClip, fit, load_place
from matting_rt.synthetic.pictures import decode_picture, list_pictures


@pytest.mark.parametrize("size", [FrameSize(160, 96), FrameSize(96, 160), FrameSize(384, 96)])
def test_a_person_moves_before_the_room_at_any_size(size: FrameSize) -> None:
    clip = RenderedClip(size, rate_fps=4, duration_s=0.5)
    (first, first_alpha), (second, second_alpha) = clip.frames()
    assert first.shape == clip.plate().shape == (size.height, size.width, 3)
    assert first_alpha.shape == (size.height, size.width)
    assert {first_alpha.min(), first_alpha.max()} == {0, 255}
    assert (first_alpha != second_alpha).any()
    assert (first != second).any()


def test_a_film_is_the_same_each_time() -> None:
    one, other = (next(iter(RenderedClip(FrameSize(160, 96), 10, 0.1).frames())) for _ in range(2))
    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1])


def test_the_alpha_tells_what_is_person_and_what_is_room() -> None:
    clip = RenderedClip(FrameSize(320, 180), 10, 0.1)
    ((frame, alpha),) = clip.frames()
    difference = np.abs(frame.astype(int) - clip.plate()).max(2)
    assert np.percentile(difference[alpha == 0], 99) < 40
    assert np.median(difference[alpha == 255]) > 40


def test_the_pictures_are_small_whole_and_licensed() -> None:
    pictures = [decode_picture(path) for path in list_pictures(FOLDER)]
    assert {picture.shape for picture in pictures} == {(720, 1280, 4)}
    for picture in pictures:
        assert not picture[..., 3][:, [0, -1]].any(), "the body sways: it may not touch the sides"
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_000_000
    assert "MIT" in (FOLDER / "LICENSE.txt").read_text()
    assert "rendered" in (FOLDER / "NOTICE.txt").read_text()


def test_a_picture_larger_than_the_film_is_enlarged() -> None:
    rgba = np.full((18, 32, 4), 200, np.uint8)
    assert fit(rgba, FrameSize(64, 36)).shape == (36, 64, 4)


@pytest.mark.parametrize("size", [FrameSize(160, 96), FrameSize(97, 161), FrameSize(2000, 300)])
def test_a_place_covers_a_frame_of_any_shape(size: FrameSize) -> None:
    whole = decode_picture(ROOM)
    place = load_place(ROOM, size)
    assert place.shape == (size.height, size.width, 3)
    middle = whole[whole.shape[0] // 2, whole.shape[1] // 2].astype(int)
    assert np.abs(place[size.height // 2, size.width // 2] - middle).max() < 20


def test_the_places_are_small() -> None:
    assert {path.name for path in PLACES.iterdir()} == {ROOM.name, LANDSCAPE.name, "NOTICE.txt"}
    assert sum(path.stat().st_size for path in PLACES.iterdir()) < 250_000
