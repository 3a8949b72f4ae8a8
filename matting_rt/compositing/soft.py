"""Soft pictures at small cost: what has no sharp edges is made on a coarse grid and enlarged.

On a CPU by OpenCV, which takes a sixth of PyTorch's time; elsewhere as sums of shifted pictures, because PyTorch's
convolution of a single channel is slow.
"""

import math
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

FloatPlane = npt.NDArray[np.float32]


def shrink(picture: Tensor, halvings: int) -> Tensor:
    """(B, C, H, W) with both sides halved so many times, each pixel the mean of those it stands for.

    An odd row or column is left out; a side is never halved below 2 pixels.
    """
    for _ in range(halvings):
        if min(picture.shape[2:]) < 4:
            break
        picture = resize(picture, picture.shape[2] // 2, picture.shape[3] // 2)
    return picture


def enlarge(coarse: Tensor, height: int, width: int) -> Tensor:
    """A coarse (B, C, h, w) at full size, bilinear."""
    return resize(coarse, height, width)


def resize(picture: Tensor, height: int, width: int) -> Tensor:
    """(B, C, H, W) at another size, bilinear; on a CPU with PyTorch's weights to within 1e-4."""
    batch, channels = picture.shape[:2]
    if _is_for_opencv(picture):
        # OpenCV enlarges a float picture in a sixth of PyTorch's time.
        resized = picture.new_empty(batch, channels, height, width)
        # Which for halves is the same as area, and that is twice as fast again.
        is_half = picture.shape[2:] == (2 * height, 2 * width)
        method = cv2.INTER_AREA if is_half else cv2.INTER_LINEAR
        for plane, target in _planes(picture, resized):
            cv2.resize(plane, (width, height), dst=target, interpolation=method)
        return resized
    # As single-channel pictures, which PyTorch resizes twice as fast on a CPU.
    flat = picture.reshape(batch * channels, 1, *picture.shape[2:])
    flat = F.interpolate(flat, size=(height, width), mode="bilinear")
    return flat.view(batch, channels, height, width)


def _is_for_opencv(picture: Tensor) -> bool:
    return picture.device.type == "cpu" and picture.dtype == torch.float32


def _planes(picture: Tensor, target: Tensor) -> Iterator[tuple[FloatPlane, FloatPlane]]:
    """Each channel (H, W) of each picture with its counterpart in `target`, which is contiguous."""
    return zip(picture.detach().flatten(0, 1).numpy(), target.flatten(0, 1).numpy(), strict=True)


def halvings_for(sigma_px: float) -> int:
    """How often a picture may be halved before it is blurred by `sigma_px` without the grid being seen."""
    return max(0, math.floor(math.log2(max(sigma_px, 1e-3))))


def coarse_sigma(sigma_px: float, halvings: int) -> float:
    """What is left of a blur on a picture halved so often: averaging and interpolating blur too.

    Averaging over cells has a variance of 1/12 of a cell's square, interpolating between them of 1/6.
    """
    step = 2**halvings
    grid = 0.25 if halvings else 0.0
    return math.sqrt(max((sigma_px / step) ** 2 - grid, 0.0))


def blur(picture: Tensor, sigma: float) -> Tensor:
    """Gaussian blur of (B, C, H, W) by `sigma` of its pixels; the edge pixels go on for ever."""
    radius = math.ceil(2.5 * sigma)
    if radius == 0:
        return picture
    weights = [math.exp(-offset * offset / (2 * sigma * sigma)) for offset in range(-radius, radius + 1)]
    total = sum(weights)
    if _is_for_opencv(picture):
        kernel = np.array(weights) / total
        blurred = torch.empty_like(picture, memory_format=torch.contiguous_format)
        for plane, target in _planes(picture, blurred):
            cv2.sepFilter2D(plane, cv2.CV_32F, kernel, kernel, dst=target, borderType=cv2.BORDER_REPLICATE)
        return blurred
    for axis, padding in ((3, (radius, radius, 0, 0)), (2, (0, 0, radius, radius))):
        length = picture.shape[axis]
        padded = F.pad(picture, padding, mode="replicate")
        picture = padded.narrow(axis, 0, length) * (weights[0] / total)
        for offset, weight in enumerate(weights[1:], 1):
            picture.add_(padded.narrow(axis, offset, length), alpha=weight / total)
    return picture


def soften(picture: Tensor, sigma_px: float) -> Tensor:
    """Gaussian blur of (B, C, H, W) by `sigma_px`, on a coarse grid where that cannot be seen."""
    halvings = halvings_for(sigma_px)
    coarse = blur(shrink(picture, halvings), coarse_sigma(sigma_px, halvings))
    return enlarge(coarse, *picture.shape[2:]) if halvings else coarse
