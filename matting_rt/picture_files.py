"""Picture files, and how large a picture is before it is decoded: a file of some kilobytes can unpack to gigabytes.

The size is read where OpenCV's decoder of the same kind reads it. Of other kinds, and where it is damaged, it is not
known, and the picture is refused.
"""

import re
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matting_rt.errors import SourceFormatError
from matting_rt.files import PICTURE_LIMIT_BYTES, read_file
from matting_rt.frame import FrameSize

Pixels = npt.NDArray[Any]
"""(H, W) or (H, W, channels) in the order and depth of OpenCV's flags."""

MAX_SIDE = 16384
MAX_PIXELS = 200_000_000
"""600 MB once decoded; the largest sensors have 150 megapixels."""

_MAX_FIELDS = 4096
"""Of a header that are looked through; real ones have some dozen."""
_SPACE = rb"(?:\s|#[^\n\r]*[\n\r])+"
_PNM = re.compile(rb"P[1-6]" + _SPACE + rb"(\d{1,9})" + _SPACE + rb"(\d{1,9})")
_RADIANCE = re.compile(rb"#\?[^\0]{0,4096}?\n\n-Y (\d{1,9}) \+X (\d{1,9})\n")
_AVIF_EXTENT = re.compile(rb"\0\0\0\x14ispe\0{4}(.{8})", re.DOTALL)
_JPEG_2000_EXTENT = re.compile(rb"\xff\x4f\xff\x51.{4}(.{16})", re.DOTALL)
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a frame's header; those between define tables."""
_JPEG_BARE = frozenset((0x00, 0x01, *range(0xD0, 0xD9)))
"""Markers that nothing belongs to, and a byte that only looks like one."""
_TIFF_SIDES, _TIFF_TILES = (256, 257), (322, 323)
"""Tags of width and height."""
_TIFF_NUMBERS = {3: "H", 4: "I", 16: "Q"}
"""Types of a tag that can hold a size: SHORT, LONG, LONG8."""


def read_picture(path: Path, flags: int) -> Pixels:
    """Decode a picture file.

    Args:
        flags: OpenCV's; they say what the array is like.

    Raises:
        SourceFormatError: it is no ordinary file, no picture, damaged, or too large.
        OSError: it cannot be read.
    """
    return decode_picture(read_file(path, PICTURE_LIMIT_BYTES), path, flags)


def decode_picture(content: bytes, path: Path, flags: int) -> Pixels:
    """As `read_picture`, of a file's content; the path is for the message."""
    import cv2

    size, picture = picture_size(content), None
    if size is not None:
        check_size(size, path)
        with suppress(cv2.error):
            picture = cv2.imdecode(np.frombuffer(content, np.uint8), flags)
    if picture is None:
        raise SourceFormatError(
            f"{path} is not a picture that can be read (damaged, or of another kind than PNG or JPEG)"
        )
    return np.asarray(picture)


def check_size(size: FrameSize, path: Path, max_pixels: int = MAX_PIXELS) -> None:
    """Raise SourceFormatError for what is too large to decode, by its sides or by its pixels."""
    if max(size) > MAX_SIDE or size.width * size.height > max_pixels:
        raise SourceFormatError(
            f"{path} is {size}; {MAX_SIDE} pixels a side and {max_pixels // 1_000_000} megapixels are the most; "
            "make it smaller first"
        )


def picture_size(content: bytes) -> FrameSize | None:
    """Width and height as stored, before any turning; None where they are not known."""
    for beginning, read in _KINDS:
        if beginning.match(content):
            try:
                return read(content)
            except (struct.error, ValueError, LookupError):  # what a field refers to is not there
                return None
    return None


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


def _avif(content: bytes) -> FrameSize | None:
    """The largest of the pictures that it is put together from, and of the whole."""
    return _largest([struct.unpack(">II", sides) for sides in _AVIF_EXTENT.findall(content)])


def _jpeg_2000(content: bytes) -> FrameSize | None:
    extents = [struct.unpack(">IIII", sides) for sides in _JPEG_2000_EXTENT.findall(content)]
    return _largest([(right - left, bottom - top) for right, bottom, left, top in extents])


def _largest(sizes: list[tuple[int, ...]]) -> FrameSize | None:
    return FrameSize(*(max(sides) for sides in zip(*sizes, strict=True))) if sizes else None


_KINDS: tuple[tuple[re.Pattern[bytes], Callable[[bytes], FrameSize | None]], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"GIF8[79]a"), _gif),
    (re.compile(rb"BM"), _bmp),
    (re.compile(rb"II[*+]\0|MM\0[*+]"), _tiff),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
    (re.compile(rb"....ftyp(?:avi[fs]|.{8}(?:.{4}){0,8}?avi[fs])", re.DOTALL), _avif),
    (re.compile(rb"P[1-6][\s#]"), _pnm),
    (re.compile(rb"#\?"), _radiance),
    (re.compile(rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51"), _jpeg_2000),
)
"""How files of a kind begin, and what reads their size."""
