"""The image formats, one row each: suffixes, how a file begins, what reads it and its size, and what is written.

A file of some kilobytes can unpack to gigabytes, so its size is read before it is decoded, where the decoder reads it.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matting_rt.files import open_file
from matting_rt.frame import DeepImage, FrameSize, Image
from matting_rt.pictures.exr import BEGINNING as EXR_BEGINNING
from matting_rt.pictures.exr import encode_exr, exr_size, read_exr

Pixels = npt.NDArray[Any]
"""(H, W) or (H, W, channels) in the order and depth of OpenCV's flags."""

_BEGINNING_BYTES = 1 << 16
"""Of a file, which tell its format; that a PNG moves may stand behind its colour profile."""
_MAX_FIELDS = 4096
"""Of a header that are looked through; real ones have some dozen."""
_SPACE = rb"(?:\s|#[^\n\r]*[\n\r])+"
_PNM = re.compile(rb"P[1-6]" + _SPACE + rb"(\d{1,9})" + _SPACE + rb"(\d{1,9})")
_RADIANCE = re.compile(rb"#\?[^\0]{0,4096}?\n\n-Y (\d{1,9}) \+X (\d{1,9})\n")
_HEIF_EXTENT = re.compile(rb"\0\0\0\x14ispe\0{4}(.{8})", re.DOTALL)
_JPEG_2000_EXTENT = re.compile(rb"\xff\x4f\xff\x51.{4}(.{16})", re.DOTALL)
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a frame's header; those between define tables."""
_JPEG_BARE = frozenset((0x00, 0x01, *range(0xD0, 0xD9)))
"""Markers that nothing belongs to, and a byte that only looks like one."""
_TIFF_SIDES, _TIFF_TILES = (256, 257), (322, 323)
"""Tags of width and height."""
_TIFF_NUMBERS = {3: "H", 4: "I", 16: "Q"}
"""Types of a tag that can hold a size: SHORT, LONG, LONG8."""


@dataclass(frozen=True, slots=True)
class ImageFormat:
    """An image format."""

    name: str
    """As flags and jobs have it."""
    beginning: re.Pattern[bytes]
    """How its files begin, whatever they are called; the first row that fits counts."""
    read_size: Callable[[bytes], FrameSize | None]
    """Width and height as stored; None: not known, and the file is refused."""
    suffixes: tuple[str, ...] = ()
    """By which it is known in a folder (unless it moves) and in file dialogs, in lower case; what is written has the
    first."""
    bits: int = 8
    """Of a channel, at most; what reads 8 bits alone makes 8 of them."""
    may_move: bool = False
    """Whether it may hold several pictures: as a backdrop it is a video."""
    pillow: str = ""
    """Pillow's name of it, by which its colour profile and transparency are found, and by which it moves; empty: it has
    neither, and FFmpeg reads what moves."""
    needs_pillow: Callable[[bytes], bool] = lambda content: False
    """Whether a file's colours are read by Pillow too; else by OpenCV, which is faster."""
    decode: Callable[[bytes, int], Pixels | None] | None = None
    """From a file's content and OpenCV's flags; None: by OpenCV or Pillow."""
    encode: Callable[[Image | DeepImage], bytes] | None = None
    """From (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA; None: it is not written. Raises ValueError."""


def _png(content: bytes) -> FrameSize | None:
    return FrameSize(*struct.unpack_from(">II", content, 16)) if content[12:16] == b"IHDR" else None


def _jpeg(content: bytes) -> FrameSize | None:
    position = 2
    for _ in range(_MAX_FIELDS):
        position = content.index(b"\xff", position) + 1  # what lies between two markers is passed over
        marker = content[position]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, position + 4)
            return FrameSize(width, height)
        if marker == 0xFF:  # one of several before a marker
            continue
        position += 1
        if marker not in _JPEG_BARE:
            position += struct.unpack_from(">H", content, position)[0]
    return None


def _gif(content: bytes) -> FrameSize:
    return FrameSize(*struct.unpack_from("<HH", content, 6))


def _bmp(content: bytes) -> FrameSize:
    width, height = struct.unpack_from("<HH" if content[14] == 12 else "<ii", content, 18)
    return FrameSize(abs(width), abs(height))  # below 0: stored from the top


def _is_run_length_bmp(content: bytes) -> bool:
    """Some writers' runs go on into the padding of a row, which OpenCV takes for pixels of the next."""
    return content[14:15] >= b"\x28" and content[30:31] in (b"\x01", b"\x02")


def _webp(content: bytes) -> FrameSize | None:
    match content[12:16]:
        case b"VP8X":
            width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
            return FrameSize(width, height)
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            return FrameSize((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", content, 26)
            return FrameSize(width & 0x3FFF, height & 0x3FFF)
    return None


def _tiff(content: bytes) -> FrameSize:
    """The larger of the picture and its tiles: whole tiles are unpacked."""
    order, is_big = "<" if content[:2] == b"II" else ">", content[2:4] in (b"+\0", b"\0+")
    word, counter, entry_bytes = ("Q", "Q", 20) if is_big else ("I", "H", 12)
    (start,) = struct.unpack_from(order + word, content, 8 if is_big else 4)
    (count,) = struct.unpack_from(order + counter, content, start)
    start += struct.calcsize(f"={counter}")
    found: dict[int, int] = {}
    for index in range(min(count, _MAX_FIELDS)):
        end = start + (index + 1) * entry_bytes
        tag, kind = struct.unpack_from(f"{order}HH", content, end - entry_bytes)
        if tag in (*_TIFF_SIDES, *_TIFF_TILES):
            number = struct.unpack_from(order + _TIFF_NUMBERS[kind], content, end - struct.calcsize(f"={word}"))[0]
            found[tag] = max(number, found.get(tag, 0))
    return FrameSize(
        *(max(found[side], found.get(tile, 0)) for side, tile in zip(_TIFF_SIDES, _TIFF_TILES, strict=True))
    )


def _pnm(content: bytes) -> FrameSize | None:
    found = _PNM.match(content)
    return FrameSize(*map(int, found.groups())) if found else None


def _radiance(content: bytes) -> FrameSize | None:
    found = _RADIANCE.match(content)
    return FrameSize(int(found[2]), int(found[1])) if found else None


def _heif(content: bytes) -> FrameSize | None:
    """Of AVIF and HEIC: the largest of the pictures that it is put together from, and of the whole."""
    return _largest([struct.unpack(">II", sides) for sides in _HEIF_EXTENT.findall(content)])


def _jpeg_2000(content: bytes) -> FrameSize | None:
    extents = [struct.unpack(">IIII", sides) for sides in _JPEG_2000_EXTENT.findall(content)]
    return _largest([(right - left, bottom - top) for right, bottom, left, top in extents])


def _largest(sizes: list[tuple[int, ...]]) -> FrameSize | None:
    return FrameSize(*(max(sides) for sides in zip(*sizes, strict=True))) if sizes else None


def _encode(suffix: str, image: Image | DeepImage) -> bytes:
    """By OpenCV: uint8 and uint16 as they are, float32 0..1 in 16 bits."""
    import cv2

    if image.dtype == np.float32:
        image = np.rint(np.nan_to_num(image).clip(0, 1) * 65535).astype(np.uint16)
    orders = {3: cv2.COLOR_RGB2BGR, 4: cv2.COLOR_RGBA2BGRA}
    if image.dtype not in (np.uint8, np.uint16) or image.ndim not in (2, 3):
        raise ValueError(f"{image.dtype} of shape {image.shape} is not an image that such files hold")
    pixels = image if image.ndim == 2 else cv2.cvtColor(image, orders[image.shape[2]])
    encoded, data = cv2.imencode(suffix, np.ascontiguousarray(pixels))
    if not encoded:
        raise ValueError("it cannot be encoded")
    return data.tobytes()


_PNG_BEGINNING = rb"\x89PNG\r\n\x1a\n"
_WEBP_ANIMATED = re.escape(bytes(flags for flags in range(256) if flags & 2))
PNG = ImageFormat(
    "png", re.compile(_PNG_BEGINNING), _png, (".png",), bits=16, pillow="PNG", encode=partial(_encode, ".png")
)
_TIFF = ImageFormat(
    "tiff",
    re.compile(rb"II[*+]\0|MM\0[*+]"),
    _tiff,
    (".tif", ".tiff"),
    bits=32,
    pillow="TIFF",
    encode=partial(_encode, ".tif"),
)
_APNG = ImageFormat(
    "animated png",
    re.compile(_PNG_BEGINNING + rb"(?:(?!IDAT).)*?acTL", re.DOTALL),
    _png,
    (".apng", ".png"),
    bits=16,
    may_move=True,
    pillow="PNG",
)
_BMP = ImageFormat("bmp", re.compile(rb"BM"), _bmp, (".bmp",), pillow="BMP", needs_pillow=_is_run_length_bmp)
_ANIMATED_WEBP = ImageFormat(
    "animated webp",
    re.compile(rb"RIFF....WEBPVP8X....[" + _WEBP_ANIMATED + rb"]", re.DOTALL),
    _webp,
    (".webp",),
    may_move=True,
    pillow="WEBP",
)
_WEBP = ImageFormat("webp", re.compile(rb"RIFF....WEBP", re.DOTALL), _webp, (".webp",), pillow="WEBP")
# OpenCV turns by the Exif tag what is turned already, or leaves what the container turns; Pillow goes by the container.
_AVIF = ImageFormat(
    "avif",
    re.compile(rb"....ftypavif", re.DOTALL),
    _heif,
    (".avif",),
    bits=12,
    pillow="AVIF",
    needs_pillow=lambda content: True,
)
_AVIF_SEQUENCE = ImageFormat(
    "avif sequence",
    re.compile(rb"....ftyp(?:avis|.{8}(?:.{4}){0,8}?avi[fs])", re.DOTALL),
    _heif,
    (".avif", ".avifs"),
    bits=12,
    may_move=True,
    pillow="AVIF",
    needs_pillow=lambda content: True,
)
_HEIC = ImageFormat(
    "heic",
    re.compile(rb"....ftyp(?:hei[cxms]|.{8}(?:.{4}){0,8}?hei[cxms])", re.DOTALL),
    _heif,
    (".heic", ".heif"),
    bits=12,
    pillow="HEIF",
    needs_pillow=lambda content: True,
)

FORMATS: dict[str, ImageFormat] = {
    row.name: row
    for row in (
        _APNG,
        PNG,
        _TIFF,
        ImageFormat("jpeg", re.compile(rb"\xff\xd8\xff"), _jpeg, (".jpg", ".jpeg", ".jfif"), pillow="JPEG"),
        ImageFormat("gif", re.compile(rb"GIF8[79]a"), _gif, (".gif",), may_move=True, pillow="GIF"),
        _BMP,
        _ANIMATED_WEBP,
        _WEBP,
        _AVIF,
        _AVIF_SEQUENCE,
        _HEIC,
        ImageFormat("pnm", re.compile(rb"P[1-6][\s#]"), _pnm, (".ppm", ".pgm", ".pbm"), bits=16),
        ImageFormat(
            "exr",
            re.compile(EXR_BEGINNING),
            exr_size,
            (".exr",),
            bits=32,
            decode=read_exr,
            encode=encode_exr,
        ),
        ImageFormat("radiance", re.compile(rb"#\?"), _radiance, bits=32, may_move=True),
        ImageFormat(
            "jpeg 2000",
            re.compile(rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51"),
            _jpeg_2000,
            (".jp2",),
            bits=16,
            pillow="JPEG2000",
        ),
    )
}


def format_of(content: bytes) -> ImageFormat | None:
    """The format of a file by how it begins; None: none that is known."""
    return next((row for row in FORMATS.values() if row.beginning.match(content)), None)


def read_format(path: Path) -> ImageFormat | None:
    """As `format_of`, of a file, of which only the beginning is read.

    Raises:
        SourceFormatError: it is not an ordinary file.
        OSError: it cannot be read.
    """
    with open_file(path) as file:
        return format_of(file.read(_BEGINNING_BYTES))


def image_suffixes() -> frozenset[str]:
    """What counts as a picture by its name, in lower case."""
    return frozenset(suffix for row in FORMATS.values() if not row.may_move for suffix in row.suffixes)


def backdrop_suffixes() -> frozenset[str]:
    """As `image_suffixes`, of those that move too."""
    return frozenset(suffix for row in FORMATS.values() for suffix in row.suffixes)


def writable_formats() -> dict[str, ImageFormat]:
    """Those that are written too, by name."""
    return {name: row for name, row in FORMATS.items() if row.encode is not None}


def image_size(content: bytes) -> FrameSize | None:
    """Width and height as stored, before any turning; None where they are not known."""
    found = format_of(content)
    try:
        return found.read_size(content) if found is not None else None
    except (struct.error, ValueError, LookupError):  # what a field refers to is not there
        return None
