"""Colours are what the file's profile says, in backdrops, plates and pictures alike."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from matting_rt import load_image
from matting_rt.build import build_backdrop
from matting_rt.config import BackdropConfig
from matting_rt.frame import Image
from matting_rt.plate.store import load_plate
from matting_rt.sources.image_files import ImageFilesSource
from tests.profiles import (
    ADOBE_RGB,
    DISPLAY_P3,
    SRGB,
    Rows,
    encoded_grey,
    grey_profile,
    ink_profile,
    rgb_profile,
    srgb_of,
    srgb_of_lab,
)

COLOURS = np.array(
    [(200, 80, 60), (60, 180, 90), (40, 60, 210), (200, 200, 200), (20, 20, 20), (255, 255, 255)], np.uint8
)
PATCHES: Image = COLOURS.reshape(2, 3, 3).repeat(16, axis=0).repeat(16, axis=1)
CENTRES = np.s_[8::16, 8::16]


def backdrop(path: Path) -> Image:
    picture = build_backdrop(BackdropConfig(str(path))).picture(np.zeros_like(PATCHES), 0.0)
    assert picture is not None
    return picture


def one_of_a_folder(path: Path) -> Image:
    with ImageFilesSource(path.parent) as source:
        return next(iter(source)).image


READERS = {
    "backdrop": backdrop,
    "plate": lambda path: load_plate(path).image,
    "picture": one_of_a_folder,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".webp", ".avif", ".heic"])
@pytest.mark.parametrize(("columns", "gamma"), [(DISPLAY_P3, 2.2), (ADOBE_RGB, 2.199)], ids=["p3", "adobe"])
def test_wide_colours_become_srgb(tmp_path: Path, read, suffix: str, columns: Rows, gamma: float) -> None:
    path = tmp_path / f"a{suffix}"
    save(path, PillowImage.fromarray(PATCHES), rgb_profile(columns, gamma))
    right = srgb_of(COLOURS, columns, gamma).reshape(2, 3, 3)
    exact = suffix in (".png", ".tif", ".webp")
    np.testing.assert_allclose(read(path)[CENTRES], right, atol=2 if exact else 6)
    assert np.abs(right - COLOURS.reshape(2, 3, 3)).max() > 12  # else nothing would be told


def save(path: Path, picture: PillowImage.Image, profile: bytes) -> None:
    if path.suffix == ".heic":
        import pillow_heif

        pillow_heif.from_pillow(picture).save(path, quality=-1, chroma=444, icc_profile=profile)
        return
    quality = {".webp": {"lossless": True}, ".tif": {}, ".png": {}}
    options = quality.get(path.suffix, {"quality": 100, "subsampling": "4:4:4"})
    picture.save(path, icc_profile=profile, **options)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif"])
def test_grey_by_a_profile_of_its_own_becomes_srgb(tmp_path: Path, suffix: str) -> None:
    levels = np.array([0, 40, 128, 200, 255], np.uint8)
    grey = levels.repeat(16)[None].repeat(16, axis=0)
    save(tmp_path / f"a{suffix}", PillowImage.fromarray(grey), grey_profile(1.0))
    image = load_image(tmp_path / f"a{suffix}")
    np.testing.assert_allclose(image[8, 8::16], encoded_grey(levels, 1.0)[:, None].repeat(3, axis=1), atol=2)


def test_grey_under_a_profile_of_colours_becomes_srgb_too(tmp_path: Path) -> None:
    levels = np.array([0, 40, 128, 200, 255], np.uint8)
    save(tmp_path / "a.png", PillowImage.fromarray(levels[None].repeat(16, axis=0)), rgb_profile(SRGB, 1.8))
    right = encoded_grey(levels, 1.8)[:, None].repeat(3, axis=1)
    np.testing.assert_allclose(load_image(tmp_path / "a.png")[8], right, atol=2)


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
@pytest.mark.parametrize("read", [load_image, READERS["plate"], READERS["picture"]])
def test_inks_are_mixed_as_their_profile_says(tmp_path: Path, suffix: str, read) -> None:
    lab = np.zeros((2, 2, 2, 2, 3), np.uint8)
    lab[...] = (0, 128, 128)
    named = {
        (0, 0, 0, 0): (100, 0, 0),
        (1, 0, 0, 0): (62, -31, -38),
        (0, 1, 0, 0): (52, 62, 4),
        (0, 0, 0, 1): (0, 0, 0),
    }
    for inks, (lightness, a, b) in named.items():
        lab[inks] = (round(lightness * 2.55), a + 128, b + 128)
    cmyk = (np.array(list(named)) * 255).astype(np.uint8)[None].repeat(16, axis=0).repeat(16, axis=1)
    save(tmp_path / f"a{suffix}", PillowImage.fromarray(cmyk, "CMYK"), ink_profile(lab))
    image = read(tmp_path / f"a{suffix}")
    np.testing.assert_allclose(image[8, 8::16], [srgb_of_lab(each) for each in named.values()], atol=5)


def test_a_profile_that_is_srgb_changes_no_level(tmp_path: Path) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image: Image = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    save(tmp_path / "a.png", PillowImage.fromarray(image), profile)
    np.testing.assert_array_equal(load_image(tmp_path / "a.png"), image)


def test_sixteen_bits_with_a_profile_become_srgb(tmp_path: Path) -> None:
    deep = PATCHES.astype(np.uint16) * 257
    encoded = io.BytesIO()
    PillowImage.fromarray(PATCHES).save(encoded, "PNG", icc_profile=rgb_profile(DISPLAY_P3, 2.2))
    content = cv2.imencode(".png", deep[..., ::-1])[1].tobytes()
    start = encoded.getvalue().index(b"iCCP") - 4
    length = int.from_bytes(encoded.getvalue()[start : start + 4], "big") + 12
    (tmp_path / "a.png").write_bytes(content[:33] + encoded.getvalue()[start : start + length] + content[33:])
    right = srgb_of(COLOURS, DISPLAY_P3, 2.2).reshape(2, 3, 3)
    np.testing.assert_allclose(load_image(tmp_path / "a.png")[CENTRES], right, atol=2)


@pytest.mark.parametrize("profile", [b"", b"rubbish", rgb_profile(DISPLAY_P3, 2.2)[:200], grey_profile(1.0)])
def test_a_profile_that_cannot_be_used_leaves_the_colours(tmp_path: Path, profile: bytes) -> None:
    save(tmp_path / "a.png", PillowImage.fromarray(PATCHES), profile)
    np.testing.assert_array_equal(load_image(tmp_path / "a.png"), PATCHES)


def test_a_photo_is_turned_and_its_colours_converted_together(tmp_path: Path) -> None:
    exif = PillowImage.Exif()
    exif[0x0112] = 6
    PillowImage.fromarray(PATCHES).save(tmp_path / "a.png", icc_profile=rgb_profile(DISPLAY_P3, 2.2), exif=exif)
    right = np.rot90(srgb_of(COLOURS, DISPLAY_P3, 2.2).reshape(2, 3, 3), -1)
    np.testing.assert_allclose(load_image(tmp_path / "a.png")[CENTRES], right, atol=2)
