"""A user's own photographs and cut-out people, read once and kept as bytes."""

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.files import PICTURE_LIMIT_BYTES, read_file
from matting_rt.frame import FrameSize, Image
from matting_rt.pictures import files as picture_files

if TYPE_CHECKING:
    from torch import Tensor

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")

HELD_OUT_EVERY = 6
"""Of a folder of photographs, sorted by name, every sixth is kept from training, for evaluation."""


def list_pictures(folder: Path) -> list[Path]:
    """All pictures below a folder, sorted.

    Raises:
        SourceNotFoundError: no such folder.
        SourceFormatError: no pictures in it.
    """
    if not folder.is_dir():
        raise SourceNotFoundError("There is no folder {folder}; give one that holds pictures", folder=folder)
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not paths:
        raise SourceFormatError(
            "The folder {folder} holds no pictures ({suffixes})", folder=folder, suffixes=", ".join(SUFFIXES)
        )
    return paths


def load_photos(folder: Path, *, held_out: bool, long_side: int) -> "list[Tensor]":
    """Photographs as uint8 (3, H, W) RGB, no larger than `long_side`; the held-out ones or all others."""
    paths = list_pictures(folder)
    chosen = [path for index, path in enumerate(paths) if (index % HELD_OUT_EVERY == 0) == held_out]
    return [_read(path, long_side)[:3] for path in chosen or paths]


def load_people(folder: Path, height: int = 480) -> "list[Tensor]":
    """Cut-out people as uint8 (4, H, W) RGBA with straight alpha, pictures taller than `height` reduced to it.

    Raises:
        SourceFormatError: a picture has no alpha channel.
    """
    people = []
    for path in list_pictures(folder):
        picture = _read(path, height * 2, height)
        if picture.shape[0] != 4:
            raise SourceFormatError("{path} has no alpha channel; cut-out people must be RGBA pictures", path=path)
        people.append(picture)
    return people


def decode_picture(path: Path, flags: int = cv2.IMREAD_UNCHANGED) -> Image:
    """Decode a picture of any depth and colour to uint8 (H, W, 3) RGB, or (H, W, 4) where it has an alpha channel.

    Args:
        flags: OpenCV's, for less than all of it; grey by these flags is (H, W, 1).

    Raises:
        SourceFormatError: it cannot be read.
    """
    return decode_content(read_file(path, PICTURE_LIMIT_BYTES), path, flags)


def decode_content(content: bytes, path: Path, flags: int = cv2.IMREAD_UNCHANGED) -> Image:
    """As `decode_picture`, of a file's content; its path is for the message."""
    picture = picture_files.decode_picture(content, path, flags)
    if picture.dtype not in (np.uint8, np.uint16):
        raise SourceFormatError("{path} cannot be read as a picture; remove or replace it", path=path)
    if picture.dtype == np.uint16:
        picture = (picture // 256).astype(np.uint8)
    if picture.ndim == 2:
        picture = picture[..., None] if flags != cv2.IMREAD_UNCHANGED else cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)
    else:
        picture = cv2.cvtColor(picture, cv2.COLOR_BGRA2RGBA if picture.shape[2] == 4 else cv2.COLOR_BGR2RGB)
    decoded: Image = picture
    return decoded


def _read(path: Path, long_side: int, height: int | None = None) -> "Tensor":
    import torch  # the demo, which runs without it, reads pictures too

    picture = decode_picture(path)
    rows, columns = picture.shape[:2]
    factor = min(1.0, long_side / max(rows, columns), height / rows if height else 1.0)
    if factor < 1:
        size = FrameSize(round(columns * factor), round(rows * factor))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return torch.from_numpy(picture).permute(2, 0, 1).contiguous()
