"""Pictures of data sets on disk: what their headers say, whether they are whole, and decoding as little as will do."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.frame import FrameSize, Image
from matting_rt.synthetic.pictures import decode_content
from training.data.packed import open_file

Alpha = npt.NDArray[np.uint8]
"""uint8 (H, W)."""

_ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}
"""What the last bytes of a whole file hold; cameras may append a few of their own."""
_TAIL_BYTES = 4096
_ORIENTATION = 0x0112
_TURNED = (5, 6, 7, 8)
"""EXIF orientations in which rows are columns; OpenCV turns pictures upright as it decodes them."""
_PNG_BIT_DEPTH_AT = 24


@dataclass(frozen=True, slots=True)
class PictureHeader:
    """What is known of a picture without decoding it."""

    size: FrameSize
    """Upright."""
    mode: str
    """Pillow's: L, LA, P, RGB, RGBA, CMYK, ..."""
    bits: int
    """Of a channel: 1, 8, 16 or 32."""
    is_whole: bool
    """False: the end of the file is missing."""

    @property
    def has_alpha(self) -> bool:
        return self.mode in ("LA", "PA", "RGBA")

    @property
    def is_grey(self) -> bool:
        return self.mode in ("1", "L", "LA", "F") or self.mode.startswith("I")


def read_header(path: Path) -> PictureHeader:
    """Read a picture's header and the end of its file.

    Raises:
        SourceNotFoundError: there is no such file.
        SourceFormatError: it is not a picture.
    """
    try:
        with open_file(path) as file, PillowImage.open(file) as picture:
            size, mode = FrameSize(*picture.size), picture.mode
            if picture.format == "JPEG" and picture.getexif().get(_ORIENTATION) in _TURNED:
                size = FrameSize(size.height, size.width)
            if mode == "P" and "transparency" in picture.info:
                mode = "PA"
            bits = 1 if mode == "1" else 16 if "16" in mode else 32 if mode in ("I", "F") else 8
            if picture.format == "PNG":
                file.seek(_PNG_BIT_DEPTH_AT)  # Pillow gives 16-bit colour as 8
                bits = max(bits if bits < 32 else 16, file.read(1)[0]) if mode != "1" else 1
            return PictureHeader(size, mode, bits, _is_whole(file, picture.format or ""))
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"{path} is not there any more; copy it again") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, PillowImage.DecompressionBombError) as error:
        if isinstance(error, PermissionError):
            raise
        empty = "cannot be read as a picture" if size_of(path) else "is empty"
        raise SourceFormatError(f"{path} {empty}; copy it again") from error


def _is_whole(file: BinaryIO, kind: str) -> bool:
    end = _ENDS.get(kind)
    if end is None:
        return True
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _TAIL_BYTES, 0))
    return end in file.read()


def read_colours(path: Path, shrink: int = 1) -> Image:
    """uint8 (H, W, 3) RGB; `shrink` 2, 4 or 8 has a JPEG decoded at that fraction, in a fraction of the time.

    Grey pictures, CMYK and 16 bits are converted. Raises SourceFormatError.
    """
    reduced = {1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4}
    return _decode(path, reduced.get(shrink, cv2.IMREAD_REDUCED_COLOR_8))


def read_alpha(path: Path, shrink: int = 1) -> Alpha:
    """uint8 (H, W), of colours their luma; `shrink` as above. Raises SourceFormatError."""
    reduced = {1: cv2.IMREAD_GRAYSCALE, 2: cv2.IMREAD_REDUCED_GRAYSCALE_2, 4: cv2.IMREAD_REDUCED_GRAYSCALE_4}
    return _decode(path, reduced.get(shrink, cv2.IMREAD_REDUCED_GRAYSCALE_8))[..., 0]


def read_cutout(path: Path) -> tuple[Image, Alpha]:
    """Colours and alpha of a picture with an alpha channel. Raises SourceFormatError."""
    picture = _decode(path, cv2.IMREAD_UNCHANGED)
    if picture.shape[2] != 4:
        raise SourceFormatError(f"{path} has no alpha channel; foregrounds without alphas beside them need one")
    return picture[..., :3], picture[..., 3]


def size_of(path: Path) -> int:
    """Bytes of a picture's file, in a tar file too."""
    with open_file(path) as file:
        return file.seek(0, os.SEEK_END)


def _decode(path: Path, flags: int) -> Image:
    with open_file(path) as file:
        return decode_content(file.read(), path, flags)
