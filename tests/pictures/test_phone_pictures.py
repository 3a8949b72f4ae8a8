"""HEIC and AVIF, as phones and browsers store pictures: whole, upright, and the one that is meant."""

import struct
import sys
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image as PillowImage

from matting_rt import load_image
from matting_rt.build import build_backdrop
from matting_rt.cli.__main__ import main
from matting_rt.config import BackdropConfig
from matting_rt.errors import PlateError, SourceFormatError
from matting_rt.frame import FrameSize, Image
from matting_rt.pictures.formats import image_size
from matting_rt.plate.store import load_plate
from matting_rt.sources.image_files import ImageFilesSource
from tests.cli.conftest import Scene, scene
from tests.sources.media import flat_image, textured_image

__all__ = ["scene"]  # a fixture


def write_heic(path: Path, image: Image, **options: object) -> Path:
    pillow_heif.from_pillow(PillowImage.fromarray(image)).save(path, quality=90, **options)
    return path


def write_avif(path: Path, image: Image, orientation: int = 1) -> Path:
    exif = PillowImage.Exif()
    exif[0x0112] = orientation
    PillowImage.fromarray(image).save(path, quality=95, exif=exif)
    return path


def with_orientation(image: Image, orientation: int) -> Image:
    """How a picture is stored that is upright by an Exif orientation, see `tests.sources.test_image_files`."""
    return {
        1: image,
        2: image[:, ::-1],
        3: image[::-1, ::-1],
        4: image[::-1],
        5: image.swapaxes(0, 1),
        6: np.rot90(image, 1),
        7: image.swapaxes(0, 1)[::-1, ::-1],
        8: np.rot90(image, -1),
    }[orientation]


def shows(image: Image, upright: Image, tolerance: int = 10) -> bool:
    if image.shape != upright.shape:
        return False
    height, width = upright.shape[0] // 4, upright.shape[1] // 4
    quarters = np.s_[height :: 2 * height, width :: 2 * width]
    return bool(np.abs(image[quarters].astype(int) - upright[quarters]).max() <= tolerance)


@pytest.mark.parametrize("size", [(512, 512), (501, 399), (300, 700), (64, 64), (63, 35)])
def test_a_heic_of_tiles_is_read_whole(tmp_path: Path, size: tuple[int, int]) -> None:
    x, y = np.meshgrid(np.linspace(0, 255, size[0]), np.linspace(0, 255, size[1]))
    gradient = np.dstack([x, y, 255 - x]).round().astype(np.uint8)
    path = write_heic(tmp_path / "a.heic", gradient, tile_size=256)
    assert (b"grid" in path.read_bytes()) == (max(size) > 256)
    image = load_image(path)
    assert image.shape == gradient.shape
    assert np.abs(image.astype(int) - gradient).mean() < 4
    assert image_size(path.read_bytes()) is not None


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("tile_size", [0, 64])
def test_a_heic_that_is_turned_or_mirrored_is_upright(tmp_path: Path, orientation: int, tile_size: int) -> None:
    upright = textured_image(160, 96)
    stored = np.ascontiguousarray(with_orientation(upright, orientation))
    exif = PillowImage.Exif()
    exif[0x0112] = orientation
    path = write_heic(tmp_path / "a.heic", stored, exif=exif.tobytes(), tile_size=tile_size)
    assert shows(load_image(path), upright)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_avif_is_turned_once(tmp_path: Path, orientation: int) -> None:
    upright = textured_image(160, 96)
    path = write_avif(tmp_path / "a.avif", np.ascontiguousarray(with_orientation(upright, orientation)), orientation)
    assert shows(load_image(path), upright)


def test_an_avif_that_is_turned_by_its_container_and_says_so_in_exif_too_is_turned_once(tmp_path: Path) -> None:
    exif = PillowImage.Exif()
    exif[0x0112] = exif[0x0128] = 6
    stored = PillowImage.fromarray(np.ascontiguousarray(np.rot90(textured_image(160, 96))))
    stored.save(tmp_path / "a.avif", quality=95, exif=exif)
    content = (tmp_path / "a.avif").read_bytes()
    # Pillow leaves the orientation out of Exif when it writes; another number is made one.
    found = [order for order in "<>" if struct.pack(f"{order}HHI", 0x0128, 3, 1) in content]
    assert found
    other, orientation = (struct.pack(f"{found[0]}HHI", tag, 3, 1) for tag in (0x0128, 0x0112))
    (tmp_path / "a.avif").write_bytes(content.replace(other, orientation))
    assert shows(load_image(tmp_path / "a.avif"), textured_image(160, 96))


def test_the_primary_picture_of_a_heic_is_the_one_that_is_shown(tmp_path: Path) -> None:
    pictures = pillow_heif.from_pillow(PillowImage.fromarray(flat_image(64, 64, (200, 30, 30))))
    pictures.add_from_pillow(PillowImage.fromarray(textured_image(160, 96)))
    pictures.add_from_pillow(PillowImage.fromarray(flat_image(32, 32, (30, 30, 200))))
    pictures.save(tmp_path / "a.heic", quality=90, primary_index=1)
    assert shows(load_image(tmp_path / "a.heic"), textured_image(160, 96))


def test_a_heic_of_ten_bits_is_read(tmp_path: Path) -> None:
    deep = textured_image(160, 96).astype(np.uint16) * 257
    pillow_heif.from_bytes("RGB;16", (160, 96), deep.tobytes()).save(tmp_path / "a.heic", quality=90)
    assert shows(load_image(tmp_path / "a.heic"), textured_image(160, 96))


def test_a_heic_is_a_backdrop_and_a_plate(tmp_path: Path) -> None:
    path = write_heic(tmp_path / "room.HEIC", textured_image(320, 192), tile_size=64)
    picture = build_backdrop(BackdropConfig(str(path))).picture(np.zeros((192, 320, 3), np.uint8), 0.0)
    assert picture is not None
    assert shows(picture, textured_image(320, 192))
    assert shows(load_plate(path).image, textured_image(320, 192))


def test_pictures_of_a_phone_are_matted_from_folders(scene: Scene, tmp_path: Path) -> None:
    for name in ("pictures", "plates"):
        (tmp_path / name).mkdir()
    write_heic(tmp_path / "pictures" / "a.heic", load_image(scene.pictures / "a.png"))
    write_avif(tmp_path / "pictures" / "b.avif", load_image(scene.pictures / "a.png"))
    write_heic(tmp_path / "plates" / "plate.heic", load_image(scene.plate))
    arguments = scene.arguments("images", tmp_path / "out", src=tmp_path / "pictures", plate=tmp_path / "plates")
    assert main(arguments) == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["a.composite.png", "b.composite.png"]


def test_without_the_package_a_line_names_the_file_and_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_heic(tmp_path / "a.heic", textured_image(64, 64))
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    said = r"a\.heic is a HEIC picture, and what reads those is not installed: pip install pillow_heif$"
    with pytest.raises(SourceFormatError, match=said):
        load_image(path)
    with pytest.raises(PlateError, match=said):
        load_plate(path)
    with pytest.raises(SourceFormatError, match=said), ImageFilesSource(tmp_path):
        pass


@pytest.mark.parametrize("name", ["a.heic", "a.avif"])
def test_one_that_is_cut_off_is_refused_in_a_line(tmp_path: Path, name: str) -> None:
    image = textured_image(160, 96)
    path = write_heic(tmp_path / name, image) if name == "a.heic" else write_avif(tmp_path / name, image)
    content = path.read_bytes()
    assert image_size(content) in (FrameSize(160, 96), FrameSize(160, 128))
    for length in range(8, len(content) - 8, 37):
        path.write_bytes(content[:length])
        with pytest.raises(SourceFormatError) as refusal:
            load_image(path)
        assert len(str(refusal.value).splitlines()) == 1
