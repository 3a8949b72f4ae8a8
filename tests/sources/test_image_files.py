import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.errors import ConfigError, SourceFormatError, SourceNotFoundError
from matting_rt.frame import FrameSize
from matting_rt.sources.image_files import ImageFilesSource, load_image
from tests.sources.media import textured_image


def write_image(path: Path, image: np.ndarray) -> Path:
    """Write an RGB(A) or grey picture; the kind of file follows the suffix."""
    pixels = image if image.ndim == 2 else image[..., [2, 1, 0, 3][: image.shape[2]]]
    _, data = cv2.imencode(path.suffix, np.ascontiguousarray(pixels))
    path.write_bytes(data.tobytes())
    return path


def names_of(path: Path) -> list[str]:
    with ImageFilesSource(path) as source:
        return [frame.name for frame in source]


def test_a_directory_is_read_in_natural_order(tmp_path: Path) -> None:
    for name in ("frame10.png", "Frame2.PNG", "frame1.jpg", "frame2b.Jpeg", "other.webp"):
        write_image(tmp_path / name, textured_image(16, 16))
    assert names_of(tmp_path) == ["frame1", "Frame2", "frame2b", "frame10", "other"]


def test_what_is_no_picture_in_a_directory_is_passed_over(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", textured_image(16, 16))
    write_image(tmp_path / "._a.png", textured_image(16, 16))
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "b.png").mkdir()
    assert names_of(tmp_path) == ["a"]


def test_a_line_names_each_file_of_a_directory_that_is_left_out(
    tmp_path: Path,
) -> None:
    write_image(tmp_path / "a.png", textured_image(16, 16))
    for name in ("raw10.cr2", "raw9.cr2", "clip.mov", ".hidden"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "moved.png").symlink_to(tmp_path / "nowhere.png")
    with ImageFilesSource(tmp_path) as source:
        assert [frame.name for frame in source] == ["a"]
        assert source.notes == [
            f"{tmp_path / 'clip.mov'} is left out: such files are not read as pictures",
            f"{tmp_path / 'moved.png'} is left out: it is a link to what is not there",
            f"{tmp_path / 'raw9.cr2'} is left out: such files are not read as pictures",
            f"{tmp_path / 'raw10.cr2'} is left out: such files are not read as pictures",
        ]
        assert source.shortfall is None


def test_a_directory_without_pictures_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(SourceNotFoundError, match="no picture in"):
        ImageFilesSource(tmp_path).open()


def test_files_that_share_a_stem_are_refused_for_their_outputs_would_too(tmp_path: Path) -> None:
    for name in ("a.png", "a.jpg", "b.png"):
        write_image(tmp_path / name, textured_image(16, 16))
    with pytest.raises(ConfigError, match=r"a\.jpg and a\.png would have outputs of the same name"):
        ImageFilesSource(tmp_path).open()


def test_the_size_is_told_for_one_picture_only(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", textured_image(32, 16))
    with ImageFilesSource(tmp_path / "a.png") as source:
        assert source.info.size == FrameSize(32, 16)
    write_image(tmp_path / "b.png", textured_image(64, 16))
    with ImageFilesSource(tmp_path) as source:
        assert source.info.size is None
        assert [frame.size.width for frame in source] == [32, 64]


def test_a_damaged_picture_is_named_and_left_out(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", textured_image(64, 64))
    damaged = write_image(tmp_path / "b.png", textured_image(64, 64))
    damaged.write_bytes(damaged.read_bytes()[:100])
    write_image(tmp_path / "c.png", textured_image(64, 64))
    with ImageFilesSource(tmp_path) as source:
        assert [(frame.name, frame.pts) for frame in source] == [("a", 0), ("c", 2)]
        (note,) = source.notes
        assert str(damaged) in note
        assert source.shortfall == f"1 of the 3 pictures in {tmp_path} cannot be read"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright(tmp_path: Path, orientation: int) -> None:
    upright = textured_image(96, 64)
    # How the stored picture follows from the upright one, by the numbers of EXIF 2.3, 4.6.4 A.
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.swapaxes(0, 1),
        6: np.rot90(upright, 1),
        7: upright.swapaxes(0, 1)[::-1, ::-1],
        8: np.rot90(upright, -1),
    }[orientation]
    path = write_image(tmp_path / "a.jpg", stored)
    tags = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + bytes(4)
    path.write_bytes(b"\xff\xd8\xff\xe1" + struct.pack(">H", len(tags) + 2) + tags + path.read_bytes()[2:])
    image = load_image(path)
    assert image.shape == upright.shape
    np.testing.assert_allclose(image[8::48, 8::64].astype(int), upright[8::48, 8::64], atol=6)


def test_every_kind_of_picture_becomes_rgb_bytes(tmp_path: Path) -> None:
    grey = np.tile(np.arange(256, dtype=np.uint8), (8, 1))
    rgb = np.repeat(grey[..., None], 3, axis=2)
    rgba = np.dstack([rgb, np.zeros_like(grey)])
    for name, stored in (("grey", grey), ("rgb", rgb), ("rgba", rgba), ("deep", grey.astype(np.uint16) * 257)):
        image = load_image(write_image(tmp_path / f"{name}.png", stored))
        assert image.dtype == np.uint8, name
        np.testing.assert_array_equal(image, rgb, err_msg=name)


@pytest.mark.parametrize("name", ["Füße 走.png", "100%.png"])
def test_any_file_name_is_read(tmp_path: Path, name: str) -> None:
    write_image(tmp_path / name, textured_image(16, 16))
    np.testing.assert_array_equal(load_image(tmp_path / name), textured_image(16, 16))


def test_a_directory_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="is a directory"):
        load_image(tmp_path)
