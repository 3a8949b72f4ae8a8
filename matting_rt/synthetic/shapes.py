"""Round shapes from signed distances: unions of capsules (segments with a radius at each end).

Distances are evaluated on a coarse grid and enlarged, because a distance field is nearly linear; the edge itself is
drawn at full resolution. Coordinates are in picture heights, x to the right and y down, origin at the top left.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws, pixel_grid

Capsule = tuple[Tensor, Tensor, Tensor, Tensor]
"""Start and end (B, 2), and the radius at each (B, 1)."""

_COARSE = 4
"""The distance grid has a cell for every 4x4 pixels."""


def distance(parts: list[Capsule], size: FrameSize, draws: Draws) -> Tensor:
    """Signed distance to a union of capsules on the coarse grid, (B, 1, H/4, W/4), picture heights, negative inside."""
    height, width = -(-size.height // _COARSE), -(-size.width // _COARSE)
    x, y = pixel_grid(height, width, draws.device)
    union: Tensor | None = None
    for start, end, radius_start, radius_end in parts:
        dx, dy = x - start[:, :1, None], y - start[:, 1:, None]
        along = end - start
        share = (dx * along[:, :1, None] + dy * along[:, 1:, None]) / (along.square().sum(1).view(-1, 1, 1) + 1e-8)
        share = share.clamp(0, 1)
        dx, dy = dx - share * along[:, :1, None], dy - share * along[:, 1:, None]
        radius = radius_start.unsqueeze(2) + share * (radius_end - radius_start).unsqueeze(2)
        distance = (dx.square() + dy.square()).sqrt() - radius
        union = distance if union is None else torch.minimum(union, distance)
    assert union is not None
    return union.unsqueeze(1)


def _enlarge(field: Tensor, size: FrameSize) -> Tensor:
    scaled = F.interpolate(field, scale_factor=float(_COARSE), mode="bilinear", align_corners=False)
    return scaled[:, :, : size.height, : size.width]


def cover(field: Tensor, size: FrameSize, softness: Tensor) -> Tensor:
    """Alpha of a shape from its distance field: an edge `softness` pixels wide."""
    return (0.5 - _enlarge(field, size) * (size.height / softness)).clamp(0, 1)


def shade(draws: Draws, field: Tensor, paint: Tensor, unit: Tensor) -> Tensor:
    """Light a shape as if it were round: brighter where its surface turns to the lamp, darker at the rim."""
    batch, height = field.shape[0], field.shape[2]
    depth = (-field / unit.view(-1, 1, 1, 1)).clamp(0, 1)
    slope_x = F.pad(depth[..., 1:] - depth[..., :-1], (0, 1))
    angle = draws.uniform((batch, 1, 1, 1), -1, 1)
    light = 0.75 + 0.35 * depth + angle * slope_x * (height * unit.view(-1, 1, 1, 1) * 0.35)
    light = F.interpolate(light, paint.shape[-2:], mode="bilinear")
    return (paint * light.clamp(0.2, 1.3)).clamp(0, 1)
