"""A painted evening over hills: somewhere to put the demo's figure."""

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws, pixel_grid

_ZENITH = (0.20, 0.32, 0.58)
_HORIZON = (0.99, 0.76, 0.50)
_NEAREST = (0.07, 0.12, 0.14)
_RIDGES = 6


def paint_landscape(draws: Draws, size: FrameSize) -> Tensor:
    """Sky, sun and rows of hills that fade into the haze, (1, 3, H, W) RGB 0..1."""
    x, y = (grid.unsqueeze(1) for grid in pixel_grid(size.height, size.width, draws.device))
    zenith, horizon, nearest = (torch.tensor(colour).view(1, 3, 1, 1) for colour in (_ZENITH, _HORIZON, _NEAREST))
    picture = torch.lerp(zenith, horizon, (y / 0.62).clamp(0, 1) ** 1.4)
    distance = ((x - 0.72 * size.width / size.height).square() + (y - 0.46).square()).sqrt()
    picture = picture + torch.exp(-distance * 5) * 0.35 * horizon
    picture = torch.lerp(picture, torch.ones_like(picture), ((0.055 - distance) * size.height).clamp(0, 1) * 0.9)
    for ridge in range(_RIDGES):
        share = (ridge + 1) / _RIDGES
        skyline = 0.5 + 0.42 * share - 0.10 * _mountains(draws, size.width, roughness=0.45 + 0.1 * share)
        haze = torch.lerp(horizon * 0.85, nearest, share**0.8) * (1 + 0.08 * (y - skyline))
        picture = torch.lerp(picture, haze, ((y - skyline) * size.height).clamp(0, 1))
    return picture.clamp(0, 1)


def _mountains(draws: Draws, width: int, roughness: float, octaves: int = 8) -> Tensor:
    """A jagged line of about unit height, (1, 1, 1, W)."""
    line = torch.zeros(1, 1, width, device=draws.device)
    for octave in range(octaves):
        points = draws.normal((1, 1, 2 + 3 * 2**octave))
        line += roughness**octave * F.interpolate(points, width, mode="linear", align_corners=True)
    return line.unsqueeze(2)
