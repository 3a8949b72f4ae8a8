import numpy as np

from matting_rt.compositing.placeholder import Placeholder
from matting_rt.frame import FrameSize

SIZE = FrameSize(320, 180)


def test_the_placeholder_has_the_size_and_a_line_of_text() -> None:
    without, with_text = Placeholder(SIZE)(""), Placeholder(SIZE)("One moment, please")
    assert with_text.shape == (180, 320, 3)
    changed = np.argwhere((without != with_text).any(-1))
    assert len(changed) > 100
    assert abs(changed[:, 1].mean() - 160) < 12
    assert abs(changed[:, 0].mean() - 90) < 12


def test_a_long_line_stays_inside_the_picture() -> None:
    picture = Placeholder(SIZE)("the camera is being reconnected and that takes quite some time today")
    border = Placeholder(SIZE)("")
    assert np.array_equal(picture[:, :10], border[:, :10])
    assert np.array_equal(picture[:, -10:], border[:, -10:])


def test_nothing_in_the_room_can_be_made_out() -> None:
    plate = np.full((180, 320, 3), 128, np.uint8)
    plate[60:120, 100:110] = 255
    plate[::2, 200:300] = 0
    shown = Placeholder(SIZE, plate)("")
    # neither the poster's edge nor the blind's slats: neighbouring pixels hardly differ
    assert np.abs(np.diff(shown.astype(int), axis=0)).max() <= 3
    assert np.abs(np.diff(shown.astype(int), axis=1)).max() <= 3
    assert shown.mean() < plate.mean()


def test_each_text_is_drawn_once() -> None:
    placeholder = Placeholder(SIZE)
    assert placeholder("Paused") is placeholder("Paused")


def test_a_text_is_drawn_as_the_caller_draws_it() -> None:
    asked: list[tuple[str, int]] = []

    def draw(text: str, capital_px: int) -> np.ndarray:
        asked.append((text, capital_px))
        return np.full((10, 40), 255, np.uint8)

    picture = Placeholder(SIZE, draw_text=draw)("Paused")
    assert asked == [("Paused", 8)]
    assert np.argwhere((picture == 235).all(-1)).tolist() == [[y, x] for y in range(85, 95) for x in range(140, 180)]
