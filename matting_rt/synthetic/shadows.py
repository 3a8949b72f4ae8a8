"""Shadows that people cast on the room behind and below them."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.synthetic.camera import affine
from matting_rt.synthetic.draws import Draws, pixel_grid

_HARD_ROWS, _SOFT_ROWS = 360, 96
"""Shadows are cast at no more lines than these, for speed; the hardest edge is then two pixels wide at 720 lines."""


@dataclass(frozen=True, slots=True)
class _Shadow:
    """One surface that a shadow falls on."""

    share: float
    """Of the pictures."""
    reach: float
    """By which the shadow lies beside who casts it, in half widths and half heights."""
    hard: float
    """Share with a hard edge, as of one small lamp."""
    strongest: float
    """Largest share of the light that is taken away."""
    bounded: float
    """Share that ends where the surface does: at the edge of a desk, the floor, a corner of the room."""


_SHADOWS = (
    _Shadow(share=0.4, reach=0.3, hard=0.4, strongest=0.6, bounded=0.5),  # on a wall further off
    _Shadow(share=0.35, reach=0.12, hard=0.3, strongest=0.6, bounded=0.3),  # on a wall or a chair close behind
    _Shadow(share=0.4, reach=0.05, hard=0.0, strongest=0.65, bounded=0.6),  # where they touch a desk or the floor
)


def cast_shadows(draws: Draws, room: Tensor, pha: Tensor) -> Tensor:
    """The room (B, 3, H, W) under the shadows, hard and soft, of the alpha (B, 1, H, W)."""
    for shadow in _SHADOWS:
        kind = draws.uniform((len(room),))
        bounds = (0.0, shadow.share * shadow.hard, shadow.share)
        for low, high, rows in zip(bounds, bounds[1:], (_HARD_ROWS, _SOFT_ROWS), strict=False):
            chosen = ((kind >= low) & (kind < high)).nonzero().flatten()
            if len(chosen):
                cover = _cover(draws, pha[chosen], shadow, rows)
                room = room.index_copy(0, chosen, room[chosen] * _light_left(draws, cover, shadow.strongest))
    return room


def _cover(draws: Draws, pha: Tensor, shadow: _Shadow, rows: int) -> Tensor:
    """How far each pixel lies in the shadow, (B, 1, H, W) 0..1."""
    batch, _, full_height, full_width = pha.shape
    factor = max(-(-full_height // rows), 1)
    small = F.avg_pool2d(pha, factor, ceil_mode=True) if factor > 1 else pha
    shape, reach = (batch, 1, 1, 1), shadow.reach
    cover = affine(
        small,
        shift=draws.uniform((batch, 2), -reach, reach),
        scale=1 + draws.uniform((batch,), -0.2, 1.0) * reach,
        bend=draws.normal((batch, 2, 2, 2), reach * 0.3),  # walls are seen and lit at an angle
        padding="border",  # who is cut off at the edge of the frame goes on beyond it
    )
    if rows == _SOFT_ROWS:
        near = F.avg_pool2d(cover, 3, 1, 1, count_include_pad=False)
        far = F.avg_pool2d(F.avg_pool2d(near, 5, 1, 2, count_include_pad=False), 7, 1, 3, count_include_pad=False)
        cover = torch.lerp(near, far, draws.uniform(shape))
    height, width = cover.shape[-2:]
    x, y = pixel_grid(height, width, pha.device)
    edge = draws.uniform(shape, 0.3, 1.0) + draws.normal(shape, 0.15) * (x - 0.7)
    side = draws.chance(0.5, shape) * 2 - 1
    surface = ((y - edge) * side * height + 0.5).clamp(0, 1)
    cover = torch.where(draws.uniform(shape) < shadow.bounded, cover * surface, cover)
    return F.interpolate(cover, (full_height, full_width), mode="bilinear", align_corners=False)


def _light_left(draws: Draws, cover: Tensor, strongest: float) -> Tensor:
    """The share of the light that is left, (B, 3, H, W) 0..1; what is taken away has a colour, as lamps have."""
    batch = len(cover)
    strength = draws.uniform((batch, 1, 1, 1), 0.05, strongest) * (1 + draws.normal((batch, 3, 1, 1), 0.1))
    return 1 - cover * strength.clamp(0, 0.9)
