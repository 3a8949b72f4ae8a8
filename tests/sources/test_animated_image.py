"""Animated pictures move, whatever their format, each picture for its time."""

import contextlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage

from matting_rt.build import build_backdrop, build_moving_source
from matting_rt.compositing.backdrop_spec import IMAGE, VIDEO, parse_backdrop
from matting_rt.config import BackdropConfig
from matting_rt.errors import SourceFormatError
from matting_rt.frame import FrameSize
from matting_rt.pictures.thumbnail import make_thumbnail
from matting_rt.sources.animated_image import AnimatedImageSource
from tests.profiles import DISPLAY_P3, rgb_profile, srgb_of

COLOURS = np.array([(200, 40, 60), (40, 160, 80), (60, 80, 200)], np.uint8)
DURATIONS_MS = (100, 200, 500)
HIDDEN = (255, 0, 0, 0)
WHITE = (255, 255, 255)
OPTIONS = {".gif": {"disposal": 2}, ".webp": {"lossless": True}, ".png": {}, ".avif": {"quality": 100}}
"""Formats that move; none of them loses much by these options."""


def write(path: Path, durations_ms: tuple[int, ...] = DURATIONS_MS, **options: object) -> Path:
    """Three colours one after another; the left third is transparent."""
    pictures = [PillowImage.new("RGBA", (64, 36), (*map(int, colour), 255)) for colour in COLOURS]
    for picture in pictures:
        picture.paste(HIDDEN, (0, 0, 20, 36))
    options = {**OPTIONS[path.suffix], **options}
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=list(durations_ms), **options)
    return path


@pytest.mark.parametrize("suffix", OPTIONS)
def test_every_picture_comes_with_its_time_over_a_plain_colour(tmp_path: Path, suffix: str) -> None:
    with build_moving_source(write(tmp_path / f"a{suffix}")) as source:
        frames = list(source)
    assert [(frame.pts, frame.duration) for frame in frames] == [(0, 100), (100, 200), (300, 500)]
    for frame, colour in zip(frames, COLOURS, strict=True):
        np.testing.assert_allclose(frame.image[:, 24:].astype(int), np.broadcast_to(colour, (36, 40, 3)), atol=3)
        np.testing.assert_allclose(frame.image[:, :16], np.full((36, 16, 3), WHITE), atol=3)


@pytest.mark.parametrize("suffix", OPTIONS)
def test_it_moves_as_a_backdrop_and_begins_again(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}")
    assert parse_backdrop(str(path)).kind is VIDEO
    backdrop, plate = build_backdrop(BackdropConfig(str(path))), np.zeros((36, 64, 3), np.uint8)
    try:
        seen = [backdrop.picture(plate, time_s)[18, 44].astype(int) for time_s in (7.0, 7.15, 7.25, 7.7, 7.85, 7.95)]
    finally:
        backdrop.close()
    np.testing.assert_allclose(seen, COLOURS[[0, 1, 1, 2, 0, 1]], atol=3)
    np.testing.assert_allclose(make_thumbnail(path, FrameSize(64, 36))[18, 44].astype(int), COLOURS[0], atol=3)


@pytest.mark.parametrize("suffix", [".webp", ".png", ".avif", ".heic"])
def test_a_picture_of_the_same_format_stays_still(tmp_path: Path, suffix: str) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    PillowImage.new("RGB", (64, 36)).save(tmp_path / f"a{suffix}")
    assert parse_backdrop(str(tmp_path / f"a{suffix}")).kind is IMAGE


def test_a_png_with_a_large_profile_before_its_frames_moves(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).bytes(20_000)  # which does not compress
    path = write(tmp_path / "a.png", icc_profile=rgb_profile(DISPLAY_P3, 2.2) + noise)
    assert parse_backdrop(str(path)).kind is VIDEO


@pytest.mark.parametrize("suffix", [".webp", ".png", ".avif"])
def test_its_colours_become_srgb(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}", icc_profile=rgb_profile(DISPLAY_P3, 2.2))
    with AnimatedImageSource(path, WHITE) as source:
        seen = [frame.image[18, 44] for frame in source]
    np.testing.assert_allclose(seen, srgb_of(COLOURS, DISPLAY_P3, 2.2), atol=4)


def test_pictures_that_say_no_time_last_a_tenth_of_a_second(tmp_path: Path) -> None:
    with AnimatedImageSource(write(tmp_path / "a.gif", (0, 10, 30)), WHITE) as source:
        assert [frame.duration for frame in source] == [100, 100, 30]


def test_a_png_for_programs_that_know_no_animation_too_begins_with_its_first_frame(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", (100, 200), default_image=True)
    with AnimatedImageSource(path, WHITE) as source:
        assert [frame.duration for frame in source] == [100, 200]
        assert source.info.frame_count == 2


def test_one_that_is_cut_off_gives_what_it_holds(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gif")
    path.write_bytes(path.read_bytes()[:-20])
    with AnimatedImageSource(path, WHITE) as source:
        assert [frame.index for frame in source] == [0, 1]
        assert source.shortfall == f"{path} is damaged: it holds 2 of 3 pictures"


@pytest.mark.parametrize("suffix", OPTIONS)
def test_whatever_is_cut_off_is_read_or_refused_in_a_line(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}")
    content = path.read_bytes()
    for length in range(8, len(content) - 4, 5):
        path.write_bytes(content[:length])
        with contextlib.suppress(SourceFormatError), AnimatedImageSource(path, WHITE) as source:
            assert len(list(source)) <= 3
