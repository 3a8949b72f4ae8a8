"""The one border between host pictures (uint8 HWC) and tensors (float BCHW)."""

from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor

from matting_rt.frame import Image

_STRIP_PIXELS = 180_000
"""So many at a time stay in the processor's cache between two steps."""


class Matte(NamedTuple):
    """What an engine says of a frame, at the frame's size."""

    fgr: Tensor
    """(B, 3, H, W) RGB 0..1, the foreground's own colour, not premultiplied."""
    pha: Tensor
    """(B, 1, H, W) 0..1, the alpha matte."""


def to_tensor(image: Image, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32) -> Tensor:
    """uint8 (H, W, C) 0..255 to (1, C, H, W) 0..1 on `device`.

    The bytes travel before they are widened: a quarter of the transfer of float32.
    """
    if torch.device(device).type == "cpu":
        # OpenCV takes channels apart in a tenth of PyTorch's time, and whole planes are what convolutions read
        height, width = image.shape[:2]
        planes = np.empty((image.shape[2], height, width), np.uint8)
        cv2.split(np.ascontiguousarray(image), list(planes))
        tensor = torch.empty(1, *planes.shape, dtype=dtype)
        # one at a time, while it is still in the processor's cache
        for plane, levels in zip(tensor[0], planes, strict=True):
            plane.copy_(torch.from_numpy(levels)).div_(255)
        return tensor
    tensor = torch.from_numpy(np.ascontiguousarray(image)).to(device, non_blocking=True)
    return tensor.permute(2, 0, 1).unsqueeze(0).to(dtype).div_(255)


def to_image(tensor: Tensor) -> Image:
    """(1, C, H, W) 0..1 to uint8 (H, W, C), rounded; (1, 1, H, W) gives (H, W, 1)."""
    if tensor.shape[0] != 1:
        raise ValueError(f"one picture at a time, got a batch of {tensor.shape[0]}")
    if tensor.device.type == "cpu":
        return _to_levels(tensor[0].detach())
    levels = tensor[0].detach().mul(255).round_().clamp_(0, 255).to(torch.uint8)
    return levels.permute(1, 2, 0).contiguous().cpu().numpy()


def _to_levels(picture: Tensor) -> Image:
    """(C, H, W) 0..1 on the host to uint8 (H, W, C): in one pass, where PyTorch makes one for each operation.

    The same bytes as PyTorch's; only beyond 8 million, where a picture is none, OpenCV wraps round.
    """
    channels, height, width = picture.shape
    values = picture.to(torch.float32).contiguous().numpy()
    image = np.empty((height, width, channels), np.uint8)
    rows = max(1, min(_STRIP_PIXELS // width, height))
    planes = np.empty((channels, rows, width), np.uint8)
    for top in range(0, height, rows):
        strip = slice(top, min(top + rows, height))
        # A sum whose second half is nothing: the one conversion of OpenCV's that scales, rounds half to even and
        # saturates at both ends, as round and clamp do.
        levels = planes[:, : strip.stop - top]
        for source, target in zip(values[:, strip], levels, strict=True):
            cv2.addWeighted(source, 255, source, 0, 0, dst=target, dtype=cv2.CV_8U)
        cv2.merge(list(levels), dst=image[strip])
    return image
