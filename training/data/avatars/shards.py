"""Cut-outs in shards: tar files of WebP pictures, written whole or not at all; `training.data.packed` reads them."""

import io
import json
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matting_rt.errors import SinkError
from matting_rt.files import replacing
from training.data.avatars.skeleton import Floats

QUALITY = 93
"""Of colours, WebP's scale; alphas are stored exactly."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """Somebody on nothing."""

    rgba: NDArray[np.uint8]
    """(H, W, 4) RGB, not premultiplied and continued beyond the edge, and alpha."""
    about: Mapping[str, Any]
    """Who is on it, and how it was made."""


def straighten(premultiplied: Floats) -> NDArray[np.uint8]:
    """Take a rendered picture's alpha out of its colours, and continue them beyond the edge.

    Args:
        premultiplied: (H, W, 4) RGB and alpha, 0..1.

    Returns:
        (H, W, 4) RGB and alpha: where alpha is 0, colours are those of the nearest edge, blurred with distance.
    """
    import cv2

    height, width = premultiplied.shape[:2]
    levels = [premultiplied]
    while min(levels[-1].shape[:2]) > 1:
        rows, columns = levels[-1].shape[:2]
        levels.append(cv2.resize(levels[-1], (max(columns // 2, 1), max(rows // 2, 1)), interpolation=cv2.INTER_AREA))
    filled = levels[-1][..., :3] / np.maximum(levels[-1][..., 3:], 1e-4)
    for level in reversed(levels[:-1]):
        rows, columns = level.shape[:2]
        coarse = cv2.resize(filled, (columns, rows), interpolation=cv2.INTER_LINEAR)
        alpha = level[..., 3:]
        # an alpha of a few samples names its colour well; below that, what is round about helps
        trust = np.clip(alpha * 8, 0, 1)
        filled = trust * level[..., :3] / np.maximum(alpha, 1e-4) + (1 - trust) * coarse
    rgba = np.concatenate([filled, premultiplied[..., 3:]], 2)
    assert rgba.shape == (height, width, 4)
    return np.asarray(np.round(np.clip(rgba, 0, 1) * 255), np.uint8)


def write_shard(path: Path, cutouts: Iterable[Cutout]) -> int:
    """Write a shard, under its name only when it is whole, and return how many cut-outs it holds.

    Raises:
        SinkError: the disk is full, or the folder cannot be written to; nothing is left.
    """
    count = 0
    try:
        with replacing(path) as part, tarfile.open(part, "w") as archive:
            for cutout in cutouts:
                _add(archive, f"{count:06d}.webp", encode(cutout.rgba))
                _add(archive, f"{count:06d}.json", json.dumps(dict(cutout.about)).encode())
                count += 1
    except OSError as error:
        raise SinkError(
            f"{path} cannot be written: {error.strerror or error}; free space or choose another folder"
        ) from error
    return count


def encode(rgba: NDArray[np.uint8], quality: int = QUALITY) -> bytes:
    """A picture as WebP, with the colours that its transparent places hide."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(rgba, "RGBA").save(buffer, "WEBP", quality=quality, alpha_quality=100, exact=True, method=3)
    return buffer.getvalue()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
