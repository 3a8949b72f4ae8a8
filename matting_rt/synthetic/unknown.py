"""Where a plate is not known, and what it holds there all the same.

The program knows its plate in cells: 54 rows of them, whatever the frame's size. Maps are drawn on that grid, and then
shown as the program shows them, in blocks or with soft edges, or with a fine edge as a file's own map has.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import Draws

_ROWS = 54


@dataclass(frozen=True, slots=True)
class Unknown:
    """How often parts of the plate are unknown; shares are of all pictures, and several may fall together."""

    everything: float = 0.15
    parts: float = 0.3
    """Lumps, where somebody stood when the plate was taken, or whatever is near the people now."""
    borders: float = 0.12
    """Strips along the edges, of a camera that was turned after the plate was taken."""
    doubted: float = 0.08
    """Where the plate is right, but not yet believed again."""


def draw_known(draws: Draws, pha: Tensor, unknown: Unknown) -> Tensor:
    """How far a plate is known, (B, 1, H, W) 0..1, in a room with people of this alpha (B, 1, H, W)."""
    batch, _, height, width = pha.shape
    rows = min(_ROWS, height)
    size = (rows, min(max(round(rows * width / height), 1), width))
    person = F.interpolate(pha, size, mode="area")
    shape = (batch, 1, 1, 1)
    hidden = draws.chance(unknown.parts, shape) * _parts(draws, person)
    hidden = torch.maximum(hidden, draws.chance(unknown.borders, shape) * _borders(draws, batch, size))
    known = _show(draws, 1 - hidden, (height, width))
    known = known * (1 - draws.chance(unknown.doubted, shape) * draws.uniform(shape))
    return known * (1 - draws.chance(unknown.everything, shape))


def _parts(draws: Draws, person: Tensor) -> Tensor:
    """0..1 on the grid: one of three kinds of unknown parts for each picture, or two together."""
    batch, _, rows, columns = person.shape
    shape = (batch, 1, 1, 1)
    lumps = draws.fractal(batch, 1, rows, columns, coarsest=2, octaves=3)
    lumps = (lumps > draws.normal(shape, 1.2)).float()
    # who stood there is shown by the outline of the next picture's person
    stood = camera.affine(
        person.roll(1, 0).flip(3), shift=draws.uniform((batch, 2), -0.5, 0.5), scale=draws.uniform((batch,), 0.7, 1.3)
    )
    near = camera.affine(person, shift=draws.normal((batch, 2), 0.08), scale=draws.uniform((batch,), 0.9, 1.3))
    near = torch.maximum(near, person)
    kind = draws.uniform(shape)
    parts = torch.where(kind < 0.35, _grow(draws, stood), torch.where(kind < 0.75, _grow(draws, near), lumps))
    return torch.maximum(parts, lumps * draws.chance(0.2, shape))


def _grow(draws: Draws, person: Tensor) -> Tensor:
    """What is within one to six cells of a person, and sometimes lumpy."""
    batch, _, rows, columns = person.shape
    grown = [F.max_pool2d(person, 2 * cells + 1, 1, cells) for cells in (1, 3, 6)]
    choice = draws.uniform((batch, 1, 1, 1))
    chosen = torch.where(choice < 0.4, grown[0], torch.where(choice < 0.8, grown[1], grown[2]))
    lumps = draws.fractal(batch, 1, rows, columns, coarsest=6, octaves=2) * draws.uniform((batch, 1, 1, 1), 0, 0.3)
    return (F.avg_pool2d(chosen, 3, 1, 1) + lumps > 0.3).float()


def _borders(draws: Draws, batch: int, size: tuple[int, int]) -> Tensor:
    """0..1 on the grid: what lies outside a frame that was moved and turned."""
    moved = camera.affine(
        torch.ones(batch, 1, *size, device=draws.device),
        shift=draws.normal((batch, 2), 0.12),
        scale=draws.log_uniform((batch,), 0.9, 1.2),
        angle=draws.normal((batch,), 0.05),
    )
    return (moved < 0.99).float()


def _show(draws: Draws, known: Tensor, size: tuple[int, int]) -> Tensor:
    """A map of the grid at the picture's size: in blocks, soft between cells, or with a fine edge."""
    shape = (len(known), 1, 1, 1)
    blocks = F.interpolate(known, size, mode="nearest")
    soft = F.interpolate(known, size, mode="bilinear", align_corners=False)
    fine = ((soft - 0.5) * (size[0] / known.shape[2]) + 0.5).clamp(0, 1)
    kind = draws.uniform(shape)
    return torch.where(kind < 0.4, blocks, torch.where(kind < 0.6, soft, fine))


def fill_unknown(draws: Draws, bgr: Tensor, src: Tensor, known: Tensor) -> Tensor:
    """A plate (B, 3, H, W) with something arbitrary where it is less than half known, so that nobody learns to look.

    Grey or another plain colour, the frame itself, what another picture shows, or this plate somewhere else.
    """
    batch, _, height, width = bgr.shape
    shape = (batch, 1, 1, 1)
    choice = draws.uniform(shape)
    grey = torch.where(draws.uniform(shape) < 0.5, 0.5, draws.uniform(shape)).expand(-1, 3, -1, -1)
    colour = draws.colours((batch,), 1.0).view(batch, 3, 1, 1)
    filler = torch.where(choice < 0.3, grey, colour).expand_as(bgr)
    filler = torch.where((choice > 0.45) & (choice < 0.65), src, filler)
    filler = torch.where((choice > 0.65) & (choice < 0.85), src.roll(1, 0).flip(3), filler)
    filler = torch.where(choice > 0.85, bgr.roll((height // 3, width // 3), (2, 3)), filler)
    # the plate itself stays in a few: it must not be told from what is unknown by its look
    return torch.where((known < 0.5) & (draws.uniform(shape) < 0.93), filler, bgr)
