"""The one border between host pictures (uint8 HWC) and tensors (float BCHW)."""

from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor

from matting_rt.frame import Image


class TensorMatte(NamedTuple):
    """A matte as networks give it, at the frame's size."""

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
        return torch.from_numpy(planes).unsqueeze(0).to(dtype).div_(255)
    # PyTorch warns of memory that may not be written to, whoever asks
    host = torch.from_numpy(np.require(image, requirements=["C", "W"]))
    tensor = host.to(device, non_blocking=True)
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
    values = picture.to(torch.float32).contiguous().view(channels * height, width).numpy()
    planes = np.empty((channels, height, width), np.uint8)
    # A sum whose second half is nothing: the one conversion of OpenCV's that scales, rounds half to even and saturates
    # at both ends, as round and clamp do.
    cv2.addWeighted(values, 255, values, 0, 0, dst=planes.reshape(channels * height, width), dtype=cv2.CV_8U)
    if channels == 1:
        return planes.reshape(height, width, 1)
    merged: Image = cv2.merge(list(planes))
    return merged
