"""Pictures through Pillow: colour profiles, transparency, and what OpenCV reads wrongly or not at all.

Only the plugin of the format that a file begins as is asked, so that none of the others meets content from elsewhere.
"""

import io
import logging
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageCms, ImageOps

from matting_rt.frame import Image

log = logging.getLogger(__name__)

OpenPicture = PillowImage.Image
"""A picture file as Pillow has it open."""
Rgb = tuple[int, int, int]
"""0..255."""

HEIF = "HEIF"
"""What Pillow calls pictures that it reads by way of pillow-heif."""
FAULTS = (
    *(OSError, EOFError, SyntaxError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError),
    *(RuntimeError, struct.error, zlib.error, ImageCms.PyCMSError, PillowImage.DecompressionBombError),
)
"""What Pillow raises for damaged files; it promises nothing."""

_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""Pillow's, of the colour spaces that profiles are for."""
_GREY_MODES = ("1", "L", "LA", "I", "I;16", "I;16B", "I;16L")
_SAME = 1
"""Of 255: a profile that moves nothing further is sRGB, whatever it is called."""


@dataclass(frozen=True, slots=True)
class PictureHeader:
    """What a file says of its picture's colours."""

    mode: str
    """Pillow's: RGB, RGBA, L, P, CMYK ..."""
    profile: bytes | None
    """The ICC profile that colours are stored by; None: sRGB."""
    is_transparent: bool
    """Whether some of the picture may be."""

    @property
    def needs_inks(self) -> bool:
        """Whether the profile is for inks, which OpenCV mixes by itself."""
        return self.mode == "CMYK" and self.profile is not None


def read_header(content: bytes, kind: str) -> PictureHeader | None:
    """The header of a picture file, which is not decoded; None: Pillow cannot read it.

    Args:
        kind: Pillow's name of its format.

    Raises:
        ModuleNotFoundError: the package that reads such pictures is not installed.
    """
    try:
        with open_picture(content, kind) as picture:
            return PictureHeader(picture.mode, picture.info.get("icc_profile"), picture.has_transparency_data)
    except FAULTS:
        return None


def read_rgb(content: bytes, kind: str, over: Rgb | None = None) -> Image | None:
    """Decode a picture to uint8 (H, W, 3) RGB in sRGB, upright; None: Pillow cannot read it.

    Args:
        kind: Pillow's name of its format.
        over: the colour that a transparent picture lies over; None: transparency is left out.

    Raises:
        ModuleNotFoundError: the package that reads such pictures is not installed.
    """
    try:
        with open_picture(content, kind) as picture:
            return picture_to_rgb(picture, over)
    except FAULTS:
        return None


@contextmanager
def open_picture(content: bytes, kind: str) -> Iterator[PillowImage.Image]:
    """Open a picture file; raises `FAULTS`, and as `read_rgb`."""
    if kind == HEIF:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of many pixels, which are limited elsewhere, and of oddities
        picture = PillowImage.open(io.BytesIO(content), formats=(kind,))
    with picture:
        yield picture


def picture_to_rgb(picture: PillowImage.Image, over: Rgb | None) -> Image:
    """As `read_rgb`, of an open picture, of an animation the one that was sought; raises `FAULTS`."""
    picture = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    colours = None if profile is None else _converted(picture, profile, picture.mode)
    colours = picture.convert("RGB") if colours is None else colours
    if over is not None and picture.has_transparency_data:
        below = PillowImage.new("RGB", picture.size, over)
        colours = PillowImage.composite(colours, below, picture.convert("RGBA").getchannel("A"))
    return np.array(colours)


def to_srgb(rgb: Image, header: PictureHeader) -> Image:
    """Colours that were decoded as a file's header has them, in sRGB; uint8 (H, W, 3) RGB both.

    As they are where the profile is sRGB, or cannot be used.
    """
    assert header.profile is not None, "nothing is to be converted"
    is_grey = header.mode in _GREY_MODES
    try:
        converted = _converted(PillowImage.fromarray(rgb[..., 0] if is_grey else rgb), header.profile, header.mode)
    except FAULTS as error:
        log.debug("a colour profile cannot be used: %s", error)
        converted = None
    return rgb if converted is None else np.array(converted)


def _converted(picture: PillowImage.Image, profile: bytes, stored_mode: str) -> PillowImage.Image | None:
    """The colours of a picture in sRGB; None: they are, or the profile is for another kind of picture.

    Raises:
        FAULTS: the profile is damaged.
    """
    stored = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = _MODES.get(stored.profile.xcolor_space.strip())
    if mode is None or (mode == "CMYK") != (stored_mode == "CMYK") or (mode == "L" and stored_mode not in _GREY_MODES):
        return None
    srgb = ImageCms.createProfile("sRGB")
    transform = ImageCms.buildTransform(stored, srgb, mode, "RGB", ImageCms.Intent.PERCEPTUAL)
    if _is_identity(transform, mode):
        return None
    return ImageCms.applyTransform(picture if picture.mode == mode else picture.convert(mode), transform)


def _is_identity(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether it leaves a cube of colours where they are, but for rounding."""
    if mode == "CMYK":
        return False
    levels = np.linspace(0, 255, 17).round().astype(np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(17, -1, 3)
    if mode == "L":
        cube = cube[..., :1].repeat(3, axis=2)
    probe = PillowImage.fromarray(np.ascontiguousarray(cube[..., 0]) if mode == "L" else cube)
    moved = np.array(ImageCms.applyTransform(probe, transform)).astype(int) - cube
    return bool(np.abs(moved).max() <= _SAME)
