"""What each pixel shows most of the time."""

import numpy as np

from matting_rt.frame import Image

_BLOCK_VALUES = 4_000_000


def temporal_median(images: list[Image]) -> Image:
    """Per pixel and channel; in blocks of rows, so that the copies it needs stay small."""
    height, width = images[0].shape[:2]
    rows = max(1, _BLOCK_VALUES // (len(images) * width * 3))
    median = np.empty_like(images[0])
    for top in range(0, height, rows):
        block = np.stack([image[top : top + rows] for image in images], axis=-1)
        block.partition(len(images) // 2, axis=-1)
        median[top : top + rows] = block[..., len(images) // 2]
    return median
