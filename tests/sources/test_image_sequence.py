"""Numbered image files as a video."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.errors import ConfigError, SourceFormatError, SourceNotFoundError
from matting_rt.frame import Colours, FrameSize, TimeRange
from matting_rt.pictures.exr import encode_exr
from matting_rt.pictures.transfer import to_light
from matting_rt.sources.image_sequence import ImageSequenceSource

DEEP = np.random.default_rng(1).integers(0, 65536, (36, 64, 3)).astype(np.uint16)
IMAGE = (DEEP / 257).round().astype(np.uint8)


def write(folder: Path, numbers: list[int], name: str = "shot.{:04d}.png", image: np.ndarray = IMAGE) -> None:
    for number in numbers:
        cv2.imwrite(str(folder / name.format(number)), image[..., ::-1])


@pytest.mark.parametrize("path", ["", "shot.%04d.png", "shot.####.png", "shot.%d.png"])
def test_a_directory_and_a_pattern_are_a_video_whose_numbers_are_kept(tmp_path: Path, path: str) -> None:
    write(tmp_path, [1001, 1002, 9999, 10_000])
    (tmp_path / "notes.txt").write_text("7")
    with ImageSequenceSource(tmp_path / path, rate_fps=Fraction(24)) as source:
        frames = list(source)
    assert [frame.number for frame in frames] == [1001, 1002, 9999, 10_000]
    assert [frame.index for frame in frames] == [0, 1, 2, 3]
    assert frames[2].time_s == pytest.approx((9999 - 1001) / 24)
    assert (source.info.rate_fps, source.info.frame_count) == (24, 4)
    np.testing.assert_array_equal(frames[0].image, IMAGE)
    assert frames[0].deep is None


def test_missing_numbers_are_a_line(tmp_path: Path) -> None:
    write(tmp_path, [1, 2, 4, 5, 9])
    with ImageSequenceSource(tmp_path / "shot.%04d.png") as source:
        assert list(source.notes) == [f"{tmp_path}/shot.%04d.png: 3, 6-8 missing; the numbers of the others are kept"]
    write(tmp_path, list(range(11, 40, 2)))
    with ImageSequenceSource(tmp_path / "shot.%04d.png") as source:
        assert next(iter(source.notes)).split(": ")[1].startswith("3, 6-8, 10, 12, 14, 12 more gaps missing")


def test_pictures_that_cannot_be_read_leave_a_gap_and_a_line(tmp_path: Path) -> None:
    write(tmp_path, [1, 2, 3, 4, 5, 6])
    for number in (1, 3, 4):
        path = tmp_path / f"shot.{number:04d}.png"
        path.write_bytes(path.read_bytes()[:100])
    with ImageSequenceSource(tmp_path) as source:
        assert [(frame.number, frame.index, frame.pts) for frame in source] == [(2, 0, 1), (5, 1, 4), (6, 2, 5)]
        (line,) = source.notes
        assert source.losses == {"missing": 3, "damaged": 0}
    assert line == f"{tmp_path}: 1, 3-4 cannot be read, and are left out; the numbers of the others are kept"
    for path in tmp_path.iterdir():
        path.write_bytes(b"nothing")
    with pytest.raises(SourceFormatError, match=r"shot\.0001\.png"):
        ImageSequenceSource(tmp_path).open()


def test_a_part_is_counted_from_the_first_number(tmp_path: Path) -> None:
    write(tmp_path, list(range(100, 125)))
    with ImageSequenceSource(tmp_path / "shot.%04d.png", part=TimeRange(0.2, 0.32)) as source:
        assert [(frame.number, frame.pts) for frame in source] == [(105, 5), (106, 6), (107, 7)]
    with pytest.raises(SourceNotFoundError, match="no picture in the part"):
        ImageSequenceSource(tmp_path / "shot.%04d.png", part=TimeRange(9)).open()


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_16_bits_are_kept_where_they_are_asked_for(tmp_path: Path, suffix: str) -> None:
    write(tmp_path, [1], f"{{}}.{suffix}", DEEP)
    with ImageSequenceSource(tmp_path / f"%d.{suffix}", is_deep=True) as source:
        (frame,) = source
    np.testing.assert_array_equal(frame.deep, DEEP)
    assert np.abs(frame.image.astype(int) - IMAGE).max() <= 1
    assert source.info.colours is Colours.BT709
    write(tmp_path, [1], f"{{}}.{suffix}", IMAGE)
    with ImageSequenceSource(tmp_path / f"%d.{suffix}", is_deep=True) as source:
        assert next(iter(source)).deep is None


def test_where_8_bits_are_enough_a_line_says_what_is_lost(tmp_path: Path) -> None:
    write(tmp_path, [1], "shot.{:04d}.png", DEEP)
    with ImageSequenceSource(tmp_path / "shot.%04d.png") as source:
        (frame,) = source
        assert frame.deep is None
        assert list(source.notes) == [
            f"{tmp_path / 'shot.%04d.png'}: its 16 bits a channel become 8; --depth keeps more of them"
        ]


@pytest.mark.parametrize("kind", [np.float16, np.float32])
def test_open_exr_is_light_and_its_picture_what_a_monitor_shows(tmp_path: Path, kind: type) -> None:
    light = to_light(IMAGE)
    light[0, 0] = 7.5
    (tmp_path / "a.0001.exr").write_bytes(encode_exr(light.astype(kind)))
    with ImageSequenceSource(tmp_path, is_deep=True) as source:
        (frame,) = source
    np.testing.assert_array_equal(frame.deep, light.astype(kind).astype(np.float32))
    assert source.info.colours is Colours.LINEAR
    assert (frame.image[0, 0] == 255).all()
    assert np.abs(frame.image[1:].astype(int) - IMAGE[1:]).max() <= (1 if kind is np.float16 else 0)
    with ImageSequenceSource(tmp_path) as source:
        assert next(iter(source)).deep is None
        assert source.info.colours is Colours.BT709
        bits = 16 if kind is np.float16 else 32
        assert list(source.notes) == [f"{tmp_path}: its {bits} bits a channel become 8; --depth keeps more of them"]


def test_frames_are_resized_in_their_own_shape(tmp_path: Path) -> None:
    write(tmp_path, [1], image=DEEP)
    with ImageSequenceSource(tmp_path, FrameSize(32, 18), is_deep=True) as source:
        (frame,) = source
    assert frame.size == source.info.size == FrameSize(32, 18)
    assert frame.deep is not None
    assert frame.deep.shape == (18, 32, 3)
    with pytest.raises(ConfigError, match="would stretch"):
        ImageSequenceSource(tmp_path, FrameSize(32, 32)).open()


def test_mistakes_are_lines(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="there is no picture"):
        ImageSequenceSource(tmp_path / "none" / "a.%04d.png").open()
    with pytest.raises(SourceNotFoundError, match="no numbered pictures"):
        ImageSequenceSource(tmp_path).open()
    write(tmp_path, [1, 2], "a{}.png")
    write(tmp_path, [1], "b{}.png")
    with pytest.raises(SourceFormatError, match=r"several sequences; choose one of them: .*a%d\.png, .*b%d\.png"):
        ImageSequenceSource(tmp_path).open()
    write(tmp_path, [3], "a{}.png", IMAGE[:10])
    with ImageSequenceSource(tmp_path / "a%d.png") as source, pytest.raises(SourceFormatError, match="is 64x10"):
        list(source)
