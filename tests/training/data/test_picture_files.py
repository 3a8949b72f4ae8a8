"""Every kind of picture that data sets hold: what its header says, and what it decodes to."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.frame import FrameSize
from tests.training.data.trees import SKIN, plain, write
from training.data.picture_files import read_alpha, read_colours, read_cutout, read_header

SIZE = FrameSize(40, 24)


@pytest.fixture
def skin() -> Image.Image:
    return Image.fromarray(plain(SIZE, SKIN))


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "P"])
def test_colours_of_any_mode_are_read_as_rgb(tmp_path: Path, skin: Image.Image, mode: str) -> None:
    path = tmp_path / ("a.png" if mode == "P" else "a.jpg")
    (skin.quantize(4) if mode == "P" else skin.convert(mode)).save(path)
    assert read_header(path).mode == mode
    expected = (np.mean(np.array(skin.convert("L"))),) * 3 if mode == "L" else SKIN
    assert np.abs(read_colours(path).astype(float) - expected).max() < 6


def test_sixteen_bits_are_told_and_read_as_eight(tmp_path: Path) -> None:
    for name, channels in (("colour", 3), ("grey", 1)):
        path = tmp_path / f"{name}.png"
        cv2.imwrite(str(path), np.full((24, 40, channels), 40000, np.uint16))
        assert read_header(path).bits == 16
        assert read_header(path).is_grey == (channels == 1)
    assert (read_colours(tmp_path / "colour.png") == 40000 // 256).all()
    assert (read_alpha(tmp_path / "grey.png") == 40000 // 256).all()


def test_an_alpha_of_one_bit_is_empty_or_full(tmp_path: Path) -> None:
    Image.fromarray(np.eye(8, dtype=bool)).save(tmp_path / "a.png")
    assert read_header(tmp_path / "a.png").bits == 1
    assert set(np.unique(read_alpha(tmp_path / "a.png"))) == {0, 255}


def test_a_cutout_has_colours_and_alpha_and_an_opaque_picture_has_not(tmp_path: Path) -> None:
    alpha = np.arange(24 * 40, dtype=np.uint8).reshape(24, 40)
    write(tmp_path / "a.png", np.dstack([plain(SIZE, SKIN), alpha]))
    write(tmp_path / "b.png", plain(SIZE, SKIN))
    colours, read = read_cutout(tmp_path / "a.png")
    assert (colours == SKIN).all()
    assert (read == alpha).all()
    assert [read_header(tmp_path / name).has_alpha for name in ("a.png", "b.png")] == [True, False]
    with pytest.raises(SourceFormatError, match=r"b\.png has no alpha channel"):
        read_cutout(tmp_path / "b.png")


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_file_that_was_cut_off_is_told_from_a_whole_one(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    write(path, np.random.default_rng(1).integers(0, 255, (90, 120, 3), np.uint8))
    assert read_header(path).is_whole
    path.write_bytes(path.read_bytes()[:-900])
    header = read_header(path)
    assert not header.is_whole
    assert header.size == FrameSize(120, 90)


def test_a_picture_that_a_camera_held_upright_is_measured_as_it_is_decoded(tmp_path: Path, skin: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    skin.save(tmp_path / "a.jpg", exif=exif)
    size = read_header(tmp_path / "a.jpg").size
    assert size == FrameSize(24, 40)
    assert read_colours(tmp_path / "a.jpg").shape[:2] == (size.height, size.width)


def test_a_jpeg_is_decoded_at_a_fraction_of_its_size(tmp_path: Path) -> None:
    write(tmp_path / "a.jpg", plain(FrameSize(80, 41), SKIN))
    for shrink, shape in ((1, (41, 80, 3)), (2, (21, 40, 3)), (4, (11, 20, 3)), (8, (6, 10, 3))):
        assert read_colours(tmp_path / "a.jpg", shrink).shape == shape


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "is empty; copy it again"), (b"text", "cannot be read as a pic")]
)
def test_what_is_no_picture_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(SourceFormatError, match=rf"a\.jpg {reason}"):
        read_header(tmp_path / "a.jpg")
    with pytest.raises(SourceFormatError, match=r"a\.jpg is not a picture that can be read"):
        read_colours(tmp_path / "a.jpg")
    with pytest.raises(SourceNotFoundError, match=r"b\.jpg is not there any more"):
        read_header(tmp_path / "b.jpg")
