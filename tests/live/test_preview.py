"""The slot that a window takes its pictures from."""

import numpy as np

from matting_rt.frame import FrameSize, Image
from matting_rt.live.preview import Preview, View


def picture(colour: tuple[int, ...], width: int = 64, height: int = 48) -> Image:
    return np.full((height, width, len(colour)), colour, np.uint8)


def test_nothing_is_kept_before_somebody_asks_and_nothing_of_another_view() -> None:
    preview = Preview()
    preview.put(View.OUTPUT, picture((1, 2, 3)))
    assert preview.take() is None
    preview.ask(FrameSize(64, 48), View.ALPHA)
    preview.put(View.OUTPUT, picture((1, 2, 3)))
    assert preview.take() is None


def test_pictures_come_in_the_painters_order_and_once() -> None:
    preview = Preview()
    preview.ask(FrameSize(64, 48))
    preview.put(View.OUTPUT, picture((10, 20, 30)))
    taken = preview.take()
    assert taken is not None
    assert taken.shape == (48, 64, 4)
    assert taken.flags.c_contiguous
    assert tuple(taken[0, 0, :3]) == (30, 20, 10)
    assert preview.take() is None


def test_pictures_fit_into_the_size_asked_for_without_being_stretched() -> None:
    preview = Preview()
    preview.ask(FrameSize(40, 60))
    preview.put(View.OUTPUT, picture((10, 20, 30), 80, 40))
    taken = preview.take()
    assert taken is not None
    assert taken.shape[:2] == (20, 40)


def test_the_newest_wins() -> None:
    preview = Preview()
    preview.ask(FrameSize(64, 48))
    preview.put(View.OUTPUT, picture((1, 1, 1)))
    preview.put(View.OUTPUT, picture((2, 2, 2)))
    taken = preview.take()
    assert taken is not None
    assert (taken[..., :3] == 2).all()


def test_a_composite_that_is_repeated_is_not_painted_again_until_the_wish_changes() -> None:
    preview, same = Preview(), picture((1, 1, 1))
    preview.ask(FrameSize(64, 48))
    preview.put(View.OUTPUT, same)
    assert preview.take() is not None
    preview.put(View.OUTPUT, same)
    assert preview.take() is None
    preview.ask(FrameSize(32, 24))
    preview.put(View.OUTPUT, same)
    taken = preview.take()
    assert taken is not None
    assert taken.shape == (24, 32, 4)


def test_a_picture_of_the_view_before_is_not_shown_after_another_was_asked_for() -> None:
    preview = Preview()
    preview.ask(FrameSize(64, 48), View.CAMERA)
    preview.put(View.CAMERA, picture((1, 1, 1)))
    preview.ask(FrameSize(64, 48), View.OUTPUT)
    assert preview.take() is None


def test_an_alpha_is_grey_and_a_foreground_stands_on_grey() -> None:
    preview = Preview()
    preview.ask(FrameSize(64, 48), View.ALPHA)
    preview.put(View.ALPHA, np.full((48, 64), 200, np.uint8))
    alpha = preview.take()
    assert alpha is not None
    assert (alpha[..., :3] == 200).all()
    preview.ask(FrameSize(64, 48), View.FOREGROUND)
    foreground = picture((255, 0, 0, 255))
    foreground[:24, :, 3] = 0
    preview.put(View.FOREGROUND, foreground)
    shown = preview.take()
    assert shown is not None
    assert tuple(shown[0, 0, :3]) == (64, 64, 64)
    assert tuple(shown[-1, 0, :3]) == (0, 0, 255)


def test_each_viewer_has_its_own_view_and_size() -> None:
    preview = Preview()
    preview.ask(FrameSize(64, 48), View.OUTPUT, "page")
    preview.ask(FrameSize(32, 24), View.CAMERA, "dialog")
    assert preview.views == {View.OUTPUT, View.CAMERA}
    preview.put(View.OUTPUT, picture((1, 1, 1)))
    preview.put(View.CAMERA, picture((2, 2, 2)))
    of_page, of_dialog = preview.take("page"), preview.take("dialog")
    assert of_page is not None
    assert of_dialog is not None
    assert (of_page.shape, of_page[0, 0, 0]) == ((48, 64, 4), 1)
    assert (of_dialog.shape, of_dialog[0, 0, 0]) == ((24, 32, 4), 2)
    preview.ask(None, viewer="dialog")
    assert preview.views == {View.OUTPUT}
    preview.put(View.CAMERA, picture((3, 3, 3)))
    assert preview.take("dialog") is None
