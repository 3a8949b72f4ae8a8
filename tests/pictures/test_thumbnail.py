"""Small pictures of files: of the right size, unstretched, and of something that can be seen."""

from pathlib import Path

import cv2
import pytest

from matting_rt.errors import MattingError
from matting_rt.frame import FrameSize
from matting_rt.pictures.thumbnail import make_strip, make_thumbnail
from tests.sources.media import flat_image, textured_image, write_video

SIZE = FrameSize(80, 45)


def test_a_tall_picture_fills_the_thumbnail_and_loses_what_hangs_over(tmp_path: Path) -> None:
    image = textured_image(300, 300)
    cv2.imwrite(str(tmp_path / "square.png"), image[..., ::-1])
    small = make_thumbnail(tmp_path / "square.png", SIZE)
    assert small.shape == (45, 80, 3)
    assert tuple(small[2, 2]) == (220, 20, 60)
    assert tuple(small[42, 77]) == (200, 200, 200)
    # the border between the halves is still in the middle
    assert tuple(small[2, 38]) == (220, 20, 60)
    assert tuple(small[2, 42]) == (30, 200, 40)


def test_a_video_is_shown_by_its_first_picture_that_is_not_black(tmp_path: Path) -> None:
    write_video(tmp_path / "fade.mp4", [flat_image(96, 64, (0, 0, 0))] * 5 + [textured_image(96, 64)])
    assert make_thumbnail(tmp_path / "fade.mp4", SIZE)[2, 2, 0] > 180


def test_a_video_that_is_black_is_shown_black(tmp_path: Path) -> None:
    write_video(tmp_path / "night.mp4", [flat_image(96, 64, (0, 0, 0))] * 3)
    assert make_thumbnail(tmp_path / "night.mp4", SIZE).mean() < 5


def test_what_is_neither_raises_our_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a picture")
    for name in ("notes.txt", "missing.png"):
        with pytest.raises(MattingError):
            make_thumbnail(tmp_path / name, SIZE)


def test_a_strip_shows_how_a_video_begins_in_so_many_pictures_a_second(tmp_path: Path) -> None:
    write_video(tmp_path / "brighter.mp4", [flat_image(96, 64, (level, level, level)) for level in range(0, 250, 5)])
    strip = make_strip(tmp_path / "brighter.mp4", SIZE, length_s=1.0, rate_fps=5)
    assert [picture.shape for picture in strip] == [(45, 80, 3)] * 5
    means = [picture.mean() for picture in strip]
    assert means == sorted(means)
    assert means[-1] - means[0] > 60
