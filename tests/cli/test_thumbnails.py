"""Small composites of a whole video."""

from fractions import Fraction

import cv2
import numpy as np
import pytest

from matting_rt.cli.thumbnails import COUNT, WIDTH, ThumbnailStrip, shrink
from matting_rt.frame import Colours, FrameSize, StreamInfo
from matting_rt.sinks.base import MattedFrame


@pytest.mark.parametrize("count", [1, 5, 12, 47, 100, 1000])
def test_pictures_are_spread_over_a_video_of_any_length(count: int) -> None:
    strip = ThumbnailStrip()
    picture = np.zeros((9, 16, 3), np.uint8)
    for index in range(count):
        strip.write(MattedFrame(picture, None, None, index, index, Fraction(1, 10)))
    times = [thumbnail.time_s for thumbnail in strip.thumbnails]
    assert len(times) == min(count, COUNT)
    assert times[0] == 0
    assert times[-1] >= 0.9 * (count - 1) / 10
    assert times == sorted(set(times))


def test_a_picture_is_a_jpeg_of_its_shape() -> None:
    strip = ThumbnailStrip()
    red = np.full((1080, 1920, 3), (200, 10, 10), np.uint8)
    strip.write(MattedFrame(red, None, None, 0, 0, Fraction(1)))
    read = cv2.imdecode(np.frombuffer(strip.thumbnails[0].jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert read.shape == (180, WIDTH, 3)
    assert np.abs(read.astype(int) - (200, 10, 10)).max() < 8


@pytest.mark.parametrize(("kind", "most"), [(np.uint8, 255), (np.uint16, 65535), (np.float32, 1)])
def test_deep_and_transparent_pictures_are_shown_too(kind: type, most: int) -> None:
    picture = np.zeros((32, 64, 4), kind)
    picture[:, :32] = most
    small = shrink(picture)
    assert small.dtype == np.uint8
    assert (small[:, :32] == 255).all()
    assert set(np.unique(small[:, 32:])) == {205, 235}


def test_light_is_shown_as_it_is_seen() -> None:
    strip = ThumbnailStrip()
    strip.open(StreamInfo(FrameSize(64, 32), Fraction(1), Fraction(1), 1, colours=Colours.LINEAR))
    strip.write(MattedFrame(np.full((32, 64, 4), (0.5, 0.5, 0.5, 1), np.float32), None, None, 0, 0, Fraction(1)))
    read = cv2.imdecode(np.frombuffer(strip.thumbnails[0].jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert np.abs(read.astype(int) - round(255 * 0.7055)).max() <= 3  # BT.709
