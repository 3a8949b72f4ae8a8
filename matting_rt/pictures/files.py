"""Picture files, decoded unless they are too large; what is not a known format (see `formats`) is refused."""

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matting_rt.errors import SourceFormatError
from matting_rt.files import PICTURE_LIMIT_BYTES, read_file
from matting_rt.frame import FrameSize, Image
from matting_rt.lines import Line
from matting_rt.pictures.formats import ImageFormat, Pixels, format_of, image_size

if TYPE_CHECKING:
    from matting_rt.pictures.pillow import PictureHeader, Rgb

MAX_SIDE = 16384
MAX_PIXELS = 200_000_000
"""600 MB once decoded; the largest sensors have 150 megapixels."""
_OTHER_KINDS = (
    (re.compile(rb"%PDF"), Line("a PDF document")),
    (re.compile(rb"8BPS"), Line("a Photoshop file")),
    (re.compile(rb"v/1\x01"), Line("an OpenEXR picture")),
    (re.compile(rb"\xff\x0a|\0\0\0\x0cJXL "), Line("a JPEG XL picture")),
    (re.compile(rb"(?s).{4}ftyp|\x1a\x45\xdf\xa3|RIFF.{4}AVI "), Line("a video")),
    (re.compile(rb"(?i)\s*(<\?xml|<svg)"), Line("an SVG drawing")),
    (re.compile(rb"(?i)\s*(<!doctype|<html)"), Line("a web page")),
    (re.compile(rb"PK\x03\x04"), Line("a ZIP archive")),
)
"""How files begin that are taken for pictures by mistake."""


def read_picture(path: Path, flags: int) -> Pixels:
    """Decode a picture file.

    Args:
        flags: OpenCV's; they say what the array is like.

    Raises:
        SourceFormatError: it is not an ordinary file, no picture, damaged, or too large.
        OSError: it cannot be read.
    """
    return decode_picture(read_file(path, PICTURE_LIMIT_BYTES), path, flags)


def read_picture_over(path: Path, colour: "Rgb") -> Image:
    """As `read_picture`, uint8 (H, W, 3) RGB, whatever is transparent lying over a colour: what is hidden stays so."""
    import cv2

    from matting_rt.pictures import pillow

    content = read_file(path, PICTURE_LIMIT_BYTES)
    found, header = _find_format(content, path)
    if header is None or not header.is_transparent:
        return np.asarray(decode_picture(content, path, cv2.IMREAD_COLOR_RGB), np.uint8)
    return _required(pillow.read_rgb(content, found.pillow, colour), content, path)


def decode_picture(content: bytes, path: Path, flags: int) -> Pixels:
    """As `read_picture`, of a file's content; the path is for the message.

    Where the flags ask for colours of 8 bits, they are brought from the file's colour profile to sRGB.
    """
    import cv2

    found, header = _find_format(content, path)
    if found.decode is None and flags in (cv2.IMREAD_COLOR, cv2.IMREAD_COLOR_RGB):
        rgb = _required(_decode_rgb(content, found, header), content, path)
        return rgb if flags == cv2.IMREAD_COLOR_RGB else np.ascontiguousarray(rgb[..., ::-1])
    picture = None
    with suppress(cv2.error):
        picture = found.decode(content, flags) if found.decode is not None else _decode(content, flags)
    return _required(picture, content, path)


def _find_format(content: bytes, path: Path) -> "tuple[ImageFormat, PictureHeader | None]":
    """The format of a file that is not too large, and what it says of its colours, where Pillow reads it."""
    from matting_rt.pictures import pillow

    size, found = image_size(content), format_of(content)
    if size is None or found is None:
        raise _refusal(content, path)
    check_size(size, path)
    try:
        return found, pillow.read_header(content, found.pillow) if found.pillow else None
    except ModuleNotFoundError as error:
        raise SourceFormatError(
            "{path} is a {format} picture, and what reads those is not installed: pip install {package}",
            path=path,
            format=found.name.upper(),
            package=error.name,
        ) from None


def _decode_rgb(content: bytes, found: ImageFormat, header: "PictureHeader | None") -> Image | None:
    import cv2

    from matting_rt.pictures import pillow

    if found.needs_pillow(content) or (header is not None and header.needs_inks):
        return pillow.read_rgb(content, found.pillow)
    rgb = None
    with suppress(cv2.error):
        rgb = _decode(content, cv2.IMREAD_COLOR_RGB)
    if rgb is None or header is None or header.profile is None:
        return rgb
    return pillow.to_srgb(rgb, header)


def _decode(content: bytes, flags: int) -> Pixels | None:
    import cv2

    return cv2.imdecode(np.frombuffer(content, np.uint8), flags)


def _required(picture: Pixels | None, content: bytes, path: Path) -> Pixels:
    if picture is None:
        raise _refusal(content, path)
    return np.asarray(picture)


def _refusal(content: bytes, path: Path) -> SourceFormatError:
    """The error of what is not read, which says what it is, as far as its beginning tells."""
    found = format_of(content)
    if not content:
        reason = Line("it is empty; copy it again")
    elif found is not None:
        reason = Line("it is a damaged {format}; copy it again", format=found.name.upper())
    else:
        kind = next((line for pattern, line in _OTHER_KINDS if pattern.match(content)), Line("of an unknown kind"))
        reason = Line("it is {kind}; save it as PNG or JPEG", kind=kind)
    return SourceFormatError(
        "{path} is not a picture that can be read: {reason}, or choose another", path=path, reason=reason
    )


def check_size(size: FrameSize, path: Path, max_pixels: int = MAX_PIXELS) -> None:
    """Raise SourceFormatError for what is too large to decode, by its sides or by its pixels."""
    if max(size) > MAX_SIDE or size.width * size.height > max_pixels:
        raise SourceFormatError(
            "{path} is {size}; {most} pixels a side and {megapixels} megapixels are the most; make it smaller first",
            path=path,
            size=size,
            most=MAX_SIDE,
            megapixels=max_pixels // 1_000_000,
        )
