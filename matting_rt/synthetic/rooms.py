"""Painted backgrounds: rooms and streets of rectangles, gradients, edges and texture at every scale."""

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws, pixel_grid
from matting_rt.synthetic.furniture import furnish


def paint_rooms(draws: Draws, batch: int, size: FrameSize, things: int = 36, furnished: bool = False) -> Tensor:
    """Paint backgrounds.

    Args:
        things: rectangles and ellipses (furniture, windows, books, lamps) laid over wall and floor, back to front.
        furnished: put lit windows, shelves, screens, plants and lamps before them.

    Returns:
        (batch, 3, H, W) RGB 0..1.
    """
    height, width = size.height, size.width
    x, y = pixel_grid(height, width, draws.device)
    textures = _textures(draws, batch, size)
    picture = _wall_and_floor(draws, batch, x, y, textures)
    for index in range(things):
        # upright boxes are by far the cheapest to draw and the commonest in a room; a third are any other shape
        draw_mask = _tilted_thing if index % 3 == 0 else _upright_box
        mask = draw_mask(draws, batch, x, y) * (draws.chance(0.75, (batch, 1, 1, 1)) * _opacity(draws, batch))
        plain = index % 2 == 0
        paint = draws.colours((batch,)).view(batch, 3, 1, 1) if plain else _paint(draws, batch, textures)
        picture += mask * (paint - picture)
    light = 1 + 0.25 * draws.fractal(batch, 1, height, width, coarsest=2, octaves=2).clamp(-2, 2)
    tint = 1 + draws.normal((batch, 3, 1, 1), 0.06)
    contrast = draws.log_uniform((batch, 1, 1, 1), 0.5, 1.2)
    picture = (picture * light * tint).clamp(0, 1) * contrast + draws.uniform((batch, 1, 1, 1), 0, 0.25) * (
        1 - contrast
    )
    if furnished:
        picture = furnish(draws, picture).clamp(0, 1)
    return _defocus(draws, picture).clamp_(0, 1)


def _textures(draws: Draws, batch: int, size: FrameSize) -> Tensor:
    """Four grey textures a picture, (batch, 4, H, W), about -1..1: clouds, grain, stripes, tiles."""
    height, width = size.height, size.width
    x, y = pixel_grid(height, width, draws.device)
    clouds = draws.fractal(batch, 1, height, width, coarsest=3, octaves=6) * 0.6
    grain = draws.fractal(batch, 1, height, width, coarsest=max(height // 16, 4), octaves=4) * 0.6
    return torch.cat([clouds, grain, stripes(draws, batch, x, y), tiles(draws, batch, x, y)], 1).clamp(-1.5, 1.5)


def stripes(draws: Draws, batch: int, x: Tensor, y: Tensor) -> Tensor:
    """Parallel bands in any direction, soft or sharp, (batch, 1, H, W), -1..1."""
    angle = draws.uniform((batch, 1, 1), 0, 3.1416)
    upright = draws.chance(0.6, (batch, 1, 1))
    angle = torch.where(upright > 0, (angle / 1.5708).round() * 1.5708, angle)
    frequency = draws.log_uniform((batch, 1, 1), 3, 60)
    wave = torch.sin((x * angle.cos() + y * angle.sin()) * frequency * 6.2832 + draws.uniform((batch, 1, 1), 0, 6.28))
    return (wave * draws.log_uniform((batch, 1, 1), 1, 6)).clamp(-1, 1).unsqueeze(1)


def tiles(draws: Draws, batch: int, x: Tensor, y: Tensor) -> Tensor:
    """A grid of cells of random brightness (bricks, tiles, book spines, windows), (batch, 1, H, W), -1..1."""
    height, width = y.shape[1], y.shape[2]
    cells = draws.uniform((batch, 32 * 32), -1, 1)
    columns = draws.log_uniform((batch, 1, 1), 3, 30)
    rows = draws.log_uniform((batch, 1, 1), 2, 20)
    column = (x * columns + draws.uniform((batch, 1, 1))).floor().long() % 32
    row = (y * rows + draws.uniform((batch, 1, 1))).floor().long() % 32
    values = cells.gather(1, (row * 32 + column).expand(batch, height, width).reshape(batch, -1))
    return values.view(batch, 1, height, width)


def _paint(draws: Draws, batch: int, textures: Tensor) -> Tensor:
    """A colour modulated by one of the picture's textures, (batch, 3, H, W)."""
    colour = draws.colours((batch,)).view(batch, 3, 1, 1)
    choice = draws.integers((batch,), textures.shape[1])
    texture = textures[torch.arange(batch, device=draws.device), choice].unsqueeze(1)
    strength = draws.uniform((batch, 1, 1, 1)) ** 3 * 0.6
    return colour + texture * (strength * (0.2 + colour))


def _wall_and_floor(draws: Draws, batch: int, x: Tensor, y: Tensor, textures: Tensor) -> Tensor:
    """The empty room: a wall, often a floor, a gradient over each."""
    wall = _paint(draws, batch, textures) * 0.5 + draws.uniform((batch, 1, 1, 1), 0.05, 0.5)
    floor = _paint(draws, batch, textures)
    slope = draws.normal((batch, 1, 1), 0.1)
    horizon = draws.uniform((batch, 1, 1), 0.45, 1.3)
    below = ((y - horizon - slope * (x - 0.7)) * y.shape[1] + 0.5).clamp(0, 1).unsqueeze(1)
    gradient = 1 + draws.normal((batch, 1, 1, 1), 0.3) * (y.unsqueeze(1) - 0.5)
    return torch.lerp(wall, floor, below) * gradient


def _opacity(draws: Draws, batch: int) -> Tensor:
    """Most things are solid, some let the wall through (glass, curtains, reflections)."""
    shape = (batch, 1, 1, 1)
    return torch.where(draws.uniform(shape) < 0.15, draws.uniform(shape, 0.2, 0.9), 1.0)


def _upright_box(draws: Draws, batch: int, x: Tensor, y: Tensor) -> Tensor:
    """The coverage of one upright rectangle in each picture, (batch, 1, H, W) 0..1, antialiased: rows times columns."""
    shape = (batch, 1, 1)
    height, aspect = y.shape[1], x.shape[2] / x.shape[1]
    across = (x[:, :1] - draws.uniform(shape, -0.1, 1.1) * aspect).abs() - draws.log_uniform(shape, 0.004, 0.5)
    down = (y[:, :, :1] - draws.uniform(shape, -0.1, 1.1)).abs() - draws.log_uniform(shape, 0.004, 0.5)
    return ((0.5 - across * height).clamp(0, 1) * (0.5 - down * height).clamp(0, 1)).unsqueeze(1)


def _tilted_thing(draws: Draws, batch: int, x: Tensor, y: Tensor) -> Tensor:
    """The coverage of one rectangle, ellipse or frame in each picture, (batch, 1, H, W) 0..1, antialiased."""
    shape = (batch, 1, 1)
    aspect = x.shape[2] / x.shape[1]
    dx, dy = x - draws.uniform(shape, -0.1, 1.1) * aspect, y - draws.uniform(shape, -0.1, 1.1)
    angle = torch.where(draws.uniform(shape) < 0.6, draws.normal(shape, 0.05), draws.uniform(shape, -1.6, 1.6))
    u, v = dx * angle.cos() + dy * angle.sin(), dy * angle.cos() - dx * angle.sin()
    half_width, half_height = draws.log_uniform(shape, 0.008, 0.5), draws.log_uniform(shape, 0.008, 0.5)
    box = torch.maximum(u.abs() - half_width, v.abs() - half_height)
    radius = (half_width * half_height).sqrt()
    ellipse = ((u / half_width) ** 2 + (v / half_height) ** 2).sqrt().sub(1) * radius
    distance = torch.where(draws.uniform(shape) < 0.5, box, ellipse)
    # a fifth are frames: only the rim of the shape is painted
    rim = draws.log_uniform(shape, 0.004, 0.03)
    distance = torch.where(draws.uniform(shape) < 0.2, (distance.abs() - rim), distance)
    sharpness = y.shape[1] * torch.where(draws.uniform(shape) < 0.8, 1.0, draws.log_uniform(shape, 0.03, 1.0))
    return (0.5 - distance * sharpness).clamp(0, 1).unsqueeze(1)


def _defocus(draws: Draws, picture: Tensor) -> Tensor:
    """Blur a third of the pictures, as a lens focused on the person does."""
    height, width = picture.shape[-2:]
    factor = 1 << draws.one_integer(3)
    small = F.interpolate(picture, (height // (2 * factor), width // (2 * factor)), mode="area")
    blurred = F.interpolate(small, (height, width), mode="bicubic", align_corners=False)
    return torch.lerp(picture, blurred, draws.chance(0.33, (picture.shape[0], 1, 1, 1)))
