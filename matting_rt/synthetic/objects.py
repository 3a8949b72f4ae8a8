"""Painted things that are not people: with a plate, whatever is new in the picture is foreground."""

import torch
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws, over, pixel_grid, unpremultiply
from matting_rt.synthetic.rooms import stripes, tiles


def paint_objects(draws: Draws, batch: int, size: FrameSize) -> tuple[Tensor, Tensor]:
    """Paint one to three blobs, sticks or boxes in each picture; some are translucent, some have wide soft edges.

    Returns:
        fgr (batch, 3, H, W) 0..1, colour not premultiplied; pha (batch, 1, H, W) 0..1.
    """
    height, width = size.height, size.width
    x, y = pixel_grid(height, width, draws.device)
    alpha = torch.zeros(batch, 1, height, width, device=draws.device)
    colour = torch.zeros(batch, 3, height, width, device=draws.device)
    for index, shape in enumerate((_blob, _stick, _box)):
        distance = shape(draws, batch, x, y)
        softness = torch.where(draws.uniform((batch, 1, 1)) < 0.7, 1.2, draws.log_uniform((batch, 1, 1), 1.2, 12))
        coverage = (0.5 - distance * (height / softness)).clamp(0, 1).unsqueeze(1)
        translucent = draws.chance(0.15, (batch, 1, 1, 1))
        coverage = coverage * (1 - translucent * draws.uniform((batch, 1, 1, 1), 0.05, 0.8))
        coverage = coverage * draws.chance((0.8, 0.4, 0.4)[index], (batch, 1, 1, 1))
        colour, alpha = over(_paint(draws, batch, x, y) * coverage, coverage, colour, alpha)
    return unpremultiply(colour, alpha), alpha


def _centred(draws: Draws, batch: int, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    aspect = x.shape[2] / x.shape[1]
    shape = (batch, 1, 1)
    return x - draws.uniform(shape, 0.05, 0.95) * aspect, y - draws.uniform(shape, 0.05, 0.95)


def _blob(draws: Draws, batch: int, x: Tensor, y: Tensor) -> Tensor:
    """About the distance to a lumpy disc, (batch, H, W), picture heights, negative inside."""
    dx, dy = _centred(draws, batch, x, y)
    lumps = draws.fractal(batch, 1, y.shape[1], y.shape[2], coarsest=4, octaves=4).squeeze(1)
    radius = draws.log_uniform((batch, 1, 1), 0.05, 0.45)
    roughness = draws.uniform((batch, 1, 1), 0.0, 0.3)
    return (dx.square() + dy.square()).sqrt() - radius * (1 + roughness * lumps)


def _stick(draws: Draws, batch: int, x: Tensor, y: Tensor) -> Tensor:
    """Distance to a thin, bent bar: poles, cables, microphones, spectacles."""
    dx, dy = _centred(draws, batch, x, y)
    shape = (batch, 1, 1)
    angle = draws.uniform(shape, 0, 3.1416)
    along, across = dx * angle.cos() + dy * angle.sin(), dy * angle.cos() - dx * angle.sin()
    across = across + draws.normal(shape, 0.8) * along.square()
    end = (along.abs() - draws.log_uniform(shape, 0.05, 0.6)).clamp(min=0)
    return (end.square() + across.square()).sqrt() - draws.log_uniform(shape, 0.003, 0.04)


def _box(draws: Draws, batch: int, x: Tensor, y: Tensor) -> Tensor:
    """Distance to a turned box with rounded corners."""
    dx, dy = _centred(draws, batch, x, y)
    shape = (batch, 1, 1)
    angle = draws.normal(shape, 0.5)
    u, v = dx * angle.cos() + dy * angle.sin(), dy * angle.cos() - dx * angle.sin()
    corner = draws.log_uniform(shape, 0.002, 0.05)
    u = (u.abs() - draws.log_uniform(shape, 0.03, 0.35)).clamp(min=0)
    v = (v.abs() - draws.log_uniform(shape, 0.03, 0.35)).clamp(min=0)
    return (u.square() + v.square()).sqrt() - corner


def _paint(draws: Draws, batch: int, x: Tensor, y: Tensor) -> Tensor:
    colour = draws.colours((batch,), saturation=0.7).view(batch, 3, 1, 1)
    clouds = draws.fractal(batch, 1, y.shape[1], y.shape[2], coarsest=4, octaves=5) * 0.5
    patterns = torch.stack([clouds, stripes(draws, batch, x, y), tiles(draws, batch, x, y)])
    pattern = patterns[draws.integers((batch,), 3), torch.arange(batch, device=draws.device)]
    strength = draws.uniform((batch, 1, 1, 1)) ** 2 * 0.7
    second = draws.colours((batch,)).view(batch, 3, 1, 1)
    return torch.lerp(colour, second, (pattern * 0.5 + 0.5).clamp(0, 1) * strength).clamp(0, 1)
