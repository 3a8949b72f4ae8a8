"""The shadow that the person casts on the room, to be cast on the backdrop.

Where the frame shows background, frame over plate is how much light still arrives. Only what is wide, grey and near
the person is taken for a shadow: the ratio of sums over neighbourhoods (not the mean of ratios) knows nothing of the
room's texture.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.compositing.backdrop import REFERENCE_LINES
from matting_rt.compositing.soft import blur, enlarge, resize, shrink

_CELL_PX = 8
"""Side of a cell of the coarse grid, at `REFERENCE_LINES`."""
_SMOOTH_CELLS = 2.0
_NEAR_CELLS = 12.0
"""Standard deviation of the distance from the person at which a shadow is still believed to be theirs."""
_DEADBAND = 0.04
"""Less darkening than this is noise, compression, or light that the plate was not quite fitted to."""
_DARKEST = 0.7
"""The most that a shadow darkens; more is a thing, not a shadow."""
_COLOURED = 0.25
"""Spread of the channels' ratios from which a change is something's colour; a shadow darkens all alike."""


def estimate_shadow(src: Tensor, bgr: Tensor, pha: Tensor) -> Tensor:
    """How much darker the room has become, as a coarse field.

    Args:
        src: (B, 3, H, W), the frame.
        bgr: (B, 3, H, W), the plate in this frame's light.
        pha: (B, 1, H, W), the matte of this frame.

    Returns:
        (B, 1, h, w) 0.._DARKEST: the share of the light that is missing, 0 far from the person.
    """
    frame, plate = _sample(src), _sample(bgr)
    person = resize(pha, *frame.shape[2:])
    ratio = frame / plate.clamp(min=0.02)
    spread = ratio.amax(1, keepdim=True) - ratio.amin(1, keepdim=True)
    dark, lit = frame.mean(1, keepdim=True), plate.mean(1, keepdim=True)
    is_room = 1 - (_widen(person) * 10).clamp(max=1)
    weight = is_room * (1 - spread / _COLOURED).clamp(min=0) * (dark > (1 - _DARKEST) * lit)
    arrived = blur(weight * torch.minimum(dark, lit), _SMOOTH_CELLS)
    # Where hardly any room is seen, nothing is known: no shadow.
    missing = 1 - (arrived + 1e-3) / (blur(weight * lit, _SMOOTH_CELLS) + 1e-3)
    missing = ((missing - _DEADBAND) / (1 - _DEADBAND)).clamp(0, _DARKEST)
    return missing * _nearness(person)


def _widen(person: Tensor) -> Tensor:
    """The largest of each pixel and its eight neighbours, in a fifth of the time of PyTorch's pooling."""
    padded = F.pad(person, (1, 1, 1, 1), mode="replicate")
    across = torch.maximum(torch.maximum(padded[..., :-2], padded[..., 1:-1]), padded[..., 2:])
    return torch.maximum(torch.maximum(across[..., :-2, :], across[..., 1:-1, :]), across[..., 2:, :])


def _sample(picture: Tensor) -> Tensor:
    """Four pixels of each cell, averaged; what is made of them is blurred over many cells."""
    cell = max(1, round(_CELL_PX * picture.shape[2] / REFERENCE_LINES))
    size = (max(picture.shape[2] // cell, 2), max(picture.shape[3] // cell, 2))
    return resize(picture, *size)


def _nearness(person: Tensor) -> Tensor:
    """1 around the person, falling to 0 at about 200 pixels of a frame of `REFERENCE_LINES`."""
    near = blur(shrink(person, 2), _NEAR_CELLS / 4)
    return (enlarge(near, *person.shape[2:]) * 4).clamp_(max=1)


def fade_at_borders(field: Tensor) -> Tensor:
    """A coarse field (B, 1, h, w) that falls to 0 at the left, right and upper border, for one that is moved.

    The lower border is where people are cut off, and stays the frame's own when they are made smaller.
    """
    height, width = field.shape[2:]
    reach = max(1, width // 10)
    columns = torch.arange(width, device=field.device, dtype=field.dtype)
    rows = torch.arange(height, device=field.device, dtype=field.dtype)
    across = (torch.minimum(columns, width - 1 - columns) / reach).clamp_(max=1)
    down = (rows / reach).clamp_(max=1)
    return field * across * down.unsqueeze(1)
