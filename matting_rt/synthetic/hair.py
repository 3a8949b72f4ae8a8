"""Hair: a mass on the head, a fringe before the face, and single strands, splatted point by point."""

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws
from matting_rt.synthetic.shapes import cover, distance

LOCKS = 60
"""Of a head, on which single hairs go."""


def hair_layers(
    draws: Draws, unit: Tensor, head: Tensor, neck: Tensor, size: FrameSize, softness: Tensor
) -> tuple[Tensor, Tensor]:
    """Coverage of the hair behind the figure and in front of its face, (B, 1, H, W) each, strands included."""
    batch = unit.shape[0]
    present = draws.chance(0.9, (batch, 1, 1, 1))
    length = torch.where(
        draws.uniform((batch, 1)) < 0.5, draws.uniform((batch, 1), 0.1, 0.8), draws.uniform((batch, 1), 0.8, 4.0)
    )
    down = torch.tensor([[0.0, 1.0]], device=draws.device)
    side = torch.tensor([[1.0, 0.0]], device=draws.device)
    crown = head - (neck - head) * 0.15
    volume = unit * draws.uniform((batch, 1), 0.9, 1.25)
    mass = [(crown, crown, volume, volume)]
    for sign in (-0.6, 0.6):
        root = crown + side * unit * sign
        mass.append((root, root + down * unit * length * 0.9, volume * 0.55, volume * 0.4))
    loose = strands(draws, crown, volume, length * unit, size)
    solid = _moved_in(draws, distance(mass, size, draws), unit)
    back = 1 - (1 - cover(solid, size, softness * 2)) * (1 - loose)
    fringe_at = crown - (neck - head) * 0.35
    fringe = [(fringe_at - side * unit * 0.5, fringe_at + side * unit * 0.5, unit * 0.5, unit * 0.5)]
    front = cover(distance(fringe, size, draws), size, softness * 2)
    return back * present, front * present


def _moved_in(draws: Draws, field: Tensor, unit: Tensor) -> Tensor:
    """The distance field of a mass, its outline further in, here more and there less: strands bridge what it leaves."""
    batch, _, rows, columns = field.shape
    depth = draws.log_uniform((batch, 1, 1, 1), 0.02, 0.35) * unit.view(-1, 1, 1, 1)
    # locks are taller than wide
    grid = draws.normal((batch, 1, max(rows // 12, 2), max(columns // 3, 2)))
    uneven = F.interpolate(grid, (rows, columns), mode="bilinear")
    return field + depth * (0.6 + 0.6 * uneven).clamp(min=0)


def strands(
    draws: Draws, crown: Tensor, volume: Tensor, length: Tensor, size: FrameSize, *, count: int = 480, sway: float = 0.0
) -> Tensor:
    """Single hairs that leave the head, bend down and curl, (B, 1, H, W) coverage, by splatting points along each.

    They go in locks, whose hairs curl alike, more or less, and are a quarter to three quarters of a pixel wide.

    Args:
        crown: (B, 2) centre of the skull, `volume` (B, 1) its radius with hair, `length` (B, 1) of the longest hair.
        sway: radians by which the tips are blown to the right.
    """
    batch, height, width = crown.shape[0], size.height, size.width
    longest = float((length + volume * 0.35).max()) * height
    steps = min(max(32, round(longest / 1.5)), height // 2)
    lock = draws.integers((count,), LOCKS)
    root_angle = draws.uniform((batch, LOCKS, 1), -2.2, 2.2)[:, lock] + draws.normal((batch, count, 1), 0.07)
    reach = draws.uniform((batch, count, 1), 0.05, 1.0) * (length + volume * 0.35).unsqueeze(1)
    t = torch.linspace(0, 1, steps, device=draws.device).view(1, 1, steps)
    wildness = draws.log_uniform((batch, 1, 1), 0.1, 1.0)
    stiffness = draws.log_uniform((batch, 1, 1), 0.3, 4.0)
    bend = (1 - torch.exp(-t * 3 / stiffness)) * (torch.sign(root_angle) * 3.1416 - root_angle) * 0.8
    winds = draws.log_uniform((batch, 1, 1), 2, 40) * draws.uniform((batch, LOCKS, 1), 0.5, 1.5)[:, lock]
    apart = draws.uniform((batch, 1, 1), 0.2, 2) * draws.normal((batch, count, 1))
    phase = draws.uniform((batch, LOCKS, 1), 0, 6.28)[:, lock] + apart
    curl = wildness * (1.5 * torch.sin(t * winds + phase) + draws.normal((batch, count, 1)) * t)
    angle = root_angle + bend + curl - sway * t
    step = reach / steps
    x = crown[:, :1, None] + volume.unsqueeze(1) * 0.9 * root_angle.sin() + (angle.sin() * step).cumsum(2)
    y = crown[:, 1:, None] - volume.unsqueeze(1) * 0.9 * root_angle.cos() - (angle.cos() * step).cumsum(2)
    thickness = draws.uniform((batch, count, 1), 0.25, 0.75) * (1 - 0.5 * t)
    weight = (thickness * step * height).clamp(max=1.5)
    return 1 - torch.exp(-1.6 * splat(x * height - 0.5, y * height - 0.5, weight, height, width))


def splat(x: Tensor, y: Tensor, weight: Tensor, height: int, width: int) -> Tensor:
    """Add points (B, ...) at pixels x, y to a canvas (B, 1, H, W), each spread bilinearly over four pixels."""
    batch = x.shape[0]
    x, y, weight = (v.reshape(batch, -1) for v in (x, y, weight.expand_as(x)))
    left, top = x.floor(), y.floor()
    canvas = torch.zeros(batch, height * width, device=x.device)
    for dx in (0, 1):
        for dy in (0, 1):
            column, row = left + dx, top + dy
            share = (1 - (x - column).abs()) * (1 - (y - row).abs()) * weight
            inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
            index = (row * width + column).clamp(0, height * width - 1).long()
            canvas.scatter_add_(1, index, share * inside)
    return canvas.view(batch, 1, height, width)


def hair_colours(draws: Draws, colour: Tensor, size: FrameSize) -> Tensor:
    """Hair colour with streaks, (B, 3, H, W)."""
    batch = colour.shape[0]
    rows, columns = max(size.height // 24, 2), max(size.width // 3, 2)
    streaks = F.interpolate(draws.normal((batch, 1, rows, columns)), (size.height, size.width), mode="bilinear")
    return (colour * (1 + 0.35 * streaks)).clamp(0, 1)
