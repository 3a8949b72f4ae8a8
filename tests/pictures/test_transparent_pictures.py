"""What a transparent picture hides is never seen in a backdrop."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage

from matting_rt.build import BACKDROP_COLOUR, build_backdrop
from matting_rt.config import BackdropConfig
from matting_rt.frame import FrameSize, Image
from matting_rt.pictures.thumbnail import make_thumbnail
from tests.profiles import DISPLAY_P3, rgb_profile, srgb_of

HIDDEN, SHOWN = (255, 0, 0), (30, 120, 60)


def layer(alpha: int = 255) -> Image:
    """The left half hidden, the right half of an alpha."""
    image = np.zeros((36, 64, 4), np.uint8)
    image[:, :32] = (*HIDDEN, 0)
    image[:, 32:] = (*SHOWN, alpha)
    return image


def backdrop(path: Path) -> Image:
    picture = build_backdrop(BackdropConfig(str(path))).picture(np.zeros((36, 64, 3), np.uint8), 0.0)
    assert picture is not None
    return picture


@pytest.mark.parametrize("suffix", [".png", ".webp", ".tif", ".avif"])
def test_a_transparent_backdrop_lies_over_a_plain_colour(tmp_path: Path, suffix: str) -> None:
    PillowImage.fromarray(layer()).save(tmp_path / f"a{suffix}", **({"lossless": True} if suffix == ".webp" else {}))
    for picture in (backdrop(tmp_path / f"a{suffix}"), make_thumbnail(tmp_path / f"a{suffix}", FrameSize(64, 36))):
        np.testing.assert_allclose(picture[:, :28], np.full((36, 28, 3), BACKDROP_COLOUR), atol=3)
        np.testing.assert_allclose(picture[:, 36:].astype(int), np.full((36, 28, 3), SHOWN), atol=6)


def test_a_half_transparent_one_is_mixed_with_it(tmp_path: Path) -> None:
    PillowImage.fromarray(layer(128)).save(tmp_path / "a.png")
    right = np.array(SHOWN) * (128 / 255) + np.array(BACKDROP_COLOUR) * (127 / 255)
    np.testing.assert_allclose(backdrop(tmp_path / "a.png")[18, 48], right, atol=1)


@pytest.mark.parametrize("suffix", [".png", ".gif"])
def test_a_palette_with_a_transparent_colour_lies_over_it_too(tmp_path: Path, suffix: str) -> None:
    picture = PillowImage.new("P", (64, 36))
    picture.putpalette([*HIDDEN, *SHOWN])
    picture.paste(1, (32, 0, 64, 36))
    picture.save(tmp_path / f"a{suffix}", transparency=0)
    seen = backdrop(tmp_path / f"a{suffix}")
    assert (seen[:, :32] == BACKDROP_COLOUR).all()
    assert (seen[:, 32:] == SHOWN).all()


def test_its_colours_are_converted_first(tmp_path: Path) -> None:
    PillowImage.fromarray(layer()).save(tmp_path / "a.png", icc_profile=rgb_profile(DISPLAY_P3, 2.2))
    seen = backdrop(tmp_path / "a.png")
    np.testing.assert_allclose(seen[18, 48], srgb_of(np.array(SHOWN), DISPLAY_P3, 2.2), atol=2)
    assert (seen[:, :32] == BACKDROP_COLOUR).all()
