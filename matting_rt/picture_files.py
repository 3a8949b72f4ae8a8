"""Picture files, decoded unless they are too large; what is not a known format (see `image_formats`) is refused."""

from contextlib import suppress
from pathlib import Path

import numpy as np

from matting_rt.errors import SourceFormatError
from matting_rt.files import PICTURE_LIMIT_BYTES, read_file
from matting_rt.frame import FrameSize
from matting_rt.image_formats import Pixels, format_of, image_size

MAX_SIDE = 16384
MAX_PIXELS = 200_000_000
"""600 MB once decoded; the largest sensors have 150 megapixels."""


def read_picture(path: Path, flags: int) -> Pixels:
    """Decode a picture file.

    Args:
        flags: OpenCV's; they say what the array is like.

    Raises:
        SourceFormatError: it is not an ordinary file, no picture, damaged, or too large.
        OSError: it cannot be read.
    """
    return decode_picture(read_file(path, PICTURE_LIMIT_BYTES), path, flags)


def decode_picture(content: bytes, path: Path, flags: int) -> Pixels:
    """As `read_picture`, of a file's content; the path is for the message."""
    import cv2

    size, found, picture = image_size(content), format_of(content), None
    if size is not None and found is not None:
        check_size(size, path)
        with suppress(cv2.error):
            if found.decode is not None:
                picture = found.decode(content, flags)
            else:
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
